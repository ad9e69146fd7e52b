/**
 * Limits on the time and memory of models in a page, checked by the core's cost model (src/training/cost.h) before anything is
 * built. The limits are constants, so that the same settings are accepted or rejected on every machine.
 */
import { EngineError } from './engine-error.js';

/** @typedef {import('./messages.js').ModelConfig} ModelConfig */
/** @typedef {import('./messages.js').TrainingConfig} TrainingConfig */
/** @typedef {import('./messages.js').Cost} Cost */
/** @typedef {import('./messages.js').Layer} Layer */
/** @typedef {{config: Partial<ModelConfig>, training?: Partial<TrainingConfig>}} Settings */
/** @typedef {(settings: Settings) => Cost} CostOf */
/** @typedef {{bytes: number, stepWork: number, pieceWork: number}} Limits */

/** Bytes, of the core's 2 GB. The rest holds the digits and, while a model is replaced, the new one beside the old one. */
const MAX_MODEL_BYTES = 1.6e9;

/** Components of a learned prior, of settings that name none; the core's. */
const DEFAULT_COMPONENTS = 50;

/** Bytes of the core without a model: its data, the stack, the digits. */
const BASE_BYTES = 30e6;

/**
 * stepWork: multiply-adds of one step, about a second on one thread; pieceWork: of one piece of a long call, after which other
 * requests are served, a few hundredths of a second.
 * @param {import('./messages.js').Possible} possible
 * @returns {Limits}
 */
export const limitsOf = ({ simd }) => ({
  bytes: MAX_MODEL_BYTES,
  stepWork: simd ? 12e9 : 1.5e9,
  pieceWork: simd ? 4e8 : 6e7,
});

/** The largest size of the heap's contents while this model is used, in bytes. @param {Cost} cost */
export const bytesNeeded = (cost) =>
  BASE_BYTES + cost.modelBytes + cost.trainingBytes + Math.max(cost.saveBytes, cost.loadBytes) + cost.evaluationBytes;

/** @param {Cost} cost */
const workOf = (cost) => cost.stepMultiplyAdds + cost.stepOther;

/**
 * Items per piece of a long call.
 * @param {number} workEach  multiply-adds per item
 * @param {Limits} limits
 * @param {number} max
 */
export const pieceOf = (workEach, { pieceWork }, max) =>
  Math.max(1, Math.min(max, Math.floor(pieceWork / Math.max(1, workEach))));

/** @param {Cost} cost @param {Limits} limits */
const isAffordable = (cost, limits) => bytesNeeded(cost) <= limits.bytes && workOf(cost) <= limits.stepWork;

/**
 * The largest whole number from `min` below `present` with which the settings are affordable; 0 if there is none. The cost must
 * increase with the number.
 * @param {number} min
 * @param {number} present
 * @param {(value: number) => Settings} settingsWith
 * @param {CostOf} costOf
 * @param {Limits} limits
 */
function largest(min, present, settingsWith, costOf, limits) {
  let low = min - 1,
    high = present - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isAffordable(costOf(settingsWith(middle)), limits)) low = middle;
    else high = middle - 1;
  }
  return low >= min ? low : 0;
}

/** @param {Layer} layer */
const widthOf = (layer) => (typeof layer === 'number' ? layer : layer.channels);

/** @param {Layer} layer @param {number} width @returns {Layer} */
const atMost = (layer, width) =>
  typeof layer === 'number' ? Math.min(layer, width) : { ...layer, channels: Math.min(layer.channels, width) };

/**
 * The changes, each by itself, that would make the settings affordable.
 * @param {Settings} settings
 * @param {CostOf} costOf
 * @param {Limits} limits
 * @returns {EngineError}
 */
function fitting({ config, training = {} }, costOf, limits) {
  const { hidden = [], latentDim = 1, lowerLayers = [], prior, components = DEFAULT_COMPONENTS } = config;
  const { batchSize = 128, objective = 'elbo', importanceSamples = 1 } = training;
  /** @type {EngineError[]} */
  const fits = [];
  /** @param {'fitSamples' | 'fitBatch' | 'fitWidth' | 'fitComponents'} code @param {number} min @param {number} present @param {(value: number) => Settings} settingsWith */
  const offer = (code, min, present, settingsWith) => {
    const most = largest(min, present, settingsWith, costOf, limits);
    if (most > 0) fits.push(new EngineError(code, { most }));
  };
  if (objective === 'iwae')
    offer('fitSamples', 2, importanceSamples, (k) => ({ config, training: { ...training, importanceSamples: k } }));
  offer('fitBatch', 1, batchSize, (size) => ({ config, training: { ...training, batchSize: size } }));
  // A layer narrower than the code would be an unintended bottleneck.
  const widths = [hidden, ...lowerLayers.map((layer) => layer.hidden)].flat();
  offer('fitWidth', Math.max(2, Math.min(8, latentDim)), Math.max(1, ...widths.map(widthOf)), (width) => ({
    config: {
      ...config,
      hidden: hidden.map((layer) => atMost(layer, width)),
      ...(lowerLayers.length > 0 && {
        lowerLayers: lowerLayers.map((layer) => ({
          ...layer,
          hidden: layer.hidden.map((size) => Math.min(size, width)),
        })),
      }),
    },
    training,
  }));
  if (prior !== undefined && prior !== 'standard')
    offer('fitComponents', 1, components, (most) => ({ config: { ...config, components: most }, training }));
  if (fits.length === 0) return new EngineError('fitLess');
  return fits.reduceRight((second, first) => new EngineError('fitOr', { first, second }));
}

/**
 * Throws an EngineError if the settings exceed the limits; it holds by how much, and what would fit.
 * @param {Settings} settings
 * @param {CostOf} costOf
 * @param {Limits} limits
 */
export function expectAffordable(settings, costOf, limits) {
  const cost = costOf(settings);
  const needed = bytesNeeded(cost),
    shareOfBytes = needed / limits.bytes,
    shareOfWork = workOf(cost) / limits.stepWork;
  if (Math.max(shareOfBytes, shareOfWork) <= 1) return;
  const fits = fitting(settings, costOf, limits);
  // Reports the limit that is exceeded by more.
  if (shareOfBytes >= shareOfWork)
    throw new EngineError('modelTooLarge', { needed: megabytes(needed), most: megabytes(limits.bytes), fits });
  // Rounded up, so that the message never says “1 times”.
  const times = Math.ceil(shareOfWork * 10) / 10;
  throw new EngineError('stepTooLong', { times: times < 10 ? times : Math.ceil(times), fits });
}

/**
 * The same for a file before it is read: its bytes are in memory twice.
 * @param {number} fileBytes
 * @param {Settings} settings
 * @param {CostOf} costOf
 * @param {Limits} limits
 */
export function expectAffordableFile(fileBytes, settings, costOf, limits) {
  expectAffordable(settings, costOf, limits);
  const { modelBytes } = costOf(settings);
  const needed = BASE_BYTES + modelBytes + 2 * fileBytes;
  if (needed > limits.bytes)
    throw new EngineError('fileNeedsMemory', {
      size: megabytes(fileBytes),
      needed: megabytes(needed),
      most: megabytes(limits.bytes),
    });
}

/** @param {number} bytes */
const megabytes = (bytes) => Math.round(bytes / 1e6);

/** Bytes; a smaller heap does not justify a new worker. */
const MIN_OVERSIZED_HEAP = 256e6;

/** Whether a heap, which never shrinks, is far larger than its contents need. @param {number} heapBytes @param {number} needed */
export const isOversized = (heapBytes, needed) => heapBytes > MIN_OVERSIZED_HEAP && heapBytes > 4 * needed;
