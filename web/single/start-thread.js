import { EngineError } from '../engine/engine-error.js';

/**
 * Replaces ../engine/start-thread.js in the single-file page, which has no threads.
 * @returns {Worker}
 */
export function startThread() {
  throw new EngineError('oneFile');
}
