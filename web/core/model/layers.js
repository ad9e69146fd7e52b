/**
 * Hidden layers as text, in the form, the link and names: 400 for a linear layer, conv32k4s2p1 for a convolution with 32 channels,
 * kernels of 4 x 4, stride 2 and padding 1, as in `latentpad train --hidden`.
 * @typedef {import('../../engine/messages.js').Layer} Layer
 */

const WHOLE = /^\d{1,9}$/;
const CONVOLUTION = /^conv(\d{1,9})k(\d{1,9})(?:s(\d{1,9}))?(?:p(\d{1,9}))?$/;

/** @param {Layer} layer */
export function layerText(layer) {
  if (typeof layer === 'number') return String(layer);
  const { channels, kernel, stride = 1, padding = 0 } = layer;
  return `conv${channels}k${kernel}${stride === 1 ? '' : `s${stride}`}${padding === 0 ? '' : `p${padding}`}`;
}

/** Whether the layer is a convolution. @param {Layer} layer */
export const isConvolution = (layer) => typeof layer !== 'number';

/** @param {string} text @param {number} maxUnits @returns {Layer | undefined}   undefined if it is not the text of a layer */
function layerOf(text, maxUnits) {
  const within = (/** @type {number} */ size) => size >= 1 && size <= maxUnits;
  if (WHOLE.test(text)) return within(Number(text)) ? Number(text) : undefined;
  const [, channels, kernel, stride = '1', padding = '0'] = CONVOLUTION.exec(text) ?? [];
  if (!channels || !within(Number(channels)) || !within(Number(kernel))) return undefined;
  return {
    layer: 'conv2d',
    channels: Number(channels),
    kernel: Number(kernel),
    stride: Number(stride),
    padding: Number(padding),
  };
}

/**
 * Layers from their texts; undefined unless each is one, with convolutions before linear layers. The engine checks the sizes of
 * convolutions, which depend on those of the images.
 * @param {readonly string[]} texts
 * @param {number} maxLayers
 * @param {number} maxUnits
 * @returns {Layer[] | undefined}
 */
export function layersOf(texts, maxLayers, maxUnits) {
  if (texts.length > maxLayers) return undefined;
  /** @type {Layer[]} */
  const layers = [];
  for (const text of texts) {
    const layer = layerOf(text, maxUnits),
      before = layers.at(-1);
    if (layer === undefined || (isConvolution(layer) && before !== undefined && !isConvolution(before)))
      return undefined;
    layers.push(layer);
  }
  return layers;
}

/**
 * The hidden layers of all stochastic layers, in the order of the encoder; reversed, they are those of the decoder.
 * @param {{hidden: Layer[], lowerLayers?: {hidden: Layer[]}[]}} config
 */
export const allHidden = ({ hidden, lowerLayers = [] }) =>
  [...lowerLayers, { hidden }].flatMap((layer) => layer.hidden);

/**
 * The number of outputs of each layer.
 * @param {readonly Layer[]} hidden
 * @param {{width: number, height: number}} image
 */
export function layerSizes(hidden, { width, height }) {
  return hidden.map((layer) => {
    if (typeof layer === 'number') return layer;
    const { channels, kernel, stride = 1, padding = 0 } = layer;
    const side = (/** @type {number} */ size) => Math.floor((size + 2 * padding - kernel) / stride) + 1;
    width = side(width);
    height = side(height);
    return channels * width * height;
  });
}
