/** The Worker that holds the core. Its URL occurs only here, so that a bundler emits one file for it. */
export const startWorker = () =>
  new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'latentpad' });
