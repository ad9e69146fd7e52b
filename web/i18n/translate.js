import { formatAmount, setNumberLanguage } from '../lib/format.js';
import { inTime } from '../lib/in-time.js';
import { own } from '../lib/own.js';
import en from './en-first.js';

/**
 * The English of the first screen is there from the start, the rest comes when it is first wanted. The page is built in
 * English: until it has been in another language, that can wait.
 * @type {Record<string, () => Promise<Record<string, string>>>}
 */
const LANGUAGES = { en: async () => (language === 'en' ? en : allEnglish()), ko: async () => (await import('./ko.js')).default };

let language = 'en';
/** @type {Record<string, string>} */
let texts = en;
let wishes = 0;
let plural = new Intl.PluralRules('en');

async function allEnglish() {
  return Object.assign(en, (await import('./en-below.js')).default);
}

/** Fetches what is said below the first screen. */
export async function readRest() {
  if (language === 'en') await allEnglish();
}

/** @param {string} key */
export const isKnown = (key) => Object.hasOwn(texts, key) || Object.hasOwn(en, key);

/**
 * Of several wishes the last one counts. Throws when the texts cannot be fetched; the language is then as it was.
 * @param {string} wanted
 * @returns {Promise<string>}  the language now in use: the one wanted, or English if the page does not speak it
 */
export async function setLanguage(wanted) {
  const wish = ++wishes;
  const known = Object.hasOwn(LANGUAGES, wanted) ? wanted : 'en';
  const loaded = await inTime(LANGUAGES[known]());
  if (wish === wishes) {
    [language, texts, plural] = [known, loaded, new Intl.PluralRules(known)];
    setNumberLanguage(known);
  }
  return language;
}

/**
 * @param {string} key   beside it, as `key.one`, may stand what is said where {count} is of that plural category
 * @param {import('../lib/message-of.js').MessageParams} [params]  what stands for {name} in the string: a message in
 *   this language as well; a number is an amount, one that only names something comes as text; an unknown {name} stays
 * @returns {string}
 */
export function t(key, params = {}) {
  const { count } = params;
  const form = typeof count === 'number' ? own(texts, `${key}.${plural.select(count)}`) : undefined;
  const text = form ?? own(texts, key) ?? own(/** @type {Record<string, string>} */ (en), key) ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(params, name) ? inWords(params[name]) : whole));
}

/** @param {string | number | import('../lib/message-of.js').Message} value */
export const inWords = (value) => (typeof value === 'object' ? t(value.key, value.params) : typeof value === 'number' ? formatAmount(value) : value);
