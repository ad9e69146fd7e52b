import en from './en.js';
import ko from './ko.js';

/** @type {Record<string, Record<string, string>>} */
const LANGUAGES = { en, ko };

let language = 'en';

/**
 * @param {string} wanted
 * @returns {string}  the language now in use: the one wanted, or English if the page does not speak it
 */
export function setLanguage(wanted) {
  language = Object.hasOwn(LANGUAGES, wanted) ? wanted : 'en';
  return language;
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [params]  what stands for {name} in the string; an unknown {name} stays
 * @returns {string}
 */
export function t(key, params = {}) {
  const text = LANGUAGES[language][key] ?? en[/** @type {keyof typeof en} */ (key)] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(params, name) ? String(params[name]) : whole));
}
