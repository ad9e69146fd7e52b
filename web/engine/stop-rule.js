/**
 * When training stops by itself. Counted in steps and measurements, never by the clock, so that the same rule stops
 * the same run at the same step everywhere.
 */
import { invalidArgument } from './engine-error.js';

/** @typedef {import('./messages.js').StopRule} StopRule */

/** The held-out bound has gained when it is lower by more than this, in nats. */
export const LEAST_GAIN = 0.05;

/**
 * @param {any} given
 * @returns {StopRule}  throws where a limit is no number that one could reach
 */
export function checkStopRule({ untilStep = null, epochs = null, patience = null } = {}) {
  const whole = (/** @type {any} */ value) => value === null || (Number.isInteger(value) && value >= 0);
  const above = (/** @type {any} */ value) => value === null || (Number.isFinite(value) && value > 0);
  if (!whole(untilStep)) throw invalidArgument('play', 'untilStep to be a whole number from 0', untilStep);
  if (!above(epochs)) throw invalidArgument('play', 'epochs to be a number above 0', epochs);
  if (!above(patience)) throw invalidArgument('play', 'patience to be a number of epochs above 0', patience);
  return { untilStep, epochs, patience };
}

export class StopWatch {
  constructor() {
    /** @type {StopRule} */
    this.rule = checkStopRule();
    this.best = Infinity;
    this.bestEpoch = 0;
  }

  /** The best bound so far is of another run, or of other pixels, digits or another objective. */
  forget() {
    this.best = Infinity;
    this.bestEpoch = 0;
  }

  /**
   * Where the rule will stop the run, and which part of it; the nearer of the two.
   * @param {{step: number, epoch: number, trainCount: number, batchSize: number}} now
   * @returns {{step: number, why: 'step' | 'epochs'} | null}
   */
  lastStep({ step, epoch, trainCount, batchSize }) {
    const { untilStep, epochs } = this.rule;
    // As the native program counts: the first step at which so many epochs are full.
    const left = epochs === null ? Infinity : Math.ceil(((epochs - epoch) * trainCount) / batchSize - 1e-9);
    const byEpochs = step + Math.max(0, left);
    if (untilStep !== null && untilStep <= byEpochs) return { step: Math.max(step, untilStep), why: 'step' };
    return epochs === null ? null : { step: byEpochs, why: 'epochs' };
  }

  /**
   * @param {number} bound  −ELBO of the held-out digits
   * @param {number} epoch
   * @returns {boolean}     whether there has been no gain for as long as the rule waits
   */
  measured(bound, epoch) {
    if (bound < this.best - LEAST_GAIN) {
      this.best = bound;
      this.bestEpoch = epoch;
    }
    return this.isOver(epoch);
  }

  /** Whether there has been no gain for as long as the rule waits. @param {number} epoch */
  isOver(epoch) {
    return this.rule.patience !== null && this.withoutGain(epoch) >= this.rule.patience - 1e-9;
  }

  /** @param {number} epoch  @returns {number} epochs since the bound last gained */
  withoutGain(epoch) {
    return this.best === Infinity ? 0 : Math.max(0, epoch - this.bestEpoch);
  }

  /** Another try after the rule's patience was at an end. @param {number} epoch */
  waitAnew(epoch) {
    this.bestEpoch = epoch;
  }
}
