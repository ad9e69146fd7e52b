/**
 * Early stopping. The rule counts steps and measurements, not time, so that the same rule ends the same run at
 * the same step on every machine.
 */
import { invalidArgument } from './engine-error.js';

/** @typedef {import('./messages.js').StopRule} StopRule */

/** The held-out bound has improved if it is lower by more than this, in nats. */
export const MIN_IMPROVEMENT = 0.05;

/** Tolerates rounding in numbers of epochs. */
const EPSILON = 1e-9;

/**
 * @param {any} given
 * @returns {StopRule}  throws if a limit is not a number that a run can reach
 */
export function checkStopRule({ untilStep = null, epochs = null, patience = null } = {}) {
  const isWhole = (/** @type {any} */ value) => value === null || (Number.isInteger(value) && value >= 0);
  const isPositive = (/** @type {any} */ value) => value === null || (Number.isFinite(value) && value > 0);
  if (!isWhole(untilStep)) throw invalidArgument('play', 'untilStep to be a whole number from 0', untilStep);
  if (!isPositive(epochs)) throw invalidArgument('play', 'epochs to be a number above 0', epochs);
  if (!isPositive(patience)) throw invalidArgument('play', 'patience to be a number of epochs above 0', patience);
  return { untilStep, epochs, patience };
}

export class EarlyStopping {
  constructor() {
    /** @type {StopRule} */
    this.rule = checkStopRule();
    this.best = Infinity;
    this.bestEpoch = 0;
  }

  /** Clears the measurements: they belong to another run, or to other pixels, digits or another objective. */
  clear() {
    this.best = Infinity;
    this.bestEpoch = 0;
  }

  /**
   * The step at which the rule's limit on steps or epochs ends the run, and which of the two it is.
   * @param {{step: number, epoch: number, trainCount: number, batchSize: number}} now
   * @returns {{step: number, why: 'step' | 'epochs'} | null}
   */
  lastStep({ step, epoch, trainCount, batchSize }) {
    const { untilStep, epochs } = this.rule;
    // As in the native program: the first step at which this number of epochs is complete.
    const stepsLeft = epochs === null ? Infinity : Math.ceil(((epochs - epoch) * trainCount) / batchSize - EPSILON);
    const lastByEpochs = step + Math.max(0, stepsLeft);
    if (untilStep !== null && untilStep <= lastByEpochs) return { step: Math.max(step, untilStep), why: 'step' };
    return epochs === null ? null : { step: lastByEpochs, why: 'epochs' };
  }

  /**
   * @param {number} bound  −ELBO of the held-out digits, in nats
   * @param {number} epoch
   * @returns {boolean}     whether the run ends: no improvement for `patience` epochs
   */
  addMeasurement(bound, epoch) {
    if (bound < this.best - MIN_IMPROVEMENT) {
      this.best = bound;
      this.bestEpoch = epoch;
    }
    return this.isPatienceExhausted(epoch);
  }

  /** @param {number} epoch */
  isPatienceExhausted(epoch) {
    return this.rule.patience !== null && this.epochsWithoutImprovement(epoch) >= this.rule.patience - EPSILON;
  }

  /** @param {number} epoch */
  epochsWithoutImprovement(epoch) {
    return this.best === Infinity ? 0 : Math.max(0, epoch - this.bestEpoch);
  }

  /** Counts the epochs without improvement from here: a run is continued after its patience was exhausted. @param {number} epoch */
  restartPatience(epoch) {
    this.bestEpoch = epoch;
  }
}
