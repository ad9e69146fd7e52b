// A batch job: trains on your own images, and writes the code of each held-out image as a line of codes.csv.
import { writeFile } from 'node:fs/promises';
import { createEngine, ImageSet } from 'latentpad-engine';

const SIDE = 16,
  COUNT = 1000;

/** Two classes, bars and discs, at places that vary. In place of these, read your own files. */
const images = new Uint8Array(COUNT * SIDE * SIDE),
  labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 2);
for (let i = 0; i < COUNT; i++) {
  const [x, y] = [4 + ((i * 5) % 8), 4 + ((i * 3) % 8)];
  for (let p = 0; p < SIDE * SIDE; p++) {
    const [dx, dy] = [(p % SIDE) - x, Math.floor(p / SIDE) - y];
    if (labels[i] ? Math.hypot(dx, dy) < 3.5 : Math.abs(dx) < 2) images[i * SIDE * SIDE + p] = 255;
  }
}

const engine = await createEngine();
const set = ImageSet.from(engine, { images, labels, width: SIDE, height: SIDE, heldOut: 100 });
const model = engine.createModel({ hidden: [64], latentDim: 2 }, { seed: 1, learningRate: 0.003 }, set);
model.train(set, 400);
const { negativeElbo } = model.evaluate(set);
const { mu } = model.encodeHeldOut(set);

const lines = Array.from({ length: 100 }, (_, i) => [labels[900 + i], mu[2 * i], mu[2 * i + 1]].join(','));
await writeFile('codes.csv', ['label,mu1,mu2', ...lines, ''].join('\n'));
await writeFile('model.safetensors', model.saveWeights());
console.log(`−ELBO of the held-out images: ${negativeElbo.toFixed(1)} nats; wrote codes.csv and model.safetensors`);
process.exit(); // Ends the engine's threads.
