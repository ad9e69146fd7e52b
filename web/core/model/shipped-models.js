/**
 * The models that the page ships, as weights/README.md lists them.
 *
 * @typedef {object} Level   of likelihood
 * @property {number} nats            -log p(x) of a digit, or the importance-weighted bound on it with 5,000 samples: the mean
 *   over the last 10,000 of MNIST's training digits, which none of these models has been trained on
 * @property {number} standardError
 * @property {boolean} isExact        whether it is -log p(x) itself
 * @property {number} [published]     what models of the same kind reach on MNIST's test digits, which are easier by 0.8 to 1.1
 * @property {'burda' | 'germain' | 'pytorchGenerativeElbo' | 'pytorchGenerative'} [source]   of that; texts shipped.source.*
 *
 * @typedef {object} ShippedModel
 * @property {string} name      of its file in weights/
 * @property {boolean} isNamed  whether links state that name; other models follow from the kind and the size of the code
 * @property {import('../link/link-table.js').LinkValues} values   of a link that creates a model of the same architecture
 * @property {Level} [level]    none for an AE, which has no density, and a CVAE, whose density is of another kind
 */

/** In the order of "Start from". @type {readonly ShippedModel[]} */
export const SHIPPED_MODELS = Object.freeze([
  {
    name: 'vae-2d',
    isNamed: false,
    values: { model: 'vae' },
    level: { nats: 135.88, standardError: 0.45, isExact: false },
  },
  {
    name: 'vae-20d',
    isNamed: false,
    values: { model: 'vae', hidden: [400], latent: 20 },
    level: { nats: 94.75, standardError: 0.24, isExact: false },
  },
  {
    name: 'vae-50d',
    isNamed: true,
    values: { model: 'vae', hidden: [400, 400], latent: 50 },
    level: { nats: 86.49, standardError: 0.22, isExact: false, published: 86.76, source: 'burda' },
  },
  {
    name: 'iwae-50d',
    isNamed: true,
    values: { model: 'vae', hidden: [400, 400], latent: 50, k: 5, estimator: 'dreg' },
    level: { nats: 85.7, standardError: 0.22, isExact: false, published: 85.54, source: 'burda' },
  },
  {
    name: 'hvae-50d',
    isNamed: true,
    values: { model: 'hvae', lower: [{ hidden: [300, 300], latentDim: 100 }], hidden: [150, 150], latent: 50 },
    level: { nats: 85.59, standardError: 0.22, isExact: false, published: 85.33, source: 'burda' },
  },
  {
    name: 'conv-40d',
    isNamed: true,
    values: {
      model: 'vae',
      hidden: [
        { layer: 'conv2d', channels: 32, kernel: 4, stride: 2, padding: 1 },
        { layer: 'conv2d', channels: 64, kernel: 4, stride: 2, padding: 1 },
        256,
      ],
      latent: 40,
      prior: 'mixture',
      components: 100,
      k: 5,
      estimator: 'dreg',
    },
    level: { nats: 83.08, standardError: 0.21, isExact: false, published: 86.77, source: 'pytorchGenerativeElbo' },
  },
  { name: 'ae-2d', isNamed: false, values: { model: 'ae' } },
  { name: 'cvae-2d', isNamed: false, values: { model: 'cvae' } },
  {
    name: 'fvbn',
    isNamed: false,
    values: { model: 'fvbn' },
    level: { nats: 97.9, standardError: 0.23, isExact: true, published: 96.58, source: 'pytorchGenerative' },
  },
  {
    name: 'made',
    isNamed: false,
    values: { model: 'made' },
    level: { nats: 89.87, standardError: 0.23, isExact: true, published: 88.4, source: 'germain' },
  },
]);

/** The size of the code of values without one. */
const USUAL_LATENT = 2;

/** Those that links state by their name. */
export const NAMED_WEIGHTS = SHIPPED_MODELS.filter(({ isNamed }) => isNamed).map(({ name }) => name);

/** @param {string | undefined} name @returns {ShippedModel | undefined} */
export const shippedModel = (name) => SHIPPED_MODELS.find((model) => model.name === name);

/**
 * The shipped model that a run began with; undefined if it began with another.
 * @param {import('./run-record.js').Run} run
 * @param {Pick<import('../../engine/messages.js').ModelConfig, 'model' | 'latentDim'>} config
 * @returns {string | undefined}
 */
export function shippedNameOf({ weights, name }, { model, latentDim }) {
  if (weights !== 'shipped' || name !== undefined) return name;
  return SHIPPED_MODELS.find(
    ({ isNamed, values }) =>
      !isNamed && values.model === model && (values.latent ?? USUAL_LATENT) === (latentDim || USUAL_LATENT),
  )?.name;
}

/** The origin of shipped weights. @param {string} [name]   of their file @returns {import('./run-record.js').Origin} */
export const originOfShipped = (name) =>
  shippedModel(name)?.isNamed ? { weights: 'shipped', name } : { weights: 'shipped' };
