/** A window that nobody sees paints nothing, and must not be waited for. */
const MAX_MS = 100;

/** Settles when what the state says now is on the screen. @returns {Promise<void>} */
export const painted = () =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, MAX_MS);
    // What is drawn in a frame is seen after it.
    requestAnimationFrame(() => setTimeout(() => {
      clearTimeout(timer);
      resolve();
    }));
  });
