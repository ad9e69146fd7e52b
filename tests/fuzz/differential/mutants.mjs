// Safetensors files, most of them with one to three faults; deterministic for a seed.
import { createRandom } from '../js/random.mjs';

/** @typedef {import('../js/random.mjs').Random} Random */
/** @typedef {{name: string, dtype: string, shape: string[], offsets: string[], extra: string}} Tensor  as in its header, in JSON */

const USUAL = /** @type {const} */ ([
  ['F32', 4],
  ['F16', 2],
  ['BF16', 2],
  ['F64', 8],
  ['U8', 1],
  ['BOOL', 1],
  ['I64', 8],
  ['C64', 8],
  ['F8_E4M3', 1],
]);
const RARE = ['F4', 'F6_E2M3', 'F8_E8M0', 'F8_E4M3FNUZ', 'F8_E5M2FNUZ', 'f32', 'F128', 'F32 ', ''];
const NUMBERS = [
  '-1',
  '-0',
  '1.0',
  '1e0',
  '4e1',
  '01',
  '+1',
  '0x4',
  '18446744073709551615',
  '18446744073709551616',
  '4611686018427387904',
  '9223372036854775808',
  '1e300',
  '1e999',
  'null',
  '"4"',
  '[4]',
  'true',
  '',
];
const PIECES = [
  '\0',
  '\ufeff',
  '\\u0000',
  '\\ud800',
  '\\ud83d\\ude00',
  '\\x',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  ' ',
  '\n',
  '\t',
  '\v',
  '\u00a0',
  'null',
  '/**/',
  '<html>',
  '\u0001',
  '\u007f',
  'é',
  '.',
  'e',
  '-',
  '\\',
  'NaN',
];
const BAD_BYTES = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0x80]];
const NAMES = [
  'a',
  'b',
  'mu.weight',
  'encoder.0.bias',
  'é',
  '\\u0061',
  '__metadata__',
  '',
  'x'.repeat(70),
  '__proto__',
  'constructor',
  'toString',
];

/** @param {Random} random @returns {{tensors: Tensor[], bytes: number}} */
function makeTensors(random) {
  const names = [...new Set(Array.from({ length: random.below(5) }, () => random.pick(NAMES)))].filter(
    (name) => name !== '__metadata__',
  );
  let at = 0;
  const tensors = names.map((name) => {
    const [dtype, size] = random.pick(USUAL);
    const shape = Array.from({ length: random.below(4) }, () => random.pick([0, 1, 1, 2, 3, 5]));
    const begin = at;
    at += size * shape.reduce((product, length) => product * length, 1);
    return { name, dtype: `"${dtype}"`, shape: shape.map(String), offsets: [String(begin), String(at)], extra: '' };
  });
  return { tensors, bytes: at };
}

