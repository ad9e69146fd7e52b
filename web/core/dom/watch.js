import { effect, signal } from '@preact/signals-core';
import { languageInUse } from '../texts/translate.js';
import { onceAFrame } from './once-a-frame.js';

/**
 * Draws in the next frame, and again in the frame after anything changes that it has read: keys of a store's `state`,
 * colours of the theme. It also draws again in another language, whether it writes texts at once or later.
 * @param {() => void} draw
 * @returns {() => void}  stops it
 */
export function watch(draw) {
  const frame = signal(0);
  let isDue = false;
  const soon = onceAFrame(() => {
    isDue = true;
    frame.value += 1;
  });
  return effect(() => {
    // Until the frame comes it depends on the frame only: one drawing for all changes before it.
    void frame.value;
    if (!isDue) return soon();
    isDue = false;
    languageInUse();
    try {
      draw();
    } catch (error) {
      // An effect that throws ends: what is wrong with one state must not stop the drawing of the next.
      reportError(error);
    }
  });
}
