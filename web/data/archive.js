/** Files within files: ZIP and gzip. */
import { unzipSync } from 'fflate';
import { gunzip, isGzip } from '../engine/gunzip.js';
import { DataError } from './data-error.js';
import { MAX_BYTES, MAX_DEPTH, MAX_FILES } from './limits.js';

/** @typedef {{name: string, bytes: Uint8Array}} NamedFile */

/** @param {Uint8Array} bytes */
export const isZip = (bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);

/** Written beside the data by macOS and Windows. */
const UNUSED = /(^|\/)(__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)|\/$/;

/** @param {string} name */
export const isUnused = (name) => UNUSED.test(name);

/**
 * The data in a file: itself, the content of a gzip file, or the files of a ZIP file, also nested.
 * @param {NamedFile} file
 * @param {{bytes: number, files: number}} [left]   until the limits
 * @param {number} [depth]   archives around it
 * @returns {Promise<NamedFile[]>}
 */
export async function unpack({ name, bytes }, left = { bytes: MAX_BYTES, files: MAX_FILES }, depth = 0) {
  if (depth > MAX_DEPTH) throw new DataError('dataNested', { name, most: MAX_DEPTH });
  if (isGzip(bytes)) {
    const content = await gunzip(bytes, () => left.bytes).catch((error) => {
      throw error.code === 'gzipTooLong' ? tooLarge(name) : error;
    });
    return unpack(
      { name: name.replace(/\.(gz|tgz)$/i, ''), bytes: content },
      spend(name, left, content.length),
      depth + 1,
    );
  }
  if (!isZip(bytes)) return [{ name, bytes }];
  let unpacked;
  try {
    // Sizes are those of the archive's directory, and no entry unpacks to more than its size there.
    unpacked = unzipSync(bytes, {
      filter({ name: entry, originalSize }) {
        if (isUnused(entry)) return false;
        spend(name, left, originalSize);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof Error && 'params' in error) throw error;
    throw new DataError('dataZip', { name, detail: error instanceof Error ? error.message : String(error) });
  }
  const files = [];
  for (const [entry, content] of Object.entries(unpacked)) {
    files.push(...(await unpack({ name: `${name}/${entry}`, bytes: content }, left, depth + 1)));
  }
  return files;
}

/** @param {string} name @param {{bytes: number, files: number}} left @param {number} size */
function spend(name, left, size) {
  left.bytes -= size;
  left.files -= 1;
  if (left.bytes < 0) throw tooLarge(name);
  if (left.files < 0) throw new DataError('dataTooMany', { name, most: MAX_FILES });
  return left;
}

/** @param {string} name */
const tooLarge = (name) => new DataError('dataTooLarge', { name, megabytes: MAX_BYTES / 2 ** 20 });
