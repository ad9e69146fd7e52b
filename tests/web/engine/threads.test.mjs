// The threads of a core: timeouts, and that no worker is left after a failure. The workers here are fakes.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { startWithPool } from '../../../web/engine/thread-pool.js';
import { makeThreads } from '../../../web/engine/threads.js';

/** The created workers, in order. @type {FakeWorker[]} */
let made = [];
class FakeWorker {
  constructor() {
    this.isEnded = false;
    made.push(this);
  }
  postMessage() {}
  post(data) {
    this.onmessage({ data });
  }
  terminate() {
    this.isEnded = true;
  }
}
globalThis.Worker = FakeWorker;
afterEach(() => {
  made = [];
});

const settled = async () => {
  for (let i = 0; i < 20; ++i) await null;
};

test('the time to load the code of a running thread is not limited', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const making = makeThreads(2, 'exact');
  for (const worker of made) worker.post({ runs: true });
  await settled();
  context.mock.timers.tick(60_000);
  await settled();
  for (const worker of made) worker.post({});
  const { threads } = await making;
  assert.equal(threads.length, 2);
  assert.deepEqual(
    made.map(({ isEnded }) => isEnded),
    [false, false],
  );
});

test('threads that do not run fail after five seconds, and all workers are ended', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const making = assert.rejects(makeThreads(2, 'exact'), { code: 'threadsSilent' });
  made[0].post({ runs: true });
  await settled();
  context.mock.timers.tick(5000);
  await making;
  assert.deepEqual(
    made.map(({ isEnded }) => isEnded),
    [true, true],
  );
});

test('a thread whose code cannot be loaded ends all workers', async () => {
  const making = makeThreads(2, 'exact');
  for (const worker of made) worker.post({ runs: true });
  made[1].post({ error: { message: 'no such file' } });
  await assert.rejects(making, { message: 'no such file' });
  assert.deepEqual(
    made.map(({ isEnded }) => isEnded),
    [true, true],
  );
});

test('a core whose threads do not start ends all workers', async () => {
  let ended = 0;
  const pool = {
    threads: [new FakeWorker()],
    end: () => {
      ended += 1;
    },
  };
  const refuse = async () => {
    new globalThis.Worker('the glue makes one');
    await null;
    throw new Error('threads: expected 1 to 1, got 2');
  };
  await assert.rejects(
    startWithPool(refuse, 1, 'exact', async () => pool, false),
    /expected 1 to 1/,
  );
  assert.equal(ended, 1);
  assert.equal(globalThis.Worker, FakeWorker);
});
