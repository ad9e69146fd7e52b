/**
 * Training in slices, so that other requests are served in between. Independent of Worker and messages: it posts events by
 * `emit` and continues by `schedule`.
 */
import { EngineError, invalidArgument, isTrap, serializeError } from './engine-error.js';
import { HeldOutCodes } from './held-out-codes.js';
import { HeldOutEvaluation } from './held-out-evaluation.js';
import { WorkerEvent } from './messages.js';
import { RateMeter } from './rate-meter.js';
import { stepsInPiece } from './slices.js';
import { EarlyStopping, checkStopRule } from './early-stopping.js';
import { TermMeans } from './term-means.js';

/** @typedef {import('./messages.js').Progress} Progress */

const SLICE_MS = 30;
const PROGRESS_MS = 100;
const SCATTER_MS = 250;
const SNAPSHOT_MS = 10_000;
/** The largest shares of the time that are spent on scatter events and on snapshots. */
const SCATTER_SHARE = 0.1;
const SNAPSHOT_SHARE = 0.05;
/** Epochs between two evaluations. Counted in steps, not in time, so that a run can be repeated. */
const EVALUATION_EPOCHS = 0.5;

export class TrainingLoop {
  /**
   * @param {object} environment
   * @param {import('./model.js').Model} environment.model
   * @param {import('./image-set.js').ImageSet} environment.digits
   * @param {(event: string, detail: any) => void} environment.emit
   * @param {(task: () => void) => void} environment.schedule  runs a task after the messages that have arrived
   * @param {{encode: number, score: number}} [environment.pieces]  held-out digits that are encoded or scored per piece
   * @param {() => number} [environment.now]  milliseconds
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
    /** Whether a long call needs the weights unchanged. */
    this.isHeld = false;
    /** Steps that are left of a request for steps. */
    this.stepsLeft = 0;
    const { config, step } = model.describe();
    this.hasCode = config.latentDim > 0;
    this.evaluation = new HeldOutEvaluation(model, digits, pieces.score);
    this.codes = new HeldOutCodes(model, digits, pieces.encode);
    this.step = /** @type {number} */ (step);
    this.batchSize = this.trainCount = this.heldOutCount = 1;
    /** The settings on which the held-out bound depends, as JSON. */
    this.measuredSettings = '';
    this.isAveraged = false;
    this.readSettings();
    this.earlyStopping = new EarlyStopping();
    /** The last step whose measurement counted for early stopping. */
    this.countedStep = -1;
    /** Whether a change of the settings has cleared the measurement. */
    this.isEvaluationDue = false;
    /** Whether the last snapshot succeeded. */
    this.hasSnapshot = true;
    /** @type {Progress['stopped']} */
    this.stopped = null;
    /** @type {number | null} */
    this.divergedStep = null;
    this.stepMs = 0;
    this.meter = new RateMeter(now);
    this.means = new TermMeans();
    this.lastProgress = this.lastScatter = this.lastSnapshot = this.now();
    this.scatterCost = this.snapshotCost = 0;
    this.requestEvaluation();
  }

  close() {
    this.closed = true;
  }

  readSettings() {
    const { training } = this.model.describe();
    const { train, heldOut } = this.digits.countOf(training.digits);
    this.batchSize = /** @type {number} */ (training.batchSize);
    const { pixels, digits, objective, importanceSamples } = training;
    this.isAveraged = /** @type {number} */ (training.averageDecay) > 0;
    this.measuredSettings = JSON.stringify([pixels, digits, objective, importanceSamples, this.isAveraged]);
    this.trainCount = train;
    this.heldOutCount = heldOut;
  }

  /** Does not fail: the measurement begins in the next slice. */
  settingsChanged() {
    const { measuredSettings, isAveraged } = this;
    this.readSettings();
    if (this.measuredSettings === measuredSettings) return;
    this.clearMeasurements();
    // The model has its raw weights again.
    if (isAveraged && !this.isAveraged) this.beginScatter();
    this.isEvaluationDue = true;
    this.scheduleTick();
  }

  /** The measurements are of another run, of other pixels, digits or weights, or of another objective. */
  clearMeasurements() {
    this.earlyStopping.clear();
    this.countedStep = -1;
    this.evaluation.clear();
  }

  /** Takes no step until release(). */
  hold() {
    this.isHeld = true;
  }

  release() {
    this.isHeld = false;
    if (this.isBusy()) this.scheduleTick();
  }

  isBusy() {
    return this.isEvaluationDue || this.codes.isActive || this.evaluation.isActive || this.state === 'running';
  }

  /** What a loop in another worker needs, besides the weights, to end the run at the same step. @returns {import('./messages.js').RunState} */
  runState() {
    const { best, bestEpoch } = this.earlyStopping;
    return { best, bestEpoch, countedStep: this.countedStep, stopped: this.stopped };
  }

  /** @param {import('./messages.js').RunState} run */
  restoreRun({ best, bestEpoch, countedStep, stopped }) {
    Object.assign(this.earlyStopping, { best, bestEpoch });
    this.countedStep = countedStep;
    this.stopped = stopped;
  }

  /** @param {Partial<import('./messages.js').TrainingConfig>} [changes]  of the settings */
  expectWholeBatch({ batchSize = this.batchSize, digits } = {}) {
    const count = digits ? this.digits.countOf(digits).train : this.trainCount;
    if (batchSize > count) throw new EngineError('batchTooLarge', { count, got: batchSize });
  }

  /**
   * Starts or continues a run; during a run, replaces the rule.
   * @param {Partial<import('./messages.js').StopRule>} [rule]
   */
  play(rule = {}) {
    const checked = checkStopRule(rule);
    this.expectWholeBatch();
    this.earlyStopping.rule = checked;
    // A run that was paused at the step of a measurement ends there, as without the pause.
    const isOver =
      this.state !== 'running'
      && this.stopped !== 'patience'
      && this.countedStep === this.step
      && this.earlyStopping.isPatienceExhausted(this.epoch());
    if (this.stopped === 'patience') this.earlyStopping.restartPatience(this.epoch());
    this.stopped = null;
    if (this.state !== 'running') this.clearWindow();
    this.state = 'running';
    const last = this.lastStep();
    if (last && last.step <= this.step) this.stopRun(last.why);
    else if (isOver) this.stopRun('patience');
    this.scheduleTick();
    return this.progress();
  }

  pause() {
    this.stepsLeft = 0;
    if (this.state === 'running') this.stopRun(null);
    return this.progress();
  }

  /** Pauses after a step or a measurement that failed and changed nothing. @param {unknown} error */
  interrupt(error) {
    this.stepsLeft = 0;
    this.codes.cancel();
    this.evaluation.cancel();
    if (this.state === 'running') this.state = 'paused';
    this.emit(WorkerEvent.interrupted, { error: serializeError(error) });
    this.emitProgress();
  }

  /** @param {Progress['stopped']} why */
  stopRun(why) {
    this.state = 'paused';
    this.stopped = why;
    this.emitScatter();
    this.emitSnapshot();
    this.requestEvaluation();
  }

  epoch() {
    return this.model.epochs(this.digits);
  }

  lastStep() {
    return this.earlyStopping.lastStep({
      step: this.step,
      epoch: this.epoch(),
      trainCount: this.trainCount,
      batchSize: this.batchSize,
    });
  }

  /** The state of a loop that continues another one's run. */
  startPaused() {
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
    this.evaluation.cancel();
    this.codes.cancel();
    this.stepsLeft = steps;
  }

  /** Takes the steps of one slice. @returns {Progress | null}  null while some are left */
  advanceSteps() {
    // A pause in between has set stepsLeft to 0.
    if (this.stepsLeft > 0) {
      const steps = Math.min(this.stepsLeft, this.stepsInSlice()),
        left = this.stepsLeft - steps;
      this.stepsLeft = 0;
      this.train(steps);
      this.stepsLeft = this.divergedStep === null ? left : 0;
    }
    if (this.stepsLeft > 0) return null;
    this.emitScatter();
    this.requestEvaluation();
    return this.progress();
  }

  /** After an abort: the rest of the steps is not taken, and the page is told the step that was reached. */
  cancelSteps() {
    this.stepsLeft = 0;
    this.emitScatter();
    this.requestEvaluation();
    this.emitProgress();
  }

  stepsInSlice() {
    return stepsInPiece(this.stepMs);
  }

  reset() {
    this.model.reset();
    this.step = this.model.describe().step;
    this.state = 'idle';
    this.stopped = this.divergedStep = null;
    this.clearMeasurements();
    this.clearWindow();
    this.emitScatter();
    this.requestEvaluation();
    return this.progress();
  }

  /** @returns {Progress} */
  progress() {
    const running = this.state === 'running',
      epoch = this.epoch();
    return {
      state: this.state,
      step: this.step,
      epoch,
      imagesPerSecond: running ? this.meter.rate() : 0,
      train: this.means.mean(),
      heldOut: null,
      divergedStep: this.divergedStep,
      stopped: this.stopped,
      lastStep: running ? (this.lastStep()?.step ?? null) : null,
      epochsWithoutImprovement: this.earlyStopping.epochsWithoutImprovement(epoch),
      checksum: running ? '' : this.model.checksum(),
    };
  }

  scheduleTick() {
    if (this.scheduled || this.closed) return;
    this.scheduled = true;
    this.schedule(() => {
      this.scheduled = false;
      if (!this.closed) this.tick();
    });
  }

  tick() {
    if (this.isHeld) return;
    if (this.isEvaluationDue) {
      this.isEvaluationDue = false;
      this.requestEvaluation();
    } else if (this.codes.isActive) this.advanceScatter();
    else if (this.evaluation.isActive) this.advanceEvaluation();
    else if (this.state === 'running') this.trainSlice();
    if (this.isBusy()) this.scheduleTick();
  }

  /** Steps between two measurements that count for early stopping. */
  stepsPerMeasurement() {
    return Math.max(1, Math.round((this.trainCount / this.batchSize) * EVALUATION_EPOCHS));
  }

  trainSlice() {
    const every = this.stepsPerMeasurement();
    const untilEvaluation = every - (this.step % every);
    const last = this.lastStep();
    this.train(Math.min(this.stepsInSlice(), untilEvaluation, last ? last.step - this.step : Infinity));
    if (this.state === 'running' && last && this.step >= last.step) {
      this.stopRun(last.why);
      this.emitProgress();
      return;
    }
    if (this.isDue(this.lastProgress, PROGRESS_MS)) this.emitProgress();
    if (this.isDue(this.lastScatter, Math.max(SCATTER_MS, this.scatterCost / SCATTER_SHARE))) this.emitScatter();
    if (this.isDue(this.lastSnapshot, Math.max(SNAPSHOT_MS, this.snapshotCost / SNAPSHOT_SHARE))) this.emitSnapshot();
    if (this.state === 'running' && this.step % every === 0) this.requestEvaluation();
  }

  /**
   * Also true if the clock was set back: otherwise nothing would be posted until it has caught up.
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

  requestEvaluation() {
    if (this.heldOutCount === 0) return;
    this.evaluation.begin(this.step);
    if (this.evaluation.isActive) this.scheduleTick();
  }

  /**
   * Measures something between steps. If its results on a held-out digit are not finite, the weights have diverged even
   * though the last batch was finite: the run ends.
   * @template T
   * @param {() => T} measure
   * @returns {T | null}  null if the results are not finite
   */
  measureFinite(measure) {
    try {
      return measure();
    } catch (error) {
      if (/** @type {{code?: string}} */ (error)?.code !== 'weightsGiveNonFinite') throw error;
      this.evaluation.cancel();
      this.codes.cancel();
      this.state = 'diverged';
      this.divergedStep = this.step;
      this.emitProgress();
      return null;
    }
  }

  advanceEvaluation() {
    const report = this.measureFinite(() => this.evaluation.advance(this.step));
    if (!report) return;
    const { negativeElbo, reconstruction, kl, klPerDimension, klPerLayer, activeUnits } = report;
    // A measurement at a pause is reported but does not count, so that a paused run ends at the same step as others.
    const isCounted = this.step % this.stepsPerMeasurement() === 0;
    const isEnough = isCounted && this.earlyStopping.addMeasurement(negativeElbo, this.epoch());
    if (isCounted) this.countedStep = this.step;
    if (isEnough && this.state === 'running') this.stopRun('patience');
    const progress = this.progress();
    // The training means are not cleared: a mean over one or two steps would be noise.
    this.emit(WorkerEvent.progress, {
      ...progress,
      train: null,
      heldOut: {
        negativeElbo,
        reconstruction,
        kl,
        klPerDimension,
        klPerLayer,
        activeUnits,
        step: progress.step,
        epoch: progress.epoch,
      },
    });
  }

  emitProgress() {
    this.emit(WorkerEvent.progress, this.progress());
    this.means.clear();
    this.lastProgress = this.now();
    this.meter.decay();
  }

  /** Encodes the held-out digits within this slice if possible, else piece by piece; training waits. */
  emitScatter() {
    if (this.beginScatter()) this.advanceScatter();
  }

  /** Whether there are digits to encode. A model without latent variables has no codes. */
  beginScatter() {
    if (!this.hasCode || this.codes.count === 0) return false;
    this.scatterCost = 0;
    this.codes.begin();
    return true;
  }

  advanceScatter() {
    const before = this.now();
    let spent = 0,
      codes = null;
    do {
      codes = this.measureFinite(() => this.codes.advance());
      spent = this.now() - before;
    } while (this.codes.isActive && spent >= 0 && spent < SLICE_MS);
    this.scatterCost += Math.max(0, spent);
    // Some are left, or they are not finite.
    if (!codes) return this.codes.isActive ? this.scheduleTick() : undefined;
    const { mu } = codes;
    this.emit(WorkerEvent.scatter, { step: this.step, latentDim: mu.length / this.codes.count, mu });
    this.lastScatter = this.now();
  }

  /** If it fails, the run continues, and the next snapshot is tried when it is due. */
  emitSnapshot() {
    const before = this.now();
    try {
      const bytes = this.model.saveWeights({ resumable: true, digits: this.digits });
      this.emit(WorkerEvent.snapshot, { bytes, run: this.runState() });
      /** Whether the last snapshot succeeded. */
      this.hasSnapshot = true;
    } catch (error) {
      if (isTrap(error)) throw error;
      if (this.hasSnapshot) this.emit(WorkerEvent.snapshotFailed, { error: serializeError(error) });
      this.hasSnapshot = false;
    }
    this.lastSnapshot = this.now();
    this.snapshotCost = Math.max(0, this.lastSnapshot - before);
  }

  clearWindow() {
    this.meter.restart();
    this.means.clear();
  }
}
