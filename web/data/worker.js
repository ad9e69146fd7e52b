/** Reads a user's files beside the page's thread: 60,000 images would block it for seconds. */
import { serializeError } from '../engine/engine-error.js';
import { imagesOfDrawings } from './drawn-images.js';
import { finish } from './finish.js';
import { readFiles, UnknownFile } from './read-files.js';
import { summaryOf } from './summary.js';
import { zipOfIdx } from './write-idx.js';

/**
 * @typedef {{type: 'drawn' | 'zip', classes: import('./drawn-images.js').DrawnClass[]} | {type: 'read', files: {name: string, file: Blob}[]} | {type: 'finish', choices: import('./finish.js').Choices}} Request
 * @typedef {{type: 'progress', done: number, all: number} | {type: 'read', summary: import('./summary.js').Summary}
 *   | {type: 'unknown', name: string, bytes: Uint8Array} | {type: 'zipped', bytes: Uint8Array} | {type: 'finished', set: import('./finish.js').DataSet}
 *   | {type: 'failed', error: import('../engine/engine-error.js').SerializedError}} Answer
 */

/** @param {Answer} answer @param {Transferable[]} [transfer] */
const post = (answer, transfer = []) =>
  /** @type {Worker} */ (/** @type {unknown} */ (self)).postMessage(answer, transfer);

/** @type {import('./image-files.js').ImageFiles | null} */
let read = null;

/**
 * The images in memory that other threads can read, if the page is isolated: they are posted on to the engine's workers, and each
 * copy of 47 MB would block the page for 50 ms.
 * @param {Uint8Array<any>} images
 * @returns {Uint8Array<any>}
 */
function shared(images) {
  if (!self.crossOriginIsolated) return images;
  const copy = new Uint8Array(new SharedArrayBuffer(images.length));
  copy.set(images);
  return copy;
}

/** @param {import('./finish.js').DataSet} set */
function postSet(set) {
  const images = shared(set.images);
  post({ type: 'finished', set: { ...set, images } }, images === set.images ? [set.images.buffer] : []);
}

/** @param {Request} request */
async function handle(request) {
  switch (request.type) {
    case 'read': {
      const files = request.files.map(({ name, file }) => ({
        name,
        size: file.size,
        arrayBuffer: () => file.arrayBuffer(),
      }));
      read = await readFiles(files, (done, all) => post({ type: 'progress', done, all }));
      return post({ type: 'read', summary: summaryOf(read) });
    }
    case 'finish':
      return postSet(finish(/** @type {NonNullable<typeof read>} */ (read), request.choices));
    case 'drawn':
      return postSet(imagesOfDrawings(request.classes));
    case 'zip':
      return post({ type: 'zipped', bytes: zipOfIdx(imagesOfDrawings(request.classes)) });
  }
}

self.addEventListener('message', ({ data }) => {
  handle(data).catch((error) =>
    post(
      error instanceof UnknownFile
        ? { type: 'unknown', ...error.file }
        : { type: 'failed', error: serializeError(error) },
    ),
  );
});
