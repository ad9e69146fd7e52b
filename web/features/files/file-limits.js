import { PageError } from '../../core/texts/message-of.js';

/**
 * The largest files that the page reads, in bytes: the engine's limits (engine/limits.js, compared by a test). A larger
 * file is not read at all: it would exhaust the tab's memory first.
 */
export const MAX_BYTES = { weights: 512 * 2 ** 20, index: 16 * 2 ** 20 };

/**
 * Throws a PageError if a file, or several together, are larger than the limit.
 * @param {number} size
 * @param {keyof typeof MAX_BYTES} kind
 */
export function expectWithin(size, kind) {
  const most = MAX_BYTES[kind];
  if (size <= most) return;
  const params = { megabytes: Math.ceil(size / 2 ** 20), most: most / 2 ** 20 };
  throw new PageError('fileTooLarge', params, `expected up to ${most} bytes, got ${size}`);
}

/**
 * Returns the file's bytes. Throws a PageError, without reading, if the file is larger than the limit.
 * @param {Pick<File, 'size' | 'arrayBuffer'>} file
 * @param {keyof typeof MAX_BYTES} kind
 */
export async function readWithin(file, kind) {
  expectWithin(file.size, kind);
  return file.arrayBuffer();
}
