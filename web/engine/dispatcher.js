/**
 * The worker's side of the conversation, without the Worker: takes requests, holds the one model, gives answers.
 */
import * as measures from './measures.js';
import { EngineError, invalidArgument, saidOf } from './engine-error.js';
import { liveHandles } from './handles.js';
import { Event, Request } from './messages.js';
import { TrainingLoop } from './training-loop.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./model.js').Model} Model */
/** @typedef {import('./digit-set.js').DigitSet} DigitSet */

const allLabels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** parameters × batch size above which one step would block the tab for seconds, and be taken for a worker that hangs. */
const maxWorkPerStep = 4e9;
const maxWorkPerStepWithoutSimd = 5e8;

/**
 * @param {Engine} engine
 * @param {Model} model
 * @param {number} [batchSize]
 */
function expectAffordableStep({ info }, model, batchSize) {
  const { parameters, training } = model.describe();
  const size = batchSize ?? training.batchSize;
  const most = info.possible.simd ? maxWorkPerStep : maxWorkPerStepWithoutSimd;
  if (parameters * size <= most) return;
  throw new EngineError('stepTooLarge', { most, parameters, batch: size });
}

/** The pad, the map and the pictures of a page are of 28 × 28 pixels. @param {Model} model */
function expectPageImages(model) {
  const { width, height } = model.config;
  if (width !== 28 || height !== 28) throw new EngineError('otherImageSize', { width, height });
}

/** Held-out digits that a model from a file is tried on. */
const TRIED = 50;

/**
 * Finite weights can still be so large that codes overflow. Such a file is refused, with what the core says of it: everything
 * that the page shows of the model would fail.
 * @param {Model} model
 * @param {DigitSet | null} digits
 */
function expectFiniteResults(model, digits) {
  if (!digits) return;
  const { pixels, latentDim, isConditional } = model.shape;
  const count = Math.min(TRIED, digits.count - digits.trainCount);
  const images = Float32Array.from(digits.images(digits.trainCount, count), (byte) => byte / 255);
  const labels = [...digits.labels.subarray(digits.trainCount, digits.trainCount + count)];
  if (latentDim > 0 && count > 0) model.encode(images, isConditional ? labels : undefined);
  if (latentDim === 0 && count > 0) measures.conditionals(model, { pixels: images.slice(0, pixels) });
}

/**
 * The digits that a model is trained on must be there.
 * @param {number[]} labels
 * @param {DigitSet | null} digits
 */
function expectTrainingDigits(labels, digits) {
  if (!digits || digits.countOf(labels).train > 0) return;
  throw new EngineError('noTrainingDigits', { labels: labels.join(', '), count: digits.trainCount });
}

export class Dispatcher {
  /**
   * @param {object} world
   * @param {(options: import('./messages.js').EngineOptions) => Promise<Engine>} world.createEngine
   * @param {(message: object, transfer?: Transferable[]) => void} world.post
   * @param {(task: () => void) => void} world.schedule
   */
  constructor({ createEngine, post, schedule }) {
    this.createEngine = createEngine;
    this.post = post;
    this.schedule = schedule;
    /** @type {Engine | null} */
    this.engine = null;
    /** @type {Model | null} */
    this.model = null;
    /** @type {DigitSet | null} */
    this.digits = null;
    /** @type {TrainingLoop | null} */
    this.loop = null;
    /** Requests are served one after the other, also where one waits for something. */
    this.queue = Promise.resolve();
    /** @type {Record<string, (request: any) => any>} */
    this.handlers = {
      [Request.start]: ({ variant, threads }) => this.start({ variant, threads }),
      [Request.loadDigits]: (request) => this.loadDigits(request),
      [Request.createModel]: (request) => this.createModel(request),
      [Request.loadModel]: (request) => this.loadModel(request),
      [Request.setTraining]: ({ training }) => this.setTraining(training),
      [Request.encode]: ({ pixels, label }) => this.needModel().encode(pixels, label),
      [Request.decode]: ({ z, label }) => this.needModel().decode(z, label),
      [Request.encodeHeldOut]: () => this.encodeHeldOut(),
      [Request.play]: ({ untilStep, epochs, patience }) => this.needLoop().play({ untilStep, epochs, patience }),
      [Request.pause]: () => this.needLoop().pause(),
      [Request.step]: ({ steps }) => this.needLoop().takeSteps(steps),
      [Request.reset]: () => this.needLoop().reset(),
      [Request.saveModel]: ({ half, resumable }) =>
        this.needModel().saveWeights({ half, resumable, digits: this.digits ?? undefined }),
      [Request.samplePrior]: (request) => this.needModel().samplePrior(request),
      [Request.digitLikelihood]: (request) => measures.digitLikelihood(this.needModel(), request),
      [Request.posteriorGrid]: (request) => measures.posteriorGrid(this.needModel(), request),
      [Request.paint]: (request) => measures.paint(this.needModel(), request),
      [Request.conditionals]: (request) => measures.conditionals(this.needModel(), request),
      [Request.traceStep]: (request) => this.needModel().traceStep(request),
      [Request.activations]: (request) => this.needModel().activations(request),
      [Request.latentMetrics]: (request) => measures.latentMetrics(this.needModel(), this.needDigits(), request),
      [Request.sampleQuality]: (request) => measures.sampleQuality(this.needModel(), this.needDigits(), request),
      [Request.usage]: () => ({ heapBytes: this.needEngine().heapBytes, liveHandles: liveHandles() }),
      [Request.resume]: ({ bytes }) => this.resume(bytes),
    };
  }

