/** Replaces ../data/start-data-worker.js in the single-file page: a page opened from a disk cannot load a second file. */
import InlineWorker from '../data/worker.js?worker&inline';

export const startDataWorker = () => new InlineWorker({ name: 'latentpad-data' });
