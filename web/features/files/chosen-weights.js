/**
 * The weights that a user chose or dropped: one .safetensors file, or several with their index, as Hugging Face's libraries write
 * them.
 */
import { PageError } from '../../core/texts/message-of.js';
import { expectWithin, readWithin } from './file-limits.js';

/** @typedef {import('../../core/dom/chosen-files.js').ChosenFile} ChosenFile */
/** @typedef {Pick<import('../../engine/client.js').EngineClient, 'weightFiles' | 'joinWeights'>} Joiner */

/** @param {string} end @returns {(chosen: {name: string}) => boolean} */
const endsWith =
  (end) =>
  ({ name }) =>
    name.toLowerCase().endsWith(end);
export const isWeights = endsWith('.safetensors');
const isJson = endsWith('.json'),
  isIndex = endsWith('.safetensors.index.json');

/** @param {string} path */
const baseOf = (path) => path.slice(path.lastIndexOf('/') + 1);
/** With its last /. @param {string} path */
const folderOf = (path) => path.slice(0, path.lastIndexOf('/') + 1);

/** An index may have a name of its own if no other .json file is with it. @param {readonly ChosenFile[]} chosen */
const indexesIn = (chosen) => (chosen.some(isIndex) ? chosen.filter(isIndex) : chosen.filter(isJson));

/** A list in a message has at most this many names. */
const MAX_LISTED = 8;

/**
 * What a name such as model-00001-of-00003.safetensors says of the other files of the same weights; null for another name, and if
 * there is only one.
 * @param {string} name
 * @returns {{count: number, files: string, index: string} | null}   files: a list of their names; index: the name of their index
 */
export function siblingsOf(name) {
  const [, stem, number, digits = ''] = /^(.+)-(\d+)-of-(\d+)\.safetensors$/i.exec(baseOf(name)) ?? [],
    count = Number(digits);
  if (count < 2 || Number(number) < 1 || Number(number) > count) return null;
  const nameOf = (/** @type {number} */ part) =>
    `${stem}-${String(part).padStart(digits.length, '0')}-of-${digits}.safetensors`;
  const names = Array.from({ length: Math.min(count, MAX_LISTED) }, (_, i) => nameOf(i + 1));
  if (count > MAX_LISTED) names.splice(-2, 2, '…', nameOf(count));
  return { count, files: names.join(', '), index: `${stem}.safetensors.index.json` };
}

/**
 * Whether they are opened as weights. Those without their index are too if a name says that there are others, so that the error
 * says what to choose.
 * @param {readonly ChosenFile[]} chosen
 */
export function areWeights(chosen) {
  const weights = chosen.filter(isWeights);
  if (chosen.some(isIndex) || weights.some(({ name }) => siblingsOf(name) !== null)) return true;
  if (weights.length === 0 || !chosen.every((one) => isWeights(one) || isJson(one))) return false;
  return chosen.length === 1 || weights.length < chosen.length;
}

/** The file that stands for all in a message. @param {readonly ChosenFile[]} chosen   areWeights() */
export const nameOfWeights = (chosen) => baseOf((indexesIn(chosen)[0] ?? chosen.filter(isWeights)[0]).name);

/** The error of a file without the others and the index. @param {string} name @returns {PageError | null}  null: it may be the only one */
function partAlone(name) {
  const siblings = siblingsOf(name);
  if (!siblings) return null;
  const { count, files, index } = siblings;
  return new PageError('weightsPart', { count, files, index }, `expected ${count} files with ${index}, got ${name}`);
}

/**
 * The bytes of one .safetensors file: that which was chosen, or those of the index's folder that it names, joined by the engine.
 * @param {readonly ChosenFile[]} chosen   areWeights()
 * @param {Joiner} engine
 * @returns {Promise<ArrayBuffer | Uint8Array>}
 */
export async function readWeights(chosen, engine) {
  const [index, other] = indexesIn(chosen);
  if (other) {
    const [first, second] = [index.name, other.name];
    throw new PageError('weightsIndexes', { first, second }, `expected one index, got ${first} and ${second}`);
  }
  if (!index) {
    const weights = chosen.filter(isWeights),
      error = weights.length > 1 && weights.map(({ name }) => partAlone(name)).find(Boolean);
    if (error) throw error;
    return readWithin(weights[0].file, 'weights');
  }
  const content = await readWithin(index.file, 'index'),
    folder = folderOf(index.name);
  const names = new Set(await engine.weightFiles({ index: content }));
  const parts = chosen.filter(({ name }) => folderOf(name) === folder && names.has(baseOf(name)));
  expectWithin(
    parts.reduce((sum, { file }) => sum + file.size, 0),
    'weights',
  );
  const files = await Promise.all(
    parts.map(async ({ name, file }) => /** @type {const} */ ([baseOf(name), await file.arrayBuffer()])),
  );
  return engine.joinWeights({ index: content, files: Object.fromEntries(files) });
}

/** Whether the file can be read, but its tensors are no model, or one of other images: then it may be a part. @param {unknown} code */
const isAboutTensors = (code) => typeof code === 'string' && /^(weights|inWeights$|otherImageSize$)/.test(code);

/**
 * The error to show for weights that were not loaded: that of a file which by its name is one of several says what to choose with it.
 * @param {readonly ChosenFile[]} chosen
 * @param {unknown} error
 * @returns {unknown}
 */
export function weightsError(chosen, error) {
  const { code } = /** @type {{code?: unknown}} */ (error ?? {});
  if (indexesIn(chosen).length > 0 || !isAboutTensors(code)) return error;
  return partAlone(nameOfWeights(chosen)) ?? error;
}
