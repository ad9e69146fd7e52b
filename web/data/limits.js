/** Limits of the data that the page reads. */

/** Unpacked, in bytes: 680,000 images of 28 × 28, the engine's limit. */
export const MAX_BYTES = 512 * 2 ** 20;
/** Files in an archive or a folder. */
export const MAX_FILES = 100_000;
/** Archives within archives. */
export const MAX_DEPTH = 8;
/** Sides of a picture file that is scaled down. */
export const MAX_PICTURE_SIDE = 4096;
