// What a short run leaves out. The nightly workflow does a long one: LATENTPAD_LONG=1.

/** A long run has all tests and trainings; in both browsers, at every size, in every language and theme. */
export const isLong = process.env.LATENTPAD_LONG === '1';

/**
 * A list of sizes, languages or states that a test goes through.
 * @template T
 * @param {T[]} all      in a long run
 * @param {T[]} enough   in a short one
 */
export const cases = (all, enough) => (isLong ? all : enough);

/**
 * Defines a test in a long run only: of a rare case or a detail, which costs much processor time.
 * @param {(...definition: any[]) => void} define   test of node:test, or one of the fixture's functions
 */
export const whenLong =
  (define) =>
  (...definition) => {
    if (isLong) define(...definition);
  };
