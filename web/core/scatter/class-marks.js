/** How the classes of a cloud are told apart: ten colours, which repeat, and a character for each class. */

import { classCountOf } from '../model/digit-labels.js';

const DIGITS = 10;

/** @param {readonly string[] | null} names   of the classes; null: they are the digits */
export const classCount = (names) => names?.length ?? DIGITS;

/**
 * The number of classes that labels are of: up to the largest, at least the ten digits.
 * @param {Uint8Array} labels
 */
export const classesOfLabels = (labels) => Math.max(DIGITS, classCountOf(labels));

/**
 * The mark of a class: its name if that is one character, as of EMNIST's letters, otherwise its number.
 * @param {readonly string[] | null} names
 * @param {number} label
 */
export function glyphOf(names, label) {
  const name = names?.[label] ?? '';
  return [...name].length === 1 ? name : String(label);
}

/** @param {import('../dom/colors.js').Colors} colors @param {number} label */
export const colorOf = ({ digits }, label) => digits[label % digits.length];
