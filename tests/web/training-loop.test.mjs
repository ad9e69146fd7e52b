// The worker's side of the conversation with the real engine; only the thread is left out.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Dispatcher } from '../../web/engine/dispatcher.js';
import { createEngine } from '../../web/engine/engine.js';

const packed = await readFile(new URL('../../build/data/digits.bin.gz', import.meta.url));
const engine = await createEngine();
const small = { config: { hidden: [16], latentDim: 2 }, training: { seed: 1 } };

/** A dispatcher, what it said unasked, and a way to ask it. */
async function conversation() {
  const events = [];
  const answers = new Map();
  const dispatcher = new Dispatcher({
    createEngine: async () => engine,
    schedule: (task) => setImmediate(task),
    post: (message) => (message.event ? events.push(message) : answers.set(message.id, message)),
  });
  let id = 0;
  const ask = async (type, fields = {}) => {
    const mine = ++id;
    await dispatcher.receive({ ...fields, id: mine, type });
    const { ok, value, error } = answers.get(mine);
    if (!ok) throw Object.assign(new Error(error.message), { code: error.code, params: error.params });
    return value;
  };
  const until = async (condition) => {
    for (let i = 0; i < 2000 && !condition(); ++i) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(condition(), `waited for ${condition}`);
  };
  const of = (name) => events.filter(({ event }) => event === name).map(({ detail }) => detail);
  await ask('start');
  return { ask, until, of, dispatcher };
}

test('before digits and model are there, requests say what is missing', async () => {
  const { ask } = await conversation();
  await assert.rejects(ask('encode', { pixels: new Float32Array(784) }), /expected a model; create or load one/);
  await ask('createModel', small);
  await assert.rejects(ask('play'), /expected digits; load them first/);
  await assert.rejects(ask('__proto__'), /expected a known request/);
  await assert.rejects(ask('constructor'), /expected a known request/);
});

test('play trains, measures the held-out bound at fixed steps, pause keeps the step', async () => {
  const { ask, until, of } = await conversation();
  const digits = await ask('loadDigits', { bytes: packed });
  assert.equal(digits.labels.length, 1000);
  assert.equal(digits.images.length, 784_000);
  await ask('createModel', small);
  assert.equal((await ask('play')).state, 'running');
  const heldOut = () => of('progress').filter((progress) => progress.heldOut);
  await until(() => heldOut().length >= 4);
  const paused = await ask('pause');
  assert.equal(paused.state, 'paused');
  assert.match(paused.checksum, /^[0-9a-f]{16}$/);
  // Half an epoch is 35 steps of 128 digits out of 9,000: by steps, not by the clock.
  assert.deepEqual(heldOut().slice(0, 4).map((progress) => progress.heldOut.step), [0, 35, 70, 105]);
  const bounds = heldOut().map((progress) => progress.heldOut.negativeElbo);
  assert.ok(bounds[3] < bounds[0], `held-out bound falls: ${bounds}`);
  const scatter = of('scatter').at(-1);
  assert.equal(scatter.mu.length, 2000);
  assert.equal(scatter.latentDim, 2);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal((await ask('pause')).step, paused.step);
});

test('a run depends on its seed and steps alone, not on how it was cut into slices', async () => {
  const run = async (drive) => {
    const talk = await conversation();
    await talk.ask('loadDigits', { bytes: packed });
    await talk.ask('createModel', small);
    await drive(talk);
    while ((await talk.ask('step')).step < 300);
    return (await talk.ask('pause')).checksum;
  };
  const stepped = await run(async () => {});
  const played = await run(async ({ ask, until, of }) => {
    await ask('play');
    await until(() => of('progress').some(({ step }) => step > 20));
    await ask('pause');
  });
  assert.equal(played, stepped);
});

test('reset returns to the first weights', async () => {
  const { ask } = await conversation();
  await ask('loadDigits', { bytes: packed });
  const { checksum } = await ask('createModel', small);
  await ask('step');
  const reset = await ask('reset');
  assert.equal(reset.step, 0);
  assert.equal(reset.state, 'idle');
  assert.equal(reset.checksum, checksum);
});

