/** A file of its own, so that another build can start the worker in another way. */
export const startDataWorker = () =>
  new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'latentpad-data' });
