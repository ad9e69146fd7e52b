// The layers of a VAE of digits, as src/models/encoder_decoder.h builds them, and their multiply-adds.

/** @typedef {import('../../web/engine/messages.js').Layer} HiddenLayer */
/** @typedef {{hidden: HiddenLayer[], latentDim: number}} Net */
/** @typedef {{channels: number, side: number}} Maps  square; of a linear layer's units side is 1 */
/**
 * @typedef {object} Layer
 * @property {'linear' | 'conv' | 'transposed'} type
 * @property {string[]} names   of its tensors in a file of weights, NAME.weight and NAME.bias; the heads are two
 * @property {Maps} from
 * @property {Maps} to
 * @property {boolean} relu
 * @property {number} kernel    0 of a linear layer, like stride and padding
 * @property {number} stride
 * @property {number} padding
 */

/** @type {Maps} */
const kImage = { channels: 1, side: 28 };

/** Numbers of an example. @param {Maps} maps */
export const sizeOf = ({ channels, side }) => channels * side * side;

const units = (/** @type {number} */ channels) => ({ channels, side: 1 });
const kNoKernel = { kernel: 0, stride: 0, padding: 0 };

/**
 * Both heads, μ and log σ², are one linear layer.
 * @param {Net} net
 * @returns {{encoder: Layer[], heads: Layer, decoder: Layer[]}}
 */
export function layersOf({ hidden, latentDim }) {
  /** @type {Layer[]} */
  const encoder = [];
  let from = kImage;
  for (const [index, spec] of hidden.entries()) {
    const common = { names: [`encoder.${index}`], from, relu: true };
    if (typeof spec === 'number') {
      encoder.push({ type: 'linear', ...common, to: units(spec), ...kNoKernel });
    } else {
      const { channels, kernel, stride = 1, padding = 0 } = spec;
      const side = Math.floor((from.side + 2 * padding - kernel) / stride) + 1;
      encoder.push({ type: 'conv', ...common, to: { channels, side }, kernel, stride, padding });
    }
    from = encoder[index].to;
  }
  /** @type {Layer} */
  const heads = { type: 'linear', names: ['mu', 'log_var'], from, to: units(2 * latentDim), relu: false, ...kNoKernel };
  // The first one inverts the heads, the others the encoder's layers, last first.
  /** @type {Layer[]} */
  const decoder = [
    { type: 'linear', names: ['decoder.0'], from: units(latentDim), to: from, relu: hidden.length > 0, ...kNoKernel },
  ];
  for (const [index, layer] of encoder.toReversed().entries()) {
    decoder.push({
      ...layer,
      type: layer.type === 'conv' ? 'transposed' : 'linear',
      names: [`decoder.${index + 1}`],
      from: layer.to,
      to: layer.from,
      relu: layer.from !== kImage,
    });
  }
  return { encoder, heads, decoder };
}

/** Forward, of one example. @param {Layer} layer */
function multiplyAdds({ type, from, to, kernel }) {
  if (type === 'linear') return sizeOf(from) * sizeOf(to);
  const [image, map] = type === 'conv' ? [from, to] : [to, from];
  return sizeOf(map) * image.channels * kernel ** 2;
}

/**
 * Of one training step: each product once forward and once for each operand whose gradient is needed, which the image's is not.
 * @param {Net} net @param {number} batchSize
 */
export function stepMultiplyAdds(net, batchSize) {
  const { encoder, heads, decoder } = layersOf(net);
  const layers = [...encoder, heads, ...decoder];
  const forward = layers.reduce((sum, layer) => sum + multiplyAdds(layer), 0);
  return batchSize * (3 * forward - multiplyAdds(layers[0]));
}
