/**
 * The largest files that the engine reads, in bytes. Its memory ends at 2 GB and holds a file two or three times while it is
 * read: the file itself and what is made of it. Imports nothing.
 */

/** Weights with the optimiser's state: 44 million parameters. */
export const MAX_WEIGHT_BYTES = 512 * 2 ** 20;
/** The index of weights in several files; these together have the limit of one. As kMaxIndexBytes in src/io/sharded_weights.h. */
export const MAX_INDEX_BYTES = 16 * 2 ** 20;
/** Digits, packed and unpacked: 680,000 images of 28 × 28. */
export const MAX_DIGIT_BYTES = 512 * 2 ** 20;
