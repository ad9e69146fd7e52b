import { LANGUAGES } from '../../languages/languages.js';
import { byTestId } from '../../core/dom/dom.js';

/**
 * Title bar with the switches for language and theme.
 * @param {HTMLElement} root
 * @param {{onLanguage: (language: string) => void, onTheme: () => void}} callbacks
 */
export function createMastheadView(root, { onLanguage, onTheme }) {
  const menu = /** @type {HTMLSelectElement} */ (byTestId(root, 'language'));
  for (const [code, { name }] of Object.entries(LANGUAGES)) {
    const option = new Option(name, code);
    option.lang = code;
    menu.append(option);
  }
  menu.addEventListener('change', () => onLanguage(menu.value));
  byTestId(root, 'theme').addEventListener('click', onTheme);
  return {
    /** @param {{language: string}} data */
    update({ language }) {
      menu.value = language;
    },
  };
}
