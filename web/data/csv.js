/** CSV files with one image in each row: its pixels, and its label before or after them (Kaggle's MNIST, UCI's optdigits). */
import Papa from 'papaparse';
import { DataError } from './data-error.js';
import { isSquare } from './shapes.js';

const LABEL = /^(label|class|target|digit|letter|character|y)$/i;
const SIZE = /(\d+)x(\d+)$/;

/** @param {string} cell */
const isNumber = (cell) => cell.trim() !== '' && Number.isFinite(Number(cell));

/**
 * @param {string} name
 * @param {Uint8Array} bytes
 * @returns {import('./shapes.js').NamedArray[]}   the images, and the labels if it has a column of them
 */
export function readCsv(name, bytes) {
  /** @type {string[] | null} */
  let header = null;
  let columns = 0,
    line = 0;
  /** Cells that are no numbers, by column: only a label may be one. @type {Map<number, {line: number, cell: string}>} */
  const texts = new Map();
  /** @type {ArrayLike<number>[]} */
  const rows = [];
  /** First and last column as they are written, for the labels. @type {[string[], string[]]} */
  const edges = [[], []];
  /** @param {string[]} cells */
  function addRow(cells) {
    line += 1;
    if (columns === 0) {
      columns = cells.length;
      if (columns > 2 && !cells.slice(1, -1).every(isNumber)) {
        header = cells.map((cell) => cell.trim());
        return;
      }
    }
    if (cells.length !== columns)
      throw new DataError('dataCsvRow', { name, line, expected: columns, got: cells.length });
    const row = new Float32Array(columns);
    let isBytes = true;
    cells.forEach((cell, column) => {
      const value = Number(cell);
      if (!isNumber(cell) && !texts.has(column)) texts.set(column, { line, cell: cell.slice(0, 20) });
      if (!(value >= 0 && value <= 255 && Number.isInteger(value))) isBytes = false;
      row[column] = value;
    });
    rows.push(isBytes ? Uint8Array.from(row) : row);
    edges[0].push(cells[0].trim());
    edges[1].push(cells[columns - 1].trim());
  }
  Papa.parse(new TextDecoder().decode(bytes), {
    skipEmptyLines: 'greedy',
    // Row by row: all cells of 60,000 rows at once would be 47 million strings.
    step: (/** @type {{data: string[]}} */ { data }) => addRow(data),
  });
  const label = labelColumn(header ?? [], columns, edges);
  const pixels = label === null ? columns : columns - 1,
    sides = SIZE.exec((header ?? []).filter((_, column) => column !== label).at(-1) ?? '');
  const shape =
    sides && Number(sides[1]) * Number(sides[2]) === pixels ? [Number(sides[1]), Number(sides[2])] : [pixels];
  if (shape.length === 1 && !isSquare(pixels)) throw new DataError('dataCsvColumns', { name, columns });
  if (rows.length === 0) throw new DataError('dataEmpty', { name });
  for (const [column, { line: at, cell }] of texts) {
    if (column !== label) throw new DataError('dataCsvCell', { name, line: at, column: column + 1, cell });
  }
  return [
    { name, shape: [rows.length, ...shape], values: pixelsOf(rows, label, pixels) },
    ...(label === null ? [] : [{ name, shape: [rows.length], values: edges[label === 0 ? 0 : 1] }]),
  ];
}

/**
 * By the header, or by what is left for the pixels. A corner pixel is blank in nearly every image, and a label is not the
 * same in all.
 * @param {string[]} header
 * @param {number} columns
 * @param {[string[], string[]]} edges
 * @returns {number | null}
 */
function labelColumn(header, columns, [first, last]) {
  if (LABEL.test(header[0] ?? '')) return 0;
  if (LABEL.test(header[columns - 1] ?? '')) return columns - 1;
  if (!isSquare(columns - 1)) return null;
  const differ = (/** @type {string[]} */ cells) => cells.some((cell) => cell !== cells[0]);
  return !differ(first) && differ(last) ? columns - 1 : 0;
}

/** @param {ArrayLike<number>[]} rows @param {number | null} label @param {number} pixels */
function pixelsOf(rows, label, pixels) {
  const values = rows.every((row) => row instanceof Uint8Array)
    ? new Uint8Array(rows.length * pixels)
    : new Float32Array(rows.length * pixels);
  const from = label === 0 ? 1 : 0;
  rows.forEach((row, i) => {
    values.set(/** @type {Float32Array} */ (row).subarray(from, from + pixels), i * pixels);
  });
  return values;
}
