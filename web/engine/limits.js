/**
 * The largest files that the engine takes, in bytes. Its memory ends at 2 GB, and a file is in there two or three times while
 * it is read: as it came, and as what is made of it. Imports nothing.
 */

/** Of weights, with the optimiser's state: 44 million parameters. */
export const MOST_WEIGHT_BYTES = 512 * 2 ** 20;
/** Of digits, packed and unpacked: 680,000 images of 28 × 28. */
export const MOST_DIGIT_BYTES = 512 * 2 ** 20;
