/**
 * The one list of what page and worker say to each other. Imports nothing.
 *
 * A request is `{id, type, ...fields}`; its answer is `{id, ok: true, value}` or
 * `{id, ok: false, error}` with what saidOf() of engine-error.js made of it. Events carry no id.
 *
 * @typedef {'binarized' | 'thresholded' | 'grey'} PixelMode
 *   How a grey digit is shown to the model: drawn anew from Bernoulli(x) at each presentation, cut at ½, or as it is.
 *
 * @typedef {object} ModelConfig  The architecture. Changing it means a new model.
 * @property {'vae' | 'cvae' | 'ae' | 'fvbn' | 'made'} model  cvae: a VAE that is told which digit it sees and is to paint
 * @property {number[]} hidden        hidden sizes of the encoder, mirrored by the decoder; of made, its masked layers
 * @property {number} latentDim       0 for fvbn and made, which have no code
 * @property {'relu' | 'tanh'} activation
 * @property {number} [width]         of the images, in pixels; 28 where it is left out
 * @property {number} [height]
 * @property {string} [likelihood]    p(x | the decoder's outputs): bernoulli where it is left out, continuous_bernoulli or gaussian
 * @property {number} [sigma]         of the likelihood gaussian; 0: learned, one for each pixel
 *
 * @typedef {object} TrainingConfig  How it is trained. Learning rate and beta may change while it runs.
 * @property {number} batchSize
 * @property {number} learningRate
 * @property {'elbo' | 'iwae'} [objective]  of a vae
 * @property {number} [importanceSamples]  k of the objective iwae
 * @property {number} beta            weight of the KL term in what is minimised; a reported ELBO is always at beta = 1
 * @property {number} betaWarmupSteps beta rises linearly from 0 over so many steps
 * @property {PixelMode} pixels
 * @property {number[]} [digits]      labels trained and scored on, in rising order; all ten where it is left out
 * @property {number} seed            0 … 2^32 − 1; the initial weights, the order of digits and all noise follow from it
 *
 * @typedef {object} ModelInfo
 * @property {ModelConfig} config
 * @property {TrainingConfig} training
 * @property {number} parameters      how many numbers are learnt
 * @property {number} step            optimiser steps since its first weights; 0 for weights without optimiser state
 * @property {number} epoch           presentations / training digits, as a fraction
 * @property {string} checksum        16 hex digits over all weights
 * @property {TrainingRecord | null} record  what the file says of its training; null for a new model
 * @property {string[]} [types]       how the file held its numbers: 'F32', 'F16', 'BF16', 'F64', of which the last are rounded
 *   to F32; absent for a new model
 *
 * @typedef {object} TrainingRecord
 * @property {TrainingConfig} config
 * @property {number} step
 * @property {number} epochs
 * @property {string} data            name of the digits
 * @property {number} trainExamples
 * @property {{negativeElbo: number, standardError: number, examples: number, pixels: PixelMode}} [validation]
 *
 * @typedef {object} BoundTerms       means over digits, in nats
 * @property {number} negativeElbo    vae: reconstruction + kl (beta = 1), one sampled z; ae: the reconstruction loss,
 *   which bounds nothing; fvbn, made: −log p(x), exact
 * @property {number} reconstruction
 * @property {number} kl
 *
 * @typedef {object} Code
 * @property {Float32Array} mu
 * @property {Float32Array} logVar    of length 0 for an ae, whose code is a point
 *
 * @typedef {object} ForwardTrace     of one digit; losses in nats
 * @property {Float32Array} mu
 * @property {Float32Array} logVar    of length 0 for an ae
 * @property {Float32Array} z
 * @property {Float32Array} probabilities  784 of ink
 * @property {number} reconstruction  −log p(x | z), summed over the pixels
 * @property {number} kl              0 for an ae
 * @property {number[]} klPerDimension  empty for an ae
 *
 * @typedef {object} StepTrace        one training step on one digit, done on a copy of the model
 * @property {ForwardTrace} before
 * @property {ForwardTrace} after     with the same epsilon
 * @property {number} beta            at this step; the loss is reconstruction + beta · kl
 * @property {number} learningRate
 * @property {number} step            of Adam, counted from 1
 * @property {Float32Array} dZ        gradients of the loss
 * @property {Float32Array} dMu
 * @property {Float32Array} dLogVar   of length 0 for an ae
 * @property {{name: string, gradientNorm: number, changeNorm: number}[]} parameters  Euclidean norms
 *
 * @typedef {object} Activations      of the hidden layers
 * @property {Float32Array[]} encoder from the pixels inwards
 * @property {Float32Array[]} decoder from the code outwards
 *
 * @typedef {object} Digits
 * @property {number} count
 * @property {number} trainCount
 * @property {number[]} trainCounts      of each label, 0 … 9
 * @property {Uint8Array} labels         of the held-out digits, 0 … 9
 * @property {Uint8Array} images         of the held-out digits, 784 bytes each, ink = 255
 * @property {string} name               'built-in' or the file's name
 *
 * @typedef {'idle' | 'running' | 'paused' | 'diverged'} TrainState
 *
 * @typedef {object} Progress            posted about 10 times a second while training runs, and after every command
 * @property {TrainState} state
 * @property {number} step
 * @property {number} epoch
 * @property {number} imagesPerSecond    over the last second; 0 when not running
 * @property {BoundTerms | null} train   mean over the steps since the last progress
 * @property {(BoundTerms & {step: number, epoch: number, klPerDimension: number[], activeUnits: number}) | null} heldOut
 *   a new measurement over all held-out digits of the labels trained on; active are the dimensions whose mu varies by more
 *   than a variance of 0.01 from digit to digit
 * @property {number | null} divergedStep  the step that could not be taken, when the last one diverged; `step` is then
 *   that of the good weights that came back
 * @property {'step' | 'epochs' | 'patience' | null} stopped  which part of the rule has stopped it
 * @property {number | null} lastStep    while running: where the rule will stop it by steps or epochs
 * @property {number} withoutGain        epochs since the held-out bound last gained
 * @property {string} checksum           '' while running
 *
 * @typedef {object} RunState            what early stopping knows, besides the weights
 * @property {number} best               the lowest held-out bound so far; Infinity before the first
 * @property {number} bestEpoch          when it last gained
 * @property {number} countedStep        the last step at which it was measured for the stop rule; −1 before the first
 * @property {'step' | 'epochs' | 'patience' | null} stopped
 *
 * @typedef {object} Cost                of a model that need not be there (src/training/cost.h)
 * @property {number} parameters
 * @property {number} stepMultiplyAdds   of one training step
 * @property {number} stepOther          what else it computes, as multiply-adds
 * @property {number} encodeMultiplyAdds of one example
 * @property {number} decodeMultiplyAdds of one z; of fvbn and made, of one example
 * @property {number} modelBytes         at rest
 * @property {number} trainingBytes      in addition, in training
 * @property {number} saveBytes          in addition, while a resumable file is made
 * @property {number} loadBytes          in addition, while one is read
 * @property {number} fileBytes          of a resumable file
 * @property {number} evaluationBytes    in addition, while held-out digits are scored
 *
 * @typedef {object} StopRule            each may be left out
 * @property {number | null} untilStep   stops at this very step
 * @property {number | null} epochs      stops when so many epochs are full, counted from the first weights
 * @property {number | null} patience    stops when the held-out bound has not gained for so many epochs
 *
 * @typedef {object} Scatter             a new picture of the held-out digits, at most 4 times a second while training
 * @property {number} step
 * @property {number} latentDim
 * @property {Float32Array} mu           [held-out digit][dimension]
 *
 * @typedef {'exact' | 'fused'} Arithmetic  'fused' uses fused multiply-adds in the matrix products
 *
 * @typedef {object} EngineOptions
 * @property {'auto' | Arithmetic} [variant]  'auto': fused where that is possible
 * @property {'auto' | number} [threads]      1 … 8; 'auto': up to 4, as many as there are processors
 *
 * @typedef {object} Possible
 * @property {boolean} simd             without it there is exact arithmetic on one thread, slower by far, with the same results
 * @property {Arithmetic[]} arithmetic  the slower one first
 * @property {boolean} sharedMemory     without it there is one thread
 * @property {number} processors
 *
 * @typedef {object} Usage
 * @property {number} heapBytes       size of the WebAssembly heap, which never shrinks
 * @property {number} liveHandles     models and sets of digits in it that have not been disposed of
 *
 * @typedef {object} EngineInfo
 * @property {Arithmetic} arithmetic
 * @property {number} threads         that compute
 * @property {import('./engine-error.js').Said | null} fallback why there is one thread where more were asked for
 * @property {string} version
 * @property {Possible} possible
 */

