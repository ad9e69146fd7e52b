/** A Worker for one thread of a core; the glue knows its threads by this name. */
export const startThread = () => new Worker(new URL('./thread-worker.js', import.meta.url), { type: 'module', name: 'em-pthread' });
