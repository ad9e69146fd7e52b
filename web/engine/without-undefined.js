/**
 * What the core does not have is undefined in its objects; here and in messages the property is absent.
 * @template {object} T
 * @param {T} object
 * @returns {T}
 */
export const withoutUndefined = (object) =>
  /** @type {T} */ (Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));
