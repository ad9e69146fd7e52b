import { hashOf } from './measure.mjs';

/** A value as JSON; pixels as the hash of their bits. @param {unknown} value */
export const asJson = (value) =>
  JSON.parse(JSON.stringify(value, (_, one) => (one instanceof Float32Array ? hashOf(one) : one)));
