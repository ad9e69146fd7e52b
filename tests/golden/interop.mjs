// Another implementation of safetensors, against which ours is checked: a writer and a reader from the format's
// description alone, sharing nothing with the C++. interop_test.cpp makes the same content by the same formula.
//
//   node interop.mjs write FILE      writes the content
//   node interop.mjs check FILE...   reads each file and compares it, byte for byte; exit code 1 if anything differs
import { readFileSync, writeFileSync } from 'node:fs';

const METADATA = [
  ['format', 'pt'],
  ['quote " and \\', 'line\nbreak, é'],
];

/** Name, type, shape, bytes of one element. No two of one size begin at an aligned place in the order given. */
const TENSORS = [
  ['bytes', 'U8', [2, 3, 4], 1],
  ['fc1.weight', 'F32', [3, 5], 4],
  ['ü €\n𝄞', 'F16', [7], 2],
  ['scalar', 'F64', [], 8],
  ['empty', 'F32', [0, 4], 4],
  ['__proto__', 'I64', [2], 8],
  ['', 'BF16', [1], 2],
];

/** The bytes of the tensor at a position of the list: the upper bytes of multiples of a large odd number. */
function content(position) {
  const [, , shape, size] = TENSORS[position];
  const bytes = new Uint8Array(shape.reduce((product, n) => product * n, size));
  return bytes.map((_, j) => (Math.imul(j + 1, 2654435761) + position * 40503) >>> 24);
}

function write(path) {
  const entries = [`"__metadata__":${JSON.stringify(Object.fromEntries(METADATA))}`];
  const parts = [];
  let offset = 0;
  TENSORS.forEach(([name, dtype, shape], position) => {
    const bytes = content(position);
    const entry = { shape, data_offsets: [offset, offset + bytes.length], dtype };
    entries.push(`${JSON.stringify(name)}: ${JSON.stringify(entry)}`);
    parts.push(bytes);
    offset += bytes.length;
  });
  // Without padding, and with a blank before the object: both are allowed, and a reader must not rely on the opposite.
  const header = Buffer.from(` {${entries.join(',\n')}}`);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(path, Buffer.concat([length, header, ...parts]));
}

function read(path) {
  const file = readFileSync(path);
  const size = Number(file.readBigUInt64LE(0));
  const header = new Map(Object.entries(JSON.parse(file.subarray(8, 8 + size).toString('utf8'))));
  const metadata = header.get('__metadata__');
  header.delete('__metadata__');
  return { metadata, header, data: file.subarray(8 + size) };
}

/** What differs from the content, in words. */
function differences(path) {
  const { metadata, header, data } = read(path);
  const found = [];
  const expect = (what, got, wanted) => {
    if (JSON.stringify(got) !== JSON.stringify(wanted)) found.push(`${what}: ${JSON.stringify(got)}`);
  };
  expect('metadata', Object.entries(metadata).sort(), METADATA);
  expect('names', [...header.keys()].sort(), TENSORS.map(([name]) => name).sort());
  TENSORS.forEach(([name, dtype, shape], position) => {
    const entry = header.get(name);
    if (!entry) return;
    expect(`${name} dtype`, entry.dtype, dtype);
    expect(`${name} shape`, entry.shape, shape);
    expect(`${name} bytes`, [...data.subarray(...entry.data_offsets)], [...content(position)]);
  });
  const end = Math.max(...[...header.values()].map((entry) => entry.data_offsets[1]));
  expect('bytes of data', data.length, end);
  return found;
}

const [command, ...paths] = process.argv.slice(2);
if (command === 'write' && paths.length === 1) {
  write(paths[0]);
} else if (command === 'check' && paths.length > 0) {
  for (const path of paths) {
    const found = differences(path);
    for (const difference of found) console.error(`${path}: ${difference}`);
    if (found.length > 0) process.exitCode = 1;
    else console.log(`${path}: as expected`);
  }
} else {
  console.error('usage: node interop.mjs write FILE | check FILE...');
  process.exitCode = 2;
}
