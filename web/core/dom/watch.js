import { effect, signal } from '@preact/signals-core';
import { languageInUse } from '../texts/translate.js';
import { onceAFrame } from './once-a-frame.js';

/**
 * Draws in the next frame, and again in the frame after any change of the values it has read: keys of a store's `state`,
 * colours of the theme. It also redraws after a change of language, whether it writes texts immediately or later.
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
    // Until the frame comes it depends only on the frame: one drawing for all changes before it.
    void frame.value;
    if (!isDue) return soon();
    isDue = false;
    languageInUse();
    try {
      draw();
    } catch (error) {
      // An effect that throws ends: an error for one state must not prevent drawing the next.
      reportError(error);
    }
  });
}
