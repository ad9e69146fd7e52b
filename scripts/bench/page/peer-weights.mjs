// Weights of latentpad's files in the layouts of the peers. The files have PyTorch's: [out, in] of a linear layer, [maps, image
// channels, kernel, kernel] of a convolution and of a transposed one, channels before pixels.
import { sizeOf } from '../net-layers.mjs';

/** @typedef {import('../net-layers.mjs').Layer} Layer */
/** @typedef {import('../net-layers.mjs').Maps} Maps */
/** @typedef {import('../tensors.mjs').Tensor} Tensor */

/** For each number with the channels last, its place with the channels first. @param {Maps} maps */
function placesOfChannelsLast({ channels, side }) {
  const plane = side * side;
  return Uint32Array.from({ length: channels * plane }, (_, i) => (i % channels) * plane + Math.floor(i / channels));
}

const joined = (/** @type {Float32Array[]} */ arrays) => Float32Array.from(arrays.flatMap((array) => [...array]));

/**
 * A linear layer's, as [inputs, outputs], of maps with the channels last.
 * @param {Layer} layer @param {Map<string, Tensor>} tensors
 * @returns {{weight: Tensor, bias: Tensor}}
 */
export function linearWeights({ names, from, to }, tensors) {
  const of = (/** @type {string} */ part) => joined(names.map((name) => tensors.get(`${name}.${part}`).values));
  const [weight, bias] = [of('weight'), of('bias')];
  const [inputs, outputs] = [sizeOf(from), sizeOf(to)];
  const [rows, columns] = [placesOfChannelsLast(from), placesOfChannelsLast(to)];
  const values = new Float32Array(inputs * outputs);
  for (let i = 0; i < inputs; ++i) {
    for (let o = 0; o < outputs; ++o) values[i * outputs + o] = weight[columns[o] * inputs + rows[i]];
  }
  const sorted = Float32Array.from(columns, (place) => bias[place]);
  return { weight: { shape: [inputs, outputs], values }, bias: { shape: [outputs], values: sorted } };
}

/** A convolution's, as in the file. @param {Layer} layer @param {Map<string, Tensor>} tensors */
export function convWeights({ names: [name] }, tensors) {
  return { weight: tensors.get(`${name}.weight`), bias: tensors.get(`${name}.bias`) };
}

/** The weight as [kernel, kernel, image channels, maps]. @param {Tensor} weight @returns {Tensor} */
export function filterOf({ shape: [maps, channels, kernel], values }) {
  const filter = new Float32Array(values.length);
  for (let m = 0, at = 0; m < maps; ++m) {
    for (let c = 0; c < channels; ++c) {
      for (let place = 0; place < kernel * kernel; ++place) filter[(place * channels + c) * maps + m] = values[at++];
    }
  }
  return { shape: [kernel, kernel, channels, maps], values: filter };
}

/**
 * A convolution by blocks of stride x stride pixels: the side of a kernel and that of the padded image, in blocks. Throws an
 * Error unless both are whole.
 * @param {Layer} layer
 */
export function inBlocks({ type, from, to, kernel, stride, padding }) {
  const image = type === 'conv' ? from : to;
  const [kernelBlocks, imageBlocks] = [kernel / stride, (image.side + 2 * padding) / stride];
  if (!Number.isInteger(kernelBlocks) || !Number.isInteger(imageBlocks)) {
    throw new Error(`expected a kernel and a padded image of whole strides, got ${JSON.stringify({ image, kernel })}`);
  }
  return { kernelBlocks, imageBlocks, blockSize: stride * stride * image.channels };
}

/**
 * The weight as a matrix between maps and patches of the image: [maps, patch]. A patch is [block row, block column, row in the
 * block, column in the block, channel].
 * @param {Tensor} weight @param {number} stride @returns {Tensor}
 */
export function patchMatrix({ shape: [maps, channels, kernel], values }, stride) {
  const blocks = kernel / stride;
  const patch = kernel * kernel * channels;
  const matrix = new Float32Array(values.length);
  for (let m = 0, at = 0; m < maps; ++m) {
    for (let c = 0; c < channels; ++c) {
      for (let y = 0; y < kernel; ++y) {
        for (let x = 0; x < kernel; ++x) {
          const block = Math.floor(y / stride) * blocks + Math.floor(x / stride);
          const pixel = (y % stride) * stride + (x % stride);
          matrix[m * patch + (block * stride * stride + pixel) * channels + c] = values[at++];
        }
      }
    }
  }
  return { shape: [maps, patch], values: matrix };
}

/** @param {Tensor} matrix @returns {Tensor} */
export function transposed({ shape: [rows, columns], values }) {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; ++row) {
    for (let column = 0; column < columns; ++column) turned[column * rows + row] = values[row * columns + column];
  }
  return { shape: [columns, rows], values: turned };
}

/**
 * The weight by which patches are multiplied, or maps, to give patches, of a transposed convolution.
 * @param {Layer} layer @param {Tensor} weight @returns {Tensor}
 */
export function patchWeight({ type, stride }, weight) {
  const matrix = patchMatrix(weight, stride);
  return type === 'conv' ? transposed(matrix) : matrix;
}
