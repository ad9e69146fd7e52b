/** Replaces ../engine/start-worker.js in the single-file page: a page opened from a disk cannot load a second file. */
import InlineWorker from '../engine/worker.js?worker&inline';

export const startWorker = () => new InlineWorker({ name: 'latentpad' });
