/** Files read in a worker. */
import { deserializeError, EngineError } from '../engine/engine-error.js';
import { startDataWorker } from './start-data-worker.js';

/** A single file that contains no images: the engine names what it is. */
export class OtherFile extends Error {
  /** @param {string} name @param {Uint8Array} bytes */
  constructor(name, bytes) {
    super(`${name}: of no known kind`);
    this.bytes = bytes;
  }
}

/** A worker that answers one request at a time. @param {(done: number, all: number) => void} onProgress */
function openWorker(onProgress) {
  const worker = startDataWorker();
  /** @type {(() => void) | null} */
  let cancel = null;
  return {
    /**
     * @template {'read' | 'finished' | 'zipped'} Type
     * @param {Type} type   of the answer
     * @param {import('./worker.js').Request} request
     * @returns {Promise<Extract<import('./worker.js').Answer, {type: Type}>>}
     */
    ask: (type, request) =>
      new Promise((resolve, reject) => {
        cancel = () => reject(new EngineError('stoppedMeanwhile'));
        worker.onerror = (event) => {
          event.preventDefault();
          reject(new EngineError('workerFailed', { detail: event.message ?? 'worker' }));
        };
        worker.onmessage = (/** @type {MessageEvent<import('./worker.js').Answer>} */ { data }) => {
          if (data.type === 'progress') onProgress(data.done, data.all);
          else if (data.type === 'unknown') reject(new OtherFile(data.name, data.bytes));
          else if (data.type === 'failed') reject(deserializeError(data.error));
          else resolve(/** @type {any} */ (data));
        };
        worker.postMessage(request);
      }),
    /** Ends the worker and rejects what is still expected of it. */
    close() {
      worker.terminate();
      cancel?.();
    },
  };
}

/**
 * @param {{name: string, file: Blob}[]} files   `name` with the path in a folder
 * @param {(done: number, all: number) => void} onProgress
 */
export function openReader(files, onProgress) {
  const { ask, close } = openWorker(onProgress);
  return {
    /** What the files contain. @returns {Promise<import('./summary.js').Summary>} */
    summary: ask('read', { type: 'read', files }).then(({ summary }) => summary),
    /**
     * The data set, once there is a summary.
     * @param {import('./finish.js').Choices} choices
     */
    finish: async (choices) => (await ask('finished', { type: 'finish', choices })).set,
    close,
  };
}

/**
 * The images of drawings, as imagesOfDrawings(), made beside the page's thread.
 * @param {import('./drawn-images.js').DrawnClass[]} classes
 */
export async function imagesInWorker(classes) {
  const { ask, close } = openWorker(() => {});
  return (await ask('finished', { type: 'drawn', classes }).finally(close)).set;
}

/**
 * The same images as a ZIP file of IDX files.
 * @param {import('./drawn-images.js').DrawnClass[]} classes
 */
export async function zipInWorker(classes) {
  const { ask, close } = openWorker(() => {});
  return (await ask('zipped', { type: 'zip', classes }).finally(close)).bytes;
}
