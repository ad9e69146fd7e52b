/** Classes from the labels of a file. */
import { DataError } from './data-error.js';
import { MAX_CLASSES } from '../core/model/data-limits.js';

const CAPITALS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  SMALL = [...'abcdefghijklmnopqrstuvwxyz'],
  DIGITS = [...'0123456789'];
/** EMNIST's classes by split: "merged" omits small letters that look like their capitals (Cohen et al. 2017, table II). */
const EMNIST = /** @type {const} */ ([
  ['byclass', [...DIGITS, ...CAPITALS, ...SMALL], 0],
  ['bymerge', [...DIGITS, ...CAPITALS, ...'abdefghnqrt'], 0],
  ['balanced', [...DIGITS, ...CAPITALS, ...'abdefghnqrt'], 0],
  ['letters', CAPITALS, 1],
]);
const FASHION = ['T-shirt', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'];

/** Names of the classes from the value `first` on, if the files are of a known set. @param {string} file  its name */
function knownNames(file) {
  const path = file.toLowerCase();
  if (path.includes('fashion')) return { names: FASHION, first: 0 };
  const split = path.includes('emnist') ? EMNIST.find(([name]) => path.includes(name)) : undefined;
  return { names: split?.[1] ?? [], first: split?.[2] ?? 0 };
}

/**
 * Whole numbers 0 … 9 remain the classes they are, as with digits, of which one may not occur. Other labels are numbered in
 * order.
 * @param {string} file   its name
 * @param {ArrayLike<number> | readonly (string | number)[]} values
 * @returns {{labels: Uint8Array, names: string[]}}
 */
export function classesOf(file, values) {
  const raw = Array.from(values, (value) =>
    typeof value === 'string' && /^-?\d+(\.0*)?$/.test(value) ? Number(value) : value,
  );
  const numbers = /** @type {number[]} */ (raw.filter((value) => typeof value === 'number'));
  const wrong = numbers.find((value) => !Number.isInteger(value));
  if (wrong !== undefined) throw new DataError('dataLabel', { name: file, label: wrong });
  const known = knownNames(file);
  const isDigits =
    known.first === 0 && numbers.length === raw.length && numbers.every((value) => value >= 0 && value <= 9);
  // Numbers come before texts: a mixed comparison would have no order.
  const present = [
    ...[...new Set(numbers)].sort((a, b) => a - b),
    ...[...new Set(raw.filter((value) => typeof value === 'string'))].sort(),
  ];
  if (present.length > MAX_CLASSES) {
    throw new DataError('dataClasses', { name: file, classes: present.length, most: MAX_CLASSES });
  }
  const classes = isDigits ? Array.from({ length: Number(present.at(-1)) + 1 }, (_, i) => i) : present;
  const index = new Map(classes.map((value, i) => [value, i]));
  return {
    labels: Uint8Array.from(raw, (value) => index.get(value) ?? 0),
    names: classes.map((value) =>
      typeof value === 'number' ? (known.names[value - known.first] ?? String(value)) : value,
    ),
  };
}
