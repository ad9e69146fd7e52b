// What is made is given back: a thousand models and sets of digits, good files and bad ones, take no more memory than a few.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Dispatcher } from '../../web/engine/dispatcher.js';
import { createEngine } from '../../web/engine/engine.js';
import { liveHandles } from '../../web/engine/handles.js';
import { Request } from '../../web/engine/messages.js';

const packed = await readFile(new URL('../../build/data/digits.bin.gz', import.meta.url));

/** MNIST's two files, of so many digits. */
const idx = (count) => {
  const head = (...numbers) => numbers.flatMap((number) => [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255]);
  const images = new Uint8Array(16 + 784 * count), labels = new Uint8Array(8 + count);
  images.set(head(0x803, count, 28, 28));
  labels.set(head(0x801, count));
  return { images, labels, heldOut: 10, name: 'blank' };
};

/** A dispatcher that does nothing unasked, a way to ask it for an answer, and one for an answer that must be no error. */
function conversation(engine) {
  let last;
  const events = [];
  const dispatcher = new Dispatcher({ createEngine: async () => engine, schedule: () => {},
    post: (message) => { if ('ok' in message) last = message; else events.push(message.event); } });
  const ask = async (type, fields = {}) => {
    await dispatcher.receive({ id: 1, type, ...fields });
    return last;
  };
  const done = async (...request) => {
    const { ok, value, error } = await ask(...request);
    assert.ok(ok, error?.message);
    return value;
  };
  return { dispatcher, ask, done, events };
}

test('memory that runs out in a step, at each growth of the heap in turn, changes no model: training goes on as without it', async () => {
  const { grow } = WebAssembly.Memory.prototype;
  let left = Infinity;
  /** With so many growths of the heap. */
  const growing = async (growths, work) => {
    left = growths;
    try {
      return await work();
    } finally {
      left = Infinity;
    }
  };
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (left === 0) throw new RangeError('no more memory');
    left -= 1;
    return grow.call(this, pages);
  };
  try {
    const training = { seed: 1, objective: 'iwae', importanceSamples: 2, batchSize: 16 };
    const starving = { importanceSamples: 60, batchSize: 256 };
    const trained = async (starve) => {
      const engine = await createEngine({ variant: 'exact', threads: 1 });
      const messages = [], { dispatcher, ask, done, events } = conversation(engine);
      await done(Request.start);
      await done(Request.loadDigits, { bytes: packed });
      const other = engine.createModel({ hidden: [300], latentDim: 5 }, { seed: 2, batchSize: 32 }, dispatcher.digits);
      other.train(dispatcher.digits, 2);
      await done(Request.createModel, { config: { hidden: [100], latentDim: 20 }, training });
      await done(Request.step);
      if (starve) {
        // What has grown stays, so each attempt gets one growth further than the last. None may succeed: it would train.
        for (const growths of [0, 1, 1]) {
          await done(Request.setTraining, { training: starving });
          const { ok, error } = await growing(growths, () => ask(Request.step));
          if (ok) break;
          messages.push(error.message);
          await done(Request.setTraining, { training });
          // The small workspace again, within memory that the failed step had asked for.
          const sample = await done(Request.encode, { pixels: new Float32Array(784).fill(0.5) });
          assert.ok(sample.mu.every(Number.isFinite));
        }
      }
      await done(Request.setTraining, { training });
      const step = starve ? dispatcher.model.describe().step : 1;
      assert.equal(step, 1, 'no attempt may have trained');
      const { checksum } = await done(Request.step, { steps: 6 });
      other.train(dispatcher.digits, 6);
      const sums = [checksum, other.checksum()];
      const mu = [...(await done(Request.encode, { pixels: new Float32Array(784).fill(0.5) })).mu];
      for (const holder of [other, dispatcher.model, dispatcher.digits]) holder.dispose();
      return { sums, mu, messages, crashes: events.filter((event) => event === 'crashed').length };
    };
    const undisturbed = await trained(false), starved = await trained(true);
    assert.ok(starved.messages.length >= 2, `${starved.messages.length} steps were starved`);
    for (const message of starved.messages) assert.match(message, /^out of memory/);
    assert.deepEqual([starved.sums, starved.mu, starved.crashes], [undisturbed.sums, undisturbed.mu, 0]);
  } finally {
    WebAssembly.Memory.prototype.grow = grow;
  }
});

test('a thousand times made, loaded, trained and refused: the heap is as large as after a few, and no handle is left', async () => {
  const before = liveHandles();
  const engine = await createEngine({ variant: 'exact', threads: 1 });
  const { dispatcher, ask, done } = conversation(engine);
  await done(Request.start);
  await done(Request.loadDigits, { bytes: packed });
  const cycles = async (count) => {
    for (let i = 0; i < count; i++) {
      await done(Request.createModel, { config: { hidden: [12], latentDim: 4 }, training: { seed: i, batchSize: 16 } });
      await done(Request.step, { steps: 1 });
      const bytes = await done(Request.saveModel, { resumable: true });
      await done(Request.loadModel, { bytes });
      await done(Request.step, { steps: 1 });
      await done(Request.loadDigits, idx(40));
      // Refused, some of it after it was made.
      for (const [type, fields] of i % 5 ? [] : [
        [Request.loadModel, { bytes: bytes.subarray(0, -1) }], [Request.createModel, { config: { hidden: [60], latentDim: 2 }, training: { batchSize: 65_536 } }],
        [Request.loadDigits, { ...idx(40), labels: new Uint8Array(9) }], [Request.createModel, { config: { hidden: [8], latentDim: 0 } }],
      ]) assert.equal((await ask(type, fields)).ok, false);
    }
    return done(Request.usage);
  };
  const settled = await cycles(10);
  assert.equal(settled.liveHandles, before + 2);
  assert.deepEqual(await cycles(1000), settled);
  dispatcher.model.dispose();
  dispatcher.digits.dispose();
  assert.equal(liveHandles(), before);
});
