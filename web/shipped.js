/**
 * URLs of the site's own files: the page's weights, those of the other sections by name, and the digits. All are .gz files: a
 * host of static files compresses text at most. Unpacked, those of weights are in planes (features/files/weight-planes.js).
 */

export const WEIGHTS = new URL('../build/weights/vae-2d.safetensors.gz', import.meta.url);
export const DIGITS = new URL('../build/data/digits.bin.gz', import.meta.url);

/** By path. @type {Record<string, string>} */
const OTHERS = import.meta.glob(
  [
    '../build/weights/{vae-2d,vae-20d,vae-50d,iwae-50d,hvae-50d,conv-40d,cvae-2d,ae-2d,fvbn,made,classifier}.safetensors.gz',
  ],
  { query: '?url', import: 'default', eager: true },
);

/** URL of weights of this site; undefined if it has none of that name. @param {string} name */
export const addressOfWeights = (name) => OTHERS[`../build/weights/${name}.safetensors.gz`];
