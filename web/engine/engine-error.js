/**
 * Errors of the engine. `message` is English; a page translates `code` and `params`. Errors of the core have codes of their own
 * (src/base/error_codes.h), in camel case.
 */

/**
 * An error as it is posted between threads. `params` may hold another error, for example the reason.
 * @typedef {{message: string, name?: string, code?: string, params?: Params}} SerializedError
 * @typedef {Record<string, string | number | SerializedError>} Params
 */

/** The codes of errors that JavaScript raises, with their English messages. A code that the core has too has the same message. */
export const SENTENCES = {
  unreachable: 'The engine could not be fetched ({reason}). Check the connection and reload the page.',
  missing:
    'The engine is missing on this host: the request for {file} returned {status}. Reload the page. If that does not help, the site is not fully deployed.',
  noWebAssembly: 'This browser does not support WebAssembly, or it is turned off. Try another browser.',
  damaged:
    'The engine arrived damaged, or this browser is too old for it ({reason}). Reload the page, or use a browser of 2022 or later (with WebAssembly exceptions).',
  stopped: 'The engine stopped before it could answer ({reason}). Reload the page.',
  stoppedOften: 'The engine stopped {count} times ({reason}). Reload the page.',
  stoppedMeanwhile: 'The engine stopped in the meantime. Choose again.',
  replaced: 'Another engine has taken over. Reload the page.',
  notRunning: 'The engine is not running. Reload the page.',
  stepTooLong:
    'One training step would take about {times} times as long as this page allows. Settings that fit: {fits}. The command-line program has no such limit.',
  modelTooLarge:
    'The model needs {needed} MB of memory; this page can use at most {most} MB. Settings that fit: {fits}. The command-line program has no such limit.',
  fileNeedsMemory:
    'Reading this file of {size} MB takes {needed} MB of memory; this page can use at most {most} MB. Use the command-line program.',
  fitSamples: 'k up to {most}',
  fitBatch: 'a batch size up to {most}',
  fitWidth: 'hidden layers up to {most} units',
  fitComponents: 'up to {most} components of the prior',
  fitOr: '{first}, or {second}',
  fitLess: 'smaller layers and a smaller batch size together',
  silent: 'it stopped answering',
  unreadable: 'a message could not be read',
  workerMissing: 'the worker could not be loaded',
  threadsSilent: 'the threads did not start',
  threadsMissing: 'the threads could not be loaded',
  noSimd: 'this browser has no WebAssembly SIMD',
  notIsolated: 'the page is not cross-origin isolated',
  oneFile: 'the single-file page uses one thread',
  fileTooLarge:
    'the file is too large: {megabytes} MB, at most {most} MB are read; use a smaller one, or the command-line program',
  otherImageSize:
    'this model is for images of {width} × {height} pixels, and the images in use have {ofData}; open images of the model’s size first',
  labelBeyondModel:
    'labels: the model has {labels} labels and the data {classes} classes, image {position} has the label {got}; make a model with labels = {classes}, or use data of fewer classes or a model without labels',
  network: 'the connection failed ({detail})',
  workerFailed: '{detail}',
  shortOfMemory: 'out of memory: {detail}',
  invalidArgument: '{function}: expected {expected}, got {got}',
  notStarted: 'engine: expected start first',
  noModel: 'engine: expected a model; create or load one first',
  noDigits: 'engine: expected digits; load them first',
  noTrainingDigits: 'digits: expected training images labelled {labels}, got none of them among {count}',
  batchTooLarge: 'train: expected a batch no larger than the {count} training digits, got {got}',
  fileMissing: '{file}: the host returned HTTP {status}',
  codeMissing: '{file}: expected a model with a code, got {model}',
  sourceMissing: 'latentpad-vae: expected the attribute src, the address of a .safetensors file',
  weightsFilesMissing: 'weights in {count} files: expected all files that the index names; missing: {missing}',
  gzipUnreadable: 'gunzip: the file is damaged, cut off or followed by something else; expected one whole gzip file',
  gzipTooLong: 'gzip: the content is longer than its header says, {expected} bytes',
};

/** @typedef {keyof typeof SENTENCES} Code */

export class EngineError extends Error {
  /**
   * @param {Code} code
   * @param {Record<string, unknown>} [params]  numbers, texts, and errors
   */
  constructor(code, params = {}) {
    /** @type {Params} */
    const serialized = Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        typeof value === 'number' || typeof value === 'string' ? value : serializeError(value),
      ]),
    );
    super(SENTENCES[code].replace(/\{(\w+)\}/g, (_, name) => String(messageOf(serialized[name]))));
    this.code = code;
    this.params = serialized;
  }
}

/** @param {string | number | SerializedError} value */
const messageOf = (value) => (typeof value === 'object' ? value.message : value);

/**
 * A wrong argument: an error in the calling program.
 * @param {string} where  the function
 * @param {string} expected
 * @param {unknown} got
 */
export const invalidArgument = (where, expected, got) =>
  new EngineError('invalidArgument', { function: where, expected, got: String(got) });

/** For the TypeError of fetch() and import(), whose message differs between browsers. @param {unknown} error */
export const networkError = (error) => new EngineError('network', { detail: serializeError(error).message });

/** @param {unknown} error @returns {SerializedError} which can be posted to another thread */
export function serializeError(error) {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, code, params } = /** @type {Error & SerializedError} */ (error);
  // Foreign codes, such as Node's ENOENT or the number of a DOMException, have no parameters.
  if (typeof code === 'string' && typeof params === 'object') return { name, message, code, params };
  // Every browser throws a RangeError if an array cannot be allocated, with a message of its own.
  if (error instanceof RangeError) return { name, message, code: 'shortOfMemory', params: { detail: message } };
  return { name, message };
}

/** @param {SerializedError} serialized @returns {Error} */
export const deserializeError = (serialized) => Object.assign(new Error(serialized.message), serialized);

/**
 * Whether the core stopped within a computation, so that its memory is in an undefined state. Out of memory is not a trap: the
 * core handles it, and its state is as before the call.
 * @param {unknown} error
 */
export function isTrap(error) {
  // A browser may have no WebAssembly.
  if (typeof WebAssembly !== 'undefined' && error instanceof WebAssembly.RuntimeError) return true;
  // Stack overflow is a RangeError in V8 and an InternalError in SpiderMonkey.
  return (
    error instanceof Error
    && (error.name === 'InternalError' || (error instanceof RangeError && /call stack|recursion/i.test(error.message)))
  );
}
