/**
 * What the core has made for JavaScript stays in its memory until it is deleted; nobody collects it. All of it is counted,
 * so that a leak shows. Imports nothing.
 */

let live = 0;

/** How many there are that have not been deleted. */
export const liveHandles = () => live;

/**
 * Deletes what it holds, once.
 * @template {{delete(): void}} Handle
 */
export class Holder {
  /** @type {Handle | null} */
  #handle;

  /** @param {Handle} handle */
  constructor(handle) {
    this.#handle = handle;
    live += 1;
  }

  /** Throws after dispose(), so that nothing reaches memory that has been given back. */
  get handle() {
    if (this.#handle) return this.#handle;
    throw new Error('engine: expected a model or digits in use, got some after dispose()');
  }

  /** Also a second time: then nothing is left to do. */
  dispose() {
    const handle = this.#handle;
    if (!handle) return;
    this.#handle = null;
    live -= 1;
    handle.delete();
  }
}
