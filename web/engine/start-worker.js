import { isElsewhere, startElsewhere } from './start-elsewhere.js';

/** The Worker that holds the core. Its URL and options are literals, so that a bundler emits one file for it. */
export const startWorker = () =>
  isElsewhere()
    ? startElsewhere('worker.js', { type: 'module', name: 'latentpad' })
    : new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'latentpad' });