/** What the page asks of the worker. */
export const Request = Object.freeze({
  /** EngineOptions → EngineInfo */
  start: 'start',
  /** {bytes: packed digits file, gzip allowed} or {images, labels, heldOut, name}: IDX bytes → Digits */
  loadDigits: 'loadDigits',
  /** {config, training} → ModelInfo; replaces the model only when all is well */
  createModel: 'createModel',
  /** {bytes, training?} → ModelInfo; the file's own training settings where none are given */
  loadModel: 'loadModel',
  /** {training} → ModelInfo; new settings from the next step on */
  setTraining: 'setTraining',
  /** {pixels: Float32Array, label?} → Code; a cvae needs the label, 0 … 9, and others do not look at it */
  encode: 'encode',
  /** {z: Float32Array, label?} → Float32Array of probabilities, 784 for each z */
  decode: 'decode',
  /** () → Scatter and logVar of all held-out digits under the present weights */
  encodeHeldOut: 'encodeHeldOut',
  /** StopRule → Progress; while it runs, it goes on under the new rule */
  play: 'play',
  /** () → Progress */
  pause: 'pause',
  /** {steps?: number} → Progress, after one optimiser step or so many; a pause meanwhile ends it where it is */
  step: 'step',
  /** () → Progress; back to the first weights of this model, the same seed */
  reset: 'reset',
  /** {half?: boolean, resumable?: boolean} → Uint8Array of a .safetensors file */
  saveModel: 'saveModel',
  /** {count, seed} → Float32Array, 784 for each image */
  samplePrior: 'samplePrior',
  /** {pixels, samples, seed, label} → DigitLikelihood (vae, cvae); a label is for the cvae alone, here and below */
  digitLikelihood: 'digitLikelihood',
  /** {pixels, side, label} → {side, left, right, bottom, top, density} (vae, cvae of two dimensions) */
  posteriorGrid: 'posteriorGrid',
  /** {given, seed, index} → {pixels, probabilities} (fvbn, made) */
  paint: 'paint',
  /** {pixels} → {probabilities, logLikelihood} (fvbn, made) */
  conditionals: 'conditionals',
  /** {pixels, epsilon, label} → StepTrace (vae, cvae, ae); the model stays as it is */
  traceStep: 'traceStep',
  /** {pixels, z, label, paintAs} → Activations (vae, cvae, ae) */
  activations: 'activations',
  /** {seed} → LatentMetrics of the held-out digits */
  latentMetrics: 'latentMetrics',
  /** {classifier, count, seed} → SampleQuality */
  sampleQuality: 'sampleQuality',
  /** () → Usage */
  usage: 'usage',
  /** {config, training} → Cost */
  costOf: 'costOf',
  /** () → {bytes: a resumable file, run: RunState}: all that a new worker needs to go on as this one would */
  suspend: 'suspend',
  /** {bytes: a resumable file of the present model, run?: RunState} → Progress; how a new worker takes over from a dead one */
  resume: 'resume',
});

/** What the worker says unasked. */
export const Event = Object.freeze({
  /** Progress */
  progress: 'progress',
  /** Scatter */
  scatter: 'scatter',
  /** {bytes, run: RunState}: a resumable file to start again from if the worker dies */
  snapshot: 'snapshot',
  /** {error: saidOf() it}: no snapshot could be made; the run goes on and is not kept. Once, until one is made again */
  notKept: 'notKept',
  /** {error: saidOf() it}: the run was paused since a step or a measurement failed; all is as it was before */
  interrupted: 'interrupted',
  /** {heapBytes, neededBytes}: the heap has become far larger than what is in it needs */
  oversized: 'oversized',
  /** Nothing but that it is at work, from within a long computation */
  alive: 'alive',
  /** ThreadMessage (thread-lending.js); the page answers by events of the same name */
  threads: 'threads',
  /** saidOf() the error: the engine has crashed; this worker is of no more use */
  crashed: 'crashed',
});
