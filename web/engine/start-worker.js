/** The Worker that holds the core. Its address occurs only here, so that a bundler makes one file of it. */
export const startWorker = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'latentpad' });
