/**
 * Training in slices, so that whoever owns the thread can answer others in between. Knows the engine, but neither
 * Worker nor message: what it has to say goes to `emit`, and `schedule` calls it again.
 */
import { EngineError, invalidArgument } from './engine-error.js';
import { HeldOutEvaluation } from './held-out-evaluation.js';
import { Event } from './messages.js';
import { RateMeter } from './rate-meter.js';
import { StopWatch, checkStopRule } from './stop-rule.js';
import { TermMeans } from './term-means.js';

/** @typedef {import('./messages.js').Progress} Progress */

const sliceMs = 30;
const progressMs = 100;
const scatterMs = 250;
const snapshotMs = 10_000;
/** Pictures of the latent space may take this share of the time. */
const scatterShare = 0.1;
/** The held-out bound is measured this often, in epochs: by steps, not by the clock, so that a run can be repeated. */
const evaluationEpochs = 0.5;

export class TrainingLoop {
  /**
   * @param {object} world
   * @param {import('./model.js').Model} world.model
   * @param {import('./digit-set.js').DigitSet} world.digits
   * @param {(event: string, detail: any) => void} world.emit
   * @param {(task: () => void) => void} world.schedule  as soon as other messages have been served
   * @param {() => number} [world.now]  milliseconds
   */
  constructor({ model, digits, emit, schedule, now = () => performance.now() }) {
    this.model = model;
    this.digits = digits;
    this.emit = emit;
    this.schedule = schedule;
    this.now = now;
    /** @type {Progress['state']} */
    this.state = 'idle';
    this.scheduled = false;
    this.closed = false;
    const { config, step } = model.describe();
    this.hasCode = config.latentDim > 0;
    this.evaluation = new HeldOutEvaluation(model, digits);
    this.step = /** @type {number} */ (step);
    this.batchSize = this.trainCount = this.heldOutCount = 1;
    this.pixels = '';
    this.readSettings();
    this.stop = new StopWatch();
    /** @type {Progress['stopped']} */
    this.stopped = null;
    /** @type {number | null} */
    this.divergedStep = null;
    this.stepMs = 0;
    this.meter = new RateMeter(now);
    this.means = new TermMeans();
    this.lastProgress = this.lastScatter = this.lastSnapshot = this.now();
    this.scatterCost = 0;
    this.askForEvaluation();
  }

  close() {
    this.closed = true;
  }

  readSettings() {
    const { training } = this.model.describe();
    const { train, heldOut } = this.digits.countOf(training.digits);
    this.batchSize = /** @type {number} */ (training.batchSize);
    this.pixels = training.pixels;
    this.trainCount = train;
    this.heldOutCount = heldOut;
  }

  settingsChanged() {
    const { pixels } = this;
    this.readSettings();
    if (this.pixels === pixels) return;
    this.stop.forget();
    this.evaluation.forget();
    this.askForEvaluation();
  }

  expectWholeBatch() {
    if (this.batchSize <= this.trainCount) return;
    throw new EngineError('batchTooLarge', { count: this.trainCount, got: this.batchSize });
  }

  /**
   * While it runs: goes on under this rule.
   * @param {Partial<import('./messages.js').StopRule>} [rule]
   */
  play(rule = {}) {
    const checked = checkStopRule(rule);
    this.expectWholeBatch();
    this.stop.rule = checked;
    if (this.stopped === 'patience') this.stop.waitAnew(this.epoch());
    this.stopped = null;
    if (this.state !== 'running') this.clearWindow();
    this.state = 'running';
    const last = this.lastStep();
    if (last && last.step <= this.step) this.halt(last.why);
    this.wake();
    return this.progress();
  }

  pause() {
    if (this.state === 'running') this.halt(null);
    return this.progress();
  }

  /** @param {Progress['stopped']} why */
  halt(why) {
    this.state = 'paused';
    this.stopped = why;
    this.emitScatter();
    this.emitSnapshot();
    this.askForEvaluation();
  }

  epoch() {
    return this.model.epochs(this.digits);
  }

  lastStep() {
    return this.stop.lastStep({ step: this.step, epoch: this.epoch(), trainCount: this.trainCount, batchSize: this.batchSize });
  }

  /** In the place of a loop that had begun. */
  goOnLater() {
    if (this.step > 0) this.state = 'paused';
    return this.progress();
  }

  /** @param {number} [steps]  optimiser steps, all in one piece */
  takeSteps(steps = 1) {
    if (!Number.isInteger(steps) || steps < 1) throw invalidArgument('step', 'a whole number of steps', steps);
    this.expectWholeBatch();
    this.state = 'paused';
    this.stopped = null;
    this.clearWindow();
    this.evaluation.drop();
    this.train(steps);
    this.emitScatter();
    this.askForEvaluation();
    return this.progress();
  }

  reset() {
    this.model.reset();
    this.step = this.model.describe().step;
    this.state = 'idle';
    this.stopped = this.divergedStep = null;
    this.stop.forget();
    this.evaluation.forget();
    this.clearWindow();
    this.emitScatter();
    this.askForEvaluation();
    return this.progress();
  }

