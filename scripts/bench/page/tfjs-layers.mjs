// The layers in TensorFlow.js.
import { sizeOf } from '../net-layers.mjs';
import { convWeights, filterOf, inBlocks, linearWeights, patchWeight } from './peer-weights.mjs';

/** @typedef {import('../net-layers.mjs').Layer} Layer */
/** @typedef {'plain' | 'transposed' | 'patches'} Way */

/** Its own products and convolutions. */
function plainLayers(tf) {
  const maps = (x, { channels, side }) => x.reshape([-1, side, side, channels]);
  return {
    linear: (layer, x, [weight, bias]) => tf.add(tf.matMul(x, weight), bias),
    conv: ({ from, stride, padding }, x, [weight, bias]) =>
      tf.add(tf.conv2d(maps(x, from), weight, stride, padding), bias),
    transposed: ({ from, to, stride, padding }, x, [weight, bias]) =>
      tf.add(
        tf.conv2dTranspose(maps(x, from), weight, [x.shape[0], to.side, to.side, to.channels], stride, padding),
        bias,
      ),
    weight: (layer, weight) => filterOf(weight),
  };
}

/**
 * Products whose gradients transpose first: TensorFlow.js's own multiply by operands transposed in place, for which its
 * WebAssembly backend has no fast kernel. Convolutions are patches times a matrix (patchMatrix() in peer-weights.mjs): that
 * backend has no gradient of a convolution.
 */
function transposingLayers(tf) {
  /** x W + b. */
  const linear = tf.customGrad((x, weight, bias, save) => {
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

  /** The same of an x that needs no gradient. */
  const firstLinear = (x, ...parameters) =>
    tf.customGrad((weight, bias, save) => {
      save([x]);
      return {
        value: tf.fused.matMul({ a: x, b: weight, bias }),
        gradFunc: (dy, [input]) => [tf.matMul(tf.transpose(input), dy), tf.sum(dy, 0)],
      };
    })(...parameters);

  /** x W. */
  const product = tf.customGrad((x, weight, save) => {
    save([x, weight]);
    return {
      value: tf.matMul(x, weight),
      gradFunc: (dy, [input, matrix]) => [tf.matMul(dy, tf.transpose(matrix)), tf.matMul(tf.transpose(input), dy)],
    };
  });

  const of = ({ isFirst }) => (isFirst ? firstLinear : linear);
  /** Part of an axis of a tensor with four. */
  const slice = (x, axis, from, size) =>
    tf.slice(
      x,
      x.shape.map((_, i) => (i === axis ? from : 0)),
      x.shape.map((length, i) => (i === axis ? size : length)),
    );
  const padded = (x, axis, before, after) =>
    tf.pad(
      x,
      x.shape.map((_, i) => (i === axis ? [before, after] : [0, 0])),
    );

  return {
    linear: (layer, x, [weight, bias]) => of(layer)(x, weight, bias),
    conv(layer, x, [weight, bias]) {
      const { from, to, kernel, stride, padding } = layer;
      const { kernelBlocks, imageBlocks: n, blockSize } = inBlocks(layer);
      const around = [padding, padding];
      const blocks = tf
        .pad(x.reshape([-1, from.side, from.side, from.channels]), [[0, 0], around, around, [0, 0]])
        .reshape([-1, stride, n, stride * from.channels])
        .transpose([0, 2, 1, 3])
        .reshape([-1, n, n, blockSize]);
      const windows = (y, axis) =>
        tf.concat(
          Array.from({ length: kernelBlocks }, (_, first) => slice(y, axis, first, to.side)),
          3,
        );
      const patches = windows(windows(blocks, 2), 1);
      return of(layer)(patches.reshape([-1, kernel * kernel * from.channels]), weight, bias);
    },
    transposed(layer, x, [weight, bias]) {
      const { from, to, stride, padding } = layer;
      const { kernelBlocks, imageBlocks: n, blockSize } = inBlocks(layer);
      // Adds the blocks of one place.
      const sum = (y, axis) =>
        Array.from({ length: kernelBlocks }, (_, block) => {
          const size = y.shape[3] / kernelBlocks;
          return padded(slice(y, 3, block * size, size), axis, block, kernelBlocks - 1 - block);
        }).reduce((total, part) => tf.add(total, part));
      const patches = product(x.reshape([-1, from.channels]), weight);
      const rows = sum(patches.reshape([-1, from.side, from.side, kernelBlocks * kernelBlocks * blockSize]), 1);
      const image = sum(rows, 2)
        .reshape([-1, n, stride, stride * to.channels])
        .transpose([0, 2, 1, 3])
        .reshape([-1, n * stride, n * stride, to.channels]);
      return tf.add(slice(slice(image, 1, padding, to.side), 2, padding, to.side), bias);
    },
    weight: patchWeight,
  };
}

/** Both have the channels after the pixels. @param {any} tf @param {Way} way */
export function createTfLayers(tf, way) {
  const { weight: convolutionWeight, ...kinds } = way === 'plain' ? plainLayers(tf) : transposingLayers(tf);
  const variable = ({ shape, values }) => tf.variable(tf.tensor(values, shape));
  return {
    /** From [batch, numbers of an example] to the same. @param {Layer & {isFirst?: boolean}} layer */
    apply: (layer, x, weights) => kinds[layer.type](layer, x, weights).reshape([-1, sizeOf(layer.to)]),
    /** @param {Layer} layer @param {Map<string, import('../tensors.mjs').Tensor>} tensors */
    weightsOf(layer, tensors) {
      if (layer.type === 'linear') {
        const { weight, bias } = linearWeights(layer, tensors);
        return [variable(weight), variable(bias)];
      }
      const { weight, bias } = convWeights(layer, tensors);
      return [variable(convolutionWeight(layer, weight)), variable(bias)];
    },
  };
}
