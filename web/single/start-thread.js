/**
 * As ../engine/start-thread.js, for the page in one file, which has no threads.
 * @returns {Worker}
 */
export function startThread() {
  throw new Error('the page in one file computes on one thread');
}
