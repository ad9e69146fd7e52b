/**
 * Training in slices, so that whoever owns the thread can answer others in between. Knows the engine, but neither
 * Worker nor message: what it has to say goes to `emit`, and `schedule` calls it again.
 */
import { EngineError, invalidArgument, isTrap, saidOf } from './engine-error.js';
import { HeldOutCodes } from './held-out-codes.js';
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
/** Pictures of the latent space, and snapshots, may take this share of the time. */
const scatterShare = 0.1;
const snapshotShare = 0.05;
/** The held-out bound is measured this often, in epochs: by steps, not by the clock, so that a run can be repeated. */
const evaluationEpochs = 0.5;

export class TrainingLoop {
  /**
   * @param {object} world
   * @param {import('./model.js').Model} world.model
   * @param {import('./digit-set.js').DigitSet} world.digits
   * @param {(event: string, detail: any) => void} world.emit
   * @param {(task: () => void) => void} world.schedule  as soon as other messages have been served
   * @param {{encode: number, score: number}} [world.pieces]  held-out digits that are encoded, or scored, at a time
   * @param {() => number} [world.now]  milliseconds
   */
  constructor({ model, digits, emit, schedule, pieces = { encode: 125, score: 125 }, now = () => performance.now() }) {
    this.model = model;
    this.digits = digits;
    this.emit = emit;
    this.schedule = schedule;
    this.now = now;
    /** @type {Progress['state']} */
    this.state = 'idle';
    this.scheduled = false;
    this.closed = false;
    /** Whether somebody needs the model as it is for a while. */
    this.held = false;
    /** Of a request for many steps. */
    this.stepsLeft = 0;
    const { config, step } = model.describe();
    this.hasCode = config.latentDim > 0;
    this.evaluation = new HeldOutEvaluation(model, digits, pieces.score);
    this.codes = new HeldOutCodes(model, digits, pieces.encode);
    this.step = /** @type {number} */ (step);
    this.batchSize = this.trainCount = this.heldOutCount = 1;
    /** What a measurement is about. */
    this.measure = '';
    this.readSettings();
    this.stop = new StopWatch();
    /** The step whose measurement the stop rule has counted last. */
    this.countedStep = -1;
    this.isKept = true;
    /** @type {Progress['stopped']} */
    this.stopped = null;
    /** @type {number | null} */
    this.divergedStep = null;
    this.stepMs = 0;
    this.meter = new RateMeter(now);
    this.means = new TermMeans();
    this.lastProgress = this.lastScatter = this.lastSnapshot = this.now();
    this.scatterCost = this.snapshotCost = 0;
    this.askForEvaluation();
  }

  close() {
    this.closed = true;
  }

  readSettings() {
    const { training } = this.model.describe();
    const { train, heldOut } = this.digits.countOf(training.digits);
    this.batchSize = /** @type {number} */ (training.batchSize);
    const { pixels, digits, objective, importanceSamples } = training;
    this.measure = JSON.stringify([pixels, digits, objective, importanceSamples]);
    this.trainCount = train;
    this.heldOutCount = heldOut;
  }

  settingsChanged() {
    const { measure } = this;
    this.readSettings();
    if (this.measure === measure) return;
    this.forgetMeasurements();
    this.askForEvaluation();
  }

  /** They are of another run, or of other pixels, digits or another objective. */
  forgetMeasurements() {
    this.stop.forget();
    this.countedStep = -1;
    this.evaluation.forget();
  }

  /** Until release() no step is taken. */
  hold() {
    this.held = true;
  }

  release() {
    this.held = false;
    if (this.isBusy()) this.wake();
  }

  isBusy() {
    return this.codes.underWay || this.evaluation.underWay || this.state === 'running';
  }

  /** All that a loop in another worker needs, besides the weights, to stop where this one would. @returns {import('./messages.js').RunState} */
  runState() {
    const { best, bestEpoch } = this.stop;
    return { best, bestEpoch, countedStep: this.countedStep, stopped: this.stopped };
  }

  /** @param {import('./messages.js').RunState} run */
  adoptRun({ best, bestEpoch, countedStep, stopped }) {
    Object.assign(this.stop, { best, bestEpoch });
    this.countedStep = countedStep;
    this.stopped = stopped;
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
    // A run that was paused at the very step of a measurement stops there as it would have without the pause.
    const isOver = this.state !== 'running' && this.stopped !== 'patience' && this.countedStep === this.step && this.stop.isOver(this.epoch());
    if (this.stopped === 'patience') this.stop.waitAnew(this.epoch());
    this.stopped = null;
    if (this.state !== 'running') this.clearWindow();
    this.state = 'running';
    const last = this.lastStep();
    if (last && last.step <= this.step) this.halt(last.why);
    else if (isOver) this.halt('patience');
    this.wake();
    return this.progress();
  }

