// Memory is freed: hundreds of models and sets of digits, valid and invalid files, take no more memory than a few.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { idxFile } from '../../../scripts/idx.mjs';
import { Dispatcher } from '../../../web/engine/dispatcher.js';
import { createEngine } from '../../../web/engine/engine.js';
import { liveHandles } from '../../../web/engine/handles.js';
import { isLong } from '../../support/long.mjs';

const packed = await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url));

/** MNIST's two files, with this number of digits. */
const idx = (count) => ({
  images: idxFile([count, 28, 28], new Uint8Array(784 * count)),
  labels: idxFile([count], new Uint8Array(count)),
  heldOut: 10,
  name: 'blank',
});

/**
 * A dispatcher that schedules nothing and, since its clock is constant, does long calls at once; a function that returns its
 * reply, and one that expects a reply without an error.
 */
function startedDispatcher(engine) {
  let last;
  const events = [];
  const dispatcher = new Dispatcher({
    createEngine: async () => engine,
    schedule: () => {},
    now: () => 0,
    post: (message) => {
      if ('ok' in message) last = message;
      else events.push(message.event);
    },
  });
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

test('running out of memory in a step, at each growth of the heap in turn, changes no model, and training continues', async () => {
  const { grow } = WebAssembly.Memory.prototype;
  let left = Infinity;
  /** Runs work with this number of growths of the heap. */
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
      const messages = [],
        { dispatcher, ask, done, events } = startedDispatcher(engine);
      await done('start');
      await done('loadDigits', { bytes: packed });
      const other = engine.createModel(
        { hidden: [300], latentDim: 5 },
        { seed: 2, batchSize: 32 },
        dispatcher.session.digits,
      );
      other.train(dispatcher.session.digits, 2);
      await done('createModel', { config: { hidden: [100], latentDim: 20 }, training });
      await done('step');
      if (starve) {
        // The heap never shrinks, so each attempt gets one growth further than the last. None may succeed: it would train.
        for (const growths of [0, 1, 1]) {
          await done('setTraining', { training: starving });
          const { ok, error } = await growing(growths, () => ask('step'));
          if (ok) break;
          messages.push(error.message);
          await done('setTraining', { training });
          // The small workspace again, within memory that the failed step had requested.
          const sample = await done('encode', { pixels: new Float32Array(784).fill(0.5) });
          assert.ok(sample.mu.every(Number.isFinite));
        }
      }
      await done('setTraining', { training });
      const step = starve ? dispatcher.session.model.describe().step : 1;
      assert.equal(step, 1, 'no attempt may have trained');
      const { checksum } = await done('step', { steps: 6 });
      other.train(dispatcher.session.digits, 6);
      const sums = [checksum, other.checksum()];
      const mu = [...(await done('encode', { pixels: new Float32Array(784).fill(0.5) })).mu];
      for (const holder of [other, dispatcher.session.model, dispatcher.session.digits]) holder.dispose();
      return { sums, mu, messages, crashes: events.filter((event) => event === 'crashed').length };
    };
    const undisturbed = await trained(false),
      starved = await trained(true);
    assert.ok(starved.messages.length >= 2, `${starved.messages.length} steps were starved`);
    for (const message of starved.messages) assert.match(message, /^out of memory/);
    assert.deepEqual([starved.sums, starved.mu, starved.crashes], [undisturbed.sums, undisturbed.mu, 0]);
  } finally {
    WebAssembly.Memory.prototype.grow = grow;
  }
});

test('after hundreds of models created, loaded, trained and rejected the heap is as large as after a few, and no handle is left', async () => {
  const before = liveHandles();
  const engine = await createEngine({ variant: 'exact', threads: 1 });
  const { dispatcher, ask, done } = startedDispatcher(engine);
  await done('start');
  await done('loadDigits', { bytes: packed });
  const cycles = async (count) => {
    for (let i = 0; i < count; i++) {
      await done('createModel', { config: { hidden: [12], latentDim: 4 }, training: { seed: i, batchSize: 16 } });
      await done('step', { steps: 1 });
      const bytes = await done('saveModel', { resumable: true });
      await done('loadModel', { bytes });
      await done('step', { steps: 1 });
      await done('loadDigits', idx(40));
      // Rejected, some of it after it was created.
      for (const [type, fields] of i % 5
        ? []
        : [
            ['loadModel', { bytes: bytes.subarray(0, -1) }],
            ['createModel', { config: { hidden: [60], latentDim: 2 }, training: { batchSize: 65_536 } }],
            ['loadDigits', { ...idx(40), labels: new Uint8Array(9) }],
            ['createModel', { config: { hidden: [8], latentDim: 0 } }],
          ])
        assert.equal((await ask(type, fields)).ok, false);
    }
    return done('usage');
  };
  const settled = await cycles(10);
  assert.equal(settled.liveHandles, before + 2);
  assert.deepEqual(await cycles(isLong ? 1000 : 300), settled);
  dispatcher.session.model.dispose();
  dispatcher.session.digits.dispose();
  assert.equal(liveHandles(), before);
});
