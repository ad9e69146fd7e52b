// TensorFlow.js's side of the measurements: the same VAE, batches and losses as latentpad's, in a Worker of its own.
// A classic worker, since these builds of TensorFlow.js are scripts, no modules.
/* global tf */
importScripts('../node_modules/@tensorflow/tfjs/dist/tf.min.js');

const kPixels = 784;
/** Numbers of the packed file (scripts/build-digits.mjs). */
const kHeaderBytes = 32;
const kWarmUpMs = 1500;

/**
 * x W + b. TensorFlow.js's own gradients multiply by operands transposed in place, for which its WebAssembly backend
 * has no fast kernel; these transpose first.
 */
const transposingLinear = tf.customGrad((x, weight, bias, save) => {
  save([x, weight]);
  return {
    value: tf.fused.matMul({ a: x, b: weight, bias }),
    gradFunc: (dy, [input, matrix]) => [
      tf.matMul(dy, tf.transpose(matrix)),
      tf.matMul(tf.transpose(input), dy),
      tf.sum(dy, 0),
    ],
  };
});

/** The same for the first layer, whose input needs no gradient. */
const transposingFirstLinear = (x, ...parameters) =>
  tf.customGrad((weight, bias) => ({
    value: tf.fused.matMul({ a: x, b: weight, bias }),
    gradFunc: (dy) => [tf.matMul(tf.transpose(x), dy), tf.sum(dy, 0)],
  }))(...parameters);

const plainLinear = (x, weight, bias) => tf.add(tf.matMul(x, weight), bias);

/** Two ways to write the layers; `way` is the one in use. */
const kLayers = {
  plain: { first: plainLinear, other: plainLinear },
  transposed: { first: transposingFirstLinear, other: transposingLinear },
};

class Vae {
  constructor({ hidden: [hidden], latentDim }) {
    this.latentDim = latentDim;
    const layer = (inputs, outputs) => {
      const bound = Math.sqrt(6 / (inputs + outputs));
      return [tf.variable(tf.randomUniform([inputs, outputs], -bound, bound)), tf.variable(tf.zeros([outputs]))];
    };
    this.encoder = layer(kPixels, hidden);
    // Both heads in one product.
    this.heads = layer(hidden, 2 * latentDim);
    this.decoder = layer(latentDim, hidden);
    this.output = layer(hidden, kPixels);
  }

  /** Reconstruction and KL in nats, mean over the batch, with one sampled z. */
  negativeElbo(x, epsilon) {
    const { first, other } = kLayers[way];
    const [mu, logVar] = tf.split(other(tf.relu(first(x, ...this.encoder)), ...this.heads), 2, 1);
    const z = tf.add(mu, tf.mul(epsilon, tf.exp(tf.mul(logVar, 0.5))));
    const logits = other(tf.relu(other(z, ...this.decoder)), ...this.output);
    const reconstruction = tf.sum(tf.sub(tf.softplus(logits), tf.mul(x, logits)));
    const kl = tf.mul(0.5, tf.sum(tf.sub(tf.add(tf.square(mu), tf.exp(logVar)), tf.add(logVar, 1))));
    return tf.div(tf.add(reconstruction, kl), x.shape[0]);
  }
}

async function readTrainingImages() {
  const packed = (await fetch('../../../build/data/digits.bin.gz')).body.pipeThrough(new DecompressionStream('gzip'));
  const file = new Uint8Array(await new Response(packed).arrayBuffer());
  const header = new DataView(file.buffer);
  const [count, trainCount] = [header.getUint32(12, true), header.getUint32(16, true)];
  return file.subarray(kHeaderBytes + count, kHeaderBytes + count + trainCount * kPixels);
}

/** A standard normal number. */
const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());

class Training {
  constructor(images, net, setup) {
    this.images = images;
    this.batchSize = setup.batchSize;
    this.model = new Vae(net);
    this.optimizer = tf.train.adam(setup.learningRate);
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

  /** Pixels drawn anew from Bernoulli(x), in JavaScript: tf.randomUniform() and tf.gather() take longer. */
  drawBatch() {
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
    const epsilon = Float32Array.from({ length: this.batchSize * this.model.latentDim }, normal);
    return [tf.tensor2d(x, [this.batchSize, kPixels]), tf.tensor2d(epsilon, [this.batchSize, this.model.latentDim])];
  }

  /** Milliseconds for a step, over so many, and the last loss. Reading the loss waits until all is computed. */
  async steps(count) {
    const start = performance.now();
    let loss;
    for (let step = 0; step < count; ++step) {
      loss?.dispose();
      const [x, epsilon] = this.drawBatch();
      loss = this.optimizer.minimize(() => this.model.negativeElbo(x, epsilon), true);
      tf.dispose([x, epsilon]);
    }
    const [last] = await loss.data();
    loss.dispose();
    return { ms: (performance.now() - start) / count, last };
  }
}

let way;
let training;
let first;
let stepMs;

const tasks = {
  async start({ backend, threads, layers }) {
    way = layers;
    if (backend === 'wasm') {
      // It takes at most half of the processors it is told of, for it counts two to a core.
      Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * threads });
      importScripts('../node_modules/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js');
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', threads > 1);
      tf.wasm.setThreadsCount(threads);
      tf.wasm.setWasmPaths(new URL('../node_modules/@tensorflow/tfjs-backend-wasm/dist/', self.location.href).href);
    }
    if (!(await tf.setBackend(backend))) throw new Error(`this browser has no backend ${backend}`);
    await tf.ready();
    if (threads > 1 && tf.wasm.getThreadsCount() !== threads) throw new Error('the threads did not start');
    return { version: tf.version.tfjs };
  },

  /** Milliseconds for a step, and the loss at first and at last. */
  async step({ net, setup, groups, groupMs }) {
    if (!training) {
      training = new Training(await readTrainingImages(), net, setup);
      ({ last: first } = await training.steps(1));
      ({ ms: stepMs } = await training.steps(1));
      ({ ms: stepMs } = await training.steps(Math.max(2, Math.round(kWarmUpMs / stepMs))));
    }
    const times = [];
    let last;
    // A step that takes as long as a whole turn is not repeated.
    const enough = Math.min(groups, Math.max(1, Math.round((groups * groupMs) / stepMs)));
    for (let group = 0; group < enough; ++group) {
      const result = await training.steps(Math.max(1, Math.round(groupMs / stepMs)));
      times.push(result.ms);
      last = result.last;
    }
    return { times, first, last };
  },
};

self.onmessage = async ({ data: { id, request } }) => {
  try {
    self.postMessage({ id, value: await tasks[request.task](request) });
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
};
