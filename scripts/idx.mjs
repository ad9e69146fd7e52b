/**
 * An IDX file of bytes, the format of MNIST: a magic number with the type and the number of dimensions, and the dimensions,
 * all big-endian, then the content.
 * @param {number[]} shape   [images, rows, columns] or [labels]
 * @param {ArrayLike<number>} content   whose length is not checked: tests write files that lie
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function idxFile(shape, content) {
  const head = 4 + 4 * shape.length,
    file = new Uint8Array(head + content.length),
    view = new DataView(file.buffer);
  [0x800 + shape.length, ...shape].forEach((value, i) => view.setUint32(4 * i, value));
  file.set(content, head);
  return file;
}
