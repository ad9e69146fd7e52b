// Messages that nobody of ours would send: they are answered with an error or ignored, and the engine stays as it was.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Dispatcher } from '../../web/engine/dispatcher.js';
import { createEngine } from '../../web/engine/engine.js';
import { Request } from '../../web/engine/messages.js';
import { WorkerLink } from '../../web/engine/worker-link.js';

const engine = await createEngine({ variant: 'exact', threads: 1 });
const packed = await readFile(new URL('../../build/data/digits.bin.gz', import.meta.url));

test('the worker refuses unknown types, wrong fields and detached buffers, each under its own id, and goes on', async () => {
  const posted = [];
  const dispatcher = new Dispatcher({ createEngine: async () => engine, post: (message) => posted.push(message), schedule: () => {} });
  const ask = async (message) => {
    await dispatcher.receive(message);
    return posted.at(-1);
  };
  await ask({ id: 1, type: Request.start });
  await ask({ id: 2, type: Request.loadDigits, bytes: packed });
  const { value: { checksum } } = await ask({ id: 3, type: Request.createModel, config: { hidden: [8], latentDim: 2 }, training: { seed: 1 } });

  const detached = new Float32Array(784);
  structuredClone(detached, { transfer: [detached.buffer] });
  const gone = new Uint8Array(64);
  structuredClone(gone, { transfer: [gone.buffer] });
  const hostile = [
    null, undefined, 7, 'play', [], {}, { type: 'eval' }, { type: 'constructor' }, { type: '__proto__' }, { type: ['play'] },
    { type: Request.encode }, { type: Request.encode, pixels: 'x' }, { type: Request.encode, pixels: new Float32Array(3) }, { type: Request.encode, pixels: detached },
    { type: Request.decode, z: new Float64Array(2) }, { type: Request.decode, z: new Float32Array(3) }, { type: Request.step, steps: -1 }, { type: Request.step, steps: 'all' },
    { type: Request.play, untilStep: 0.5 }, { type: Request.play, untilStep: 'soon' }, { type: Request.setTraining, training: { learningRate: NaN } },
    { type: Request.createModel, config: { hidden: 'x' } }, { type: Request.loadModel, bytes: gone }, { type: Request.loadModel, bytes: {} }, { type: Request.resume, bytes: gone },
    { type: Request.loadDigits, bytes: gone },
  ];
  for (const [i, message] of hostile.entries()) {
    const answer = await ask(message && typeof message === 'object' && !Array.isArray(message) ? { id: 100 + i, ...message } : message);
    assert.equal(answer.ok, false, JSON.stringify(message));
    assert.ok(answer.error.message.length > 10, answer.error.message);
    if (message?.type) assert.equal(answer.id, 100 + i);
  }
  assert.equal(posted.some(({ event }) => event === 'crashed'), false);
  const after = await ask({ id: 200, type: Request.pause });
  assert.deepEqual([after.ok, after.value.checksum, after.value.step], [true, checksum, 0]);
});

test('the page ignores answers to questions it never asked, or asked and had answered, and what is no message', async () => {
  const events = [];
  const worker = { postMessage: () => {}, terminate() {} };
  const link = new WorkerLink({ createWorker: () => worker, onEvent: (event) => events.push(event), onLost: () => events.push('lost') });
  const first = link.request('encode'), second = link.request('decode');
  for (const message of [null, undefined, 'text', 7, {}, { id: 99, ok: true, value: 1 }, { id: 98, ok: false }, { id: '1', ok: true, value: 'not mine' }]) worker.onmessage({ data: message });
  worker.onmessage({ data: { id: 2, ok: true, value: 'b' } });
  worker.onmessage({ data: { id: 2, ok: true, value: 'stale' } });
  worker.onmessage({ data: { id: 1, ok: true, value: 'a' } });
  assert.deepEqual([await first, await second, events], ['a', 'b', []]);

  // What cannot be sent is refused to its asker, and nobody waits for it.
  worker.postMessage = (message) => structuredClone(message, { transfer: [] });
  const buffer = new ArrayBuffer(8);
  structuredClone(buffer, { transfer: [buffer] });
  await assert.rejects(link.request('encode', { pixels: buffer }), { name: 'DataCloneError' });
  assert.equal(link.pending.size, 0);
  link.close('end of test');
});
