// A .safetensors file divided into several with an index, as Hugging Face's libraries write them.

/**
 * The tensors of a file in their order, and its metadata.
 * @param {Uint8Array} file
 */
function contentOf(file) {
  const length = new DataView(file.buffer, file.byteOffset).getUint32(0, true);
  const { __metadata__: metadata, ...header } = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  const tensors = Object.entries(header).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [from, to],
      },
    ]) => {
      return { name, dtype, shape, bytes: file.subarray(8 + length + from, 8 + length + to) };
    },
  );
  return { tensors, metadata };
}

/** A file of these tensors, in this order. */
function fileOf(tensors, metadata) {
  let end = 0;
  const header = metadata ? { __metadata__: metadata } : {};
  for (const { name, dtype, shape, bytes } of tensors) {
    header[name] = { dtype, shape, data_offsets: [end, end + bytes.length] };
    end += bytes.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(header)),
    file = new Uint8Array(8 + text.length + end);
  new DataView(file.buffer).setUint32(0, text.length, true);
  file.set(text, 8);
  let at = 8 + text.length;
  for (const { bytes } of tensors) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

export const INDEX = 'model.safetensors.index.json';

/** The bytes of an index. @param {Record<string, unknown>} map   weight_map */
export const indexOf = (map) =>
  new TextEncoder().encode(JSON.stringify({ metadata: { total_size: 1 }, weight_map: map }));

/**
 * Consecutive tensors in each of `count` files; the metadata in the first.
 * @param {Uint8Array} whole
 * @param {number} count
 * @returns {{files: Record<string, Uint8Array>, map: Record<string, string>, index: Uint8Array}}
 *   files: by name, in order; map: the file of each tensor
 */
export function shard(whole, count) {
  const { tensors, metadata } = contentOf(whole);
  const five = (/** @type {number} */ number) => String(number).padStart(5, '0');
  const each = Math.ceil(tensors.length / count);
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  /** @type {Record<string, string>} */
  const map = {};
  for (let part = 0; part < count; part++) {
    const name = `model-${five(part + 1)}-of-${five(count)}.safetensors`,
      some = tensors.slice(part * each, (part + 1) * each);
    files[name] = fileOf(some, part === 0 ? metadata : undefined);
    for (const tensor of some) map[tensor.name] = name;
  }
  return { files, map, index: indexOf(map) };
}
