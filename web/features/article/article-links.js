/**
 * Targets of the article's “show me” and “run it” links, shared by both languages: keys of the page's link. A run sets
 * every setting that it depends on, so that its result does not depend on the page's previous state.
 */

/** @param {Record<string, string | number>} keys */
const hash = (keys) =>
  `#${Object.entries(keys)
    .map(([key, value]) => `${key}=${value}`)
    .join('&')}`;

/** @param {Record<string, string | number>} changes  from the base run of most tasks */
function run(changes) {
  return hash({
    weights: 'fresh',
    model: 'vae',
    hidden: '128-64-32',
    latent: 2,
    act: 'relu',
    likelihood: 'bernoulli',
    sigma: 'learned',
    seed: 1,
    beta: 1,
    warmup: 0,
    lr: 0.001,
    lrwarmup: 0,
    batch: 128,
    pixels: 'binarized',
    objective: 'elbo',
    k: 1,
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
    at: 'train',
  });
}

/**
 * The shipped VAE, not training, with noise in z and the lesson closed.
 * @param {Record<string, string | number>} changes  from that
 */
const vae = (changes) =>
  hash({ weights: 'shipped', model: 'vae', mean: 0, scale: 1, z: 'none', lesson: 'none', ...changes });
/** The three models with their shipped weights. */
const THREE = '#cseed=none&csteps=0&at=compare';

/** @type {Readonly<Record<string, string>>} */
export const LINKS = Object.freeze({
  samples: THREE,
  gaussian: vae({ grid: 0, at: 'map' }),
  manifold: vae({ grid: 20, range: 3, at: 'map' }),
  likely: vae({ grid: 20, range: 8, at: 'map' }),
  sampling: vae({ at: 'explore' }),
  many: vae({ latent: 20, erows: 'all', at: 'explore' }),
  step: vae({ lesson: 'encode', loss: 'sum', at: 'lesson' }),
  mean: vae({ lesson: 'loss', loss: 'mean', at: 'lesson' }),
  gap: vae({ grid: 0, at: 'nats' }),
  bound: run({}),
  painting: '#lmodel=fvbn&at=lab',
  scatter: THREE,
  autoencoder: run({ beta: 0, mean: 1 }),
  claim: THREE,
  features: THREE,
  conditional: vae({ model: 'cvae', at: 'explore' }),
  weighted: run({ objective: 'iwae', k: 5 }),

  logarithm: vae({ lesson: 'encode', loss: 'sum', at: 'lesson' }),
  mse: run({ likelihood: 'gaussian', sigma: 1, pixels: 'grey' }),
  learned: run({ likelihood: 'gaussian', sigma: 'learned', pixels: 'grey' }),
  sharp: vae({ latent: 20, at: 'nats' }),
  aggregate: THREE,
  collapse: run({ beta: 20 }),
  rising: run({}),
  price: run({ latent: 20, beta: 4 }),
  gradients: vae({ lesson: 'gradients', loss: 'sum', at: 'lesson' }),

  rate: run({ lr: 1 }),
  latent: run({ latent: 20, epochs: 10 }),
  scale: vae({ scale: 3, at: 'map' }),
  beta: run({ beta: 20 }),
  complete: '#lmodel=fvbn&lrows=14&at=lab',
  prior: THREE,
  four: run({ digits: '17' }),
  warmup: run({ latent: 20, warmup: 700, epochs: 20 }),
  seed: run({ epochs: 1 }),
});
