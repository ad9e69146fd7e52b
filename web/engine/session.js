/** The state behind the calls: the engine, its one model, its digits, and the training loop over them. */
import { bytesNeeded, expectAffordable, expectAffordableFile, isOversized, limitsOf, pieceOf } from './affordable.js';
import { EngineError } from './engine-error.js';
import { ALL_DIGITS } from './expect.js';
import * as measures from './measures.js';
import { WorkerEvent } from './messages.js';
import { TrainingLoop } from './training-loop.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./model.js').Model} Model */
/** @typedef {import('./image-set.js').ImageSet} ImageSet */
/** @typedef {import('./messages.js').ModelInfo} ModelInfo */
/** @typedef {import('./calls.js').ArgsOf<'loadDigits'>[0]} DigitsSource */
/** @typedef {import('./calls.js').ModelSource} ModelSource */
/** @typedef {import('./calls.js').Snapshot} Snapshot */

/** The core scores at most this many held-out digits in one batch. */
const MAX_BATCH = 125;
/** The weights are sorted for each ordering of a MADE and each batch, so that fewer digits would take little less time. */
const MIN_BATCH_OF_ORDERINGS = 25;
/** Maximum number of points z decoded at a time. */
const MAX_DECODE_BATCH = 1024;
/** Number of held-out digits on which a model from a file is tested. */
const TEST_DIGITS = 50;

/** @param {{width: number, height: number}} model @param {{width: number, height: number} | null} digits   images in use */
function expectSameSize({ width, height }, digits) {
  if (!digits || (width === digits.width && height === digits.height)) return;
  throw new EngineError('otherImageSize', { width, height, ofData: `${digits.width} × ${digits.height}` });
}

/** A model that is told labels must have all of those. @param {Model} model @param {ImageSet | null} digits */
function expectLabelsOf({ shape: { labels } }, digits) {
  if (!digits || labels === 0) return;
  const position = digits.labels.findIndex((label) => label >= labels);
  if (position < 0) return;
  throw new EngineError('labelBeyondModel', {
    labels,
    classes: digits.classCount,
    position,
    got: digits.labels[position],
  });
}

/**
 * Finite weights can be so large that codes overflow. Such a file is rejected with the core's error, since every later call
 * would fail.
 * @param {Model} model
 * @param {ImageSet | null} digits
 */
function expectFiniteResults(model, digits) {
  if (!digits) return;
  const { pixels, latentDim } = model.shape;
  const count = Math.min(TEST_DIGITS, digits.count - digits.trainCount);
  const images = Float32Array.from(digits.images(digits.trainCount, count), (byte) => byte / 255);
  const labels = [...digits.labels.subarray(digits.trainCount, digits.trainCount + count)];
  if (latentDim > 0 && count > 0) model.encode(images, labels);
  if (latentDim === 0 && count > 0) measures.conditionals(model, { pixels: images.slice(0, pixels) });
}

/**
 * There must be training digits with the labels that the model is trained on.
 * @param {readonly number[]} labels
 * @param {ImageSet | null} digits
 */
function expectTrainingDigits(labels, digits) {
  if (!digits || digits.countOf(labels).train > 0) return;
  throw new EngineError('noTrainingDigits', { labels: labels.join(', '), count: digits.trainCount });
}

/** Of each label up to the largest, at least of the ten digits. @param {ImageSet} digits */
function trainCountsOf({ labels, trainCount }) {
  const counts = ALL_DIGITS.map(() => 0);
  labels.forEach((label, i) => {
    while (counts.length <= label) counts.push(0);
    if (i < trainCount) counts[label] += 1;
  });
  return counts;
}

export class Session {
  /** @type {Engine | null} */
  #engine = null;
  /** @type {Model | null} */
  #model = null;
  /** @type {ImageSet | null} */
  #digits = null;
  /** @type {TrainingLoop | null} */
  #loop = null;
  /** Of the request that is being served. @type {AbortSignal | undefined} */
  signal = undefined;
  /** Of the request that is being served. @type {((progress: any) => void) | undefined} */
  onProgress = undefined;

