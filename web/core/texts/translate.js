import { signal } from '@preact/signals-core';
import { formatAmount, setNumberLanguage } from './format.js';
import { inTime } from '../state/in-time.js';
import { own } from '../state/own.js';
import en from '../../languages/en/first-texts.js';
import { LANGUAGES, LANGUAGE_CODES, PSEUDO } from '../../languages/languages.js';

/** @param {string} language @param {Record<string, string>} texts */
const speaking = (language, texts) => ({ language, texts, plural: new Intl.PluralRules(language) });
/** The current language: a watch that reads a text runs again when it changes. */
const current = signal(speaking('en', en));
let requests = 0;
/** Whether the page shows images of other things than digits. */
const areImages = signal(false);

const allEnglish = async () => Object.assign(en, (await LANGUAGES.en.texts()).default);

/**
 * The English texts of the first screen are part of the page, the rest is loaded on demand. The page is built in English, so
 * they are not needed until another language has been used.
 * @param {string} language
 * @returns {Promise<Record<string, string>>}
 */
async function textsOf(language) {
  if (language === 'en') return current.peek().language === 'en' ? en : allEnglish();
  if (language === PSEUDO) return (await import('../../languages/pseudo.js')).pseudoTexts(await allEnglish());
  return (await LANGUAGES[language].texts()).default;
}

/** Texts about digits then have the form `key.images`, if there is one. @param {boolean} shown */
export function showImages(shown) {
  areImages.value = shown;
}

/** The current language. */
export const languageInUse = () => current.value.language;

/** Fetches the texts below the first screen. */
export async function loadDeferredTexts() {
  if (current.peek().language === 'en') await allEnglish();
}

/** @param {string} key */
export const isKnown = (key) => Object.hasOwn(current.peek().texts, key) || Object.hasOwn(en, key);

/**
 * The last of several requests wins. Throws if the texts cannot be fetched; the language is then unchanged.
 * @param {string} wanted
 * @returns {Promise<string>}  the current language: the requested one, or English if it is not available
 */
export async function setLanguage(wanted) {
  const request = ++requests;
  const known = LANGUAGE_CODES.includes(wanted) ? wanted : 'en';
  const loaded = await inTime(textsOf(known));
  if (request === requests) {
    current.value = speaking(known, loaded);
    setNumberLanguage(known);
  }
  return current.peek().language;
}

/**
 * @param {string} key   `key.one` is the text for {count} in that plural category, `key.images` that about images, if present
 * @param {import('./message-of.js').MessageParams} [params]  the values of {name} in the string: a message in
 *   this language as well; a number is formatted as an amount, so pass identifiers as text; an unknown {name} is left unchanged
 * @returns {string}
 */
export function t(key, params = {}) {
  const { texts, plural } = current.value;
  const { count } = params;
  const form =
    (typeof count === 'number' ? own(texts, `${key}.${plural.select(count)}`) : undefined)
    ?? (areImages.value ? own(texts, `${key}.images`) : undefined);
  const text = form ?? own(texts, key) ?? own(/** @type {Record<string, string>} */ (en), key) ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(params, name) ? inWords(params[name]) : whole));
}

/** @param {string | number | import('./message-of.js').Message} value */
export const inWords = (value) =>
  typeof value === 'object'
    ? value.plain !== undefined && !isKnown(value.key)
      ? value.plain
      : t(value.key, value.params)
    : typeof value === 'number'
      ? formatAmount(value)
      : value;
