// The sizes and settings used for all competitors.

import { RECIPE } from '../../web/core/model/recipe.js';

/** The net of all comparisons: 784-400-20-400-784, relu. */
export const kNet = { hidden: [400], latentDim: 20 };

const conv2d = (channels) => ({ layer: 'conv2d', channels, kernel: 4, stride: 2, padding: 1 });

/** A convolutional one: 28 x 28 to 32 maps of 14 x 14, 64 of 7 x 7, 256 and back, by transposed convolutions. */
export const kConvNet = { hidden: [conv2d(32), conv2d(64), 256], latentDim: 32 };

/** The training settings of both: the defaults of links, program and engine. Adam, pixels sampled from Bernoulli(x) at each presentation. */
export const kSetup = { batchSize: 128, learningRate: 1e-3 };

/** Of the weights, batches and noise, where several implementations start alike. */
export const kSeed = 1;

/** The steps that all implementations take alike before they are timed, and by how much their losses may differ, as a share. */
export const kComparedSteps = 5;
export const kLossTolerance = 1e-4;

/** What the page trains from scratch with. */
export const kRecipe = { ...kSetup, ...RECIPE };

/** The target held-out −ELBO of the training time, evaluated every half epoch. */
export const kTimeTo = { nats: 110, mostHalfEpochs: 200 };

export const timeName = `time to ${kTimeTo.nats} nats`;

/** m, n, k of C = A B with C of m x n and sums over k: the large products of a step, then the small ones. */
export const kLargeShapes = [
  [400, 128, 784],
  [784, 128, 400],
  [784, 400, 128],
  [400, 784, 128],
];
export const kSmallShapes = [
  [20, 128, 400],
  [400, 128, 20],
  [400, 20, 128],
];

/** The parts of a step, as src/bench/workload.h names them. */
export const kParts = [
  'draw batch',
  'draw noise',
  'encoder forward',
  'head forward',
  'sampling',
  'decoder forward',
  'output forward',
  'likelihood',
  'output backward',
  'decoder backward',
  'head backward',
  'encoder backward',
  'adam',
];

/**
 * Numbers of repetitions: for a quick run, and for the numbers of the README. `groups` of calls of `groupMs` in each of the
 * `rounds`; trainings with this number of `seeds`; `pageLoads` of the page in a new profile; the heap measured after `steps`; main-thread
 * `watches` of five seconds; `drags` on the map.
 */
export const kModes = {
  quick: { rounds: 5, groups: 1, groupMs: 50, seeds: 3, pageLoads: 5, steps: 1000, watches: 1, drags: 3 },
  full: { rounds: 9, groups: 3, groupMs: 100, seeds: 5, pageLoads: 9, steps: 10_000, watches: 3, drags: 9 },
};

/** What a row measures: rows of this name are comparable between runs on one machine. */
export const rowName = ({ work, who, where, arithmetic, threads }) =>
  [work, who, where, arithmetic, threads].filter((part) => part !== null).join(' ');

export const gemmName = ([m, n, k]) => `gemm ${m}x${n}x${k}`;

/** Held-out digits, packed, and the page's default model; paths from the repository's root. */
export const kDigits = 'build/data/digits.bin.gz';
export const kWeights = 'weights/vae-2d.safetensors';
