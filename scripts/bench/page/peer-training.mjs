// What the peers in the browser share: the digits, the batches, the first steps and the timing of the others.
import { kDigits } from '../setups.mjs';
import { readTensors } from '../tensors.mjs';

export const kPixels = 784;
/** Numbers of the packed file (scripts/build-digits.mjs). */
const kHeaderBytes = 32;
const kWarmUpMs = 1500;

/** A file of the clone. @param {string} path */
const fetchFile = (path) => fetch(new URL(`../../../${path}`, import.meta.url));

/** The bytes of the training digits. */
async function readTrainingImages() {
  const packed = (await fetchFile(kDigits)).body.pipeThrough(new DecompressionStream('gzip'));
  const file = new Uint8Array(await new Response(packed).arrayBuffer());
  const header = new DataView(file.buffer);
  const [count, trainCount] = [header.getUint32(12, true), header.getUint32(16, true)];
  return file.subarray(kHeaderBytes + count, kHeaderBytes + count + trainCount * kPixels);
}

/** A standard normal number. */
const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());

/** Batches in shuffled order, the pixels drawn anew from Bernoulli(x) at each presentation. */
class Batches {
  constructor(images, batchSize, latentDim) {
    this.images = images;
    this.batchSize = batchSize;
    this.latentDim = latentDim;
    this.order = Uint32Array.from({ length: images.length / kPixels }, (_, index) => index);
    this.position = this.order.length;
  }

  shuffle() {
    const { order } = this;
    for (let last = order.length - 1; last > 0; --last) {
      const other = Math.floor(Math.random() * (last + 1));
      [order[last], order[other]] = [order[other], order[last]];
    }
    this.position = 0;
  }

  /** In JavaScript: the peers' own random numbers and gathering of rows take longer. */
  next() {
    if (this.position + this.batchSize > this.order.length) this.shuffle();
    const x = new Float32Array(this.batchSize * kPixels);
    for (let example = 0; example < this.batchSize; ++example) {
      const from = this.order[this.position++] * kPixels;
      const to = example * kPixels;
      for (let pixel = 0; pixel < kPixels; ++pixel) {
        const level = this.images[from + pixel];
        // Most are paper and need no chance.
        if (level !== 0 && Math.random() * 255 < level) x[to + pixel] = 1;
      }
    }
    return { x, epsilon: Float32Array.from({ length: this.batchSize * this.latentDim }, normal) };
  }
}

/**
 * The task `step` of a peer. It starts at the weights of the reference and takes its first steps with the reference's batches
 * and noise.
 * @param {(net: object, setup: object, tensors: Map<string, import('../tensors.mjs').Tensor>) => {
 *   step: (batch: {x: Float32Array, epsilon: Float32Array}) => any, loss: (result: any) => Promise<number>}} createTraining
 *   step: starts a step; loss: waits until it is done
 */
export function createStepTask(createTraining) {
  /** By net and setup. @type {Map<string, Awaited<ReturnType<typeof start>>>} */
  const started = new Map();

  async function start(net, setup, reference) {
    const tensors = readTensors(await (await fetchFile(reference.path)).arrayBuffer());
    const batches = new Batches(await readTrainingImages(), setup.batchSize, net.latentDim);
    const training = createTraining(net, setup, tensors);

    /** Milliseconds for a step, over so many, and the last loss. Reading the loss waits until all is computed. */
    async function steps(count, next = () => batches.next()) {
      const begin = performance.now();
      let result;
      for (let step = 0; step < count; ++step) result = await training.step(next(), result);
      const last = await training.loss(result);
      return { ms: (performance.now() - begin) / count, last };
    }

    const losses = [];
    while (losses.length < reference.losses.length) {
      const [x, epsilon] = ['x', 'epsilon'].map((name) => tensors.get(`${name}.${losses.length}`).values);
      losses.push((await steps(1, () => ({ x, epsilon }))).last);
    }
    let { ms: stepMs } = await steps(1);
    ({ ms: stepMs } = await steps(Math.max(2, Math.round(kWarmUpMs / stepMs))));
    return { steps, losses, stepMs };
  }

  /** Milliseconds for a step, the losses of the first steps and the last one. */
  return async ({ net, setup, reference, groups, groupMs }) => {
    const key = JSON.stringify([net, setup]);
    if (!started.has(key)) started.set(key, await start(net, setup, reference));
    const { steps, losses, stepMs } = started.get(key);
    const times = [];
    let last;
    // A step that takes as long as a whole turn is not repeated.
    const enough = Math.min(groups, Math.max(1, Math.round((groups * groupMs) / stepMs)));
    for (let group = 0; group < enough; ++group) {
      const result = await steps(Math.max(1, Math.round(groupMs / stepMs)));
      times.push(result.ms);
      last = result.last;
    }
    return { times, losses, last };
  };
}
