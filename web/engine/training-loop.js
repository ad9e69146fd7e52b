/**
 * Training in slices, so that whoever owns the thread can answer others in between. Knows the engine, but neither
 * Worker nor message: what it has to say goes to `emit`, and `schedule` calls it again.
 */
import { Event } from './messages.js';

/** @typedef {import('./messages.js').Progress} Progress */
/** @typedef {import('./messages.js').BoundTerms} BoundTerms */

const sliceMs = 30;
const progressMs = 100;
const scatterMs = 250;
const snapshotMs = 10_000;
/** Pictures of the latent space may take this share of the time. */
const scatterShare = 0.1;
const evaluationSlice = 125;
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
    const { config, training, step } = model.describe();
    this.hasCode = config.latentDim > 0;
    this.evaluating = false;
    this.step = /** @type {number} */ (step);
    this.batchSize = /** @type {number} */ (training.batchSize);
    this.evaluatedStep = -1;
    /** @type {number | null} */
    this.divergedStep = null;
    this.untilStep = Infinity;
    this.stepMs = 0;
    this.windowSteps = 0;
    this.windowStart = this.now();
    this.sums = { steps: 0, reconstruction: 0, kl: 0 };
    this.lastProgress = this.lastScatter = this.lastSnapshot = this.now();
    this.scatterCost = 0;
    this.askForEvaluation();
  }

  close() {
    this.closed = true;
  }

  /** @param {{untilStep?: number | null, epochs?: number | null, patience?: number | null}} [rule] */
  play({ untilStep = null } = {}) {
    if (untilStep !== null && !(Number.isInteger(untilStep) && untilStep >= 0)) {
      throw new Error(`play: expected untilStep to be a whole number from 0, got ${untilStep}`);
    }
    this.untilStep = untilStep ?? Infinity;
    if (this.step >= this.untilStep) return this.pause();
    if (this.state !== 'running') this.clearWindow();
    this.state = 'running';
    this.wake();
    return this.progress();
  }

  pause() {
    if (this.state === 'running') {
      this.state = 'paused';
      this.emitScatter();
      this.emitSnapshot();
      this.askForEvaluation();
    }
    return this.progress();
  }

  /** In the place of a loop that had begun. */
  goOnLater() {
    if (this.step > 0) this.state = 'paused';
    return this.progress();
  }

  /** @param {number} [steps]  optimiser steps, all in one piece */
  takeSteps(steps = 1) {
    if (!Number.isInteger(steps) || steps < 1) throw new Error(`step: expected a whole number of steps, got ${steps}`);
    this.state = 'paused';
    this.clearWindow();
    this.train(steps);
    this.emitScatter();
    this.askForEvaluation();
    return this.progress();
  }

  reset() {
    this.model.reset();
    this.step = this.model.describe().step;
    this.state = 'idle';
    this.evaluating = false;
    this.evaluatedStep = -1;
    this.clearWindow();
    this.emitScatter();
    this.askForEvaluation();
    return this.progress();
  }

  /** @returns {Progress} */
  progress() {
    const running = this.state === 'running';
    const seconds = (this.now() - this.windowStart) / 1000;
    return {
      state: this.state,
      step: this.step,
      epoch: this.model.epochs(this.digits),
      imagesPerSecond: running && seconds > 0 ? (this.windowSteps * this.batchSize) / seconds : 0,
      train: this.sums.steps > 0 ? this.meanOfSums(this.sums) : null,
      heldOut: null,
      divergedStep: this.divergedStep,
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
    if (this.evaluating) this.advanceEvaluation();
    else if (this.state === 'running') this.trainSlice();
    if (this.evaluating || this.state === 'running') this.wake();
  }

  trainSlice() {
    const stepsPerEpoch = this.digits.trainCount / this.batchSize;
    const every = Math.max(1, Math.round(stepsPerEpoch * evaluationEpochs));
    const untilEvaluation = every - (this.step % every);
    const affordable = this.stepMs > 0 ? Math.max(1, Math.floor(sliceMs / this.stepMs)) : 1;
    this.train(Math.min(affordable, untilEvaluation, this.untilStep - this.step));
    if (this.state === 'running' && this.step >= this.untilStep) {
      this.pause();
      this.emitProgress();
      return;
    }
    const now = this.now();
    if (now - this.lastProgress >= progressMs) this.emitProgress();
    if (now - this.lastScatter >= Math.max(scatterMs, this.scatterCost / scatterShare)) this.emitScatter();
    if (now - this.lastSnapshot >= snapshotMs) this.emitSnapshot();
    if (this.state === 'running' && this.step % every === 0) this.askForEvaluation();
  }

  /** @param {number} steps */
  train(steps) {
    const before = this.now();
    const statistics = this.model.train(this.digits, steps);
    const elapsed = this.now() - before;
    this.step = statistics.step;
    if (statistics.steps > 0) {
      this.stepMs = elapsed / statistics.steps;
      this.windowSteps += statistics.steps;
      this.sums.steps += statistics.steps;
      this.sums.reconstruction += statistics.reconstruction * statistics.steps;
      this.sums.kl += statistics.kl * statistics.steps;
    }
    this.divergedStep = statistics.diverged ? statistics.divergedStep : null;
    if (statistics.diverged) {
      this.state = 'diverged';
      this.emitProgress();
      this.emitScatter();
    }
  }

  askForEvaluation() {
    if (this.evaluating || this.digits.count === this.digits.trainCount || this.evaluatedStep === this.step) return;
    this.model.beginEvaluation(this.digits);
    this.evaluating = true;
    this.wake();
  }

  advanceEvaluation() {
    const report = this.model.advanceEvaluation(evaluationSlice);
    if (!report) return;
    this.evaluating = false;
    this.evaluatedStep = this.step;
    const { negativeElbo, reconstruction, kl } = report;
    const progress = this.progress();
    // The training means go on adding up: a mean over a step or two would only be noise.
    this.emit(Event.progress, {
      ...progress,
      train: null,
      heldOut: { negativeElbo, reconstruction, kl, step: progress.step, epoch: progress.epoch },
    });
  }

  emitProgress() {
    this.emit(Event.progress, this.progress());
    this.clearSums();
    this.lastProgress = this.now();
    // The rate is over about a second.
    if (this.now() - this.windowStart > 1000) {
      this.windowSteps /= 2;
      this.windowStart += (this.now() - this.windowStart) / 2;
    }
  }

  emitScatter() {
    // A model without a code has no place in the latent space.
    if (!this.hasCode) return;
    const before = this.now();
    const { mu } = this.model.encodeHeldOut(this.digits);
    this.emit(Event.scatter, { step: this.step, latentDim: mu.length / (this.digits.count - this.digits.trainCount), mu });
    this.lastScatter = this.now();
    this.scatterCost = this.lastScatter - before;
  }

  emitSnapshot() {
    this.emit(Event.snapshot, { bytes: this.model.saveWeights({ resumable: true, digits: this.digits }) });
    this.lastSnapshot = this.now();
  }

  clearWindow() {
    this.windowSteps = 0;
    this.windowStart = this.now();
    this.clearSums();
  }

  clearSums() {
    Object.assign(this.sums, { steps: 0, reconstruction: 0, kl: 0 });
  }

  /**
   * @param {{steps: number, reconstruction: number, kl: number}} sums
   * @returns {BoundTerms}
   */
  meanOfSums({ steps, reconstruction, kl }) {
    return { negativeElbo: (reconstruction + kl) / steps, reconstruction: reconstruction / steps, kl: kl / steps };
  }
}
