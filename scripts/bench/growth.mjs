// How the cost of a step, and of the importance-weighted bound, grows along one size at a time.
import { stepMultiplyAdds } from './net-layers.mjs';
import { kNet, kSetup } from './setups.mjs';

/**
 * @typedef {object} Size
 * @property {number} hidden
 * @property {number} latentDim
 * @property {number} batchSize
 * @property {number} threads
 * @property {number} images      in the training set
 */

/** The reference step, of whose sizes each axis changes one. @type {Size} */
const kReference = {
  hidden: kNet.hidden[0],
  latentDim: kNet.latentDim,
  batchSize: kSetup.batchSize,
  threads: 1,
  images: 9000,
};

/** The values of each size; more threads than processors, too. @type {[keyof Size, number[]][]} */
const kAxes = [
  ['batchSize', [64, 128, 256, 512, 1024]],
  ['hidden', [256, 512, 1024, 2048]],
  ['latentDim', [32, 64, 128, 256]],
  ['images', [9000, 60_000]],
  ['threads', [2, 4, 8]],
];

const kAxisName = {
  batchSize: 'batch',
  hidden: 'hidden',
  latentDim: 'latent',
  images: 'training images',
  threads: 'threads',
};

/** The name of a step of this size; its threads are a column of their own. @param {Size} size */
export const stepName = ({ hidden, latentDim, batchSize, images }) =>
  `step 784-${hidden}-${latentDim} batch ${batchSize}${images === kReference.images ? '' : ` of ${images} images`}`;

/** The multiply-adds of one step. Neither the number of images nor that of threads changes them. @param {Size} size */
export const stepMadds = ({ hidden, latentDim, batchSize }) =>
  stepMultiplyAdds({ hidden: [hidden], latentDim }, batchSize);

const sizesOf = ([axis, values]) => values.map((value) => ({ ...kReference, [axis]: value }));

/** Every size once. @type {Size[]} */
export const kGrowthSizes = [
  ...new Map(kAxes.flatMap(sizesOf).map((size) => [`${stepName(size)} ${size.threads}`, size])).values(),
];

/** Each two neighbours of an axis. @type {{name: string, from: Size, to: Size}[]} */
export const kGrowthSteps = kAxes.flatMap((axis) => {
  const sizes = sizesOf(axis);
  return sizes
    .slice(1)
    .map((to, i) => ({ name: `${kAxisName[axis[0]]} ${sizes[i][axis[0]]} to ${to[axis[0]]}`, from: sizes[i], to }));
});

/** Importance samples of one digit's bound. */
export const kBoundSamples = [625, 1250, 2500, 5000];

export const boundName = (/** @type {number} */ samples) =>
  samples === kBoundSamples.at(-1) ? 'iwae bound' : `iwae bound of ${samples} samples`;
