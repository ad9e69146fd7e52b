import { linkToRun, linkToShipped as vae } from '../../core/link/link-targets.js';
import { SPIRAL } from '../../core/link/spiral.js';

/** @param {Record<string, string | number>} changes  from the base run of most tasks */
const run = (changes) => linkToRun({ ...changes, at: 'train' });
/** The three models with their shipped weights. */
const THREE = '#cseed=none&csteps=0&cprior=normal&at=compare';

/** Targets of the article's “show me” and “run it” links, shared by both languages. @type {Readonly<Record<string, string>>} */
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
  unusual: vae({ latent: 2, draw: SPIRAL, at: 'nats' }),
  intractable: vae({ latent: 20, open: 'samples', at: 'nats' }),
  bound: run({}),
  painting: '#lmodel=fvbn&at=lab',
  occluded: vae({ latent: 2, likelihood: 'bernoulli', lmodel: 'fvbn', lrows: 14, at: 'lab' }),
  scatter: THREE,
  fitted: '#cseed=none&csteps=0&cprior=mixture&at=compare',
  autoencoder: run({ beta: 0, mean: 1 }),
  claim: THREE,
  features: THREE,
  conditional: vae({ model: 'cvae', at: 'explore' }),

  logarithm: vae({ lesson: 'encode', loss: 'sum', at: 'lesson' }),
  ink: vae({ latent: 2, likelihood: 'bernoulli', ink: 1, at: 'xhat-stage' }),
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
  scale: vae({ scale: 3 }),
  beta: run({ beta: 20 }),
  complete: '#lmodel=fvbn&lrows=14&at=lab',
  prior: THREE,
  four: run({ digits: '17', digit: 30 }),
  weighted: run({ objective: 'iwae', k: 5 }),
  warmup: run({ latent: 20, warmup: 700, epochs: 20 }),
  seed: run({ epochs: 1 }),
});

/**
 * The runs that those of the tasks are compared with: the page trains them first, and shows them faintly beside the task's.
 * @type {Readonly<Record<string, string>>}
 */
export const CONTROLS = Object.freeze({
  latent: run({ epochs: 10 }),
  beta: run({}),
  four: vae({ at: 'train' }),
  weighted: run({}),
  warmup: run({ latent: 20, epochs: 20 }),
  seed: run({ epochs: 1 }),
});
