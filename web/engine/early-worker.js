/** The page's first worker, under way as soon as this module is loaded: the core takes longest to come. */
import { startWorker } from './start-worker.js';

let hasFailed = false;
/** @type {Worker | null} */
let early = typeof Worker === 'function' ? startWorker() : null;
// Nobody may be listening yet. A second attempt will fail where somebody is.
early?.addEventListener('error', () => { hasFailed = true; });

/** The first caller gets the worker that is under way, the others one of their own. */
export function takeWorker() {
  const worker = hasFailed ? null : early;
  early = null;
  return worker ?? startWorker();
}
