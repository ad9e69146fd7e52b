// Which of a sensor's readings are unusual? A VAE of vectors of 32 numbers in [0, 1], which are no image.
import { createEngine } from 'latentpad-engine';
import { digitLikelihood } from 'latentpad-engine/measures';

const LENGTH = 32;
const random = (seed) => () => (seed = (seed * 1664525 + 1013904223) >>> 0) / 2 ** 32;
const next = random(1);

/** One period of a wave at any phase, with some noise. */
const wave = () => {
  const phase = 2 * Math.PI * next();
  return Float32Array.from({ length: LENGTH }, (_, i) => {
    const value = 0.5 + 0.4 * Math.sin(phase + (2 * Math.PI * i) / LENGTH) + 0.04 * (next() - 0.5);
    return Math.min(1, Math.max(0, value));
  });
};

const engine = await createEngine();
const model = engine.createModel(
  { hidden: [64], latentDim: 2, width: LENGTH, height: 1, likelihood: 'gaussian', sigma: 0.1 },
  { seed: 1, pixels: 'grey', learningRate: 0.003 },
);
for (let step = 0; step < 600; step++) {
  const batch = new Float32Array(64 * LENGTH);
  for (let i = 0; i < 64; i++) batch.set(wave(), i * LENGTH);
  model.trainStep(batch);
}

const score = (pixels) => -digitLikelihood(model, { pixels, samples: 200 }).elbo;
const usual = Array.from({ length: 200 }, () => score(wave())).sort((a, b) => a - b);
const limit = usual[197];
const broken = wave().fill(0.9, 10, 16);
console.log(
  `99 % of the usual readings score below ${limit.toFixed(1)} nats; the broken one ${score(broken).toFixed(1)}`,
);
if (score(broken) < limit) process.exitCode = 1;
