import { hasSpread } from './model-kind.js';
import { STANDARD_TRAINING } from './settings.js';

/**
 * Settings of a VAE that is trained from scratch, chosen by the time to a held-out −ELBO over seeds 1 to 5 on the page's 9,000
 * digits. The default learning rate of 0.001 stays the default of links, which must give the same weights in every version.
 *
 * | learning rate | 784-400-20: steps to 110 nats | its best in 60 epochs | 784-128-64-32-2: epochs to 160 nats | its best in 60 epochs |
 * | ------------- | ----------------------------- | --------------------- | ----------------------------------- | --------------------- |
 * | 0.001         | 971                           | 103.3                 | 16                                  | 147.1                 |
 * | 0.002         | 710                           | 103.5                 | 10                                  | 145.4                 |
 * | 0.003         | 668                           | 103.8                 | 10                                  | 145.0                 |
 *
 * The epochs are read from the log of `latentpad train --data build/data/digits.bin.gz --hidden 400 --latent 20 --epochs 60
 * --learning-rate 0.002 --seed 1 --log FILE --out FILE`, the steps between two epochs interpolated; medians and means of the
 * seeds. Batches of 64 and 256, and warm-up of β or of the rate, take as long or longer.
 */
export const RECIPE = { learningRate: 0.002 };

/**
 * The settings for training from scratch: the recipe, unless the user has changed the learning rate.
 * @param {import('./validate-config.js').ValidConfig} wanted   settings of the form
 * @param {import('./run-record.js').Run} run                   of the current model
 * @returns {import('./validate-config.js').ValidConfig}
 */
export function fromScratch({ config, training }, { weights }) {
  const isUnchanged = weights === 'shipped' && training.learningRate === STANDARD_TRAINING.learningRate;
  return { config, training: hasSpread(config) && isUnchanged ? { ...training, ...RECIPE } : training };
}

/**
 * The batch size for a set with fewer training images than the present one takes: a power of two, so that an epoch has at least
 * four steps if possible.
 * @param {number} count   of training images
 */
export const fittingBatch = (count) => 2 ** Math.floor(Math.log2(Math.max(1, count / 4)));
