import { coreMessage } from './core-message.js';

/**
 * What went wrong, as the page can say it: in its own language by the key of a text, or in the words of whoever noticed.
 * @typedef {string | {key: string, params: MessageParams}} Message
 * @typedef {Record<string, string | number | Message>} MessageParams
 * @typedef {import('../engine/engine-error.js').Said} Said
 */

/** An error of the page itself, with its text's key. */
export class PageError extends Error {
  /**
   * @param {string} key
   * @param {MessageParams} params
   * @param {string} message  the same in English, for whoever reads the console
   */
  constructor(key, params, message) {
    super(message);
    this.key = key;
    this.params = params;
  }
}

/** @param {unknown} error @returns {Message} */
export function messageOf(error) {
  if (error instanceof PageError) return { key: error.key, params: error.params };
  return typeof error === 'object' && error !== null && 'message' in error ? said(/** @type {Said} */ (error)) : coreMessage(String(error));
}

/** The same where nothing else tells what one can do about it. @param {unknown} error @returns {Message} */
export function helpOf(error) {
  const message = messageOf(error);
  return typeof message === 'string' ? { key: 'said.unknown', params: { detail: message } } : message;
}

/** What the engine says of itself comes with a code. @param {Said} error @returns {Message} */
function said({ message, code, params = {} }) {
  if (typeof code !== 'string') return coreMessage(message);
  return { key: `said.${code}`, params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === 'object' ? said(value) : value])) };
}
