/** The words of the lesson's C++ that are symbols of the formulas. */
const SYMBOLS = /** @type {const} */ ({
  mu: 'mu',
  log_var: 'sigma',
  sigma: 'sigma',
  epsilon: 'epsilon',
  z: 'z',
  kl: 'kl',
});

// Excludes Adam's epsilon, a member of its settings.
const WORDS = new RegExp(`((?<!\\bs\\.)\\b(?:${Object.keys(SYMBOLS).join('|')})\\b)`);

/**
 * @param {string} line
 * @returns {import('./lesson-formulas.js').Token[]}  all of it, in order
 */
export const symbolsIn = (line) =>
  line
    .split(WORDS)
    .filter(Boolean)
    .map((text) =>
      Object.hasOwn(SYMBOLS, text)
        ? { text, symbol: SYMBOLS[/** @type {keyof typeof SYMBOLS} */ (text)], value: true }
        : text,
    );