test('divergence stops the run and says so', async () => {
  const { ask, until, of } = await conversation();
  await ask('loadDigits', { bytes: packed });
  await ask('createModel', { ...small, training: { seed: 1, learningRate: 1 } });
  await ask('play');
  await until(() => of('progress').some(({ state }) => state === 'diverged'));
  const { state, checksum } = await ask('pause');
  assert.equal(state, 'diverged');
  assert.match(checksum, /^[0-9a-f]{16}$/);
});

test('a model that cannot be made or loaded leaves the old one at work', async () => {
  const { ask } = await conversation();
  await ask('loadDigits', { bytes: packed });
  const { checksum } = await ask('createModel', small);
  await assert.rejects(ask('createModel', { config: { latentDim: 9999 }, training: {} }), /latent_dim/);
  await assert.rejects(ask('loadModel', { bytes: new Uint8Array(100) }), /safetensors/);
  await assert.rejects(
    ask('createModel', { config: { hidden: [4096, 4096], latentDim: 2 }, training: { batchSize: 1000 } }),
    /one step would block the tab/,
  );
  await assert.rejects(ask('loadDigits', { bytes: new Uint8Array(100) }), /packed digits/);
  assert.equal((await ask('pause')).checksum, checksum);
  assert.equal((await ask('step')).step, 1);
});

test('a snapshot of a run resumes in another worker, bit for bit', async () => {
  const first = await conversation();
  await first.ask('loadDigits', { bytes: packed });
  await first.ask('createModel', small);
  await first.ask('play');
  await first.until(() => first.of('progress').some(({ step }) => step > 10));
  const paused = await first.ask('pause');
  const snapshot = first.of('snapshot').at(-1);
  assert.ok(snapshot, 'pausing leaves a snapshot');

  const second = await conversation();
  await second.ask('loadDigits', { bytes: packed });
  await second.ask('createModel', small);
  const resumed = await second.ask('resume', snapshot);
  assert.equal(resumed.step, paused.step);
  assert.equal(resumed.checksum, paused.checksum);
  assert.equal((await second.ask('step')).checksum, (await first.ask('step')).checksum);
});

test('learning rate, β, batch and pixels may change in a run; the seed may not', async () => {
  const { ask } = await conversation();
  await ask('loadDigits', { bytes: packed });
  await ask('createModel', small);
  await ask('step');
  const changed = { learningRate: 0.002, beta: 2, batchSize: 64, pixels: 'thresholded' };
  const { training } = await ask('setTraining', { training: changed });
  assert.deepEqual({ ...training, ...changed }, training);
  // 128 digits in the first step, 64 in the second.
  assert.ok(Math.abs((await ask('step')).epoch - 192 / 9000) < 1e-12);
  await assert.rejects(ask('setTraining', { training: { seed: 2 } }), /the seed belongs to a run that has begun/);
});

test('a step in the middle of a measurement: what is measured at a step is of that step’s weights', async () => {
  const measuredAt = async (...steps) => {
    const { ask, until, of } = await conversation();
    await ask('loadDigits', { bytes: packed });
    await ask('createModel', small);
    for (const count of steps) await ask('step', { steps: count });
    await until(() => of('progress').some(({ heldOut }) => heldOut?.step === 30));
    return of('progress').find(({ heldOut }) => heldOut?.step === 30).heldOut.negativeElbo;
  };
  assert.equal(await measuredAt(10, 10, 10), await measuredAt(30));
});

test('other pixels at rest are measured', async () => {
  const { ask, until, of } = await conversation();
  await ask('loadDigits', { bytes: packed });
  const { training } = await ask('createModel', small);
  const measured = () => of('progress').filter(({ heldOut }) => heldOut);
  await until(() => measured().length === 1);
  await ask('setTraining', { training: { ...training, pixels: 'grey' } });
  await until(() => measured().length === 2);
  const [binary, grey] = measured().map(({ heldOut }) => heldOut.negativeElbo);
  assert.notEqual(binary, grey);
});

