/** A data set as a ZIP file of MNIST's four IDX files and the names of its classes. */
import { zipSync } from 'fflate';

/** @param {number[]} shape @param {Uint8Array} values */
function idx(shape, values) {
  const start = 4 + 4 * shape.length,
    file = new Uint8Array(start + values.length),
    view = new DataView(file.buffer);
  file[2] = 0x08;
  file[3] = shape.length;
  shape.forEach((side, i) => view.setUint32(4 + 4 * i, side));
  file.set(values, start);
  return file;
}

/** @param {import('./finish.js').DataSet} set @returns {Uint8Array} */
export function zipOfIdx({ images, labels, width, height, heldOut, names }) {
  const count = labels.length,
    train = count - heldOut,
    pixels = width * height;
  return zipSync({
    'train-images-idx3-ubyte': idx([train, height, width], images.subarray(0, train * pixels)),
    'train-labels-idx1-ubyte': idx([train], labels.subarray(0, train)),
    't10k-images-idx3-ubyte': idx([heldOut, height, width], images.subarray(train * pixels)),
    't10k-labels-idx1-ubyte': idx([heldOut], labels.subarray(train)),
    'class-names.txt': new TextEncoder().encode(names.map((name) => `${name}\n`).join('')),
  });
}