  pause() {
    this.stepsLeft = 0;
    if (this.state === 'running') this.halt(null);
    return this.progress();
  }

  /** A step or a measurement has failed and changed nothing: the run rests. @param {unknown} error */
  interrupt(error) {
    this.stepsLeft = 0;
    this.codes.drop();
    this.evaluation.drop();
    if (this.state === 'running') this.state = 'paused';
    this.emit(Event.interrupted, { error: saidOf(error) });
    this.emitProgress();
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

  /** @param {number} [steps]  optimiser steps, which advanceSteps() takes */
  beginSteps(steps = 1) {
    if (!Number.isInteger(steps) || steps < 1) throw invalidArgument('step', 'a whole number of steps', steps);
    this.expectWholeBatch();
    this.state = 'paused';
    this.stopped = null;
    this.clearWindow();
    this.evaluation.drop();
    this.codes.drop();
    this.stepsLeft = steps;
  }

  /** Takes as many of them as a slice has time for. @returns {Progress | null}  null while some are left */
  advanceSteps() {
    // Where a pause has come in between there are none left.
    if (this.stepsLeft > 0) {
      const now = Math.min(this.stepsLeft, this.stepsInSlice()), left = this.stepsLeft - now;
      this.stepsLeft = 0;
      this.train(now);
      this.stepsLeft = this.divergedStep === null ? left : 0;
    }
    if (this.stepsLeft > 0) return null;
    this.emitScatter();
    this.askForEvaluation();
    return this.progress();
  }

  stepsInSlice() {
    return this.stepMs > 0 ? Math.max(1, Math.floor(sliceMs / this.stepMs)) : 1;
  }

  reset() {
    this.model.reset();
    this.step = this.model.describe().step;
    this.state = 'idle';
    this.stopped = this.divergedStep = null;
    this.forgetMeasurements();
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
    if (this.held) return;
    if (this.codes.underWay) this.advanceScatter();
    else if (this.evaluation.underWay) this.advanceEvaluation();
    else if (this.state === 'running') this.trainSlice();
    if (this.isBusy()) this.wake();
  }

  /** Steps from one measurement that the stop rule counts to the next. */
  stepsPerMeasurement() {
    return Math.max(1, Math.round((this.trainCount / this.batchSize) * evaluationEpochs));
  }

  trainSlice() {
    const every = this.stepsPerMeasurement();
    const untilEvaluation = every - (this.step % every);
    const last = this.lastStep();
    this.train(Math.min(this.stepsInSlice(), untilEvaluation, last ? last.step - this.step : Infinity));
    if (this.state === 'running' && last && this.step >= last.step) {
      this.halt(last.why);
      this.emitProgress();
      return;
    }
    if (this.isDue(this.lastProgress, progressMs)) this.emitProgress();
    if (this.isDue(this.lastScatter, Math.max(scatterMs, this.scatterCost / scatterShare))) this.emitScatter();
    if (this.isDue(this.lastSnapshot, Math.max(snapshotMs, this.snapshotCost / snapshotShare))) this.emitSnapshot();
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
    // What is measured at a pause is shown and does not count: a run that was paused stops where another one does.
    const isCounted = this.step % this.stepsPerMeasurement() === 0;
    const isEnough = isCounted && this.stop.measured(negativeElbo, this.epoch());
    if (isCounted) this.countedStep = this.step;
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

  /** At once where that is quick; else it goes on piece by piece, and training waits. */
  emitScatter() {
    // A model without a code has no place in the latent space.
    if (!this.hasCode || this.codes.count === 0) return;
    this.scatterCost = 0;
    this.codes.begin();
    this.advanceScatter();
  }

  advanceScatter() {
    const before = this.now();
    let spent = 0, codes = null;
    do {
      codes = this.whereFinite(() => this.codes.advance());
      // Diverged: there are no codes to show.
      if (this.state === 'diverged') return this.codes.drop();
      spent = this.now() - before;
    } while (!codes && spent >= 0 && spent < sliceMs);
    this.scatterCost += Math.max(0, spent);
    if (!codes) return this.wake();
    const { mu } = codes;
    this.emit(Event.scatter, { step: this.step, latentDim: mu.length / this.codes.count, mu });
    this.lastScatter = this.now();
  }

  /** Where it cannot be made the run goes on; it is tried again when the next one is due. */
  emitSnapshot() {
    const before = this.now();
    try {
      const bytes = this.model.saveWeights({ resumable: true, digits: this.digits });
      this.emit(Event.snapshot, { bytes, run: this.runState() });
      this.isKept = true;
    } catch (error) {
      if (isTrap(error)) throw error;
      if (this.isKept) this.emit(Event.notKept, { error: saidOf(error) });
      this.isKept = false;
    }
    this.lastSnapshot = this.now();
    this.snapshotCost = Math.max(0, this.lastSnapshot - before);
  }

  clearWindow() {
    this.meter.restart();
    this.means.clear();
  }
}
