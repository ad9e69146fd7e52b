// What the peers in the browser share: the digits, the batches and the timing of their steps.

export const kPixels = 784;
/** Numbers of the packed file (scripts/build-digits.mjs). */
const kHeaderBytes = 32;
const kWarmUpMs = 1500;

/** The bytes of the training digits. */
async function readTrainingImages() {
  const packed = (await fetch(new URL('../../../build/data/digits.bin.gz', import.meta.url))).body.pipeThrough(
    new DecompressionStream('gzip'),
  );
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

/** The weights of a layer, uniform in ±√(6 / (inputs + outputs)). */
export function layerWeights(inputs, outputs) {
  const bound = Math.sqrt(6 / (inputs + outputs));
  return Float32Array.from({ length: inputs * outputs }, () => (2 * Math.random() - 1) * bound);
}

/**
 * The task `step` of a peer.
 * @param {(net: object, setup: object) => {
 *   step: (batch: {x: Float32Array, epsilon: Float32Array}) => any, loss: (result: any) => Promise<number>}} createTraining
 *   step: starts a step; loss: waits until it is done
 */
export function createStepTask(createTraining) {
  let training, batches, first, stepMs;

  /** Milliseconds for a step, over so many, and the last loss. Reading the loss waits until all is computed. */
  async function steps(count) {
    const start = performance.now();
    let result;
    for (let step = 0; step < count; ++step) result = await training.step(batches.next(), result);
    const last = await training.loss(result);
    return { ms: (performance.now() - start) / count, last };
  }

  /** Milliseconds for a step, and the loss at first and at last. */
  return async ({ net, setup, groups, groupMs }) => {
    if (!training) {
      batches = new Batches(await readTrainingImages(), setup.batchSize, net.latentDim);
      training = createTraining(net, setup);
      ({ last: first } = await steps(1));
      ({ ms: stepMs } = await steps(1));
      ({ ms: stepMs } = await steps(Math.max(2, Math.round(kWarmUpMs / stepMs))));
    }
    const times = [];
    let last;
    // A step that takes as long as a whole turn is not repeated.
    const enough = Math.min(groups, Math.max(1, Math.round((groups * groupMs) / stepMs)));
    for (let group = 0; group < enough; ++group) {
      const result = await steps(Math.max(1, Math.round(groupMs / stepMs)));
      times.push(result.ms);
      last = result.last;
    }
    return { times, first, last };
  };
}
