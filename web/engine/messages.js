/**
 * The types of the data that page and worker exchange, and the worker's events. Imports nothing. The requests are in calls.js.
 *
 * @typedef {'binarized' | 'thresholded' | 'grey'} PixelMode
 *   How a grey digit is presented to the model: sampled from Bernoulli(x) at each presentation, thresholded at ½, or unchanged.
 *
 * @typedef {object} Convolution   with square kernels, as PyTorch's Conv2d; before the layers that are numbers, in a vae or ae
 * @property {'conv2d'} layer
 * @property {number} channels        of its output
 * @property {number} kernel          side of the kernels
 * @property {number} [stride]        default 1
 * @property {number} [padding]       default 0
 *
 * @typedef {number | Convolution} Layer   a number: a linear layer with that many units
 *
 * @typedef {object} ModelConfig  The architecture, which is fixed for a model.
 * @property {'vae' | 'cvae' | 'hvae' | 'ae' | 'fvbn' | 'made'} model  cvae: a VAE conditioned on the image's label; hvae: a VAE
 *   with several stochastic layers, of which the code is the top one
 * @property {Layer[]} hidden         the encoder's hidden layers; the decoder has them in reverse order, with transposed convolutions; of
 *   made, its masked layers
 * @property {number} latentDim       0 for fvbn and made, which have no latent variables
 * @property {'relu' | 'tanh'} activation
 * @property {{hidden: number[], latentDim: number}[]} [lowerLayers]  of an hvae: the stochastic layers below the code, 1 to 7,
 *   from the pixels up; hidden and latentDim are those of the code
 * @property {'bottom_up' | 'top_down'} [inference]  of an hvae: each layer given the one below (the default), or given the image
 *   and the layer above (ladder VAE)
 * @property {number} [width]         of the images, in pixels; default 28
 * @property {number} [height]
 * @property {string} [likelihood]    p(x | the decoder's outputs): bernoulli where it is left out, continuous_bernoulli or gaussian
 * @property {number} [sigma]         of the likelihood gaussian; 0: learned, one for each pixel
 * @property {number} [labels]        of a cvae: the number of labels 0, 1, …, from 2 to 62; where it is left out, as many as the images
 *   have classes that the model is created with, or without images ten
 * @property {string} [prior]         p(z) of a vae: standard, N(0, I), where it is left out; mixture, of Gaussians that are learned; or
 *   vamp, of the encoder's Gaussians for images that are learned (src/models/prior.h)
 * @property {number} [components]    of a learned prior: the number of its Gaussians, from 1 to 1000; default 50
 * @property {number} [orderings]     of a made: on how many orderings of the pixels it is trained, from 1 to 256; default 1, the
 *   raster order. Its likelihood is the mean over them (src/models/ordered_made.h)
 * @property {number} [orderingSeed]  determines the orderings and masks but the first; default 1
 *
 * @typedef {object} TrainingConfig  Training settings. Learning rate and beta may change during a run.
 * @property {number} batchSize
 * @property {number} learningRate
 * @property {'elbo' | 'iwae'} [objective]  of a vae
 * @property {number} [importanceSamples]  number k of importance samples of the objective iwae
 * @property {'reparameterized' | 'stl' | 'dreg'} [estimator]  of the gradient of a vae's encoder: sticking the landing
 *   (biased for iwae), doubly reparameterized (for iwae only); src/models/objective.h states the formulas
 * @property {number} beta            weight of the KL term in the loss; reported ELBOs are always at beta = 1
 * @property {number} betaWarmupSteps number of steps over which beta rises linearly from 0
 * @property {'constant' | 'steps' | 'cosine' | 'burda'} [schedule]  of the learning rate, by epochs of the training digits;
 *   src/models/schedule.h states the formulas; burda: 10^(−i/7) times the rate for 3^i epochs, i = 0 … 7
 * @property {number} [scheduleEpochs]  steps: epochs between changes; cosine: epochs to its end; 0: unset
 * @property {number} [scheduleFactor]  steps: factor of a change, above 0; cosine: fraction of the rate at its end
 * @property {number[]} [scheduleAt]  steps: epochs of the changes, ascending, instead of scheduleEpochs
 * @property {number} [shards]        parts of a batch, of equal size, whose gradients are added in their order; default 1.
 *   The native program divides them among processes; the weights depend on shards and not on those
 * @property {number} [averageDecay]  of an exponential moving average of the weights, from 0, none, to 0.99999, such as 0.999
 *   (src/nn/weight_average.h). All but the training itself then uses the average, also files; training goes on from the raw weights,
 *   which resumable files have besides. May change during a run: turned on, the average starts at the current weights
 * @property {PixelMode} pixels
 * @property {number[]} [digits]      labels trained and scored on, in ascending order; default all ten
 * @property {number} seed            0 … 2^32 − 1; determines the initial weights, the order of the digits and all noise
 *
 * @typedef {object} ModelInfo
 * @property {ModelConfig} config
 * @property {TrainingConfig} training
 * @property {number} parameters      number of trainable parameters
 * @property {number} step            optimiser steps since the first weights; 0 for weights without optimiser state
 * @property {number} epoch           presentations / training digits; not rounded
 * @property {string} checksum        16 hex digits over all weights
 * @property {TrainingRecord | null} record  the file's training record; null for a new model
 * @property {string[]} [types]       the file's number formats: 'F32', 'F16', 'BF16', 'F64' (rounded to F32); absent for a
 *   new model
 *
 * @typedef {object} TrainingRecord
 * @property {TrainingConfig} config
 * @property {number} step
 * @property {number} epochs
 * @property {string} data            name of the set of digits
 * @property {number} trainExamples
 * @property {{negativeElbo: number, standardError: number, examples: number, pixels: PixelMode}} [validation]
 *
 * @typedef {object} BoundTerms       means over digits, in nats
 * @property {number} negativeElbo    vae: reconstruction + kl (beta = 1), one sampled z; ae: the reconstruction loss,
 *   which is not a bound; fvbn, made: −log p(x), exact
 * @property {number} reconstruction
 * @property {number} kl
 *
 * @typedef {object} Code
 * @property {Float32Array} mu
 * @property {Float32Array} logVar    of length 0 for an ae, whose code has no variance
 * @property {Float32Array} kl        KL(q(z | x) ‖ p(z)) of each dimension in nats; of length 0 for an ae, and with a learned prior,
 *   which is no product over the dimensions
 *
 * @typedef {object} Prior            p(z) = Σ_k w_k N(m_k, diag s_k²)
 * @property {number[]} weights       w, of each component
 * @property {Float32Array} means     latentDim numbers of each component
 * @property {Float32Array} sigmas    the same, standard deviations
 * @property {Float32Array} pseudoInputs  with the prior vamp the images whose q(z | u) the components are, pixels in [0, 1]; otherwise
 *   of length 0
 *
 * @typedef {object} CodeDensity      a mixture of Gaussians with any covariances, Σ_j v_j a_j a_jᵀ, of each component
 * @property {number[]} weights
 * @property {number[]} means         latentDim numbers of each component
 * @property {number[]} axes          latentDim unit vectors a of each component, of latentDim numbers each
 * @property {number[]} variances     v, latentDim numbers of each component
 * @property {number} logLikelihood   mean of log p(z) over the codes that it was fitted to, in nats
 * @property {Float32Array} samples   latentDim numbers of each sample
 *
 * @typedef {object} ForwardTrace     of one digit; losses in nats
 * @property {Float32Array} mu
 * @property {Float32Array} logVar    of length 0 for an ae
 * @property {Float32Array} z
 * @property {Float32Array} probabilities  784, of ink
 * @property {number} reconstruction  −log p(x | z), summed over the pixels
 * @property {number} kl              0 for an ae
 * @property {number[]} klPerDimension  with a learned prior one number, kl; empty for an ae
 *
 * @typedef {object} StepTrace        one training step on one digit, on a copy of the model
 * @property {ForwardTrace} before
 * @property {ForwardTrace} after     after the step, with the same epsilon
 * @property {number} beta            at this step; the loss is reconstruction + beta · kl
 * @property {number} learningRate
 * @property {number} step            Adam's step count, from 1
 * @property {Float32Array} dZ        gradients of the loss
 * @property {Float32Array} dMu
 * @property {Float32Array} dLogVar   of length 0 for an ae
 * @property {{name: string, gradientNorm: number, changeNorm: number}[]} parameters  Euclidean norms
 *
 * @typedef {object} Activations      of the hidden layers
 * @property {Float32Array[]} encoder in order from the pixels
 * @property {Float32Array[]} decoder in order from the code
 *
 * @typedef {object} Digits
 * @property {number} count
 * @property {number} trainCount
 * @property {number[]} trainCounts      of each label, 0 … 9 or 0 … 61
 * @property {Uint8Array} labels         of the held-out digits, 0 … 61
 * @property {Uint8Array} images         of the held-out digits, width · height bytes each, ink = 255
 * @property {string} name               'built-in' or the file's name
 * @property {number} classCount         the largest label + 1, or the number of `labelNames` if that is more
 * @property {number} width              of the images, in pixels
 * @property {number} height
 * @property {ModelInfo} [model]         the new model, if one was requested in the same step
 *
 * @typedef {'idle' | 'running' | 'paused' | 'diverged'} TrainState
 *
 * @typedef {object} Progress            posted about 10 times a second during a run, and after every command
 * @property {TrainState} state
 * @property {number} step
 * @property {number} epoch
 * @property {number} imagesPerSecond    over about the last second; 0 when not running
 * @property {BoundTerms | null} train   mean over the steps since the last progress event
 * @property {(BoundTerms & {step: number, epoch: number, klPerDimension: number[], klPerLayer: number[], activeUnits: number}) | null} heldOut
 *   a new measurement over all held-out digits of the labels trained on; a dimension is active if the variance of its mu over
 *   the digits exceeds 0.01
 * @property {number | null} divergedStep  the step that diverged, or null; `step` is then that of the last finite weights, which were
 *   restored
 * @property {'step' | 'epochs' | 'patience' | null} stopped  the limit of the stop rule that ended the run
 * @property {number | null} lastStep    during a run: the step at which the rule's limit on steps or epochs ends it
 * @property {number} epochsWithoutImprovement        epochs since the held-out bound last improved
 * @property {string} checksum           '' during a run
 *
 * @typedef {object} RunState            state of early stopping
 * @property {number} best               the lowest held-out bound; Infinity before the first
 * @property {number} bestEpoch          the epoch of the last improvement
 * @property {number} countedStep        the last step whose measurement counted for the stop rule; −1 before the first
 * @property {'step' | 'epochs' | 'patience' | null} stopped
 *
 * @typedef {object} Cost                of a model, which need not exist (src/training/cost.h)
 * @property {number} parameters
 * @property {number} stepMultiplyAdds   of one training step
 * @property {number} stepOther          its other computations, as multiply-adds
 * @property {number} encodeMultiplyAdds of one example
 * @property {number} decodeMultiplyAdds of one z; of fvbn and made, of one example
 * @property {number} modelBytes         at rest
 * @property {number} trainingBytes      in addition, in training
 * @property {number} saveBytes          in addition, while a resumable file is written
 * @property {number} loadBytes          in addition, while one is read
 * @property {number} fileBytes          of a resumable file
 * @property {number} evaluationBytes    in addition, while held-out digits are scored
 *
 * @typedef {object} StopRule            each limit may be null
 * @property {number | null} untilStep   stops exactly at this step
 * @property {number | null} epochs      stops at the first step with this number of complete epochs, counted from the first weights
 * @property {number | null} patience    stops when the held-out bound has not improved for this number of epochs
 *
 * @typedef {object} Scatter             the codes of the held-out digits, at most 4 times a second during a run
 * @property {number} step
 * @property {number} latentDim
 * @property {Float32Array} mu           [held-out digit][dimension]
 *
 * @typedef {'exact' | 'fused'} Arithmetic  'fused' uses fused multiply-adds in the matrix products
 *
 * @typedef {object} EngineOptions
 * @property {'auto' | Arithmetic} [variant]  'auto': fused where supported
 * @property {'auto' | number} [threads]      1 … 8; 'auto': the number of processors, at most 4
 * @property {string | URL} [wasmUrl]         the folder of the .wasm files, if not where the package or a bundler has put them
 * @property {import('./start-core.js').WasmBinary} [wasmBinary]  the .wasm file of the build that variant and threads name, as bytes or
 *   compiled; nothing is fetched but code. 'auto' then stands for exact arithmetic and for one thread, and no other build replaces it
 *
 * @typedef {object} Possible            what this JavaScript engine supports
 * @property {boolean} simd             without it: exact arithmetic on one thread, slower, with the same results
 * @property {Arithmetic[]} arithmetic  the slower one first
 * @property {boolean} sharedMemory     without it: one thread
 * @property {number} processors
 * @property {number} maxThreads        maximum for an engine
 *
 * @typedef {object} Usage
 * @property {number} heapBytes       size of the WebAssembly heap, which never shrinks
 * @property {number} liveHandles     models and sets of digits that have not been disposed of
 *
 * @typedef {object} EngineInfo
 * @property {Arithmetic} arithmetic
 * @property {number} threads         including the core's own
 * @property {import('./engine-error.js').SerializedError | null} fallback the reason why one thread is used instead of several
 * @property {string} version
 * @property {Possible} possible
 */

/** Messages of the worker that answer no request: `{event, detail}`. */
export const WorkerEvent = Object.freeze({
  /** Progress */
  progress: 'progress',
  /** Scatter */
  scatter: 'scatter',
  /** calls.js Snapshot: the state from which a replacement worker continues */
  snapshot: 'snapshot',
  /** {error: SerializedError}: no snapshot could be made; the run continues. Posted once until a snapshot succeeds again */
  snapshotFailed: 'snapshotFailed',
  /** {error: SerializedError}: a step or a measurement failed without changing anything, and the run was paused */
  interrupted: 'interrupted',
  /** {heapBytes, neededBytes}: the heap is far larger than its contents need */
  oversized: 'oversized',
  /** No detail; posted from within a long computation */
  heartbeat: 'heartbeat',
  /** ThreadMessage (thread-proxy.js); the page replies by events of the same name */
  threads: 'threads',
  /** SerializedError: the core has trapped, and this worker is unusable */
  crashed: 'crashed',
});
