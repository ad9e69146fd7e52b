/** Starts the page's first worker when this module is loaded, before the page's own code: loading the core takes longest. */
import { startWorker } from './start-worker.js';

let hasFailed = false;
/** @type {Worker | null} */
let preloaded = typeof Worker === 'function' ? startWorker() : null;
// The error event is lost if it occurs before a client listens. The client's own worker then fails in the same way.
preloaded?.addEventListener('error', () => {
  hasFailed = true;
});

/** Returns the preloaded worker to the first caller, and a new one to others. */
export function takeWorker() {
  const worker = hasFailed ? null : preloaded;
  preloaded = null;
  return worker ?? startWorker();
}
