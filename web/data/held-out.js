/** Which images are held out of training. */

/** As many as MNIST's test set; more only cost time. */
export const MAX_HELD_OUT = 10_000;
const SHARE = 6;

/**
 * The order of the images, training images first, and the number held out. A test set of the file is held out. Otherwise the last
 * sixth is, as with MNIST's 60,000; if classes would then be missing in one part, because the file is sorted, every sixth
 * image is.
 * @param {number} count
 * @param {number} testCount             the last ones are a test set
 * @param {ArrayLike<number> | null} labels
 * @returns {{order: Uint32Array | null, heldOut: number}}   order: null if it is that of the file
 */
export function chooseHeldOut(count, testCount, labels) {
  if (testCount > 0 && testCount < count) return { order: null, heldOut: testCount };
  const heldOut = Math.max(1, Math.min(MAX_HELD_OUT, Math.floor(count / SHARE)));
  if (!labels || haveSameClasses(labels, count - heldOut)) return { order: null, heldOut };
  const step = Math.floor(count / heldOut);
  /** @type {number[]} */
  const first = [];
  /** @type {number[]} */
  const last = [];
  for (let i = 0; i < count; i++) (i % step === step - 1 && last.length < heldOut ? last : first).push(i);
  return { order: Uint32Array.from([...first, ...last]), heldOut: last.length };
}

/** @param {ArrayLike<number>} labels @param {number} trainCount */
function haveSameClasses(labels, trainCount) {
  const parts = [new Set(), new Set()];
  for (let i = 0; i < labels.length; i++) parts[i < trainCount ? 0 : 1].add(labels[i]);
  const [train, heldOut] = parts;
  return train.size === heldOut.size && [...train].every((label) => heldOut.has(label));
}
