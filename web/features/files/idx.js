/** IDX files (yann.lecun.com/exdb/mnist), as far as the page needs them before the engine reads them. */
import { isGzip } from './gzip.js';

/**
 * The size of the uncompressed file: gzip ends with that number (RFC 1952, ISIZE).
 * @param {ArrayBuffer} bytes
 * @returns {number}
 */
export function unpackedSize(bytes) {
  if (!isGzip(bytes) || bytes.byteLength < 18) return bytes.byteLength;
  return new DataView(bytes).getUint32(bytes.byteLength - 4, true);
}

/**
 * As many as MNIST's test set. Where all would cost too much, a subset is used: the drawn digit's percentile is
 * among a thousand (features/likelihood/typicality-actions.js), the principal components are of every n-th (src/eval/principal_components.h), MMD of two thousand
 * (src/eval/latent_metrics.h). The held-out bound uses all, in chunks between which pen input is handled; the map's codes
 * use all too, 40 to 100 ms at a time, for which the training loop spends at most a tenth of its time.
 */
const HELD_OUT = 10_000;

/**
 * Labels are one byte each after an eight-byte header, so the smaller of two files contains the labels.
 * @template {{bytes: ArrayBuffer}} File
 * @param {[File, File]} files
 * @returns {{images: File, labels: File, heldOut: number}}
 */
export function sortDigitFiles([first, second]) {
  const [labels, images] = unpackedSize(first.bytes) < unpackedSize(second.bytes) ? [first, second] : [second, first];
  const count = Math.max(0, unpackedSize(labels.bytes) - 8);
  // Five sixths are used for training, as with MNIST's 60,000.
  return { images, labels, heldOut: Math.max(1, Math.min(HELD_OUT, Math.floor(count / 6))) };
}
