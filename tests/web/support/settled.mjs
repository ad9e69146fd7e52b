/** Waits for a timer of so many ms, and so for all that settles without one. @param {number} [ms] */
export const settled = (ms = 0) =>
  new Promise((done) => {
    setTimeout(done, ms);
  });
