import { EngineError } from '../engine/engine-error.js';

/**
 * As ../engine/start-thread.js, for the page in one file, which has no threads.
 * @returns {Worker}
 */
export function startThread() {
  throw new EngineError('oneFile');
}
