/** A hidden window renders no frames and must not be waited for. */
const MAX_MS = 100;

/** Resolves once the current state is rendered. @returns {Promise<void>} */
export const painted = () =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, MAX_MS);
    // The content of a frame is visible after it.
    requestAnimationFrame(() =>
      setTimeout(() => {
        clearTimeout(timer);
        resolve();
      }),
    );
  });
