/**
 * The table of engine calls: one row for each request that a page can make to the engine's worker. The client's methods
 * are generated from it (client.js), and the dispatcher looks up each request in it (dispatcher.js). The implementation of
 * a row is the function of the same name in call-handlers.js. Pages load this file: it must not import the engine.
 *
 * A request is the message `{id, type, ...fields}`, where `type` is the name of the row. Its reply is `{id, ok: true, value}`
 * or `{id, ok: false, error}` with a serialized error (engine-error.js). `{abort: id}` aborts a request, whose reply then is
 * `{id, ok: false, aborted: true}`; with `onProgress: true` in a request of a call in pieces, `{id, progress}` precedes its reply.
 */
import { bytes, bytesByName, floats, notNegative, wholeNumber } from './expect.js';
import { checkedOptions } from './slices.js';

/** @typedef {import('./messages.js').Code} Code */
/** @typedef {import('./messages.js').Cost} Cost */
/** @typedef {import('./messages.js').Digits} Digits */
/** @typedef {import('./messages.js').EngineInfo} EngineInfo */
/** @typedef {import('./messages.js').EngineOptions} EngineOptions */
/** @typedef {import('./messages.js').ModelConfig} ModelConfig */
/** @typedef {import('./messages.js').ModelInfo} ModelInfo */
/** @typedef {import('./messages.js').Progress} Progress */
/** @typedef {import('./messages.js').RunState} RunState */
/** @typedef {import('./messages.js').TrainingConfig} TrainingConfig */
/** @typedef {ArrayBuffer | Uint8Array} Bytes */
/** @typedef {ModelSettings | {bytes: Bytes, training?: Partial<TrainingConfig>}} ModelSource  settings of a new model, or a .safetensors file */
/** @typedef {{config: Partial<ModelConfig>, training: Partial<TrainingConfig>}} ModelSettings */
/** @typedef {{bytes: Uint8Array, run?: RunState}} Snapshot  a resumable file and the state of early stopping */

/**
 * Returns the value of one field, checked and converted; throws an EngineError `invalidArgument` otherwise.
 * @typedef {(call: string, field: string, value: unknown) => unknown} Check
 */

/**
 * @template {unknown[]} Args   of the client's method and, after the session, of the handler
 * @template Reply
 * @typedef {object} Call
 * @property {readonly ('engine' | 'model' | 'digits' | 'loop')[]} needs
 *   What must exist before the handler runs; the request fails with `notStarted`, `noModel` or `noDigits` otherwise.
 * @property {readonly string[]} [fields]  names of the message's fields for positional arguments; without it, the method's one
 *   argument is an object whose properties are the fields
 * @property {Record<string, Check>} [checks]  by field; the engine checks ranges and sizes
 * @property {boolean} [latest]    at most one request is pending; of those made meanwhile only the latest is sent, and the
 *   others return null. Without it, every request is sent and answered, in order
 * @property {boolean} [inPieces]  long work: the handler returns a function that does one piece and returns null while work is
 *   left (slices.js). Other requests are served between pieces, and an abort takes effect there
 * @property {boolean} [betweenPieces]  served between the pieces of a long call: quick, and leaves the model unchanged
 * @property {boolean} [internal]  for the client and its supervisor only; no method is generated
 * @property {(supervisor: import('./worker-supervisor.js').WorkerSupervisor, args: Args, reply: Reply) => void} [record]
 *   stores what a replacement worker needs
 * @property {(reply: Reply) => ArrayBufferLike[]} [transfers]  buffers of the reply that are moved to the page, not copied
 * @property {[Args, Reply]} [types]  never set; carries the types
 */

/** @template {unknown[]} Args @template Reply @typedef {Call<Args, Reply> & {latest: true}} LatestCall */
/** @template {unknown[]} Args @template Reply @typedef {Call<Args, Reply> & {inPieces: true}} LongCall */
/** @template {unknown[]} Args @template Reply @typedef {Call<Args, Reply> & {internal: true}} InternalCall */

/** @typedef {Call<any, any>} AnyCall */
/** @typedef {typeof calls} Calls */
/** @typedef {keyof Calls} CallName */
/** @template {CallName} Name @typedef {Name extends CallName ? Calls[Name] extends Call<infer Args, any> ? Args : never : never} ArgsOf */
/** @template {CallName} Name @typedef {Name extends CallName ? Calls[Name] extends Call<any, infer Reply> ? Reply : never : never} ReplyOf */

