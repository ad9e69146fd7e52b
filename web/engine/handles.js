/**
 * Objects of the core, which stay in its memory until they are deleted: JavaScript's garbage collector does not reach them.
 * They are counted, so that tests find leaks.
 */
import { invalidArgument } from './engine-error.js';

let live = 0;

/** The number of handles that have not been deleted. */
export const liveHandles = () => live;

/**
 * Owns a handle and deletes it once.
 * @template {{delete(): void}} Handle
 */
export class Holder {
  /** @type {Handle | null} */
  #handle;
  /** @type {Set<{dispose(): void}> | undefined} */
  #owned;

  /** @param {Handle} handle @param {Set<{dispose(): void}>} [owned]  what the engine disposes of when it is disposed of itself */
  constructor(handle, owned) {
    this.#handle = handle;
    this.#owned = owned;
    owned?.add(this);
    live += 1;
  }

  /** Throws after dispose(), so that freed memory is not used. */
  get handle() {
    if (this.#handle) return this.#handle;
    throw invalidArgument('engine', 'a model or digits in use', 'some after dispose()');
  }

  /** Has no effect the second time. */
  dispose() {
    const handle = this.#handle;
    if (!handle) return;
    this.#handle = null;
    this.#owned?.delete(this);
    live -= 1;
    handle.delete();
  }

  /** For `using model = …`, which browsers without Symbol.dispose do not have. */
  [Symbol.dispose]() {
    this.dispose();
  }
}
