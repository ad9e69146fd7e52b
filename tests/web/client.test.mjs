// The page's side. The workers here run the real dispatcher and engine in this thread, and can be made to die.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { mock, test } from 'node:test';
import { createClient } from '../../web/engine/client.js';
import { Dispatcher } from '../../web/engine/dispatcher.js';
import { createEngine } from '../../web/engine/engine.js';
import { latestWins } from '../../web/engine/latest-wins.js';

const packed = await readFile(new URL('../../build/data/digits.bin.gz', import.meta.url));
const engine = await createEngine();
const small = { config: { hidden: [16], latentDim: 2 }, training: { seed: 1 } };

class LocalWorker {
  constructor(start = async () => engine) {
    this.alive = true;
    this.dispatcher = new Dispatcher({
      createEngine: start,
      schedule: (task) => setImmediate(() => this.alive && task()),
      post: (message) => setImmediate(() => this.alive && this.onmessage({ data: message })),
    });
  }
  postMessage(message) {
    this.dispatcher.receive(message);
  }
  terminate() {
    this.alive = false;
    this.dispatcher.loop?.close();
  }
}

function clientOf(workers) {
  let next = 0;
  const client = createClient({ createWorker: () => workers[next++]() });
  return { client, started: () => next };
}

const nextEvent = (target, name) => new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));

test('a worker that dies is replaced, and the run goes on from its last snapshot', async () => {
  const { client, started } = clientOf([() => new LocalWorker(), () => new LocalWorker()]);
  assert.equal((await client.ready).arithmetic, 'exact');
  await client.loadDigits({ bytes: packed });
  await client.createModel(small);
  await client.step();
  await client.play();
  const paused = await client.pause();
  await client.encode(new Float32Array(784));

  const restarted = nextEvent(client, 'restarted');
  const owed = client.saveModel();
  while (client.link.pending.size === 0) await null;
  client.link.worker.onerror({ preventDefault() {}, message: 'killed by the test' });
  await assert.rejects(owed, /stopped before it could answer \(killed by the test\)/);
  assert.equal((await restarted).detail.reason, 'killed by the test');
  assert.equal(started(), 2);
  const [again] = await Promise.all([client.pause(), client.encode(new Float32Array(784))]);
  assert.equal(again.step, paused.step);
  assert.equal(again.checksum, paused.checksum);
  const fresh = await client.reset();
  assert.equal(fresh.step, 0);
  client.giveUp('end of test');
});

test('a worker that falls silent is noticed within six seconds and replaced', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const { client, started } = clientOf([() => new LocalWorker(), () => new LocalWorker()]);
  await client.ready;
  await client.createModel(small);
  client.link.worker.postMessage = () => {};
  const restarted = nextEvent(client, 'restarted');
  const owed = client.encode(new Float32Array(784));
  while (client.link.pending.size === 0) await null;
  context.mock.timers.tick(6000);
  await assert.rejects(owed, /it stopped answering/);
  await restarted;
  assert.equal(started(), 2);
  assert.equal((await client.encode(new Float32Array(784))).mu.length, 2);
  client.giveUp('end of test');
});

test('an idle worker owes nothing and may be silent for ever', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const { client, started } = clientOf([() => new LocalWorker()]);
  await client.ready;
  context.mock.timers.tick(60_000);
  assert.equal(started(), 1);
  client.giveUp('end of test');
});

test('an engine that cannot start fails once, with its sentence', async () => {
  const fails = () => new LocalWorker(async () => Promise.reject(new Error('The engine is missing on this host.')));
  const { client, started } = clientOf([fails]);
  const failed = nextEvent(client, 'failed');
  await assert.rejects(client.ready, /missing on this host/);
  assert.match((await failed).detail.message, /missing on this host/);
  assert.equal(started(), 1);
  await assert.rejects(client.play(), /not running/);
});

test('a worker that dies at every start is given up, not started for ever', async () => {
  const dies = () => {
    const worker = new LocalWorker();
    setImmediate(() => worker.onerror({ preventDefault() {}, message: 'dead on arrival' }));
    worker.postMessage = () => {};
    return worker;
  };
  const { client, started } = clientOf(new Array(10).fill(dies));
  await assert.rejects(client.ready, /stopped 4 times \(dead on arrival\)/);
  assert.equal(started(), 4);
});

test('latest wins: one question under way, the newest of the others next, the rest null', async () => {
  const asked = [];
  const release = [];
  const ask = latestWins((n) => {
    asked.push(n);
    return new Promise((resolve) => release.push(() => resolve(n * 10)));
  });
  const answers = [1, 2, 3, 4].map((n) => ask(n));
  release[0]();
  assert.equal(await answers[0], 10);
  await new Promise((resolve) => setImmediate(resolve));
  release[1]();
  assert.deepEqual(await Promise.all(answers), [10, null, null, 40]);
  assert.deepEqual(asked, [1, 4]);
});

test('latest wins: a failed question rejects its own asker only', async () => {
  const ask = latestWins(mock.fn(async (n) => (n === 1 ? Promise.reject(new Error('no')) : n)));
  await assert.rejects(ask(1), /no/);
  assert.equal(await ask(2), 2);
});
