/** @typedef {import('./random.mjs').Random} Random */

/** Texts that often expose faults of parsers. */
const PIECES = [
  '',
  '0',
  '-0',
  '1',
  '-1',
  '00',
  '007',
  '1e9',
  '1e-999',
  '1e999',
  '9007199254740993',
  '4294967296',
  '0x10',
  '.',
  '-',
  '+',
  ',',
  ',,',
  '&',
  '=',
  '#',
  '%',
  '%2',
  '%ff',
  '%00',
  '\0',
  'NaN',
  'Infinity',
  '-Infinity',
  'none',
  'null',
  'undefined',
  'true',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '<script>',
  '\u202e',
  '\ud800',
  '😀',
  ' ',
  '\n',
  'pca',
  'A,1,2',
  '1-2-3',
  '0123456789',
  'AA',
  '_-',
  '==',
];
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_,.=&%+/ ';

/**
 * Changes a text: inserts a piece, removes, repeats or moves a part, changes a letter.
 * @param {string} text @param {Random} random
 */
export function mutateText(text, random) {
  for (let changes = 1 + random.below(3); changes > 0; changes--) {
    const at = random.below(text.length + 1),
      length = random.below(Math.min(16, text.length - at) + 1);
    const before = text.slice(0, at),
      part = text.slice(at, at + length),
      after = text.slice(at + length);
    const kind = random.below(6);
    if (kind === 0) text = before + random.pick(PIECES) + part + after;
    else if (kind === 1) text = before + after;
    else if (kind === 2) text = before + part + part + after;
    else if (kind === 3) text = before + random.pick(PIECES) + after;
    else if (kind === 4) text = before + LETTERS[random.below(LETTERS.length)] + text.slice(at + 1);
    else text = part + before + after;
  }
  return text;
}

/** base64url of the bytes. @param {Uint8Array} bytes */
export const toLetters = (bytes) => Buffer.from(bytes).toString('base64url');

/** Changes the bytes a few times and returns them as letters. @param {string} letters @param {Random} random */
export function mutateCode(letters, random) {
  const bytes = [...Buffer.from(letters, 'base64url')];
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const at = random.below(bytes.length + 1),
      kind = random.below(5);
    if (kind === 0) bytes[at] = random.pick([0, 1, 2, 15, 16, 127, 128, 140, 255]);
    else if (kind === 1) bytes.splice(at, 0, random.below(256));
    else if (kind === 2) bytes.splice(at, 1 + random.below(8));
    else if (kind === 3) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    else bytes.splice(at, 0, ...bytes.slice(at, at + random.below(20)));
  }
  return toLetters(Uint8Array.from(bytes));
}
