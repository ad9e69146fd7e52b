/**
 * A user's files as images with classes: IDX, NumPy (.npy, .npz), CSV, the packed file of this project, and pictures; each also
 * gzipped, in a ZIP file or in a folder.
 */
import { isUnused, unpack } from './archive.js';
import { readCsv } from './csv.js';
import { DataError } from './data-error.js';
import { fromArrays } from './from-arrays.js';
import { fromPictures } from './from-pictures.js';
import { isIdx, readIdx } from './idx.js';
import { MAX_BYTES, MAX_FILES } from './limits.js';
import { isNpy, readNpy } from './npy.js';
import { isPacked, readPacked } from './packed.js';
import { isPicture } from './pictures.js';

/** @typedef {import('./archive.js').NamedFile} NamedFile */
/** @typedef {import('./image-files.js').ImageFiles} ImageFiles */

/** Beside the files of data sets that are saved here. */
const CLASS_NAMES = /(^|\/)class-names\.txt$/;

const isText = (/** @type {Uint8Array} */ bytes) =>
  bytes.subarray(0, 512).every((byte) => byte >= 32 || (byte >= 9 && byte <= 13));
const isMarkup = (/** @type {Uint8Array} */ bytes) => /^\s*[<{]/.test(new TextDecoder().decode(bytes.subarray(0, 64)));
/** At least two separators in the first line. @param {Uint8Array} bytes */
const isCsv = (bytes) =>
  bytes.length > 0
  && isText(bytes)
  && !isMarkup(bytes)
  && (
    new TextDecoder()
      .decode(bytes.subarray(0, 2048))
      .trimStart()
      .split(/[\r\n]/, 1)[0]
      .match(/[,;\t]/g) ?? []
  ).length >= 2;

/**
 * @param {readonly {name: string, size: number, arrayBuffer: () => Promise<ArrayBuffer>}[]} files
 * @param {(done: number, all: number) => void} [onProgress]
 * @returns {Promise<ImageFiles>}
 */
export async function readFiles(files, onProgress = () => {}) {
  const wanted = files.filter(({ name }) => !isUnused(name)),
    size = wanted.reduce((sum, file) => sum + file.size, 0),
    name = nameOf(wanted);
  if (size > MAX_BYTES) throw new DataError('dataTooLarge', { name, megabytes: MAX_BYTES / 2 ** 20 });
  if (wanted.length > MAX_FILES) throw new DataError('dataTooMany', { name, most: MAX_FILES });
  /** @type {NamedFile[]} */
  const contents = [];
  const left = { bytes: MAX_BYTES, files: MAX_FILES };
  const names = new Set();
  for (const [i, file] of wanted.entries()) {
    const whole = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
    const unpacked = await unpack(whole, left);
    // A ZIP file of PyTorch: weights, not images.
    if (unpacked.some(({ name: entry }) => entry.endsWith('data.pkl'))) throw new UnknownFile(whole);
    // Some programs leave NAME and NAME.gz beside each other.
    contents.push(...unpacked.filter(({ name: entry }) => !names.has(entry)));
    for (const { name: entry } of unpacked) names.add(entry);
    if (wanted.length > 1) onProgress(i + 1, 2 * wanted.length);
  }
  /** @type {Record<'packed' | 'arrays' | 'csv' | 'pictures' | 'others', NamedFile[]>} */
  const by = { packed: [], arrays: [], csv: [], pictures: [], others: [] };
  for (const file of contents) {
    const { bytes } = file;
    if (isPacked(bytes)) by.packed.push(file);
    else if (isIdx(bytes) || isNpy(bytes)) by.arrays.push(file);
    else if (isPicture(bytes)) by.pictures.push(file);
    else if (isCsv(bytes)) by.csv.push(file);
    else by.others.push(file);
  }
  /** @type {import('./image-files.js').Note[]} */
  const notes = [];
  const unread = by.others.filter((file) => !CLASS_NAMES.test(file.name)).map((file) => file.name);
  // A file of labels that is damaged must not be left out in silence.
  if (unread.length > 0)
    notes.push({ key: 'skipped', params: { files: unread.slice(0, 3).join(', '), count: unread.length } });
  const [packed] = by.packed;
  if (packed) return { ...readPacked(packed.name, packed.bytes), notes };
  if (by.arrays.length > 0) {
    const arrays = by.arrays.map(({ name: one, bytes }) => (isNpy(bytes) ? readNpy(one, bytes) : readIdx(one, bytes)));
    return fromArrays(name, arrays, notes, classNames(by.others));
  }
  if (by.csv.length > 0 && by.pictures.length === 0) {
    const arrays = by.csv.flatMap((file, i) => {
      const read = readCsv(file.name, file.bytes);
      onProgress(i + 1, by.csv.length);
      return read;
    });
    return fromArrays(name, arrays, notes);
  }
  if (by.pictures.length > 0) return fromPictures(name, by.pictures, notes, onProgress);
  const [other] = by.others;
  throw other && contents.length === 1
    ? new UnknownFile(other)
    : new DataError('dataNothing', { name, files: contents.length });
}

/** The lines of a text file of that name, as in data sets that are saved here. @param {NamedFile[]} files */
function classNames(files) {
  const file = files.find(({ name }) => CLASS_NAMES.test(name));
  return file ? new TextDecoder().decode(file.bytes).split(/\r?\n/).filter(Boolean) : [];
}

/** A single file of no known kind: the engine names what it is. */
export class UnknownFile extends Error {
  /** @param {NamedFile} file */
  constructor({ name, bytes }) {
    super(`${name}: of no known kind`);
    this.file = { name, bytes };
  }
}

/** @param {readonly {name: string}[]} files */
function nameOf(files) {
  const [first] = files;
  if (!first) return '';
  const folder = first.name.split('/');
  return files.length > 1 && folder.length > 1 ? folder[0] : first.name;
}