/**
 * What every method of the client takes besides its own arguments: in its object of options if it has one, otherwise in an object
 * after its last argument.
 *
 * signal: an abort rejects with `signal.reason`. A call that has not begun is not made. Of one in pieces, such as `step` and
 * `importanceBound`, the rest is not done; `step` ends after a whole number of steps, and the next steps are those of a run without
 * the abort. Any other call that has begun is completed: one that changes the engine's state (model, digits, settings) then
 * fulfils its promise as without an abort, so that a rejection always means that nothing was changed.
 *
 * onProgress: of calls in pieces, about every 50 ms and at the end, in steps, images or points.
 * @typedef {import('./slices.js').LongOptions} CallOptions
 */

/**
 * @template {unknown[]} Args
 * @typedef {Args extends [] ? [options?: CallOptions]
 *   : Args extends [infer Options] ? [Options] extends [ArrayBufferView] ? [...Args, options?: CallOptions] : [options: Options & CallOptions]
 *   : Args extends [(infer Options)?] ? [Options] extends [object] ? [options?: Options & CallOptions] : [...Args, options?: CallOptions]
 *   : [...Args, options?: CallOptions]} WithCallOptions
 */

/**
 * The client's methods.
 * @typedef {{[Name in CallName as Calls[Name] extends {internal: true} ? never : Name]:
 *   (...args: WithCallOptions<ArgsOf<Name>>) => Promise<ReplyOf<Name> | (Calls[Name] extends {latest: true} ? null : never)>}} CallMethods
 */

/**
 * The implementations.
 * @typedef {{[Name in CallName]: (session: import('./session.js').Session, ...args: ArgsOf<Name>) =>
 *   Calls[Name] extends {inPieces: true} ? import('./slices.js').Advance<ReplyOf<Name>> : ReplyOf<Name> | Promise<ReplyOf<Name>>}} Handlers
 */

/**
 * The request that makes the same model again, with its size of images and its labels, whichever images are in use then.
 * @param {ModelSource} source
 * @param {ModelInfo} info   of the model
 * @returns {import('./worker-supervisor.js').ModelRequest}
 */
function requestOf(source, { config: { width, height, labels } }) {
  if ('bytes' in source) return { type: 'loadModel', fields: source };
  return { type: 'createModel', fields: { ...source, config: { ...source.config, width, height, labels } } };
}

/** @type {Check} */
const asFloats = (call, _, value) => floats(call, value);
/** @type {Check} */
const asBytes = (call, _, value) => bytes(call, value);
/** @type {Check} */
const asBytesByName = bytesByName;
/** @type {Check} */
const asWhole = wholeNumber;
/** @type {Check} */
const asNotNegative = notNegative;
/** @param {Check} check @returns {Check} */
const optional = (check) => (call, field, value) => (value === undefined ? undefined : check(call, field, value));

