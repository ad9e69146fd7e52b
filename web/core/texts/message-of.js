import { SETTINGS_TABLE } from '../model/settings.js';
import { own } from '../state/own.js';

/**
 * An error message of the page: the key of a translated text, or the text of the error itself.
 * @typedef {string | {key: string, params: MessageParams, plain?: string}} Message   plain: the same in English, until the text of the key
 *   has been loaded
 * @typedef {Record<string, string | number | Message>} MessageParams
 * @typedef {import('../../engine/engine-error.js').SerializedError} Said
 */

/** An error of the page: its code and parameters select the message, as for errors of the engine. */
export class PageError extends Error {
  /**
   * @param {string} code
   * @param {Record<string, string | number>} params
   * @param {string} message  the same in English, for the console
   */
  constructor(code, params, message) {
    super(message);
    this.code = code;
    this.params = params;
  }
}

/** For errors of fetch(), of an interrupted body and of import(): their messages differ between browsers. @param {unknown} error */
export function networkError(error) {
  const detail = error instanceof Error ? error.message : String(error);
  return new PageError('network', { detail }, `the connection failed (${detail})`);
}

/** @param {unknown} error @returns {Message} */
export function messageOf(error) {
  if (error instanceof RangeError) return { key: 'message.shortOfMemory', params: { detail: error.message } };
  return typeof error === 'object' && error !== null && 'message' in error
    ? said(/** @type {Said} */ (error))
    : String(error);
}

/** The same if nothing else describes a remedy. @param {unknown} error @returns {Message} */
export function helpOf(error) {
  const message = messageOf(error);
  return typeof message === 'string' ? { key: 'message.unknown', params: { detail: message } } : message;
}

/** Only errors with parameters have a code of this project: a DOMException's is a number, Node's have no parameters. @param {Said} error @returns {Message} */
function said({ message, code, params }) {
  if (typeof code !== 'string' || typeof params !== 'object') return message;
  return {
    key: `message.${code}`,
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, inPage(name, value)])),
    plain: message,
  };
}

/** The page's names of the core's settings. @type {Record<string, string>} */
const SETTINGS = {
  ...Object.fromEntries(
    SETTINGS_TABLE.map(({ name }) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), `field.${name}`]),
  ),
  input_dim: 'message.inputSize',
  'number of hidden layers': 'message.hiddenLayers',
  'hidden size': 'field.hidden',
  channels: 'message.channels',
  kernel: 'message.kernel',
  stride: 'message.stride',
  padding: 'message.padding',
  'outputs of a convolution': 'message.outputsOfConvolution',
  digits: 'message.digitsChosen',
  'choice of digits': 'message.digitsChosen',
  threads: 'engine.threads',
  arithmetic: 'engine.arithmetic',
};

/** @param {string} name @param {string | number | Said} value @returns {string | number | Message} */
function inPage(name, value) {
  if (typeof value === 'object') return said(value);
  if (name !== 'setting' || typeof value !== 'string') return value;
  // "config.latent_dim" is the setting latent_dim of the configuration.
  const key = own(SETTINGS, value.slice(value.lastIndexOf('.') + 1));
  return key ? { key, params: {} } : value;
}
