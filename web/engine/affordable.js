/**
 * What a page can afford, decided from the cost model of the core (src/training/cost.h) before anything is built. The
 * limits are constants of the build, so that the same settings are taken or refused everywhere.
 */
import { EngineError } from './engine-error.js';

/** @typedef {import('./messages.js').ModelConfig} ModelConfig */
/** @typedef {import('./messages.js').TrainingConfig} TrainingConfig */
/** @typedef {import('./messages.js').Cost} Cost */
/** @typedef {{config: Partial<ModelConfig>, training?: Partial<TrainingConfig>}} Settings */
/** @typedef {(settings: Settings) => Cost} CostOf */
/** @typedef {{bytes: number, stepWork: number, pieceWork: number}} Limits */

/**
 * Of the 2 GB that WebAssembly gives the core. What is left must hold the digits, and beside a model that is at work the
 * one that takes its place.
 */
const MOST_BYTES = 1.6e9;

/** Memory of the core before there is a model: its data, the stack, the digits. */
const BASE_BYTES = 30e6;

/**
 * Multiply-adds of one step, and of a piece of longer work between two looks at the queue: about a second and a tenth of
 * a second of one thread.
 * @param {import('./messages.js').Possible} possible
 * @returns {Limits}
 */
export const limitsOf = ({ simd }) => ({ bytes: MOST_BYTES, stepWork: simd ? 12e9 : 1.5e9, pieceWork: simd ? 4e8 : 6e7 });

/** What the heap holds at the most while this model is at work. @param {Cost} cost */
export const bytesNeeded = (cost) =>
  BASE_BYTES + cost.modelBytes + cost.trainingBytes + Math.max(cost.saveBytes, cost.loadBytes) + cost.evaluationBytes;

/** @param {Cost} cost */
const workOf = (cost) => cost.stepMultiplyAdds + cost.stepOther;

/**
 * Items that a piece of longer work takes at a time.
 * @param {number} workEach  multiply-adds
 * @param {Limits} limits
 * @param {number} most
 */
export const pieceOf = (workEach, { pieceWork }, most) => Math.max(1, Math.min(most, Math.floor(pieceWork / Math.max(1, workEach))));

/** @param {Cost} cost @param {Limits} limits */
const isAffordable = (cost, limits) => bytesNeeded(cost) <= limits.bytes && workOf(cost) <= limits.stepWork;

/**
 * The largest whole number from 1 below `present` with which the settings are affordable; 0 where none is. Costs rise
 * with each of the settings asked about.
 * @param {number} least
 * @param {number} present
 * @param {(value: number) => Settings} settingsWith
 * @param {CostOf} costOf
 * @param {Limits} limits
 */
function largest(least, present, settingsWith, costOf, limits) {
  let low = least - 1, high = present - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isAffordable(costOf(settingsWith(middle)), limits)) low = middle;
    else high = middle - 1;
  }
  return low >= least ? low : 0;
}

/**
 * What would fit, each change by itself.
 * @param {Settings} settings
 * @param {CostOf} costOf
 * @param {Limits} limits
 * @returns {EngineError}
 */
function fitting({ config, training = {} }, costOf, limits) {
  const { hidden = [], latentDim = 1 } = config;
  const { batchSize = 128, objective = 'elbo', importanceSamples = 1 } = training;
  /** @type {EngineError[]} */
  const fits = [];
  /** @param {'fitSamples' | 'fitBatch' | 'fitWidth'} code @param {number} least @param {number} present @param {(value: number) => Settings} settingsWith */
  const offer = (code, least, present, settingsWith) => {
    const most = largest(least, present, settingsWith, costOf, limits);
    if (most > 0) fits.push(new EngineError(code, { most }));
  };
  if (objective === 'iwae') offer('fitSamples', 2, importanceSamples, (k) => ({ config, training: { ...training, importanceSamples: k } }));
  offer('fitBatch', 1, batchSize, (size) => ({ config, training: { ...training, batchSize: size } }));
  // Narrower than the code, a layer would be a bottleneck that nobody meant.
  offer('fitWidth', Math.max(2, Math.min(8, latentDim)), Math.max(1, ...hidden), (width) => ({ config: { ...config, hidden: hidden.map((size) => Math.min(size, width)) }, training }));
  if (fits.length === 0) return new EngineError('fitLess');
  return fits.reduceRight((second, first) => new EngineError('fitOr', { first, second }));
}

/**
 * Throws an EngineError that says by how much the settings exceed what a page can give, and what would fit.
 * @param {Settings} settings
 * @param {CostOf} costOf
 * @param {Limits} limits
 */
export function expectAffordable(settings, costOf, limits) {
  const cost = costOf(settings);
  const needed = bytesNeeded(cost), shareOfBytes = needed / limits.bytes, shareOfWork = workOf(cost) / limits.stepWork;
  if (Math.max(shareOfBytes, shareOfWork) <= 1) return;
  const fits = fitting(settings, costOf, limits);
  // The one that is exceeded by more.
  if (shareOfBytes >= shareOfWork) throw new EngineError('modelTooLarge', { needed: megabytes(needed), most: megabytes(limits.bytes), fits });
  // Upwards, so that nobody reads “1 times”.
  const times = Math.ceil(shareOfWork * 10) / 10;
  throw new EngineError('stepTooLong', { times: times < 10 ? times : Math.ceil(times), fits });
}

/**
 * The same for a file that is to be read: its bytes are in memory twice.
 * @param {number} fileBytes
 * @param {Settings} settings
 * @param {CostOf} costOf
 * @param {Limits} limits
 */
export function expectAffordableFile(fileBytes, settings, costOf, limits) {
  expectAffordable(settings, costOf, limits);
  const { modelBytes } = costOf(settings);
  const needed = BASE_BYTES + modelBytes + 2 * fileBytes;
  if (needed > limits.bytes) throw new EngineError('fileNeedsMemory', { size: megabytes(fileBytes), needed: megabytes(needed), most: megabytes(limits.bytes) });
}

/** @param {number} bytes */
const megabytes = (bytes) => Math.round(bytes / 1e6);

/** A heap of less is never worth a new worker. */
const LEAST_EXCESS = 256e6;

/** Whether a heap, which never shrinks, is far larger than what is in it asks for. @param {number} heapBytes @param {number} needed */
export const isOversized = (heapBytes, needed) => heapBytes > LEAST_EXCESS && heapBytes > 4 * needed;