/** @param {Random} random @param {number} depth */
const nested = (random, depth) =>
  random.chance(0.5) ? '['.repeat(depth) + ']'.repeat(depth) : `${'{"n":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** Changes the header of one tensor. @param {Tensor[]} tensors @param {Random} random */
function changeTensor(tensors, random) {
  if (tensors.length === 0) return;
  const tensor = random.pick(tensors),
    other = random.pick(tensors);
  const changes = [
    () => {
      tensor.dtype = random.chance(0.8)
        ? JSON.stringify(random.pick([...RARE, ...USUAL.map(([name]) => name)]))
        : random.pick(NUMBERS);
    },
    () => {
      tensor.shape.splice(
        random.below(tensor.shape.length + 1),
        random.below(2),
        random.pick(['0', '1', '2', ...NUMBERS]),
      );
    },
    () => {
      tensor.shape.push(...Array(random.below(12)).fill(random.pick(['1', '0', '4294967296'])));
    },
    () => {
      tensor.shape = random.chance(0.5) ? ['4611686018427387904', '0'] : ['0', '4611686018427387904', '8'];
    },
    () => {
      tensor.shape.reverse();
    },
    () => {
      tensor.offsets[random.below(2)] = random.chance(0.5) ? random.pick(NUMBERS) : String(random.below(50));
    },
    () => {
      tensor.offsets = [...other.offsets];
    },
    () => {
      tensor.offsets.reverse();
    },
    () => {
      tensor.offsets.push('0');
    },
    () => {
      tensor.offsets.pop();
    },
    () => {
      tensor.name = random.chance(0.5) ? other.name : random.pick(NAMES);
    },
    () => {
      tensor.extra = `,"${random.pick(['x', 'dtype', 'shape', 'X\\u0000', ''])}":${random.chance(0.5) ? nested(random, random.below(12)) : random.pick([...NUMBERS, '"text"'])}`;
    },
    () => {
      tensors.splice(tensors.indexOf(tensor), 1);
    },
    () => {
      tensors.push({ ...tensor, name: random.pick(NAMES) });
    },
    () => {
      tensors.sort(() => random.next() - 0.5);
    },
  ];
  random.pick(changes)();
}

/** @param {Random} random @returns {string} */
function makeMetadata(random) {
  if (random.chance(0.5)) return '';
  if (random.chance(0.6)) return '"__metadata__":{"format":"pt"}';
  return `"__metadata__":${random.pick(['{}', 'null', '[]', '"pt"', '1', '{"a":1}', '{"a":null}', '{"a":"b","a":"c"}', '{"a":{"b":"c"}}', '{"":""}', `{"a":"${random.pick(PIECES)}"}`])}`;
}

/** @param {Random} random */
function makeHeader(random) {
  const { tensors, bytes } = makeTensors(random);
  const faults = random.pick([0, 1, 1, 2, 3]);
  for (let i = 0; i < faults && random.chance(0.7); i++) changeTensor(tensors, random);
  const parts = tensors.map(
    ({ name, dtype, shape, offsets, extra }) =>
      `"${name}":{"dtype":${dtype},"shape":[${shape}],"data_offsets":[${offsets}]${extra}}`,
  );
  const metadata = makeMetadata(random);
  if (metadata) parts.splice(random.below(2) * parts.length, 0, metadata);
  const text = `{${parts.join(random.chance(0.1) ? ' , ' : ',')}}${' '.repeat(random.below(3) * random.below(8))}`;
  return { text, bytes, faults };
}

/** @param {Buffer} header @param {Random} random @returns {Buffer} */
function changeText(header, random) {
  const at = random.pick([0, header.length, random.below(header.length + 1)]);
  const kind = random.below(5);
  const piece =
    kind === 0 ? Buffer.from(random.pick(BAD_BYTES)) : kind === 1 ? Buffer.alloc(0) : Buffer.from(random.pick(PIECES));
  return Buffer.concat([header.subarray(0, at), piece, header.subarray(at + (kind < 3 ? random.below(4) : 0))]);
}

/** @param {Random} random @returns {Buffer} */
function makeMutant(random) {
  const { text, bytes, faults } = makeHeader(random);
  let header = Buffer.from(text),
    data = Buffer.alloc(bytes, 0x40);
  let length = null;
  for (let i = 0; i < faults; i++) {
    const kind = random.below(12);
    if (kind < 3) header = changeText(header, random);
    else if (kind === 3)
      data = random.chance(0.5)
        ? Buffer.concat([data, Buffer.alloc(1 + random.below(9))])
        : data.subarray(0, random.below(data.length + 1));
    else if (kind === 4)
      length = random.pick([
        0n,
        1n,
        2n ** 64n - 1n,
        2n ** 63n,
        2n ** 32n + 60n,
        100_000_001n,
        2_097_153n,
        BigInt(header.length + random.below(7)),
        BigInt(random.below(header.length + 1)),
      ]);
    else if (kind === 5 && random.chance(0.2))
      header = Buffer.concat([Buffer.from(random.pick([' ', '\n', '\t '])), header]);
  }
  // Headers above the project's own limit, which are large: few.
  if (random.chance(0.0003)) header = Buffer.concat([header, Buffer.alloc(2 ** 21 + 1, 0x20)]);
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(length ?? BigInt(header.length));
  const file = Buffer.concat([size, header, data]);
  return random.chance(0.01) ? file.subarray(0, random.below(file.length)) : file;
}

/**
 * @param {number} count
 * @param {number} seed
 * @returns {Generator<Buffer>}
 */
export function* mutants(count, seed) {
  const random = createRandom(seed);
  for (let i = 0; i < count; i++) yield makeMutant(random);
}