  /** @param {any} request */
  receive(request) {
    this.queue = this.queue.then(() => this.answer(request));
    return this.queue;
  }

  /** @param {any} request */
  async answer(request) {
    const { id, type } = request ?? {};
    try {
      const handler = typeof type === 'string' && Object.hasOwn(this.handlers, type) ? this.handlers[type] : null;
      if (!handler) throw invalidArgument('engine', 'a known request', JSON.stringify(type));
      const value = await handler(request);
      this.post({ id, ok: true, value });
    } catch (error) {
      this.fail(id, error);
    }
  }

  /**
   * @param {number | undefined} id
   * @param {unknown} error
   */
  fail(id, error) {
    this.post({ id, ok: false, error: saidOf(error) });
    // After a trap the instance's memory cannot be trusted any more.
    if (isTrap(error) || error instanceof RangeError) this.crash(error);
  }

  /** @param {unknown} error */
  crash(error) {
    this.loop?.close();
    this.post({ event: Event.crashed, detail: saidOf(error) });
  }

  /** @param {import('./messages.js').EngineOptions} options */
  async start(options) {
    this.engine ??= await this.createEngine(options);
    return this.engine.info;
  }

  /** @param {any} request */
  async loadDigits(request) {
    const digits = await this.needEngine().loadDigits(request);
    try {
      if (this.model) expectTrainingDigits(this.model.describe().training.digits, digits);
    } catch (error) {
      digits.dispose();
      throw error;
    }
    const { digits: old, loop: oldLoop } = this;
    this.digits = digits;
    this.startLoop();
    old?.dispose();
    // A run does not go on by itself with other digits.
    if (oldLoop && this.loop) this.emit(Event.progress, this.loop.goOnLater());
    const heldOut = digits.count - digits.trainCount;
    return {
      count: digits.count,
      trainCount: digits.trainCount,
      trainCounts: allLabels.map((label) => digits.countOf([label]).train),
      labels: digits.labels.slice(digits.trainCount),
      images: digits.images(digits.trainCount, heldOut),
      name: request.name ?? 'built-in',
    };
  }

  /** @param {any} request */
  createModel({ config, training }) {
    const model = this.needEngine().createModel(config, training, this.digits ?? undefined);
    return this.adopt(model);
  }

  /** @param {any} request */
  loadModel({ bytes, training }) {
    return this.adopt(this.needEngine().loadModel(bytes, training), (model) => expectFiniteResults(model, this.digits));
  }

  /**
   * Replaces the model once the new one is whole.
   * @param {Model} model
   * @param {(model: Model) => void} [check]
   */
  adopt(model, check) {
    try {
      expectPageImages(model);
      expectAffordableStep(this.needEngine(), model);
      expectTrainingDigits(model.describe().training.digits, this.digits);
      check?.(model);
    } catch (error) {
      model.dispose();
      throw error;
    }
    const old = this.model;
    this.model = model;
    this.startLoop();
    old?.dispose();
    return this.describeModel();
  }

  startLoop() {
    this.loop?.close();
    this.loop = null;
    const { model, digits } = this;
    if (!model || !digits) return;
    this.loop = new TrainingLoop({
      model,
      digits,
      schedule: (task) => this.schedule(() => this.guard(task)),
      emit: (event, detail) => this.emit(event, detail),
    });
  }

  /**
   * What the loop does has no request to answer; its failures must not be lost.
   * @param {() => void} task
   */
  guard(task) {
    try {
      task();
    } catch (error) {
      this.crash(error);
    }
  }

  /**
   * @param {string} event
   * @param {any} detail
   */
  emit(event, detail) {
    const buffers = [detail.mu?.buffer, detail.bytes?.buffer].filter((buffer) => buffer instanceof ArrayBuffer);
    this.post({ event, detail }, buffers);
  }

  /** @param {any} training */
  setTraining(training) {
    const model = this.needModel();
    expectAffordableStep(this.needEngine(), model, training?.batchSize);
    const before = model.describe().training;
    expectTrainingDigits(training?.digits ?? before.digits, this.digits);
    model.setTraining(training);
    try {
      this.loop?.settingsChanged();
      if (this.loop?.state === 'running') this.loop.expectWholeBatch();
    } catch (error) {
      model.setTraining(before);
      this.loop?.settingsChanged();
      throw error;
    }
    return this.describeModel();
  }

  /** @param {Uint8Array} bytes */
  resume(bytes) {
    this.needModel().resume(bytes);
    this.startLoop();
    return this.needLoop().goOnLater();
  }

  describeModel() {
    const model = this.needModel();
    const { record = null, ...info } = model.describe();
    return { ...info, record, checksum: model.checksum(), epoch: this.digits ? model.epochs(this.digits) : 0 };
  }

  encodeHeldOut() {
    const model = this.needModel();
    const { step, config } = model.describe();
    return { step, latentDim: config.latentDim, ...model.encodeHeldOut(this.needDigits()) };
  }

  needEngine() {
    if (!this.engine) throw new EngineError('notStarted');
    return this.engine;
  }

  needModel() {
    if (!this.model) throw new EngineError('noModel');
    return this.model;
  }

  needDigits() {
    if (!this.digits) throw new EngineError('noDigits');
    return this.digits;
  }

  needLoop() {
    this.needModel();
    this.needDigits();
    return /** @type {TrainingLoop} */ (this.loop);
  }
}

/**
 * Of the module itself; a browser without WebAssembly has none.
 * @param {unknown} error
 */
const isTrap = (error) => typeof WebAssembly !== 'undefined' && error instanceof WebAssembly.RuntimeError;
