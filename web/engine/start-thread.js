import { isElsewhere, startElsewhere } from './start-elsewhere.js';

/** A Worker for one thread of a core. The core's glue recognises its threads by this name. */
export const startThread = () =>
  isElsewhere()
    ? startElsewhere('thread-worker.js', { type: 'module', name: 'em-pthread' })
    : new Worker(new URL('./thread-worker.js', import.meta.url), { type: 'module', name: 'em-pthread' });
