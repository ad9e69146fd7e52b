import { createDisclosure } from './disclosure.js';

/**
 * Tables behind a button: written when they are opened and, while open, when the data change, at most once per `restMs`.
 * @template Data
 * @param {HTMLElement} button
 * @param {HTMLElement} panel
 * @param {number} restMs
 * @param {(data: Data) => void} write
 */
export function createTablePanel(button, panel, restMs, write) {
  /** @type {Data | null} */
  let shown = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const disclosure = createDisclosure(button, [panel], show);

  function show() {
    clearTimeout(timer);
    timer = undefined;
    if (disclosure.isOpen() && shown) write(shown);
  }

  return {
    /** @param {Data} data */
    update(data) {
      shown = data;
      if (disclosure.isOpen()) timer ??= setTimeout(show, restMs);
    },
  };
}
