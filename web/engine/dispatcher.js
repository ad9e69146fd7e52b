/**
 * The worker's side of the conversation, without the Worker: takes requests, holds the one model, gives answers.
 */
import { bytesNeeded, expectAffordable, expectAffordableFile, isOversized, limitsOf, pieceOf } from './affordable.js';
import * as measures from './measures.js';
import { EngineError, invalidArgument, isTrap, saidOf } from './engine-error.js';
import { HeldOutCodes } from './held-out-codes.js';
import { liveHandles } from './handles.js';
import { Event, Request } from './messages.js';
import { TrainingLoop } from './training-loop.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {import('./model.js').Model} Model */
/** @typedef {import('./digit-set.js').DigitSet} DigitSet */

const allLabels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** A request that takes longer rests so often for others. */
const sliceMs = 50;

/** Requests that are served in between, since they leave the model as it is and are quick. @type {ReadonlySet<unknown>} */
const servedBetween = new Set([Request.encode, Request.decode, Request.pause, Request.usage, Request.costOf]);

/** Held-out digits that are encoded or scored at once, at the most: the core scores so many in one go. */
const mostAtOnce = 125;

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
   * @param {() => number} [world.now]  milliseconds
   */
  constructor({ createEngine, post, schedule, now = () => performance.now() }) {
    this.createEngine = createEngine;
    this.post = post;
    this.schedule = schedule;
    this.now = now;
    /** @type {Engine | null} */
    this.engine = null;
    /** @type {Model | null} */
    this.model = null;
    /** @type {DigitSet | null} */
    this.digits = null;
    /** @type {TrainingLoop | null} */
    this.loop = null;
    /** Requests are served one after the other, also where one waits for something. @type {{request: any, served: () => void}[]} */
    this.waiting = [];
    this.serving = false;
    /** What the model at work needs. */
    this.neededBytes = 0;
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
      [Request.step]: ({ steps }) => this.step(steps),
      [Request.reset]: () => this.needLoop().reset(),
      [Request.saveModel]: ({ half, resumable }) =>
        this.needModel().saveWeights({ half, resumable, digits: this.digits ?? undefined }),
      [Request.samplePrior]: (request) => this.needModel().samplePrior(request),
      [Request.digitLikelihood]: (request) => measures.digitLikelihood(this.needModel(), request),
      [Request.posteriorGrid]: (request) => this.posteriorGrid(request),
      [Request.paint]: (request) => measures.paint(this.needModel(), request),
      [Request.conditionals]: (request) => measures.conditionals(this.needModel(), request),
      [Request.traceStep]: (request) => this.needModel().traceStep(request),
      [Request.activations]: (request) => this.needModel().activations(request),
      [Request.latentMetrics]: (request) => measures.latentMetrics(this.needModel(), this.needDigits(), request),
      [Request.sampleQuality]: (request) => measures.sampleQuality(this.needModel(), this.needDigits(), request),
      [Request.usage]: () => ({ heapBytes: this.needEngine().heapBytes, liveHandles: liveHandles() }),
      [Request.costOf]: ({ config, training }) => this.needEngine().costOf({ config, training }),
      [Request.suspend]: () => this.suspend(),
      [Request.resume]: ({ bytes, run }) => this.resume(bytes, run),
    };
  }

  /** @param {any} request @returns {Promise<void>} when it has been answered */
  receive(request) {
    return new Promise((served) => {
      this.waiting.push({ request, served });
      if (!this.serving) this.serve();
    });
  }

  async serve() {
    this.serving = true;
    // As messages come: what is asked at once is served after whoever asks has asked all.
    await null;
    while (this.waiting.length > 0) await this.serveNext();
    this.serving = false;
  }

  async serveNext() {
    const { request, served } = /** @type {{request: any, served: () => void}} */ (this.waiting.shift());
    await this.answer(request);
    served();
  }

  /**
   * Long work, a piece at a time, of the model as it is now: no step is taken meanwhile. In between, those are served that
   * are next in line and leave the model as it is.
   * @template Result
   * @param {() => Result | null} advance  does a piece; null while some is left
   * @returns {Promise<Result>}
   */
  async inPieces(advance) {
    this.loop?.hold();
    try {
      for (let since = this.now(); ;) {
        const result = advance();
        if (result !== null) return result;
        const passed = this.now() - since;
        if (passed >= 0 && passed < sliceMs) continue;
        await new Promise((turn) => this.schedule(() => turn(null)));
        while (servedBetween.has(this.waiting[0]?.request?.type)) await this.serveNext();
        since = this.now();
      }
    } finally {
      this.loop?.release();
    }
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
    if (isTrap(error)) this.crash(error);
  }

  /** @param {unknown} error */
  crash(error) {
    this.loop?.close();
    this.post({ event: Event.crashed, detail: saidOf(error) });
  }

  /** @param {import('./messages.js').EngineOptions} options */
  async start(options) {
    if (!this.engine) {
      this.engine = await this.createEngine(options);
      this.engine.onHeartbeat(() => this.post({ event: Event.alive }));
    }
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
    this.expectAffordable({ config, training });
    return this.adopt(this.needEngine().createModel(config, training, this.digits ?? undefined));
  }

  /** @param {any} request */
  loadModel({ bytes, training }) {
    const engine = this.needEngine();
    const own = engine.settingsOf(bytes);
    expectAffordableFile(bytes.byteLength, { config: own.config, training: training ?? own.training ?? {} }, this.costOf(), limitsOf(engine.info.possible));
    return this.adopt(engine.loadModel(bytes, training), (model) => expectFiniteResults(model, this.digits));
  }

  /** @returns {import('./affordable.js').CostOf} */
  costOf() {
    const engine = this.needEngine();
    return (settings) => engine.costOf(settings);
  }

  /** Before anything is built. @param {import('./affordable.js').Settings} settings */
  expectAffordable(settings) {
    expectAffordable(settings, this.costOf(), limitsOf(this.needEngine().info.possible));
  }

  /**
   * Replaces the model once the new one is whole.
   * @param {Model} model
   * @param {(model: Model) => void} [check]
   */
  adopt(model, check) {
    try {
      expectPageImages(model);
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
    this.watchHeap();
    return this.describeModel();
  }

  /** What the settings of the model at work cost. */
  cost() {
    const { config, training } = this.needModel().describe();
    return this.needEngine().costOf({ config, training });
  }

  /** Memory that a former model or former settings have asked for is never given back by this worker. */
  watchHeap() {
    const { heapBytes } = this.needEngine();
    const neededBytes = bytesNeeded(this.cost());
    if (isOversized(heapBytes, neededBytes)) this.emit(Event.oversized, { heapBytes, neededBytes });
  }

  startLoop() {
    this.loop?.close();
    this.loop = null;
    const { model, digits } = this;
    if (!model || !digits) return;
    this.loop = new TrainingLoop({
      model,
      digits,
      pieces: this.pieces(),
      schedule: (task) => this.schedule(() => this.guard(task)),
      emit: (event, detail) => this.emit(event, detail),
    });
  }

  /** Held-out digits that are encoded, and scored, between two looks at the queue. */
  pieces() {
    const { encodeMultiplyAdds, decodeMultiplyAdds } = this.cost(), limits = limitsOf(this.needEngine().info.possible);
    return {
      encode: pieceOf(encodeMultiplyAdds, limits, mostAtOnce),
      score: pieceOf(encodeMultiplyAdds + decodeMultiplyAdds, limits, mostAtOnce),
      decode: pieceOf(decodeMultiplyAdds, limits, 1024),
    };
  }

  /**
   * What the loop does has no request to answer; its failures must not be lost.
   * @param {() => void} task
   */
  guard(task) {
    try {
      task();
    } catch (error) {
      if (isTrap(error)) this.crash(error);
      else this.loop?.interrupt(error);
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
    const { config, training: before } = model.describe();
    this.expectAffordable({ config, training: { ...before, ...training } });
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
    this.watchHeap();
    return this.describeModel();
  }

  suspend() {
    return { bytes: this.needModel().saveWeights({ resumable: true, digits: this.digits ?? undefined }), run: this.loop?.runState() };
  }

  /** @param {Uint8Array} bytes @param {import('./messages.js').RunState} [run] */
  resume(bytes, run) {
    this.needModel().resume(bytes);
    this.startLoop();
    const loop = this.needLoop();
    if (run) loop.adoptRun(run);
    return loop.goOnLater();
  }

  /** @param {number} [steps] */
  step(steps) {
    const loop = this.needLoop();
    loop.beginSteps(steps);
    return this.inPieces(() => loop.advanceSteps());
  }

  /** @param {any} request */
  posteriorGrid(request) {
    const advance = measures.beginPosteriorGrid(this.needModel(), request), { decode } = this.pieces();
    return this.inPieces(() => advance(decode));
  }

  describeModel() {
    const model = this.needModel();
    const { record = null, ...info } = model.describe();
    return { ...info, record, checksum: model.checksum(), epoch: this.digits ? model.epochs(this.digits) : 0 };
  }

  async encodeHeldOut() {
    const model = this.needModel(), digits = this.needDigits();
    const { step, config } = model.describe();
    const codes = new HeldOutCodes(model, digits, this.pieces().encode);
    codes.begin();
    return { step, latentDim: config.latentDim, ...(await this.inPieces(() => codes.advance())) };
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
