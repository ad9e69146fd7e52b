import { find } from './dom.js';

/** What was announced last, in the language of the page. */
let sayAgain = () => '';

/**
 * Puts a sentence into the line that only screen readers read.
 * @param {() => string} [text]  without: the last sentence again, in a language that may be another
 */
export function announce(text = sayAgain) {
  sayAgain = text;
  const line = find(document, '#announcement'), sentence = text();
  if (line.textContent !== sentence) line.textContent = sentence;
}
