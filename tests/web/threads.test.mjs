// The threads of a core: how long they are waited for, and that none is left behind. The workers here are the test's own.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { startWithPool } from '../../web/engine/thread-pool.js';
import { makeThreads } from '../../web/engine/threads.js';

/** Those that were made, in their order. @type {PretendedWorker[]} */
let made = [];
class PretendedWorker {
  constructor() {
    this.isEnded = false;
    made.push(this);
  }
  postMessage() {}
  say(data) {
    this.onmessage({ data });
  }
  terminate() {
    this.isEnded = true;
  }
}
globalThis.Worker = PretendedWorker;
afterEach(() => { made = []; });

const settled = async () => { for (let i = 0; i < 20; ++i) await null; };

test('threads that run may load their code for as long as the connection takes', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const making = makeThreads(2, 'exact');
  for (const worker of made) worker.say({ runs: true });
  await settled();
  context.mock.timers.tick(60_000);
  await settled();
  for (const worker of made) worker.say({});
  const { threads } = await making;
  assert.equal(threads.length, 2);
  assert.deepEqual(made.map(({ isEnded }) => isEnded), [false, false]);
});

test('threads that never run are given up after five seconds, and none is left', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const making = assert.rejects(makeThreads(2, 'exact'), { code: 'threadsSilent' });
  made[0].say({ runs: true });
  await settled();
  context.mock.timers.tick(5000);
  await making;
  assert.deepEqual(made.map(({ isEnded }) => isEnded), [true, true]);
});

test('one thread whose code cannot be loaded ends them all', async () => {
  const making = makeThreads(2, 'exact');
  for (const worker of made) worker.say({ runs: true });
  made[1].say({ error: { message: 'no such file' } });
  await assert.rejects(making, { message: 'no such file' });
  assert.deepEqual(made.map(({ isEnded }) => isEnded), [true, true]);
});

test('a core whose threads do not start leaves no worker behind', async () => {
  let ended = 0;
  const pool = { threads: [new PretendedWorker()], end: () => { ended += 1; } };
  const refuse = async () => {
    new Worker('the glue makes one');
    await null;
    throw new Error('threads: expected 1 to 1, got 2');
  };
  await assert.rejects(startWithPool(refuse, 1, 'exact', async () => pool, false), /expected 1 to 1/);
  assert.equal(ended, 1);
  assert.equal(globalThis.Worker, PretendedWorker);
});
