/**
 * Replaces ../shipped.js in the single-file page: all files are embedded, except models of more dimensions and MADE, which in base64
 * would add half the size of the rest.
 */

export const DIGITS = new URL('../../build/data/digits.bin.gz', import.meta.url);

/** By path. @type {Record<string, string>} */
const OTHERS = import.meta.glob(['../../build/weights/{vae-2d,cvae-2d,ae-2d,fvbn,classifier}.safetensors.gz'], {
  query: '?url',
  import: 'default',
  eager: true,
});

/** @param {string} name */
export const addressOfWeights = (name) => OTHERS[`../../build/weights/${name}.safetensors.gz`];

export const WEIGHTS = new URL(/** @type {string} */ (addressOfWeights('vae-2d')));
