import { t } from '../../core/texts/translate.js';
import { find } from '../../core/dom/dom.js';

const NAMES = ['A', 'B', 'C', 'D'];

/**
 * Four letters below the model's input: each saves that digit for the walks.
 * @param {HTMLElement} root
 * @param {{onKeep: (slot: number) => void}} callbacks
 */
export function createSaveDigitView(root, { onKeep }) {
  const buttons = NAMES.map((name, i) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'word';
    button.dataset.testid = `keep-${name.toLowerCase()}`;
    button.textContent = name;
    button.addEventListener('click', () => onKeep(i));
    return button;
  });
  find(root, '#keep-as').append(...buttons);
  return {
    /** @param {{canKeep: boolean, kept: readonly {name: string}[]}} data */
    update({ canKeep, kept }) {
      buttons.forEach((button, i) => {
        button.disabled = !canKeep;
        button.setAttribute('aria-label', t('pad.keepIn', { name: NAMES[i] }));
        button.classList.toggle(
          'is-kept',
          kept.some(({ name }) => name === NAMES[i]),
        );
      });
    },
  };
}
