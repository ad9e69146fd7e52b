/**
 * Where the article's “show me” and “run it” lead, once for both languages: keys of the page's link. A run names every
 * setting that it depends on, so that it is the same whatever the page was doing before.
 */

/** @param {Record<string, string | number>} changes  from the run that most tasks begin with */
function run(changes) {
  const keys = {
    weights: 'fresh', model: 'vae', hidden: '128-64-32', latent: 2, act: 'relu', seed: 1, beta: 1, warmup: 0, lr: 0.001, batch: 128,
    pixels: 'binarized', objective: 'elbo', digits: '0123456789', epochs: 8, play: 1, scale: 1, ...changes, at: 'train',
  };
  return `#${Object.entries(keys).map(([key, value]) => `${key}=${value}`).join('&')}`;
}

/** @type {Readonly<Record<string, string>>} */
export const LINKS = Object.freeze({
  samples: '#at=compare',
  gaussian: '#weights=shipped&model=vae&mean=0&scale=1&grid=0&at=map',
  manifold: '#weights=shipped&model=vae&grid=20&range=3&at=map',
  sampling: '#weights=shipped&model=vae&at=explore',
  many: '#at=explore',
  step: '#at=lesson',
  gap: '#weights=shipped&model=vae&mean=0&scale=1&grid=0&at=map',
  bound: '#at=train',
  painting: '#at=lab',
  scatter: '#at=compare',
  claim: '#at=compare',
  conditional: '#weights=shipped&model=cvae&at=explore',
  weighted: run({ objective: 'iwae', k: 5 }),

  rate: run({ lr: 1 }),
  latent: run({ latent: 20, epochs: 10 }),
  scale: '#weights=shipped&model=vae&mean=0&scale=3&at=map',
  beta: run({ beta: 20 }),
  complete: '#at=lab',
  prior: '#at=compare',
  four: run({ digits: '17' }),
  warmup: run({ latent: 20, warmup: 700, epochs: 20 }),
  seed: run({ epochs: 1 }),
});