export const calls = Object.freeze({
  /** Loads the core and starts its threads. */
  start: /** @type {InternalCall<[options: EngineOptions], EngineInfo>} */ ({ needs: [], internal: true }),

  /**
   * Reads labelled digits: a packed file, or two IDX files of which the last `heldOut` digits are held out of training. Files may be
   * gzipped. Or your own images, as bytes. `model` replaces the model in the same step: the settings of createModel() or the file of
   * loadModel(). Without it the images must have the size of the current model's, and a cvae must have all their labels; a failure
   * changes neither.
   */
  loadDigits:
    /** @type {Call<[source: ({bytes: Bytes, name?: string} | {images: Bytes, labels: Bytes, heldOut: number, name: string} | import('./image-set.js').RawImages) & {model?: ModelSource}], Digits>} */ ({
      needs: ['engine'],
      checks: {
        bytes: optional(asBytes),
        images: optional(asBytes),
        labels: optional(asBytes),
        heldOut: optional(asWhole),
        width: optional(asWhole),
        height: optional(asWhole),
      },
      record: (supervisor, [{ model, ...source }], { model: info }) =>
        supervisor.recordDigits(source, model && info && requestOf(model, info)),
    }),

  /** Replaces the model with a new one. Settings beyond the page's limits are rejected before anything is built. */
  createModel: /** @type {Call<[settings: ModelSettings], ModelInfo>} */ ({
    needs: ['engine'],
    record: (supervisor, [fields], info) => supervisor.recordModel(requestOf(fields, info)),
  }),

  /** Replaces the model with that of a .safetensors file, with the file's training settings unless others are given. */
  loadModel: /** @type {Call<[file: {bytes: Bytes, training?: Partial<TrainingConfig>}], ModelInfo>} */ ({
    needs: ['engine'],
    checks: { bytes: asBytes },
    record: (supervisor, [fields]) => supervisor.recordModel({ type: 'loadModel', fields }),
  }),

  /** The names of the files of weights in several files, from their index (`model.safetensors.index.json`). */
  weightFiles: /** @type {Call<[weights: {index: Bytes}], string[]>} */ ({
    needs: ['engine'],
    checks: { index: asBytes },
    betweenPieces: true,
  }),

  /** One .safetensors file of weights in several files: those that the index names, by their names. */
  joinWeights: /** @type {Call<[weights: {index: Bytes, files: Record<string, Bytes>}], Uint8Array>} */ ({
    needs: ['engine'],
    checks: { index: asBytes, files: asBytesByName },
    transfers: ({ buffer }) => [buffer],
  }),

  /** New training settings from the next step on. */
  setTraining: /** @type {Call<[settings: {training: Partial<TrainingConfig>}], ModelInfo>} */ ({
    needs: ['model'],
    record: (supervisor, _, { training }) => supervisor.recordTraining(training),
  }),

  /** q(z | x) of images of 784 pixels; a cvae needs a label, below its config.labels; other models ignore it. */
  encode: /** @type {LatestCall<[pixels: Float32Array, label?: number], Code>} */ ({
    needs: ['model'],
    fields: ['pixels', 'label'],
    checks: { pixels: asFloats },
    latest: true,
    betweenPieces: true,
  }),

  /** As encode(), but every request is answered. */
  encodeInTurn: /** @type {Call<[pixels: Float32Array, label?: number], Code>} */ ({
    needs: ['model'],
    fields: ['pixels', 'label'],
    checks: { pixels: asFloats },
    betweenPieces: true,
  }),

  /** The probabilities of ink at the 784 pixels for each z. */
  decode: /** @type {LatestCall<[z: Float32Array, label?: number], Float32Array>} */ ({
    needs: ['model'],
    fields: ['z', 'label'],
    checks: { z: asFloats },
    latest: true,
    betweenPieces: true,
  }),

  /** As decode(), but every request is answered; a cvae takes one label for all z, or one for each. */
  decodeBatch: /** @type {Call<[z: Float32Array, label?: number | number[]], Float32Array>} */ ({
    needs: ['model'],
    fields: ['z', 'label'],
    checks: { z: asFloats },
    betweenPieces: true,
  }),

  /** The codes of all held-out digits under the current weights. */
  encodeHeldOut: /** @type {LongCall<[], import('./messages.js').Scatter & Code>} */ ({
    needs: ['model', 'digits'],
    inPieces: true,
    transfers: ({ mu, logVar, kl }) => [mu.buffer, logVar.buffer, kl.buffer],
  }),

  /** The codes of the first `count` training digits, or all if there are fewer; of a vae the means. */
  encodeTraining:
    /** @type {LongCall<[options: {count: number}], {step: number, latentDim: number, mu: Float32Array}>} */ ({
      needs: ['model', 'digits'],
      checks: { count: asWhole },
      inPieces: true,
      transfers: ({ mu }) => [mu.buffer],
    }),

  /**
   * Trains until it is paused, or until the rule stops it: exactly at step `untilStep`, at the first step at which `epochs`
   * are complete, or when the held-out bound has not improved for `patience` epochs. During a run, replaces the rule.
   */
  play: /** @type {Call<[rule?: Partial<import('./messages.js').StopRule>], Progress>} */ ({
    needs: ['loop'],
    record: (supervisor, [rule = {}], progress) => supervisor.recordRun(progress, rule),
  }),

  /** Ends a run, or the rest of the steps of step(), after the current step. */
  pause: /** @type {Call<[], Progress>} */ ({
    needs: ['loop'],
    betweenPieces: true,
    record: (supervisor, _, progress) => supervisor.recordRun(progress),
  }),

  /** Takes one optimiser step, or `steps`; a pause ends them early. */
  step: /** @type {LongCall<[steps?: number], Progress>} */ ({
    needs: ['loop'],
    fields: ['steps'],
    inPieces: true,
    record: (supervisor, _, progress) => supervisor.recordRun(progress),
  }),

  /** Returns to the model's first weights, with the same seed. */
  reset: /** @type {Call<[], Progress>} */ ({
    needs: ['loop'],
    record: (supervisor, _, progress) => supervisor.recordReset(progress),
  }),

  /** A .safetensors file of the current weights; half: as F16; resumable: with the optimiser's state. */
  saveModel: /** @type {Call<[options?: {half?: boolean, resumable?: boolean}], Uint8Array>} */ ({
    needs: ['model'],
    transfers: ({ buffer }) => [buffer],
  }),

  /** Samples from the model: 784 numbers each. */
  samplePrior: /** @type {Call<[options?: {count?: number, seed?: number}], Float32Array>} */ ({
    needs: ['model'],
    checks: { count: optional(asWhole), seed: optional(asWhole) },
  }),

  /** The prior p(z) with the present weights, a mixture of Gaussians; of one component for N(0, I) (all with a code). */
  prior: /** @type {Call<[], import('./messages.js').Prior>} */ ({ needs: ['model'], betweenPieces: true }),

  /** Bound and importance-sampled likelihood of one image (vae, cvae). */
  digitLikelihood:
    /** @type {Call<[options: {pixels: Float32Array, label?: number, samples?: number, seed?: number}], import('./measures.js').DigitLikelihood>} */ ({
      needs: ['model'],
      checks: { pixels: asFloats, samples: optional(asWhole), seed: optional(asWhole) },
    }),

  /** −log p(x | z) of images, or of one image for each z, under the model's likelihood (all with a code). */
  reconstructionLoss:
    /** @type {Call<[options: {pixels: Float32Array, z: Float32Array, label?: number | number[]}], number[]>} */ ({
      needs: ['model'],
      checks: { pixels: asFloats, z: asFloats },
      betweenPieces: true,
    }),

  /** The mean reconstruction error of the held-out digits with σ scaled in the sampled z (vae, cvae). */
  reconstructionAt: /** @type {LongCall<[options: {sigmaScale: number, seed?: number}], number>} */ ({
    needs: ['model', 'digits'],
    checks: { sigmaScale: asNotNegative, seed: optional(asWhole) },
    inPieces: true,
  }),

  /** The importance-weighted upper bound −L_k of −log p(x), k = samples, as a mean over the held-out digits (vae, cvae). */
  importanceBound: /** @type {LongCall<[options: {samples: number, seed?: number}], number>} */ ({
    needs: ['model', 'digits'],
    checks: { samples: asWhole, seed: optional(asWhole) },
    inPieces: true,
  }),

  /** The noise of the gradient of the encoder over draws of epsilon, for each estimator that the objective has (vae, cvae). */
  gradientNoise:
    /** @type {LongCall<[options: import('./measures.js').GradientNoiseOptions], import('./measures.js').GradientNoise[]>} */ ({
      needs: ['model'],
      checks: { pixels: asFloats, draws: optional(asWhole), seed: optional(asWhole) },
      inPieces: true,
    }),

  /** The true posterior on side × side points (vae and cvae with two latent dimensions). */
  posteriorGrid:
    /** @type {LongCall<[options: {pixels: Float32Array, label?: number, side?: number}], import('../../build/wasm/latentpad-exact.mjs').PosteriorGrid>} */ ({
      needs: ['model'],
      checks: { pixels: asFloats, side: optional(asWhole) },
      inPieces: true,
    }),

  /** An exact sample that begins with the given pixels (fvbn, made). */
  sampleGiven:
    /** @type {Call<[options?: {given?: Float32Array, seed?: number, index?: number}], import('../../build/wasm/latentpad-exact.mjs').GivenSample>} */ ({
      needs: ['model'],
      checks: { given: optional(asFloats), seed: optional(asWhole), index: optional(asWhole) },
    }),

  /** p(x_i = 1 | x_<i) of each pixel and log p(x), exact (fvbn, made). */
  conditionals:
    /** @type {Call<[options: {pixels: Float32Array}], {probabilities: Float32Array, logLikelihood: number}>} */ ({
      needs: ['model'],
      checks: { pixels: asFloats },
    }),

  /** One training step on one digit, on a copy of the model (vae, cvae, ae). */
  traceStep:
    /** @type {LatestCall<[options: {pixels: Float32Array, epsilon?: Float32Array, label?: number}], import('./messages.js').StepTrace>} */ ({
      needs: ['model'],
      checks: { pixels: asFloats, epsilon: optional(asFloats) },
      latest: true,
    }),

  /** The values of the hidden layers; decodeLabel: the decoder's label where it differs from the encoder's (vae, cvae, ae). */
  activations:
    /** @type {LatestCall<[options: {pixels: Float32Array, z: Float32Array, label?: number, decodeLabel?: number}], import('./messages.js').Activations>} */ ({
      needs: ['model'],
      checks: { pixels: asFloats, z: asFloats },
      latest: true,
    }),

  /** Statistics of the held-out digits' codes. */
  latentMetrics: /** @type {Call<[options?: {seed?: number}], import('./measures.js').LatentMetrics>} */ ({
    needs: ['model', 'digits'],
    checks: { seed: optional(asWhole) },
  }),

  /** Smoothness of decoded images on straight paths between the codes of held-out digits: 1 for an even change. */
  unevenness: /** @type {Call<[options?: {seed?: number}], number>} */ ({
    needs: ['model', 'digits'],
    checks: { seed: optional(asWhole) },
  }),

  /** Which digit images show: the probabilities of the ten labels of each, by a classifier's weights. */
  classify: /** @type {LatestCall<[options: {pixels: Float32Array, classifier: Bytes}], Float32Array>} */ ({
    needs: ['engine'],
    checks: { pixels: asFloats, classifier: asBytes },
    latest: true,
    betweenPieces: true,
  }),

  /** The quality of the model's samples, measured by a classifier's weights. */
  sampleQuality:
    /** @type {Call<[options: {classifier: Bytes, count?: number, seed?: number}], import('./measures.js').SampleQuality>} */ ({
      needs: ['model', 'digits'],
      checks: { classifier: asBytes, count: optional(asWhole), seed: optional(asWhole) },
    }),

  /** The size of the WebAssembly heap and the number of live handles. */
  usage: /** @type {Call<[], import('./messages.js').Usage>} */ ({ needs: ['engine'], betweenPieces: true }),

  /** The cost of a model; nothing is built. */
  costOf: /** @type {Call<[settings: {config: Partial<ModelConfig>, training?: Partial<TrainingConfig>}], Cost>} */ ({
    needs: ['engine'],
    betweenPieces: true,
  }),

  /** The plane of maximum variance of codes. */
  principalComponents:
    /** @type {Call<[options: {codes: Float32Array, latentDim: number, last?: {first: ArrayLike<number>, second: ArrayLike<number>} | null, turned?: boolean}],
    {first: Float64Array, second: Float64Array, shares: [number, number]} | null>} */ ({
      needs: ['engine'],
      checks: { codes: asFloats, latentDim: asWhole },
      betweenPieces: true,
    }),

  /** A density fitted to codes, such as those of an ae, and samples of it. */
  codeDensity:
    /** @type {Call<[options: {codes: Float32Array, latentDim: number, components?: number, seed?: number, samples?: number, sampleSeed?: number}],
    import('./messages.js').CodeDensity>} */ ({
      needs: ['engine'],
      checks: {
        codes: asFloats,
        latentDim: asWhole,
        components: optional(asWhole),
        seed: optional(asWhole),
        samples: optional(asWhole),
        sampleSeed: optional(asWhole),
      },
    }),

  /** The state that another worker needs to continue the model's run. */
  suspend: /** @type {InternalCall<[], Snapshot>} */ ({
    needs: ['model'],
    internal: true,
    transfers: ({ bytes: file }) => [file.buffer],
  }),

  /** Continues from a snapshot of the current model. */
  resume: /** @type {InternalCall<[snapshot: Snapshot], Progress>} */ ({
    needs: ['model'],
    internal: true,
    checks: { bytes: asBytes },
    record: (supervisor, [snapshot]) => supervisor.recordSnapshot(snapshot),
  }),
});

