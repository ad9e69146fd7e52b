/**
 * The languages of the page, one row each: the name in the language itself, and what is fetched when the language is
 * chosen. To add one, make a folder with its texts and add a row. A text or an article that it lacks is shown in English.
 *
 * @typedef {Record<string, string>} Texts   by their keys
 * @typedef {object} Language
 * @property {string} name
 * @property {() => Promise<{default: Texts}>} texts     of English: those below the first screen, since the others come with the page
 * @property {() => Promise<{default: Texts}>} tips      a sentence on each control, by the control's key
 * @property {() => Promise<{default: string}>} [article]  HTML, made by the build from article.md
 * @property {() => Promise<{default: string}>} [story]    the same from story.md
 */

/** @type {Record<string, Language>} */
export const LANGUAGES = {
  en: {
    name: 'English',
    texts: () => import('./en/deferred-texts.js'),
    tips: () => import('./en/tips.js'),
    article: () => import('virtual:article/en'),
    story: () => import('virtual:story/en'),
  },
  ko: {
    name: '한국어',
    texts: () => import('./ko/texts.js'),
    tips: () => import('./ko/tips.js'),
    article: () => import('virtual:article/ko'),
    story: () => import('virtual:story/ko'),
  },
};

/**
 * A text in a language, in English if the language lacks it.
 * @param {'article' | 'story'} text
 * @param {string} language
 * @returns {Promise<{default: string}>}
 */
export const textIn = (text, language) =>
  /** @type {NonNullable<Language['article']>} */ (LANGUAGES[language]?.[text] ?? LANGUAGES.en[text])();

/** English with accents, a third longer: shows which texts are cut off or not translated. In the link only: `#lang=en-XA`. */
export const PSEUDO = 'en-XA';

/** What a link may name. */
export const LANGUAGE_CODES = Object.freeze([...Object.keys(LANGUAGES), PSEUDO]);
