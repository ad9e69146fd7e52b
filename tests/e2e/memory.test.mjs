// Memory: a heap that cannot grow any further, one that grows under data in use, and memory that is released.
import assert from 'node:assert/strict';
import { beforeWorker } from './support/before-worker.mjs';
import { createFixture } from './support/fixture.mjs';
import { whenLong } from '../support/long.mjs';
import { PATIENCE } from './support/site.mjs';

const { openPage, serve, testIn } = createFixture({ server: false });

whenLong(testIn)(
  'firefox',
  'out of memory at each growth of the heap, creating a model and in its first step: an error, no change, a step works later',
  async () => {
    // The heap grows only as many times as allowed.
    await serve({
      intercept: beforeWorker(`{
    const { grow } = WebAssembly.Memory.prototype, heap = new BroadcastChannel('heap');
    let left = Infinity, grown = 0;
    WebAssembly.Memory.prototype.grow = function (pages) {
      if (left === 0) throw new RangeError('no more memory');
      left -= 1;
      grown += 1;
      return grow.call(this, pages);
    };
    heap.onmessage = ({ data }) => {
      left = data;
      heap.postMessage(grown);
    };
  }`),
    });
    const site = await (
      await openPage({
        before: [
          () => {
            /** Allows this many growths from now on. @returns the number of growths so far */
            window.allow = (growths) =>
              new Promise((done) => {
                const heap = new BroadcastChannel('heap');
                heap.onmessage = ({ data }) => {
                  heap.close();
                  done(data);
                };
                heap.postMessage(growths);
              });
          },
        ],
        hash: '#hide=lesson,explore,compare,lab,article',
      })
    ).ready();
    const grown = await site.page.evaluate(async () => {
      const { latentpad, allow } = window,
        sameBits = (a, b) =>
          a.length === b.length && new Uint32Array(a.buffer).every((bits, i) => bits === new Uint32Array(b.buffer)[i]);
      /** Done twice: the heap grows during the first only. */
      const twice = async (work) => {
        const start = await allow(Infinity),
          first = await work(),
          middle = await allow(Infinity),
          second = await work(),
          end = await allow(Infinity);
        return { values: second, isRight: middle > start && end === middle && sameBits(first, second) };
      };
      const z = Float32Array.from({ length: 12_000 }, (_, i) => Math.sin(i) * 2);
      const painted = await twice(() => latentpad.decodeBatch(z));
      const images = new Float32Array(2 * painted.values.length);
      images.set(painted.values);
      images.set(painted.values, painted.values.length);
      const coded = await twice(async () => (await latentpad.encodeInTurn(images)).mu);
      const [one, last] = [
        await latentpad.decodeBatch(z.slice(0, 2)),
        (await latentpad.encodeInTurn(images.slice(-784))).mu,
      ];
      return [
        painted.isRight,
        coded.isRight,
        sameBits(one, painted.values.slice(0, 784)),
        sameBits(last, coded.values.slice(-2)),
      ];
    });
    assert.deepEqual(grown, [true, true, true, true]);

    const checksum = await site.value('checksum');
    const { refused, before, step, undisturbed, restarts } = await site.page.evaluate(async () => {
      const { latentpad, allow } = window,
        pixels = Float32Array.from({ length: 784 }, (_, i) => (i % 3) / 2);
      const complaints = [],
        mu = (await latentpad.encodeInTurn(pixels)).mu.join();
      const large = { config: { hidden: [2200, 2000], latentDim: 2 }, training: { seed: 1 } };
      let sum = (await latentpad.setTraining({ training: {} })).checksum;
      // Each attempt gets one growth further than the last, because the heap never shrinks.
      for (let made = null; !made && complaints.length < 40;) {
        await allow(complaints.length === 0 ? 0 : 1);
        made = await latentpad.createModel(large).catch(({ message }) => void complaints.push(message));
        if (!made && (await latentpad.encodeInTurn(pixels)).mu.join() !== mu)
          complaints.push('the model at work has changed');
      }
      // The same for the memory of the first step; in the end it equals a normal step. Steps with allocated
      // workspaces are covered in tests/web/engine/memory.test.mjs.
      await allow(0);
      complaints.push(
        await latentpad.step().then(
          () => 'a step without memory',
          ({ message }) => message,
        ),
      );
      await allow(Infinity);
      const taken = await latentpad.step();
      await latentpad.createModel(large);
      return {
        refused: complaints,
        before: sum,
        step: taken,
        undisturbed: await latentpad.step(),
        restarts: latentpad.supervisor.restarts,
      };
    });
    assert.equal(before, checksum);
    assert.ok(refused.length >= 8, `${refused.length} growths`);
    for (const message of refused) assert.match(message, /^out of memory/);
    assert.deepEqual([step.step, step.checksum, restarts], [1, undisturbed.checksum, 0]);

    const often = (times) =>
      site.page.evaluate(async (count) => {
        for (let i = 0; i < count; i++) {
          await window.latentpad.createModel({
            config: { hidden: [20], latentDim: 4 },
            training: { seed: i, batchSize: 16 },
          });
          await window.latentpad.loadModel({ bytes: await window.latentpad.saveModel({}) });
          await window.latentpad.step();
        }
        return window.latentpad.usage();
      }, times);
    // The large heap is replaced by a small one when no request is pending.
    await often(1);
    await site.page.waitForFunction(async () => (await window.latentpad.usage()).heapBytes < 256e6, {
      timeout: PATIENCE,
      polling: 200,
    });
    const settled = await often(5);
    // The one model and the one set of digits; tests/web/engine/memory.test.mjs covers hundreds, and back to none.
    assert.equal(settled.liveHandles, 2);
    assert.deepEqual(await often(300), settled);
  },
);
