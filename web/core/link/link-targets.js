/** Links that the page's texts contain: keys of the page's link, as in link-table.js. */

/** @param {Record<string, string | number>} keys */
export const linkTo = (keys) =>
  `#${Object.entries(keys)
    .map(([key, value]) => `${key}=${value}`)
    .join('&')}`;

/**
 * A run that sets every setting it depends on, so that its result does not depend on the page's previous state.
 * @param {Record<string, string | number>} changes  from the base run of most tasks
 */
export const linkToRun = (changes) =>
  linkTo({
    weights: 'fresh',
    model: 'vae',
    hidden: '128-64-32',
    latent: 2,
    act: 'relu',
    likelihood: 'bernoulli',
    sigma: 'learned',
    prior: 'standard',
    seed: 1,
    beta: 1,
    warmup: 0,
    lr: 0.001,
    lrwarmup: 0,
    schedule: 'constant',
    average: 0,
    batch: 128,
    pixels: 'binarized',
    objective: 'elbo',
    k: 1,
    estimator: 'reparameterized',
    digits: '0123456789',
    epochs: 8,
    patience: 'none',
    paint: 'none',
    play: 1,
    mean: 0,
    scale: 1,
    z: 'none',
    lesson: 'none',
    ...changes,
  });

/**
 * A shipped model, by default the VAE, not training, with noise in z and the lesson closed.
 * @param {Record<string, string | number>} changes  from that
 */
export const linkToShipped = (changes) =>
  linkTo({ weights: 'shipped', model: 'vae', mean: 0, scale: 1, z: 'none', lesson: 'none', ...changes });
