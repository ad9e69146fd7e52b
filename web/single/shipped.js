/** As ../shipped.js, for the page in one file: everything lies inside it, but for the two largest models, which base64 would make half as large again as the rest. */

export const DIGITS = new URL('../../build/data/digits.bin.gz', import.meta.url);

/** By path. @type {Record<string, string>} */
const OTHERS = import.meta.glob(['../../weights/{vae-2d,cvae-2d,ae-2d,fvbn,classifier}.safetensors'], { query: '?url', import: 'default', eager: true });

/** @param {string} name */
export const addressOfWeights = (name) => OTHERS[`../../weights/${name}.safetensors`];

export const WEIGHTS = new URL(/** @type {string} */ (addressOfWeights('vae-2d')));
