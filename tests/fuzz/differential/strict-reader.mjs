/**
 * Whether bytes are a safetensors file, by the format's description alone
 * (https://github.com/huggingface/safetensors, README, "Format"), independent of src/io/safetensors.cpp:
 * - 8 bytes N, an unsigned little-endian 64-bit integer: the size of the header, at most 100 MB
 * - N bytes of a JSON object in UTF-8, which begins with { and may be followed by white space; no duplicate keys
 * - for each tensor {dtype, shape, data_offsets: [begin, end]}, offsets relative to the byte buffer; other keys mean nothing
 * - __metadata__: a map of strings to strings
 * - the rest is the byte buffer, which the tensors index entirely, without holes or overlap
 * Tensors may be empty (a dimension of 0) and scalars (no dimension).
 */
import { Refusal, parseStrictJson } from './strict-json.mjs';

/** @typedef {import('./strict-json.mjs').Value} Value */

const MAX_HEADER_BYTES = 100_000_000n;
/** "The subset of JSON is decided by serde_json", whose limit this is. */
const MAX_DEPTH = 127;
const MOST_U64 = 2n ** 64n - 1n;

/** Bits of an element. */
const DTYPES = new Map(
  Object.entries({
    BOOL: 8n,
    F4: 4n,
    F6_E2M3: 6n,
    F6_E3M2: 6n,
    U8: 8n,
    I8: 8n,
    F8_E5M2: 8n,
    F8_E4M3: 8n,
    F8_E8M0: 8n,
    F8_E4M3FNUZ: 8n,
    F8_E5M2FNUZ: 8n,
    I16: 16n,
    U16: 16n,
    F16: 16n,
    BF16: 16n,
    I32: 32n,
    U32: 32n,
    F32: 32n,
    C64: 64n,
    F64: 64n,
    I64: 64n,
    U64: 64n,
  }),
);

/** @param {Value | undefined} value */
function unsigned(value) {
  if (value?.kind !== 'number' || !/^\d+$/.test(value.text)) throw new Refusal('type', 'expected a whole number ≥ 0');
  const number = BigInt(value.text);
  if (number > MOST_U64) throw new Refusal('type', 'expected a number of 64 bits');
  return number;
}

/** @param {Value | undefined} value */
function items(value) {
  if (value?.kind !== 'array') throw new Refusal('type', 'expected a list');
  return value.items;
}

/** @param {Value} value */
function tensorOf(value) {
  if (value.kind !== 'object') throw new Refusal('type', 'expected an object');
  const dtype = value.entries.get('dtype'),
    offsets = items(value.entries.get('data_offsets'));
  const bits = dtype?.kind === 'string' ? DTYPES.get(dtype.text) : undefined;
  if (bits === undefined) throw new Refusal('dtype');
  if (offsets.length !== 2) throw new Refusal('type', 'expected two offsets');
  const [begin, end] = offsets.map(unsigned);
  const size = items(value.entries.get('shape'))
    .map(unsigned)
    .reduce((product, length) => product * length, bits);
  return { begin, end, size };
}

/**
 * @param {Uint8Array} file
 * @returns {string}   'ok', or one word for the violated rule
 */
export function verdictOf(file) {
  try {
    read(file);
    return 'ok';
  } catch (error) {
    if (error instanceof Refusal) return error.rule;
    throw error;
  }
}

/** @param {Uint8Array} file */
function read(file) {
  if (file.length < 8) throw new Refusal('length');
  const headerSize = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (headerSize > MAX_HEADER_BYTES || headerSize > BigInt(file.length - 8)) throw new Refusal('length');
  const end = 8 + Number(headerSize),
    header = file.subarray(8, end);
  if (header[0] !== 0x7b) throw new Refusal('start');
  const value = parseStrictJson(header, MAX_DEPTH);
  if (value.kind !== 'object') throw new Refusal('start');
  const tensors = [];
  for (const [name, entry] of value.entries) {
    if (name !== '__metadata__') tensors.push(tensorOf(entry));
    else if (entry.kind !== 'object' || ![...entry.entries.values()].every(({ kind }) => kind === 'string'))
      throw new Refusal('metadata');
  }
  tensors.sort((a, b) => (a.begin === b.begin ? Number(a.end - b.end) : Number(a.begin - b.begin)));
  let at = 0n;
  for (const tensor of tensors) {
    if (tensor.begin !== at || tensor.end < tensor.begin) throw new Refusal('offsets');
    if (8n * (tensor.end - tensor.begin) !== tensor.size) throw new Refusal('size');
    at = tensor.end;
  }
  if (at !== BigInt(file.length - end)) throw new Refusal('buffer');
}