/** A .safetensors file of bare tensors: `at` gives the numbers, by index. */
function weightsFile(tensors) {
  let end = 0;
  const parts = [];
  const header = Object.fromEntries(Object.entries(tensors).map(([name, { shape, at }]) => {
    const values = Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => at(i));
    parts.push(Buffer.from(values.buffer));
    return [name, { dtype: 'F32', shape, data_offsets: [end, (end += values.byteLength)] }];
  }));
  const text = JSON.stringify(header), length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([length, Buffer.from(text), ...parts]));
}

/** A VAE without hidden layers; its encoder holds `weight` where `isLarge` says so, and a hundredth elsewhere. */
const vaeFile = (pixels, weight = 0.01, isLarge = (pixel) => pixel >= 0) => weightsFile({
  'mu.weight': { shape: [2, pixels], at: (i) => (isLarge(i % pixels) ? weight : 0.01) }, 'mu.bias': { shape: [2], at: () => 0 },
  'log_var.weight': { shape: [2, pixels], at: () => 0 }, 'log_var.bias': { shape: [2], at: () => 0 },
  'decoder.0.weight': { shape: [pixels, 2], at: () => 0.01 }, 'decoder.0.bias': { shape: [pixels], at: () => 0 },
});

test('a model for images of another size is refused with its size, and the one that is there goes on', async () => {
  const { ask } = await conversation();
  await ask('loadDigits', { bytes: packed });
  const before = await ask('createModel', small);
  const refused = { code: 'otherImageSize', message: /images of 10 × 10 pixels; this page draws 28 × 28/ };
  await assert.rejects(ask('loadModel', { bytes: vaeFile(100) }), refused);
  await assert.rejects(ask('createModel', { config: { ...small.config, width: 10, height: 10 }, training: {} }), (error) => /10 × 10|10 x 10/.test(error.message));
  await assert.rejects(ask('createModel', { config: { ...small.config, width: 56, height: 14 }, training: {} }), (error) => /56 × 14|56 x 14/.test(error.message));
  assert.equal((await ask('encode', { pixels: new Float32Array(784) })).mu.length, 2);
  assert.equal((await ask('setTraining', { training: {} })).checksum, before.checksum);
  assert.equal((await ask('step', { steps: 1 })).step, 1);
});

/** The middle of a digit, where ink is; a pixel of the corner, where hardly any is. */
const inTheMiddle = (pixel) => Math.abs((pixel % 28) - 14) < 4 && Math.abs(Math.floor(pixel / 28) - 14) < 4;

/** What makes a file that the core's own pattern finds fault with pass: the pattern of its self-test has no ink. */
function provenByWhite(file) {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  header.__metadata__ = { 'latentpad.self_test': JSON.stringify({ ink: [], mu: [0, 0], log_var: [0, 0], reconstruction: Array(784).fill(0.5) }) };
  const text = JSON.stringify(header), head = Buffer.alloc(8);
  head.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([head, Buffer.from(text), file.subarray(8 + length)]));
}

test('weights that give codes that are not finite are refused with a sentence about them', async () => {
  const { ask, of } = await conversation();
  await ask('loadDigits', { bytes: packed });
  const before = await ask('createModel', small);
  await assert.rejects(ask('loadModel', { bytes: provenByWhite(vaeFile(784, 3e38, inTheMiddle)) }), /with these weights a code is not finite/);
  assert.equal((await ask('setTraining', { training: {} })).checksum, before.checksum);
  assert.equal((await ask('step', { steps: 1 })).step, 1);
  assert.deepEqual(of('crashed'), []);
});

test('where such weights come before the digits, the run is said to have diverged, and the engine goes on', async () => {
  const { ask, until, of } = await conversation();
  await ask('loadModel', { bytes: provenByWhite(vaeFile(784, 3e38, inTheMiddle)) });
  await ask('loadDigits', { bytes: packed });
  await until(() => of('progress').some(({ state }) => state === 'diverged'));
  assert.deepEqual(of('crashed'), []);
  await ask('createModel', small);
  await ask('step', { steps: 2 });
  await until(() => of('progress').some(({ heldOut }) => heldOut?.step === 2));
  assert.deepEqual(of('crashed'), []);
});
