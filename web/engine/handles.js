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
  /** @param {Handle} handle */
  constructor(handle) {
    this.handle = handle;
    live += 1;
  }

  dispose() {
    this.handle.delete();
    live -= 1;
  }
}
