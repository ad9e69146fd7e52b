// Invalid messages are answered with an error or ignored, and the engine's state is unchanged.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Dispatcher } from '../../../web/engine/dispatcher.js';
import { createEngine } from '../../../web/engine/engine.js';
import { WorkerChannel } from '../../../web/engine/worker-channel.js';

const engine = await createEngine({ variant: 'exact', threads: 1 });
const packed = await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url));

test('the worker rejects unknown types, wrong fields and detached buffers, each with its id, and continues', async () => {
  const posted = [];
  const dispatcher = new Dispatcher({
    createEngine: async () => engine,
    post: (message) => posted.push(message),
    schedule: () => {},
  });
  const ask = async (message) => {
    await dispatcher.receive(message);
    return posted.at(-1);
  };
  await ask({ id: 1, type: 'start' });
  await ask({ id: 2, type: 'loadDigits', bytes: packed });
  const {
    value: { checksum },
  } = await ask({ id: 3, type: 'createModel', config: { hidden: [8], latentDim: 2 }, training: { seed: 1 } });

  const detached = new Float32Array(784);
  structuredClone(detached, { transfer: [detached.buffer] });
  const gone = new Uint8Array(64);
  structuredClone(gone, { transfer: [gone.buffer] });
  const hostile = [
    null,
    undefined,
    7,
    'play',
    [],
    {},
    { type: 'eval' },
    { type: 'constructor' },
    { type: '__proto__' },
    { type: ['play'] },
    { type: 'encode' },
    { type: 'encode', pixels: 'x' },
    { type: 'encode', pixels: new Float32Array(3) },
    { type: 'encode', pixels: detached },
    { type: 'decode', z: new Float64Array(2) },
    { type: 'decode', z: new Float32Array(3) },
    { type: 'step', steps: -1 },
    { type: 'step', steps: 'all' },
    { type: 'play', untilStep: 0.5 },
    { type: 'play', untilStep: 'soon' },
    { type: 'setTraining', training: { learningRate: NaN } },
    { type: 'createModel', config: { hidden: 'x' } },
    { type: 'loadModel', bytes: gone },
    { type: 'loadModel', bytes: {} },
    { type: 'resume', bytes: gone },
    { type: 'loadDigits', bytes: gone },
  ];
  for (const [i, message] of hostile.entries()) {
    const answer = await ask(
      message && typeof message === 'object' && !Array.isArray(message) ? { id: 100 + i, ...message } : message,
    );
    assert.equal(answer.ok, false, JSON.stringify(message));
    assert.ok(answer.error.message.length > 10, answer.error.message);
    if (message?.type) assert.equal(answer.id, 100 + i);
  }
  assert.equal(
    posted.some(({ event }) => event === 'crashed'),
    false,
  );
  const after = await ask({ id: 200, type: 'pause' });
  assert.deepEqual([after.ok, after.value.checksum, after.value.step], [true, checksum, 0]);
});

test('the page ignores replies with unknown or outdated ids, and invalid messages', async () => {
  const events = [];
  const worker = { postMessage: () => {}, terminate() {} };
  const channel = new WorkerChannel({
    createWorker: () => worker,
    onEvent: (event) => events.push(event),
    onFailure: () => events.push('failed'),
  });
  const first = channel.request('encode'),
    second = channel.request('decode');
  for (const message of [
    null,
    undefined,
    'text',
    7,
    {},
    { id: 99, ok: true, value: 1 },
    { id: 98, ok: false },
    { id: '1', ok: true, value: 'not mine' },
  ])
    worker.onmessage({ data: message });
  worker.onmessage({ data: { id: 2, ok: true, value: 'b' } });
  worker.onmessage({ data: { id: 2, ok: true, value: 'stale' } });
  worker.onmessage({ data: { id: 1, ok: true, value: 'a' } });
  assert.deepEqual([await first, await second, events], ['a', 'b', []]);

  // A request that cannot be posted is rejected and is not pending.
  worker.postMessage = (message) => structuredClone(message, { transfer: [] });
  const buffer = new ArrayBuffer(8);
  structuredClone(buffer, { transfer: [buffer] });
  await assert.rejects(channel.request('encode', { pixels: buffer }), { name: 'DataCloneError' });
  assert.equal(channel.pending.size, 0);
  channel.close('end of test');
});
