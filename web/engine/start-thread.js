/** A Worker for one thread of a core. The core's glue recognises its threads by this name. */
export const startThread = () =>
  new Worker(new URL('./thread-worker.js', import.meta.url), { type: 'module', name: 'em-pthread' });
