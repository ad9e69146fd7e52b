/**
 * What the engine has to say to the person in front of it, in sentences of its own: `message` is English, by `code` and
 * `params` a page says the same in its own language. Errors without a code tell a programmer what was expected.
 */

/**
 * An error as it travels between threads. In `params` another one may stand, as the reason.
 * @typedef {{message: string, name?: string, code?: string, params?: Params}} Said
 * @typedef {Record<string, string | number | Said>} Params
 */

export const SENTENCES = {
  unreachable: 'The engine could not be fetched ({reason}). Check the connection and reload the page.',
  missing: 'The engine is missing on this host: {file} was answered with {status}. Reload the page; if that does not help, the site is not fully deployed.',
  noWebAssembly: 'This browser does not run WebAssembly, or has it switched off. Try another browser.',
  damaged: 'The engine arrived damaged or this browser is too old for it ({reason}). Reload the page; it needs a browser with WebAssembly exceptions (2022 or newer).',
  stopped: 'The engine stopped before it could answer ({reason}). Reload the page.',
  stoppedOften: 'The engine stopped {count} times ({reason}). Reload the page.',
  stoppedMeanwhile: 'The engine stopped meanwhile. Choose again.',
  replaced: 'Another engine has taken over. Reload the page.',
  notRunning: 'The engine is not running. Reload the page.',
  stepTooLong: 'One training step would take about {times} times as long as this page allows. What would fit: {fits}. The native program has no such limit.',
  modelTooLarge: 'The model would need {needed} MB of memory; this page can give it up to {most} MB. What would fit: {fits}. The native program has no such limit.',
  fileTooLarge: 'To read this file of {size} MB takes {needed} MB of memory; this page can give it up to {most} MB. Use the native program.',
  fitSamples: 'k up to {most}',
  fitBatch: 'batches of up to {most}',
  fitWidth: 'hidden layers of up to {most} units',
  fitOr: '{first}, or {second}',
  fitLess: 'smaller layers together with a smaller batch',
  silent: 'it stopped answering',
  unreadable: 'a message could not be read',
  workerMissing: 'the worker could not be loaded',
  threadsSilent: 'the threads did not start',
  threadsMissing: 'the threads could not be loaded',
  noSimd: 'this browser has no WebAssembly SIMD',
  notIsolated: 'the page is not cross-origin isolated',
  oneFile: 'the page in one file computes on one thread',
};

/** @typedef {keyof typeof SENTENCES} Code */

export class EngineError extends Error {
  /**
   * @param {Code} code
   * @param {Record<string, unknown>} [params]  numbers, texts, and whatever was thrown as the reason
   */
  constructor(code, params = {}) {
    /** @type {Params} */
    const said = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, typeof value === 'number' || typeof value === 'string' ? value : saidOf(value)]));
    super(SENTENCES[code].replace(/\{(\w+)\}/g, (_, name) => String(messageIn(said[name]))));
    this.code = code;
    this.params = said;
  }
}

/** @param {string | number | Said} value */
const messageIn = (value) => (typeof value === 'object' ? value.message : value);

/** @param {unknown} error @returns {Said} what of it can be posted to another thread */
export function saidOf(error) {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, code, params } = /** @type {Error & Said} */ (error);
  // A code of somebody else's, such as Node's ENOENT or a DOMException's number, is none of ours.
  return typeof code === 'string' && Object.hasOwn(SENTENCES, code) ? { name, message, code, params } : { name, message };
}

/** @param {Said} said @returns {Error} what saidOf() was given, on the other side */
export const errorOf = (said) => Object.assign(new Error(said.message), said);

/**
 * Whether the core stopped in the midst of its work: what is in its memory can then not be trusted any more. Out of memory
 * is no such thing: the core notices it, takes back what it had begun and goes on.
 * @param {unknown} error
 */
export function isTrap(error) {
  // Of the module itself; a browser without WebAssembly has none.
  if (typeof WebAssembly !== 'undefined' && error instanceof WebAssembly.RuntimeError) return true;
  // A stack that overflows is a RangeError in one engine and an InternalError in another.
  return error instanceof Error && (error.name === 'InternalError' || (error instanceof RangeError && /call stack|recursion/i.test(error.message)));
}
