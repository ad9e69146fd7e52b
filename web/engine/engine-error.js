/**
 * Errors of the engine: `message` is English, by `code` and `params` a page says the same in its own language. Those of
 * the core (src/base/error_codes.h) have codes of the same vocabulary.
 */

/**
 * An error as it travels between threads. In `params` another one may stand, as the reason.
 * @typedef {{message: string, name?: string, code?: string, params?: Params}} Said
 * @typedef {Record<string, string | number | Said>} Params
 */

/** The codes that JavaScript raises, with their English sentences. One that the core has as well says the same. */
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
  fileNeedsMemory: 'To read this file of {size} MB takes {needed} MB of memory; this page can give it up to {most} MB. Use the native program.',
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
  fileTooLarge: 'the file is too large: {megabytes} MB, at most {most} MB are read; use a smaller one, or the command line',
  otherImageSize: 'this model is for images of {width} × {height} pixels; this page draws 28 × 28. Choose another file, or use the command line',
  network: 'the connection failed ({detail})',
  workerFailed: 'an error in its code: {detail}',
  shortOfMemory: 'out of memory: {detail}',
  invalidArgument: '{function}: expected {expected}, got {got}',
  notStarted: 'engine: expected start first',
  noModel: 'engine: expected a model; create or load one first',
  noDigits: 'engine: expected digits; load them first',
  noTrainingDigits: 'digits: expected training digits labelled {labels}, got none of them among {count}',
  batchTooLarge: 'train: expected a batch no larger than the {count} training digits, got {got}',
  gzipUnreadable: 'gunzip: the file is damaged, cut off or followed by something else; expected one whole gzip file',
  gzipTooLong: 'gzip: the content is longer than its header says, {expected} bytes',
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

/**
 * A call that is wrong whatever the data: a mistake of the program that made it.
 * @param {string} where  the function
 * @param {string} expected
 * @param {unknown} got
 */
export const invalidArgument = (where, expected, got) => new EngineError('invalidArgument', { function: where, expected, got: String(got) });

/** What fetch() and import() throw: a TypeError, in words of each browser's own. @param {unknown} error */
export const networkError = (error) => new EngineError('network', { detail: saidOf(error).message });

/** @param {unknown} error @returns {Said} what of it can be posted to another thread */
export function saidOf(error) {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, code, params } = /** @type {Error & Said} */ (error);
  // A code of somebody else's, such as Node's ENOENT or a DOMException's number, has no parameters and is none of ours.
  if (typeof code === 'string' && typeof params === 'object') return { name, message, code, params };
  // So says every browser that an array cannot be had, each in words of its own.
  if (error instanceof RangeError) return { name, message, code: 'shortOfMemory', params: { detail: message } };
  return { name, message };
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
