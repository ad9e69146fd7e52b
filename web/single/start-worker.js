/** As ../engine/start-worker.js, for the page in one file: a page opened from a disk can load no second one. */
import InlineWorker from '../engine/worker.js?worker&inline';

export const startWorker = () => new InlineWorker({ name: 'latentpad' });
