// The native program's results for a weight file, in exact arithmetic; for make-records.mjs and the test.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';

const execute = promisify(execFile);

/** Steps after --resume. */
export const FURTHER_STEPS = 5;
/** For a file without training settings. */
const STANDARD_BATCH = 128;
const ALL_LABELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const EXACT = ['--arithmetic', 'exact', '--threads', '1'];

/** The bytes of a list of numbers as 32-bit floats: equal hashes mean equal bits. @param {ArrayLike<number>} values */
export const hashOf = (values) =>
  createHash('sha256')
    .update(new Uint8Array(Float32Array.from(values).buffer))
    .digest('hex');

/**
 * @param {string} program   latentpad
 * @param {string} weights   a .safetensors file
 * @param {string} digits    the packed digits
 * @param {string} scratch   a folder for temporary files
 */
export async function measure(program, weights, digits, scratch) {
  const run = async (...args) => (await execute(program, args, { maxBuffer: 64 << 20 })).stdout;
  const json = async (...args) => JSON.parse(await run(...args, '--json'));
  const data = ['--weights', weights, '--data', digits];

  const info = await json('info', weights);
  delete info.weights;
  const { model, latent_dim: latent } = info.config;
  const evaluation = await json(
    'eval',
    ...data,
    '--importance-samples',
    '1,5',
    '--importance-digits',
    '4',
    '--samples',
    '8',
    ...EXACT,
  );
  for (const key of ['weights', 'data', 'why']) delete evaluation[key];
  const { images: samples } = await json('sample', '--weights', weights, '--count', '2', '--seed', '3', ...EXACT);
  const record = { info, evaluation, samples: hashOf(samples.flat()), codes: null, decoded: null };
  if (latent > 0) {
    record.codes = (await json('encode', ...data, '--first', '0', '--count', '2', ...EXACT)).codes;
    const decode = [
      'decode',
      '--weights',
      weights,
      '--z',
      '0.5,-1',
      ...(model === 'cvae' ? ['--label', '7'] : []),
      ...EXACT,
    ];
    record.decoded = hashOf((await json(...decode)).images[0].reconstruction);
  }
  record.resumed = await resume(run, weights, digits, scratch, info);
  return record;
}

/** The checksum after the further steps. */
async function resume(run, weights, digits, scratch, { resumable, training }) {
  const { batch_size: batch = STANDARD_BATCH, digits: labelsTaken = ALL_LABELS } = training?.config ?? {};
  const steps = (resumable ? (await optimizerOf(weights)).steps : 0) + FURTHER_STEPS;
  const packed = gunzipSync(await readFile(digits)),
    labels = packed.subarray(32, 32 + packed.readUInt32LE(16));
  const trainCount = labels.filter((label) => labelsTaken.includes(label)).length;
  const out = join(scratch, 'resumed.safetensors');
  // --epochs is rounded up to whole steps.
  const epochs = String(((steps - 0.5) * batch) / trainCount);
  const result = await run(
    'train',
    '--resume',
    weights,
    '--data',
    digits,
    '--epochs',
    epochs,
    '--out',
    out,
    '--json',
    ...EXACT,
  );
  const { step, checksum } = JSON.parse(result);
  return { step, checksum };
}

async function optimizerOf(weights) {
  const bytes = await readFile(weights);
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString());
  return JSON.parse(header.__metadata__['latentpad.optimizer']);
}
