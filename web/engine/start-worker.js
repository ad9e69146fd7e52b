/** The Worker that holds the core. Its address is written here once, so that a bundler makes one file of it. */
export const startWorker = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'latentpad' });
