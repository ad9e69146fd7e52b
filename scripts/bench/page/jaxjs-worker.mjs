// jax-js's side of the measurements: the same VAE, batches and losses as latentpad's, in a Worker of its own. One jitted
// function is the whole step: value and gradient of the loss, and Adam.
import { answer } from './answer.mjs';
import { createStepTask, kPixels, layerWeights } from './peer-training.mjs';

const kBeta1 = 0.9,
  kBeta2 = 0.999,
  kEpsilon = 1e-8;

function createTraining({ jit, nn, numpy: np, tree, valueAndGrad }, { hidden: [hidden], latentDim }, setup) {
  // Each use of an array but the last takes a reference: functions release their arguments.
  const linear = (x, [weight, bias]) => np.add(np.matmul(x, weight), bias);

  /** Reconstruction and KL in nats, mean over the batch, with one sampled z. */
  function negativeElbo({ encoder, heads, decoder, output }, x, epsilon) {
    const count = x.shape[0];
    const [mu, logVar] = np.split(linear(nn.relu(linear(x.ref, encoder)), heads), 2, 1);
    const z = np.add(mu.ref, np.multiply(epsilon, np.exp(np.multiply(logVar.ref, 0.5))));
    const logits = linear(nn.relu(linear(z, decoder)), output);
    const reconstruction = np.sum(np.subtract(nn.softplus(logits.ref), np.multiply(x, logits)));
    const kl = np.sum(np.subtract(np.add(np.square(mu), np.exp(logVar.ref)), np.add(logVar, 1)));
    return np.divide(np.add(reconstruction, np.multiply(kl, 0.5)), count);
  }

  const step = jit(({ weights, mean, square, rate, x, epsilon }) => {
    const [loss, gradient] = valueAndGrad(negativeElbo)(tree.ref(weights), x, epsilon);
    const average = (old, now, share) => np.add(np.multiply(old, share), np.multiply(now, 1 - share));
    const nextMean = tree.map((old, now) => average(old, now, kBeta1), mean, tree.ref(gradient));
    const nextSquare = tree.map((old, now) => average(old, np.square(now), kBeta2), square, gradient);
    const nextWeights = tree.map(
      (weight, m, v) => np.subtract(weight, np.divide(np.multiply(m, rate.ref), np.add(np.sqrt(v), kEpsilon))),
      weights,
      tree.ref(nextMean),
      tree.ref(nextSquare),
    );
    rate.dispose();
    return { loss, weights: nextWeights, mean: nextMean, square: nextSquare };
  });

  const array = (values, shape) => np.array(values).reshape(shape);
  const layer = (inputs, outputs) => [array(layerWeights(inputs, outputs), [inputs, outputs]), np.zeros([outputs])];
  let weights = {
    encoder: layer(kPixels, hidden),
    // Both heads in one product.
    heads: layer(hidden, 2 * latentDim),
    decoder: layer(latentDim, hidden),
    output: layer(hidden, kPixels),
  };
  const zeros = () => tree.map((weight) => np.zeros(weight.shape), weights);
  let mean = zeros(),
    square = zeros(),
    count = 0;

  return {
    async step({ x, epsilon }, last) {
      last?.dispose();
      count += 1;
      // The step size times both bias corrections. ε is added before that of the second moment.
      const rate = np.array((setup.learningRate * Math.sqrt(1 - kBeta2 ** count)) / (1 - kBeta1 ** count));
      const next = step({
        weights,
        mean,
        square,
        rate,
        x: array(x, [setup.batchSize, kPixels]),
        epsilon: array(epsilon, [setup.batchSize, latentDim]),
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
  async start({ device, threads }) {
    // It takes as many workers as there are processors; without shared memory it computes in this one.
    if (threads === 1) Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
    else Object.defineProperty(navigator, 'hardwareConcurrency', { value: threads });
    jax = await import('../node_modules/@jax-js/jax/dist/index.js');
    if (!(await jax.init(device)).includes(device)) throw new Error(`this browser has no ${device}`);
    jax.defaultDevice(device);
    measureStep = createStepTask((net, setup) => createTraining(jax, net, setup));
    const about = await fetch(new URL('../node_modules/@jax-js/jax/package.json', import.meta.url));
    return { version: (await about.json()).version };
  },
  step: (request) => measureStep(request),
};

self.onmessage = (event) => answer(event, (request) => tasks[request.task](request));
