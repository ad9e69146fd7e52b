// TensorFlow.js's side of the measurements: the same VAE, batches and losses as latentpad's, in a Worker of its own.
// A classic worker, since these builds of TensorFlow.js are scripts, no modules.
/* global tf */
importScripts('../node_modules/@tensorflow/tfjs/dist/tf.min.js');

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
    const layer = (inputs, outputs) => [
      tf.variable(tf.tensor2d(shared.layerWeights(inputs, outputs), [inputs, outputs])),
      tf.variable(tf.zeros([outputs])),
    ];
    this.encoder = layer(shared.kPixels, hidden);
    // Both heads in one product.
    this.heads = layer(hidden, 2 * latentDim);
    this.decoder = layer(latentDim, hidden);
    this.output = layer(hidden, shared.kPixels);
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

function createTraining(net, setup) {
  const model = new Vae(net);
  const optimizer = tf.train.adam(setup.learningRate);
  return {
    step({ x, epsilon }, last) {
      last?.dispose();
      const { batchSize } = setup;
      const inputs = [tf.tensor2d(x, [batchSize, shared.kPixels]), tf.tensor2d(epsilon, [batchSize, net.latentDim])];
      const loss = optimizer.minimize(() => model.negativeElbo(...inputs), true);
      tf.dispose(inputs);
      return loss;
    },
    async loss(loss) {
      const [value] = await loss.data();
      loss.dispose();
      return value;
    },
  };
}

/** peer-training.mjs. */
let shared, way, measureStep;

const tasks = {
  async start({ backend, threads, layers }) {
    way = layers;
    shared = await import('./peer-training.mjs');
    measureStep = shared.createStepTask(createTraining);
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
  step: (request) => measureStep(request),
};

self.onmessage = async (event) => {
  const { answer } = await import('./answer.mjs');
  await answer(event, (request) => tasks[request.task](request));
};
