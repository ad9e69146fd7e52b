import { afterDrawing } from './once-a-frame.js';

/**
 * Longest wait for a frame, in ms. A hidden window renders none; a visible one on a busy machine may render one late, and a
 * frame of another site that is scrolled out of view renders none although it counts as visible.
 */
const MAX_MS = { hidden: 100, visible: 3000 };

/** Resolves once the current state is rendered. @returns {Promise<void>} */
export const painted = () =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, MAX_MS[document.visibilityState]);
    // The content of a frame is visible after it.
    afterDrawing(() =>
      setTimeout(() => {
        clearTimeout(timer);
        resolve();
      }, 0),
    );
  });
