// .safetensors files of numbers of 32 bits: https://huggingface.co/docs/safetensors

/** @typedef {{shape: number[], values: Float32Array}} Tensor */

const kLengthBytes = 8;

/** @param {Uint8Array | ArrayBuffer} file @returns {Map<string, Tensor>} */
export function readTensors(file) {
  const bytes = new Uint8Array(file);
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const { __metadata__, ...header } = JSON.parse(
    new TextDecoder().decode(bytes.subarray(kLengthBytes, kLengthBytes + length)),
  );
  return new Map(
    Object.entries(header).map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [begin, end],
        },
      ]) => {
        if (dtype !== 'F32') throw new Error(`readTensors: expected ${name} as F32, got ${dtype}`);
        const start = kLengthBytes + length;
        return [name, { shape, values: new Float32Array(bytes.slice(start + begin, start + end).buffer) }];
      },
    ),
  );
}

/** @param {Map<string, Tensor>} tensors @returns {Uint8Array} */
export function writeTensors(tensors) {
  /** @type {Record<string, {dtype: string, shape: number[], data_offsets: number[]}>} */
  const header = {};
  let size = 0;
  for (const [name, { shape, values }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [size, size + values.byteLength] };
    size += values.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(kLengthBytes + text.length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, kLengthBytes);
  let at = kLengthBytes + text.length;
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}
