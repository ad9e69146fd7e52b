/**
 * The implementations of the calls in calls.js, by their names. Each gets the session and the call's arguments. The dispatcher
 * has checked the arguments and what the call needs; what a handler throws becomes the reply.
 */
import { liveHandles } from './handles.js';
import { HeldOutCodes } from './held-out-codes.js';
import * as measures from './measures.js';
import { inPieces } from './slices.js';

/** @type {import('./calls.js').Handlers} */
export const handlers = {
  start: (session, options) => session.start(options),
  loadDigits: (session, source) => session.loadDigits(source),
  createModel: (session, settings) => session.createModel(settings),
  loadModel: (session, file) => session.loadModel(file),
  weightFiles: ({ engine }, weights) => engine.weightFiles(weights),
  joinWeights: ({ engine }, weights) => engine.joinWeights(weights),
  setTraining: (session, { training }) => session.setTraining(training),
  suspend: (session) => session.suspend(),
  resume: (session, snapshot) => session.resume(snapshot),

  play: ({ loop }, rule) => loop.play(rule),
  pause: ({ loop }) => loop.pause(),
  reset: ({ loop }) => loop.reset(),
  step({ loop }, steps = 1) {
    loop.beginSteps(steps);
    return Object.assign(() => loop.advanceSteps(), {
      progress: () => ({ done: steps - loop.stepsLeft, total: steps }),
      cancel: () => loop.cancelSteps(),
    });
  },

  encode: ({ model }, pixels, label) => model.encode(pixels, label),
  encodeInTurn: ({ model }, pixels, label) => model.encode(pixels, label),
  decode: ({ model }, z, label) => model.decode(z, label),
  decodeBatch: ({ model }, z, label) => model.decode(z, label),
  encodeHeldOut({ model, digits, pieceSizes }) {
    const {
      step,
      config: { latentDim },
    } = model.describe();
    const codes = new HeldOutCodes(model, digits, pieceSizes.encode);
    codes.begin();
    const advance = () => {
      const all = codes.advance();
      return all && { step, latentDim, ...all };
    };
    return Object.assign(advance, { progress: () => codes.progress() });
  },
  encodeTraining({ model, digits, pieceSizes }, { count }) {
    const {
      step,
      config: { latentDim },
    } = model.describe();
    const all = Math.min(count, digits.trainCount),
      mu = new Float32Array(all * latentDim);
    return inPieces(all, pieceSizes.encode, (first, some) => {
      const end = Math.min(first + some, all);
      const pixels = Float32Array.from(digits.images(first, end - first), (byte) => byte / 255);
      mu.set(model.encode(pixels, Array.from(digits.labels.subarray(first, end))).mu, first * latentDim);
      return end < all ? null : { step, latentDim, mu };
    });
  },
  saveModel: (session, { half, resumable } = {}) => session.saveWeights({ half, resumable }),
  samplePrior: ({ model }, options) => model.samplePrior(options),
  prior: ({ model }) => model.prior(),
  traceStep: ({ model }, options) => model.traceStep(options),
  activations: ({ model }, options) => model.activations(options),

  digitLikelihood: ({ model }, options) => measures.digitLikelihood(model, options),
  reconstructionLoss: ({ model }, options) => measures.reconstructionLoss(model, options),
  posteriorGrid({ model, pieceSizes }, options) {
    const advance = measures.beginPosteriorGrid(model, options);
    return inPieces((options.side ?? measures.SIDE) ** 2, pieceSizes.decode, (_, count) => advance(count));
  },
  reconstructionAt({ model, digits, pieceSizes }, options) {
    const advance = measures.beginReconstructionAt(model, digits, options);
    return model.inScoredPieces(digits, pieceSizes.score, advance);
  },
  importanceBound({ model, digits, pieceSizes }, options) {
    const advance = measures.beginImportanceBound(model, digits, options);
    // At least one digit, whose samples the core decodes in chunks.
    return model.inScoredPieces(digits, Math.max(1, Math.floor(pieceSizes.decode / options.samples)), advance);
  },
  gradientNoise: ({ model }, options) => measures.gradientNoisePieces(model, options),
  sampleGiven: ({ model }, options) => measures.sampleGiven(model, options),
  conditionals: ({ model }, options) => measures.conditionals(model, options),
  latentMetrics: ({ model, digits }, options) => measures.latentMetrics(model, digits, options),
  unevenness: ({ model, digits }, options) => measures.unevenness(model, digits, options),
  sampleQuality: ({ model, digits }, options) => measures.sampleQuality(model, digits, options),

  usage: ({ engine }) => ({ heapBytes: engine.heapBytes, liveHandles: liveHandles() }),
  classify: ({ engine }, options) => engine.classify(options),
  principalComponents: ({ engine }, options) => engine.principalComponents(options),
  codeDensity: ({ engine }, options) => engine.codeDensity(options),
  costOf: ({ engine }, settings) => engine.costOf(settings),
};