  /** @returns {Progress} */
  progress() {
    const running = this.state === 'running', epoch = this.epoch();
    return {
      state: this.state,
      step: this.step,
      epoch,
      imagesPerSecond: running ? this.meter.rate() : 0,
      train: this.means.mean(),
      heldOut: null,
      divergedStep: this.divergedStep,
      stopped: this.stopped,
      lastStep: running ? this.lastStep()?.step ?? null : null,
      withoutGain: this.stop.withoutGain(epoch),
      checksum: running ? '' : this.model.checksum(),
    };
  }

  wake() {
    if (this.scheduled || this.closed) return;
    this.scheduled = true;
    this.schedule(() => {
      this.scheduled = false;
      if (!this.closed) this.tick();
    });
  }

  tick() {
    if (this.evaluation.underWay) this.advanceEvaluation();
    else if (this.state === 'running') this.trainSlice();
    if (this.evaluation.underWay || this.state === 'running') this.wake();
  }

  trainSlice() {
    const stepsPerEpoch = this.trainCount / this.batchSize;
    const every = Math.max(1, Math.round(stepsPerEpoch * evaluationEpochs));
    const untilEvaluation = every - (this.step % every);
    const affordable = this.stepMs > 0 ? Math.max(1, Math.floor(sliceMs / this.stepMs)) : 1;
    const last = this.lastStep();
    this.train(Math.min(affordable, untilEvaluation, last ? last.step - this.step : Infinity));
    if (this.state === 'running' && last && this.step >= last.step) {
      this.halt(last.why);
      this.emitProgress();
      return;
    }
    if (this.isDue(this.lastProgress, progressMs)) this.emitProgress();
    if (this.isDue(this.lastScatter, Math.max(scatterMs, this.scatterCost / scatterShare))) this.emitScatter();
    if (this.isDue(this.lastSnapshot, snapshotMs)) this.emitSnapshot();
    if (this.state === 'running' && this.step % every === 0) this.askForEvaluation();
  }

  /**
   * Also where the clock was put back: else nothing would be told until it has caught up.
   * @param {number} then
   * @param {number} after  milliseconds
   */
  isDue(then, after) {
    const passed = this.now() - then;
    return passed >= after || passed < 0;
  }

  /** @param {number} steps */
  train(steps) {
    this.meter.begin();
    const statistics = this.model.train(this.digits, steps);
    const elapsed = this.meter.end(statistics.steps * this.batchSize);
    this.step = statistics.step;
    if (statistics.steps > 0) this.stepMs = elapsed / statistics.steps;
    this.means.add(statistics);
    this.divergedStep = statistics.diverged ? statistics.divergedStep : null;
    if (statistics.diverged) {
      this.state = 'diverged';
      this.emitProgress();
      this.emitScatter();
    }
  }

  askForEvaluation() {
    if (this.heldOutCount === 0) return;
    this.evaluation.begin(this.step);
    if (this.evaluation.underWay) this.wake();
  }

  /**
   * What is measured between the steps. Weights whose results on a held-out digit are not finite have diverged, whatever the
   * last batch said of them: the run stops there, and the page says so.
   * @template T
   * @param {() => T} measure
   * @returns {T | null}  null where the results are not finite
   */
  whereFinite(measure) {
    try {
      return measure();
    } catch (error) {
      if (/** @type {{code?: string}} */ (error)?.code !== 'weightsGiveNonFinite') throw error;
      this.evaluation.drop();
      this.state = 'diverged';
      this.divergedStep = this.step;
      this.emitProgress();
      return null;
    }
  }

  advanceEvaluation() {
    const report = this.whereFinite(() => this.evaluation.advance(this.step));
    if (!report) return;
    const { negativeElbo, reconstruction, kl, klPerDimension, activeUnits } = report;
    const isEnough = this.stop.measured(negativeElbo, this.epoch());
    if (isEnough && this.state === 'running') this.halt('patience');
    const progress = this.progress();
    // The training means go on adding up: a mean over a step or two would only be noise.
    this.emit(Event.progress, {
      ...progress,
      train: null,
      heldOut: { negativeElbo, reconstruction, kl, klPerDimension, activeUnits, step: progress.step, epoch: progress.epoch },
    });
  }

  emitProgress() {
    this.emit(Event.progress, this.progress());
    this.means.clear();
    this.lastProgress = this.now();
    this.meter.forgetOld();
  }

  emitScatter() {
    // A model without a code has no place in the latent space.
    if (!this.hasCode) return;
    const before = this.now();
    const code = this.whereFinite(() => this.model.encodeHeldOut(this.digits));
    if (!code) return;
    const { mu } = code;
    this.emit(Event.scatter, { step: this.step, latentDim: mu.length / (this.digits.count - this.digits.trainCount), mu });
    this.lastScatter = this.now();
    this.scatterCost = Math.max(0, this.lastScatter - before);
  }

  emitSnapshot() {
    this.emit(Event.snapshot, { bytes: this.model.saveWeights({ resumable: true, digits: this.digits }) });
    this.lastSnapshot = this.now();
  }

  clearWindow() {
    this.meter.restart();
    this.means.clear();
  }
}
