// jax-js's side of the measurements: the same VAE, batches and losses as latentpad's, in a Worker of its own. One jitted
// function is the whole step: value and gradient of the loss, and Adam.
import { layersOf } from '../net-layers.mjs';
import { answer } from './answer.mjs';
import { createJaxLayers } from './jaxjs-layers.mjs';
import { createStepTask, kPixels } from './peer-training.mjs';

const kBeta1 = 0.9,
  kBeta2 = 0.999,
  kEpsilon = 1e-8;

function createTraining(jax, way, net, setup, tensors) {
  // Each use of an array but the last takes a reference: functions release their arguments.
  const { jit, nn, numpy: np, tree, valueAndGrad } = jax;
  const { encoder, heads, decoder } = layersOf(net);
  const { apply, weightsOf } = createJaxLayers(jax, way, setup.batchSize);
  const applyAll = (layers, weights, x) =>
    layers.reduce((h, layer, i) => (layer.relu ? nn.relu : (y) => y)(apply(layer, h, weights[i])), x);

  /** Reconstruction and KL in nats, mean over the batch, with one sampled z. */
  function negativeElbo(weights, x, epsilon) {
    const count = x.shape[0];
    const hidden = applyAll(encoder, weights.encoder, x.ref);
    const [mu, logVar] = np.split(apply(heads, hidden, weights.heads), 2, 1);
    const z = np.add(mu.ref, np.multiply(epsilon, np.exp(np.multiply(logVar.ref, 0.5))));
    const logits = applyAll(decoder, weights.decoder, z);
    // Each image first: one sum over all would lose the small ones of 100,000 terms.
    const reconstruction = np.sum(np.sum(np.subtract(nn.softplus(logits.ref), np.multiply(x, logits)), 1));
    const kl = np.sum(np.subtract(np.add(np.square(mu), np.exp(logVar.ref)), np.add(logVar, 1)));
    return np.divide(np.add(reconstruction, np.multiply(kl, 0.5)), count);
  }

  const step = jit(({ weights, mean, square, rate, correction, x, epsilon }) => {
    const [loss, gradient] = valueAndGrad(negativeElbo)(tree.ref(weights), x, epsilon);
    const average = (old, now, share) => np.add(np.multiply(old, share), np.multiply(now, 1 - share));
    const nextMean = tree.map((old, now) => average(old, now, kBeta1), mean, tree.ref(gradient));
    const nextSquare = tree.map((old, now) => average(old, np.square(now), kBeta2), square, gradient);
    const root = (v) => np.add(np.sqrt(np.multiply(v, correction.ref)), kEpsilon);
    const nextWeights = tree.map(
      (weight, m, v) => np.subtract(weight, np.divide(np.multiply(m, rate.ref), root(v))),
      weights,
      tree.ref(nextMean),
      tree.ref(nextSquare),
    );
    rate.dispose();
    correction.dispose();
    return { loss, weights: nextWeights, mean: nextMean, square: nextSquare };
  });

  const array = (values, shape) => np.array(values).reshape(shape);
  let weights = {
    encoder: encoder.map((layer) => weightsOf(layer, tensors)),
    heads: weightsOf(heads, tensors),
    decoder: decoder.map((layer) => weightsOf(layer, tensors)),
  };
  const zeros = () => tree.map((weight) => np.zeros(weight.shape), weights);
  let mean = zeros(),
    square = zeros(),
    count = 0;

  return {
    async step({ x, epsilon }, last) {
      last?.dispose();
      count += 1;
      const next = step({
        weights,
        mean,
        square,
        // With the bias corrections of the first and of the second moment.
        rate: np.array(setup.learningRate / (1 - kBeta1 ** count)),
        correction: np.array(1 / (1 - kBeta2 ** count)),
        x: array(x, [setup.batchSize, kPixels]),
        epsilon: array(epsilon, [setup.batchSize, net.latentDim]),
      });
      ({ weights, mean, square } = next);
      // As its documentation recommends: otherwise the operations of all steps would be waiting.
      await next.loss.blockUntilReady();
      return next.loss;
    },
    loss: async (loss) => (await loss.data())[0],
  };
}

let jax, measureStep;

const tasks = {
  async start({ device, threads, layers }) {
    // It takes as many workers as there are processors; without shared memory it computes in this one.
    if (threads === 1) Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
    else Object.defineProperty(navigator, 'hardwareConcurrency', { value: threads });
    jax = await import('../node_modules/@jax-js/jax/dist/index.js');
    if (!(await jax.init(device)).includes(device)) throw new Error(`this browser has no ${device}`);
    jax.defaultDevice(device);
    measureStep = createStepTask((...what) => createTraining(jax, layers, ...what));
    const about = await fetch(new URL('../node_modules/@jax-js/jax/package.json', import.meta.url));
    return { version: (await about.json()).version };
  },
  step: (request) => measureStep(request),
};

self.onmessage = (event) => answer(event, (request) => tasks[request.task](request));
