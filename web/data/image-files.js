/**
 * @typedef {object} ImageFiles
 * @property {string} name
 * @property {number} width
 * @property {number} height
 * @property {Uint8Array} images             width · height bytes each, 255 = ink
 * @property {Uint8Array | null} labels      one of each image, an index of `names`
 * @property {string[]} names                of the classes
 * @property {number} testCount              the last images are a test set
 * @property {Note[]} notes                  what a user should know of how they were read
 * @property {boolean} isTransposed          whether its images are known to be transposed (EMNIST)
 */

/** @typedef {{key: 'scaled' | 'inverted' | 'levels' | 'skipped', params: Record<string, string | number>}} Note */
export {};