/** @type {Readonly<Record<string, AnyCall>>} */
const rows = calls;

/**
 * The row of a call, or null if there is none.
 * @param {unknown} name
 * @returns {AnyCall | null}
 */
export const callOf = (name) => (typeof name === 'string' && Object.hasOwn(rows, name) ? rows[name] : null);

/**
 * Divides the arguments of a client's method into those of the call and the options of every call.
 * @param {string} name
 * @param {AnyCall} call
 * @param {any[]} given
 * @returns {{args: any[], options: CallOptions}}
 */
export function splitOptions(name, { fields }, given) {
  const at = fields?.length ?? 0;
  if (typeof given[at] !== 'object' || given[at] === null) return { args: given, options: {} };
  const { signal, onProgress, ...rest } = given[at];
  if (signal === undefined && onProgress === undefined) return { args: given, options: {} };
  return { args: fields ? given.slice(0, at) : [rest], options: checkedOptions(name, { signal, onProgress }) };
}

/**
 * The fields of a call's message.
 * @param {AnyCall} call
 * @param {any[]} args
 * @returns {Record<string, any>}
 */
export function packFields({ fields }, args) {
  return fields ? Object.fromEntries(fields.map((name, i) => [name, args[i]])) : (args[0] ?? {});
}

/**
 * The arguments of a call's handler, from the fields of its message, checked.
 * @param {string} name
 * @param {AnyCall} call
 * @param {Record<string, any>} message
 * @returns {any[]}
 */
export function unpackArgs(name, { fields, checks = {} }, message) {
  const checked = { ...message };
  for (const [field, check] of Object.entries(checks)) {
    const value = check(name, field, message[field]);
    if (value !== undefined) checked[field] = value;
  }
  return fields ? fields.map((field) => checked[field]) : [checked];
}
