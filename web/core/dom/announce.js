import { find } from './dom.js';

/** The last announcement, in the language of the page. */
let sayAgain = () => '';

/**
 * Announces a sentence to screen readers.
 * @param {() => string} [text]  by default the last sentence again, in the current language
 */
export function announce(text = sayAgain) {
  sayAgain = text;
  const line = find(document, '#announcement'),
    sentence = text();
  if (line.textContent !== sentence) line.textContent = sentence;
}
