// The layers in jax-js. Each use of an array but the last takes a reference: functions release their arguments.
import { sizeOf } from '../net-layers.mjs';
import { convWeights, inBlocks, linearWeights, patchWeight } from './peer-weights.mjs';

/** @typedef {import('../net-layers.mjs').Layer} Layer */

/**
 * Convolutions as patches times a matrix (patchMatrix() in peer-weights.mjs), with the channels after the pixels. jax-js's
 * own gradient of a convolution (0.1.25) is much slower. Each concatenation is computed apart from the operations around it,
 * which otherwise would gather each number several times.
 */
function patchConvolutions({ numpy: np }, batch) {
  const slice = (x, axis, from, to) =>
    x.slice(...Array.from({ length: axis + 1 }, (_, i) => (i === axis ? [from, to] : [])));
  /** Zeros before and after the numbers of an axis. */
  const padded = (x, axis, before, after) => {
    const zeros = (count) => (count > 0 ? [np.zeros(x.shape.map((length, i) => (i === axis ? count : length)))] : []);
    return np.concatenate([...zeros(before), x, ...zeros(after)], axis);
  };
  /** `count` windows of `size` along an axis, each one further. */
  const windows = (x, axis, count, size) => {
    const parts = Array.from({ length: count }, (_, first) => slice(x.ref, axis, first, first + size));
    x.dispose();
    return parts;
  };
  return {
    conv(layer, x, [weight, bias]) {
      const { from, to, kernel, stride, padding } = layer;
      const { kernelBlocks, imageBlocks: n, blockSize } = inBlocks(layer);
      const image = x.reshape([batch, from.side, from.side, from.channels]);
      const blocks = padded(padded(image, 1, padding, padding), 2, padding, padding)
        .reshape([batch * n, stride, n, stride * from.channels])
        .transpose([0, 2, 1, 3])
        .reshape([batch, n, n, blockSize]);
      const columns = np.concatenate(windows(blocks, 2, kernelBlocks, to.side), 3);
      const patches = np.concatenate(windows(columns, 1, kernelBlocks, to.side), 3);
      const rows = patches.reshape([batch * to.side * to.side, kernel * kernel * from.channels]);
      return np.add(np.matmul(rows, weight), bias);
    },
    transposed(layer, x, [weight, bias]) {
      const { from, to, stride, padding } = layer;
      const { kernelBlocks, imageBlocks: n, blockSize } = inBlocks(layer);
      // Adds the blocks of one place.
      const sum = (y, axis) => {
        const parts = Array.from({ length: kernelBlocks }, (_, block) =>
          padded(slice(y.ref, 3, block, block + 1), axis, block, kernelBlocks - 1 - block),
        );
        y.dispose();
        return parts.reduce((total, part) => np.add(total, part));
      };
      const patches = np.matmul(x.reshape([batch * from.side * from.side, from.channels]), weight);
      const rows = sum(patches.reshape([batch, from.side, from.side, kernelBlocks, kernelBlocks * blockSize]), 1);
      const blocks = sum(rows.reshape([batch, n, from.side, kernelBlocks, blockSize]), 2);
      const image = blocks
        .reshape([batch * n, n, stride, stride * to.channels])
        .transpose([0, 2, 1, 3])
        .reshape([batch, n * stride, n * stride, to.channels]);
      const end = padding + to.side;
      return np.add(slice(slice(image, 1, padding, end), 2, padding, end), bias);
    },
    weight: patchWeight,
  };
}

/**
 * @param {any} jax
 * @param {'plain' | 'patches'} way  with convolutions as patches, or without convolutions
 * @param {number} batch
 */
export function createJaxLayers(jax, way, batch) {
  const { numpy: np } = jax;
  const { weight: convolutionWeight, ...convolutions } = way === 'patches' ? patchConvolutions(jax, batch) : {};
  const kinds = { linear: (layer, x, [weight, bias]) => np.add(np.matmul(x, weight), bias), ...convolutions };
  const array = ({ shape, values }) => np.array(values).reshape(shape);
  return {
    /** From [batch, numbers of an example] to the same. @param {Layer} layer */
    apply: (layer, x, weights) => kinds[layer.type](layer, x, weights).reshape([batch, sizeOf(layer.to)]),
    /** @param {Layer} layer @param {Map<string, import('../tensors.mjs').Tensor>} tensors */
    weightsOf(layer, tensors) {
      if (layer.type === 'linear') {
        const { weight, bias } = linearWeights(layer, tensors);
        return [array(weight), array(bias)];
      }
      const { weight, bias } = convWeights(layer, tensors);
      return [array(convolutionWeight(layer, weight)), array(bias)];
    },
  };
}