  /**
   * @param {object} environment
   * @param {(options: import('./messages.js').EngineOptions & import('./download.js').LoadOptions) => Promise<Engine>} environment.createEngine
   * @param {(event: string, detail?: any) => void} environment.emit
   * @param {(task: () => void) => void} environment.schedule
   */
  constructor({ createEngine, emit, schedule }) {
    this.createEngine = createEngine;
    this.emit = emit;
    this.schedule = schedule;
  }

  get engine() {
    if (!this.#engine) throw new EngineError('notStarted');
    return this.#engine;
  }

  get model() {
    if (!this.#model) throw new EngineError('noModel');
    return this.#model;
  }

  get digits() {
    if (!this.#digits) throw new EngineError('noDigits');
    return this.#digits;
  }

  /** Exists once there are both a model and digits. */
  get loop() {
    if (this.#loop) return this.#loop;
    throw new EngineError(this.#model ? 'noDigits' : 'noModel');
  }

  /** Throws the coded error of a part that does not exist. @param {'engine' | 'model' | 'digits' | 'loop'} part */
  expect(part) {
    return this[part];
  }

  /** @param {import('./messages.js').EngineOptions} options */
  async start(options) {
    if (!this.#engine) {
      this.#engine = await this.createEngine(this.onProgress ? { ...options, onProgress: this.onProgress } : options);
      this.#engine.onHeartbeat(() => this.emit(WorkerEvent.heartbeat));
    }
    return this.#engine.info;
  }

  /**
   * Replaces the digits, and with `model` the model too: images of another size need another model, as those of more classes than
   * a cvae has labels do.
   * @param {DigitsSource} source
   */
  async loadDigits({ model: request, ...source }) {
    const digits = await this.engine.loadDigits(source, { signal: this.signal });
    const oldDigits = this.#digits,
      oldModel = this.#model,
      oldLoop = this.#loop;
    try {
      if (request) this.#model = this.makeModel(request, digits);
      else if (oldModel) this.expectFitting(oldModel, digits);
    } catch (error) {
      digits.dispose();
      throw error;
    }
    this.#digits = digits;
    this.startLoop();
    oldDigits?.dispose();
    if (request) {
      oldModel?.dispose();
      this.checkHeapSize();
    } else if (oldLoop && this.#loop) {
      // A run does not continue on other digits without a new command.
      this.emit(WorkerEvent.progress, this.#loop.startPaused());
    }
    const heldOut = digits.count - digits.trainCount;
    return {
      count: digits.count,
      trainCount: digits.trainCount,
      trainCounts: trainCountsOf(digits),
      classCount: digits.classCount,
      labels: digits.labels.slice(digits.trainCount),
      images: digits.images(digits.trainCount, heldOut),
      name: source.name ?? 'built-in',
      width: digits.width,
      height: digits.height,
      ...(request ? { model: this.describeModel() } : {}),
    };
  }

  /** @param {ModelSource} settings */
  createModel(settings) {
    return this.replaceModel(this.makeModel(settings, this.#digits));
  }

  /** @param {ModelSource} file */
  loadModel(file) {
    return this.replaceModel(this.makeModel(file, this.#digits));
  }

  /**
   * A model of a file or of settings that passes all checks; what cannot be afforded is refused before it is built. The current
   * model stays.
   * @param {ModelSource} source
   * @param {ImageSet | null} digits
   */
  makeModel(source, digits) {
    const isFile = 'bytes' in source,
      model = isFile ? this.readModel(source) : this.buildModel(source, digits);
    try {
      this.expectFitting(model, digits);
      if (isFile) expectFiniteResults(model, digits);
    } catch (error) {
      model.dispose();
      throw error;
    }
    return model;
  }

  /** @param {import('./calls.js').ModelSettings} settings @param {ImageSet | null} digits */
  buildModel({ config: given, training }, digits) {
    const config = this.engine.configFor(given, digits);
    this.expectAffordable({ config, training });
    return this.engine.createModel(config, training, digits ?? undefined);
  }

  /** @param {Exclude<ModelSource, import('./calls.js').ModelSettings>} file */
  readModel({ bytes, training }) {
    const { engine } = this;
    const own = engine.settingsOf(bytes);
    const settings = { config: own.config, training: training ?? own.training ?? {} };
    expectAffordableFile(bytes.byteLength, settings, this.costOf, limitsOf(engine.info.possible));
    return engine.loadModel(bytes, training);
  }

  /** @param {Model} model @param {ImageSet | null} digits */
  expectFitting(model, digits) {
    expectSameSize(model.config, digits);
    expectLabelsOf(model, digits);
    expectTrainingDigits(model.describe().training.digits, digits);
  }

  /** @type {import('./affordable.js').CostOf} */
  costOf = (settings) => this.engine.costOf(settings);

  /** Checked before anything is built. @param {import('./affordable.js').Settings} settings */
  expectAffordable(settings) {
    expectAffordable(settings, this.costOf, limitsOf(this.engine.info.possible));
  }

  /** @param {Model} model   that fits the digits */
  replaceModel(model) {
    const old = this.#model;
    this.#model = model;
    this.startLoop();
    old?.dispose();
    this.checkHeapSize();
    return this.describeModel();
  }

  /** The cost of the current model and settings. */
  modelCost() {
    const { config, training } = this.model.describe();
    return this.engine.costOf({ config, training });
  }

  /** A WebAssembly heap never shrinks: memory of a former model is released only with the worker. */
  checkHeapSize() {
    const { heapBytes } = this.engine;
    const neededBytes = bytesNeeded(this.modelCost());
    if (isOversized(heapBytes, neededBytes)) this.emit(WorkerEvent.oversized, { heapBytes, neededBytes });
  }

  startLoop() {
    this.close();
    this.#loop = null;
    if (!this.#model || !this.#digits) return;
    this.#loop = new TrainingLoop({
      model: this.#model,
      digits: this.#digits,
      pieces: this.pieceSizes,
      schedule: this.schedule,
      emit: this.emit,
    });
  }

  /** Ends the training loop. */
  close() {
    this.#loop?.close();
  }

  /** Takes no step until releaseTraining(). */
  holdTraining() {
    this.#loop?.hold();
  }

  releaseTraining() {
    this.#loop?.release();
  }

  /** Pauses the run after an error that changed nothing. @param {unknown} error */
  interruptTraining(error) {
    this.#loop?.interrupt(error);
  }

  /** Digits that are encoded, scored or decoded at a time: few enough that other requests are served soon. */
  get pieceSizes() {
    const { encodeMultiplyAdds, decodeMultiplyAdds } = this.modelCost(),
      limits = limitsOf(this.engine.info.possible),
      { orderings = 1 } = this.model.config;
    const scored = pieceOf(orderings * (encodeMultiplyAdds + decodeMultiplyAdds), limits, MAX_BATCH);
    return {
      encode: pieceOf(encodeMultiplyAdds, limits, MAX_BATCH),
      score: orderings > 1 ? Math.max(MIN_BATCH_OF_ORDERINGS, scored) : scored,
      decode: pieceOf(decodeMultiplyAdds, limits, MAX_DECODE_BATCH),
    };
  }

  /** @param {Partial<import('./messages.js').TrainingConfig>} training */
  setTraining(training) {
    const { model } = this,
      loop = this.#loop;
    const { config, training: before } = model.describe();
    this.expectAffordable({ config, training: { ...before, ...training } });
    expectTrainingDigits(training?.digits ?? before.digits, this.#digits);
    // Before the change, which could not be undone: an average of the weights that is turned off is lost.
    if (loop?.state === 'running') loop.expectWholeBatch(training ?? {});
    model.setTraining(training);
    loop?.settingsChanged();
    this.checkHeapSize();
    return this.describeModel();
  }

  /** @param {{half?: boolean, resumable?: boolean}} options */
  saveWeights({ half, resumable }) {
    return this.model.saveWeights({ half, resumable, digits: this.#digits ?? undefined });
  }

  /** @returns {Snapshot} */
  suspend() {
    return { bytes: this.saveWeights({ resumable: true }), run: this.#loop?.runState() };
  }

  /** @param {Snapshot} snapshot */
  resume({ bytes, run }) {
    this.model.resume(bytes);
    this.startLoop();
    const { loop } = this;
    if (run) loop.restoreRun(run);
    return loop.startPaused();
  }

  /** @returns {ModelInfo} */
  describeModel() {
    const { model } = this;
    const { record = null, ...info } = model.describe();
    return { ...info, record, checksum: model.checksum(), epoch: this.#digits ? model.epochs(this.#digits) : 0 };
  }
}
