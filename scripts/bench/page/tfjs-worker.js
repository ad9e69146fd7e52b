// TensorFlow.js's side of the measurements: the same VAE, batches and losses as latentpad's, in a Worker of its own.
// A classic worker, since these builds of TensorFlow.js are scripts, no modules.
/* global tf */
importScripts('../node_modules/@tensorflow/tfjs/dist/tf.min.js');

class Vae {
  constructor(net, tensors) {
    const { encoder, heads, decoder } = shared.layersOf(net);
    const { apply, weightsOf } = shared.createTfLayers(tf, way);
    /** @param {import('../net-layers.mjs').Layer} layer */
    const start = (layer, isFirst = false) => {
      const weights = weightsOf(layer, tensors);
      const marked = { ...layer, isFirst };
      return (x) => (layer.relu ? tf.relu(apply(marked, x, weights)) : apply(marked, x, weights));
    };
    const sequence = (layers) => (x) => layers.reduce((h, layer) => layer(h), x);
    this.encode = sequence(encoder.map((layer, index) => start(layer, index === 0)));
    // Both heads in one product.
    this.heads = start(heads);
    this.decode = sequence(decoder.map((layer) => start(layer)));
  }

  /** Reconstruction and KL in nats, mean over the batch, with one sampled z. */
  negativeElbo(x, epsilon) {
    const [mu, logVar] = tf.split(this.heads(this.encode(x)), 2, 1);
    const z = tf.add(mu, tf.mul(epsilon, tf.exp(tf.mul(logVar, 0.5))));
    const logits = this.decode(z);
    // Each image first: one sum over all would lose the small ones of 100,000 terms.
    const reconstruction = tf.sum(tf.sum(tf.sub(tf.softplus(logits), tf.mul(x, logits)), 1));
    const kl = tf.mul(0.5, tf.sum(tf.sub(tf.add(tf.square(mu), tf.exp(logVar)), tf.add(logVar, 1))));
    return tf.div(tf.add(reconstruction, kl), x.shape[0]);
  }
}

function createTraining(net, setup, tensors) {
  const model = new Vae(net, tensors);
  // Its default ε is 1e-7.
  const optimizer = tf.train.adam(setup.learningRate, 0.9, 0.999, 1e-8);
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

/** Of the modules that a classic script imports only when it runs. */
let shared;
/** Of the layers, in tfjs-layers.mjs. */
let way;
let measureStep;

const tasks = {
  async start({ device: backend, threads, layers }) {
    way = layers;
    const modules = ['./peer-training.mjs', './tfjs-layers.mjs', '../net-layers.mjs'];
    shared = Object.assign({}, ...(await Promise.all(modules.map((module) => import(module)))));
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
