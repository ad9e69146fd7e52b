// Writes the inputs of the first version: a few digits, and weight files without metadata, as PyTorch writes them.
//   node tests/compat/make-inputs.mjs FOLDER
// The digits are computed by a formula, since the repository contains none of MNIST's. The weights are multiples of
// 1/64, and those of fvbn and made are nearly all 0, so that the compressed files are small.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const SIDE = 28,
  PIXELS = SIDE * SIDE,
  COUNT = 160,
  TRAIN_COUNT = 144,
  HIDDEN = 8,
  LATENT = 2;

/**
 * A ring for an even label and a bar for an odd one, at the lower right: few weights of an fvbn have an earlier pixel
 * with ink there, and only those change in training.
 */
function pixelOf(n, label, row, column) {
  const x = column - 20 - (n % 3),
    y = row - 21,
    size = 1 + (label >> 1);
  const distance =
    label % 2 === 0
      ? Math.abs(Math.round(Math.sqrt(x * x + y * y)) - size)
      : Math.abs(x) + Math.max(0, Math.abs(y) - size);
  return [255, 160, 40][distance] ?? 0;
}

/** The project's packed format (scripts/build-digits.mjs). */
function digitsFile() {
  const file = Buffer.alloc(32 + COUNT * (1 + PIXELS));
  file.write('LPDIGITS', 'latin1');
  [1, COUNT, TRAIN_COUNT, SIDE, SIDE, 0].forEach((value, i) => file.writeUInt32LE(value, 8 + 4 * i));
  for (let n = 0; n < COUNT; n++) {
    const label = n % 10;
    file[32 + n] = label;
    for (let i = 0; i < PIXELS; i++)
      file[32 + COUNT + n * PIXELS + i] = pixelOf(n, label, Math.floor(i / SIDE), i % SIDE);
  }
  return file;
}

/** The i-th number of a tensor: 0 if `sparse` excludes it, otherwise a multiple of 1/64 from -8/64 to 7/64. */
function valueOf(tensor, i, sparse) {
  const word = Math.imul(Math.imul(i + 1, 2654435761) ^ Math.imul(tensor + 1, 40503), 2246822519) >>> 0;
  return sparse && (word & 255) !== 0 ? 0 : ((word >>> 28) - 8) / 64;
}

/** A safetensors file with F32 tensors and no metadata. @param {{name: string, shape: number[], allows?: (i: number) => boolean, sparse?: boolean}[]} tensors */
function safetensors(tensors) {
  const header = {},
    parts = [];
  let offset = 0;
  tensors.forEach(({ name, shape, allows = () => true, sparse = false }, at) => {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) =>
      allows(i) ? valueOf(at, i, sparse) : 0,
    );
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, (offset += values.byteLength)] };
    parts.push(Buffer.from(values.buffer));
  });
  const text = Buffer.from(JSON.stringify(header)),
    length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...parts]);
}

const linear = (name, out, into, rest = {}) => [
  { name: `${name}.weight`, shape: [out, into], ...rest },
  { name: `${name}.bias`, shape: [out] },
];
/** Row i of the direct weights of an autoregressive model uses only the pixels before it. */
const direct = linear('direct', PIXELS, PIXELS, { sparse: true, allows: (i) => i % PIXELS < Math.floor(i / PIXELS) });

const files = {
  'digits.bin.gz': gzipSync(digitsFile(), { level: 9 }),
  // The names of this project's models, and those of pytorch/examples/vae.
  'plain-vae.safetensors': safetensors([
    ...linear('encoder.0', HIDDEN, PIXELS),
    ...linear('mu', LATENT, HIDDEN),
    ...linear('log_var', LATENT, HIDDEN),
    ...linear('decoder.0', HIDDEN, LATENT),
    ...linear('decoder.1', PIXELS, HIDDEN),
  ]),
  'plain-fc.safetensors': safetensors([
    ...linear('fc1', HIDDEN, PIXELS),
    ...linear('fc21', LATENT, HIDDEN),
    ...linear('fc22', LATENT, HIDDEN),
    ...linear('fc3', HIDDEN, LATENT),
    ...linear('fc4', PIXELS, HIDDEN),
  ]),
  'plain-fvbn.safetensors': safetensors(direct),
  // Hidden biases alone: a writer of plain files does not have to repeat the mask of the hidden layers.
  'plain-made.safetensors': safetensors([
    ...direct,
    { name: 'hidden.0.weight', shape: [HIDDEN, PIXELS], allows: () => false },
    { name: 'hidden.0.bias', shape: [HIDDEN] },
    { name: 'output.weight', shape: [PIXELS, HIDDEN], allows: () => false },
  ]),
};
for (const [name, bytes] of Object.entries(files)) writeFileSync(join(process.argv[2], name), bytes);
