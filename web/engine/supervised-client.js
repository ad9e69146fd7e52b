/**
 * The engine of a page: it computes in a Worker, which is replaced when it fails. The methods are those of calls.js; each
 * returns a promise, and takes a signal and a listener for progress (CallOptions in calls.js).
 *
 * Events: 'progress' and 'scatter' (messages.js); 'restarted' {reason, error, info, instead?}: a new worker has continued from
 * the last snapshot, paused; `instead` is set if the model was dropped because it made the engine fail twice, to the previous
 * model or null; 'snapshotFailed' {error}: no snapshot of the run could be made; 'interrupted' {error}: a step or a
 * measurement failed and the run was paused; 'failed' {message, error}: the engine has ended for good.
 */
import { calls, packFields, splitOptions } from './calls.js';
import { invalidArgument } from './engine-error.js';
import { latestWins } from './latest-wins.js';
import { folderUrl } from './folder-url.js';
import { checkedOptions, untilAborted } from './slices.js';
import { WorkerSupervisor } from './worker-supervisor.js';

/** @typedef {import('./calls.js').CallMethods} CallMethods */
/** @typedef {import('./calls.js').CallName} CallName */
/** @typedef {import('./messages.js').EngineOptions} EngineOptions */
/** @typedef {import('./messages.js').ModelInfo} ModelInfo */
/** @typedef {import('./messages.js').Progress} Progress */
/** @typedef {SupervisedClient & CallMethods} EngineClient */
/** @typedef {{made: {type: string, fields: object}} & import('./calls.js').Snapshot} KeptModel  made: the call that made the model */

/**
 * @typedef {object} StartOptions
 * @property {AbortSignal} [signal]   an abort before the engine has started disposes of the client; `ready` rejects with
 *   `signal.reason`
 * @property {(progress: import('./download.js').LoadProgress) => void} [onProgress]   of the download of the core
 */

/**
 * @param {{createWorker: () => Worker, makeThreads: import('./threads.js').MakeThreads} & EngineOptions & StartOptions} options
 *   makeThreads: the workers of the core's threads
 * @returns {EngineClient}
 */
export function superviseEngine({ createWorker, makeThreads, signal, onProgress, ...options }) {
  const start = checkedOptions('createClient', { signal, onProgress });
  signal?.throwIfAborted();
  const client = new SupervisedClient({ createWorker, makeThreads }, options, start);
  return Object.assign(
    client,
    callMethods((name, args) => client.perform(name, args)),
  );
}

/**
 * A method for each call of the table that is not internal.
 * @param {(name: CallName, args: any) => Promise<any>} perform
 * @returns {CallMethods}
 */
export function callMethods(perform) {
  const methods = Object.entries(/** @type {Record<string, import('./calls.js').AnyCall>} */ (calls))
    .filter(([, { internal }]) => !internal)
    .map(([name, call]) => {
      const send = (/** @type {any[]} */ args) => perform(/** @type {CallName} */ (name), args);
      if (!call.latest) return [name, (/** @type {any[]} */ ...args) => send(args)];
      const ask = latestWins(send);
      // While a request waits for its turn, it can be aborted too.
      return [
        name,
        async (/** @type {any[]} */ ...args) => untilAborted(ask(args), splitOptions(name, call, args).options.signal),
      ];
    });
  return Object.fromEntries(methods);
}

/**
 * The options with an absolute URL: the worker is elsewhere than the page, to which it is relative.
 * @param {EngineOptions} options
 * @returns {EngineOptions}
 */
const forWorker = ({ wasmUrl, ...options }) =>
  wasmUrl === undefined ? options : { ...options, wasmUrl: folderUrl(wasmUrl).href };

class SupervisedClient extends EventTarget {
  /**
   * @param {{createWorker: () => Worker, makeThreads: import('./threads.js').MakeThreads}} workers
   * @param {EngineOptions} options
   * @param {StartOptions} start
   */
  constructor(workers, options, { signal, onProgress }) {
    super();
    this.supervisor = new WorkerSupervisor({
      ...workers,
      options: forWorker(options),
      onStartProgress: onProgress,
      onEvent: (name, detail) => this.dispatchEvent(new CustomEvent(name, { detail })),
    });
    if (!signal) return;
    const stop = () => this.supervisor.dispose(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    const forget = () => signal.removeEventListener('abort', stop);
    this.ready.then(forget, forget);
  }

  /** The engine's info, once it has started. */
  get ready() {
    return this.supervisor.ready;
  }

  /**
   * Moves to another arithmetic or number of threads; the model and a run are preserved. `wasmUrl` stays; a `wasmBinary` is of one
   * build, and must be given again.
   * @param {EngineOptions} options
   */
  choose(options) {
    const { wasmUrl } = this.supervisor.options;
    return this.supervisor.choose(forWorker({ wasmUrl, ...options }));
  }

  /** Ends the worker, and with it the engine, its model and a run. Pending and later calls fail with `notRunning`. */
  dispose() {
    this.supervisor.dispose();
  }

  /** For `using client = …`, which browsers without Symbol.dispose do not have. */
  [Symbol.dispose]() {
    this.dispose();
  }

  /**
   * Makes a call and records what a replacement worker needs.
   * @template {CallName} Name
   * @param {Name} name
   * @param {import('./calls.js').ArgsOf<Name>} given   and the options of every call
   * @returns {Promise<import('./calls.js').ReplyOf<Name>>}
   */
  async perform(name, given) {
    /** @type {import('./calls.js').AnyCall} */
    const call = calls[name];
    const { args, options } = splitOptions(name, call, given);
    options.signal?.throwIfAborted();
    const answered = this.supervisor.request(name, packFields(call, args), options);
    if (!call.record) return untilAborted(answered, options.signal);
    // What the worker has done is recorded also after an abort: its answer decides.
    const reply = await answered;
    call.record(this.supervisor, args, reply);
    return reply;
  }

  /**
   * The argument of restoreModel(): the request that made the model, a resumable file, and the state of early stopping.
   * @returns {Promise<KeptModel | null>}  null if there is no model
   */
  async saveForRestore() {
    const made = this.supervisor.recovery.model;
    if (!made) return null;
    const { bytes, run } = await this.perform('suspend', []);
    return made === this.supervisor.recovery.model ? { made, bytes, run } : null;
  }

  /**
   * Recreates a model from the same request and continues from its file; reset() returns to its first weights.
   * @param {KeptModel} kept
   * @param {import('./calls.js').ArgsOf<'loadDigits'>[0]} [digits]   to load in the same step, for a model of another image size
   * @returns {Promise<{info: ModelInfo, progress: Progress, digits: import('./messages.js').Digits | null}>}
   */
  async restoreModel({ made, bytes, run }, digits) {
    if (made.type !== 'createModel' && made.type !== 'loadModel') {
      throw invalidArgument('restoreModel', 'a model that was created or loaded', JSON.stringify(made.type));
    }
    const fields = /** @type {any} */ (made.fields);
    const loaded = digits ? await this.perform('loadDigits', [{ ...digits, model: fields }]) : null;
    if (!loaded) await this.perform(made.type, [fields]);
    const progress = await this.perform('resume', [{ bytes, run }]);
    return { info: await this.perform('setTraining', [{ training: {} }]), progress, digits: loaded };
  }
}
