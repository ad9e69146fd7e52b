import { chooseHeldOut } from './held-out.js';

/** Images that are shown before anything is replaced. */
const EXAMPLES = 20;

/**
 * @typedef {object} Summary   what a user sees of the files before they are used
 * @property {string} name
 * @property {number} width
 * @property {number} height
 * @property {number} count
 * @property {number} heldOut            if all classes are used
 * @property {string[]} names            of the classes; none without labels
 * @property {number[]} counts           of images, for each class
 * @property {boolean} isTransposed
 * @property {import('./image-files.js').Note[]} notes
 * @property {{label: number | null, pixels: Uint8Array}[]} examples   evenly from the whole set, and from its classes in turn
 */

/** @param {import('./image-files.js').ImageFiles} read @returns {Summary} */
export function summaryOf({ name, width, height, images, labels, names, testCount, notes, isTransposed }) {
  const pixels = width * height,
    count = images.length / pixels;
  const counts = names.map(() => 0);
  labels?.forEach((label) => counts[label]++);
  const examples = exampleIndices(count, labels, names.length).map((at) => ({
    label: labels ? labels[at] : null,
    pixels: images.slice(at * pixels, (at + 1) * pixels),
  }));
  const { heldOut } = chooseHeldOut(count, testCount, labels);
  return { name, width, height, count, heldOut, names, counts, isTransposed, notes, examples };
}

/**
 * @param {number} count
 * @param {Uint8Array | null} labels
 * @param {number} classes
 * @returns {number[]}   ascending by class, each at most once
 */
function exampleIndices(count, labels, classes) {
  /** @type {number[][]} */
  const byClass = Array.from({ length: Math.max(1, classes) }, () => []);
  for (let i = 0; i < count; i++) byClass[labels ? labels[i] : 0].push(i);
  const present = byClass.filter(({ length }) => length > 0);
  // Classes with few images leave their share to the others.
  const shares = present.map(() => 0);
  for (let left = Math.min(EXAMPLES, count), at = 0; left > 0; at = (at + 1) % present.length) {
    if (shares[at] === present[at].length) continue;
    shares[at] += 1;
    left -= 1;
  }
  return present.flatMap((all, c) =>
    Array.from({ length: shares[c] }, (_, i) => all[Math.floor((i * all.length) / shares[c])]),
  );
}
