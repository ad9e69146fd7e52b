// The client and its supervisor. The workers here run the real dispatcher and engine in this thread, and can be made to fail.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { mock, test } from 'node:test';
import { createClient } from '../../../web/engine/client.js';
import { createEngine } from '../../../web/engine/engine.js';
import { latestWins } from '../../../web/engine/latest-wins.js';
import { LocalWorker } from '../support/local-worker.mjs';

const packed = await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url));
const engine = await createEngine({ variant: 'exact', threads: 1 });
const small = { config: { hidden: [16], latentDim: 2 }, training: { seed: 1 } };

class OwnWorker extends LocalWorker {
  constructor(start = async () => engine) {
    super(start);
  }
}

function clientOf(workers) {
  let next = 0;
  const client = createClient({ createWorker: () => workers[next++]() });
  return { client, started: () => next };
}

const nextEvent = (target, name) => new Promise((resolve) => target.addEventListener(name, resolve, { once: true }));

test('a failed worker is replaced, and the run continues from its last snapshot', async () => {
  const { client, started } = clientOf([() => new OwnWorker(), () => new OwnWorker()]);
  assert.equal((await client.ready).arithmetic, 'exact');
  await client.loadDigits({ bytes: packed });
  await client.createModel(small);
  await client.step();
  await client.play();
  const paused = await client.pause();
  await client.encode(new Float32Array(784));

  const restarted = nextEvent(client, 'restarted');
  const owed = client.saveModel();
  while (client.supervisor.channel.pending.size === 0) await null;
  client.supervisor.channel.worker.onerror({ preventDefault() {}, message: 'killed by the test' });
  await assert.rejects(owed, /stopped before it could answer \(killed by the test\)/);
  assert.equal((await restarted).detail.reason, 'killed by the test');
  assert.equal(started(), 2);
  const [again] = await Promise.all([client.pause(), client.encode(new Float32Array(784))]);
  assert.equal(again.step, paused.step);
  assert.equal(again.checksum, paused.checksum);
  const fresh = await client.reset();
  assert.equal(fresh.step, 0);
  client.supervisor.fail(new Error('end of test'));
});

test('the replacement worker has the settings that changed after the last snapshot', async () => {
  const { client } = clientOf([() => new OwnWorker(), () => new OwnWorker()]);
  await client.ready;
  await client.loadDigits({ bytes: packed });
  const { training } = await client.createModel(small);
  await client.play();
  await client.pause();
  await client.setTraining({ training: { ...training, learningRate: 0.004 } });
  const restarted = nextEvent(client, 'restarted');
  client.supervisor.channel.worker.onerror({ preventDefault() {}, message: 'killed by the test' });
  await restarted;
  assert.equal((await client.setTraining({ training: {} })).training.learningRate, 0.004);
  client.supervisor.fail(new Error('end of test'));
});

test('a silent worker is replaced after four to five seconds', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const { client, started } = clientOf([() => new OwnWorker(), () => new OwnWorker()]);
  await client.ready;
  await client.createModel(small);
  client.supervisor.channel.worker.postMessage = () => {};
  const restarted = nextEvent(client, 'restarted');
  const owed = client.encode(new Float32Array(784));
  while (client.supervisor.channel.pending.size === 0) await null;
  context.mock.timers.tick(4000);
  await null;
  assert.equal(started(), 1);
  context.mock.timers.tick(1000);
  await assert.rejects(owed, /it stopped answering/);
  await restarted;
  assert.equal(started(), 2);
  assert.equal((await client.encode(new Float32Array(784))).mu.length, 2);
  client.supervisor.fail(new Error('end of test'));
});

test('on a busy machine, where replies take seconds, a worker may be silent for longer; afterwards as before', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const { client, started } = clientOf([() => new OwnWorker(), () => new OwnWorker()]);
  await client.ready;
  await client.createModel(small);
  const { channel } = client.supervisor;
  /** A request that is answered after a while. */
  const slowly = async (ms) => {
    const { onmessage } = channel.worker;
    const held = [];
    channel.worker.onmessage = (message) => held.push(message);
    const reply = client.encode(new Float32Array(784));
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
    context.mock.timers.tick(ms);
    channel.worker.onmessage = onmessage;
    for (const message of held) onmessage(message);
    return reply;
  };
  assert.equal((await slowly(4000)).mu.length, 2);
  // Four seconds are eight checks; 9 + 4 × 8 are allowed now.
  assert.equal((await slowly(20_000)).mu.length, 2);
  assert.equal(started(), 1);
  // A minute of quick replies later, the usual limit holds again.
  for (let i = 0; i < 240; ++i) {
    context.mock.timers.tick(500);
    if (i % 20 === 0) await client.encode(new Float32Array(784));
  }
  const restarted = nextEvent(client, 'restarted');
  channel.worker.postMessage = () => {};
  const owed = client.encode(new Float32Array(784));
  while (channel.pending.size === 0) await null;
  context.mock.timers.tick(6000);
  await assert.rejects(owed, /it stopped answering/);
  await restarted;
  assert.equal(started(), 2);
  client.supervisor.fail(new Error('end of test'));
});

test('a start may take a minute', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  let arrive;
  const { client, started } = clientOf([
    () =>
      new OwnWorker(
        () =>
          new Promise((resolve) => {
            arrive = () => resolve(engine);
          }),
      ),
  ]);
  while (!arrive) await null;
  context.mock.timers.tick(59_000);
  arrive();
  await client.ready;
  assert.equal(started(), 1);
  client.supervisor.fail(new Error('end of test'));
});

test('a move to another engine during a run preserves the model, its settings and steps, and the run continues', async () => {
  const asked = [];
  const worker = () =>
    new OwnWorker(async (options) => {
      asked.push(options);
      return engine;
    });
  const { client, started } = clientOf([worker, worker, worker]);
  await client.loadDigits({ bytes: packed });
  const { checksum: first } = await client.createModel(small);
  await client.setTraining({ training: { learningRate: 0.002 } });
  await client.step(5);
  const { step: before } = await client.play();
  const { channel } = client.supervisor;
  const [info, code] = await Promise.all([
    client.choose({ variant: 'exact', threads: 2 }),
    client.encode(new Float32Array(784)),
  ]);
  assert.equal(info, engine.info);
  assert.equal(code.mu.length, 2);
  assert.deepEqual(
    [channel.closed, client.supervisor.channel.closed, client.supervisor.channel.expectsEvents, started()],
    [true, false, true, 2],
  );
  const paused = await client.pause();
  assert.ok(paused.step >= before && before === 5, `${paused.step}`);
  const bytes = await client.saveModel({ resumable: true });
  assert.equal(engine.loadModel(bytes).describe().training.learningRate, 0.002);
  assert.equal((await client.reset()).checksum, first);

  // A replacement worker is started with the same options.
  const restarted = nextEvent(client, 'restarted');
  client.supervisor.channel.fail(new Error('killed by the test'));
  assert.equal((await restarted).detail.info, engine.info);
  assert.deepEqual(asked, [{}, { variant: 'exact', threads: 2 }, { variant: 'exact', threads: 2 }]);
  client.supervisor.fail(new Error('end of test'));
});

test('requests made before the engine has started are answered in order', async () => {
  let arrive;
  const { client } = clientOf([
    () =>
      new OwnWorker(
        () =>
          new Promise((resolve) => {
            arrive = () => resolve(engine);
          }),
      ),
  ]);
  const asked = [
    client.loadDigits({ bytes: packed }),
    client.createModel(small),
    client.play(),
    client.pause(),
    client.play({ untilStep: 9000 }),
    client.pause(),
  ];
  while (!arrive) await null;
  arrive();
  const states = (await Promise.all(asked)).map(({ state }) => state);
  assert.deepEqual(states, [undefined, undefined, 'running', 'paused', 'running', 'paused']);
  client.supervisor.fail(new Error('end of test'));
});

test('the stop rule is preserved by a move to another engine', async () => {
  const worker = () => new OwnWorker();
  const { client } = clientOf([worker, worker]);
  await client.loadDigits({ bytes: packed });
  await client.createModel(small);
  const stopped = new Promise((resolve) =>
    client.addEventListener('progress', ({ detail }) => detail.stopped && resolve(detail)),
  );
  await client.play({ untilStep: 400 });
  await client.choose({ variant: 'exact', threads: 1 });
  assert.equal((await stopped).step, 400);
  client.supervisor.fail(new Error('end of test'));
});

test('if another engine cannot be started, the current one stays', async () => {
  const refuses = () => new OwnWorker(async () => Promise.reject(new Error('expected threads from 1 to 8, got 9')));
  const dies = () => {
    const worker = new OwnWorker(() => new Promise(() => {}));
    setImmediate(() => worker.onerror({ preventDefault() {}, message: 'dead on arrival' }));
    return worker;
  };
  const { client, started } = clientOf([() => new OwnWorker(), refuses, dies]);
  await client.loadDigits({ bytes: packed });
  await client.createModel(small);
  await client.step(3);
  await client.play();
  await assert.rejects(client.choose({ threads: 9 }), /got 9/);
  await assert.rejects(client.choose({ threads: 2 }), /dead on arrival/);
  assert.equal(started(), 3);
  const paused = await client.pause();
  assert.ok(paused.step >= 3);
  assert.equal(client.supervisor.restarts, 0);
  client.supervisor.fail(new Error('end of test'));
});

test('an idle worker may be silent for any time', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const { client, started } = clientOf([() => new OwnWorker()]);
  await client.ready;
  context.mock.timers.tick(60_000);
  assert.equal(started(), 1);
  client.supervisor.fail(new Error('end of test'));
});

test('an engine that cannot start fails once, with its error', async () => {
  const fails = () => new OwnWorker(async () => Promise.reject(new Error('The engine is missing on this host.')));
  const { client, started } = clientOf([fails]);
  const failed = nextEvent(client, 'failed');
  await assert.rejects(client.ready, /missing on this host/);
  assert.match((await failed).detail.message, /missing on this host/);
  assert.equal(started(), 1);
  await assert.rejects(client.play(), /not running/);
});

test('a worker that fails at every start is started four times', async () => {
  const dies = () => {
    const worker = new OwnWorker();
    setImmediate(() => worker.onerror({ preventDefault() {}, message: 'dead on arrival' }));
    worker.postMessage = () => {};
    return worker;
  };
  const { client, started } = clientOf(new Array(10).fill(dies));
  await assert.rejects(client.ready, /stopped 4 times \(dead on arrival\)/);
  assert.equal(started(), 4);
});

test('latest wins: one request is pending, of the others the latest is sent, the rest return null', async () => {
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

test('latest wins: an error rejects its own request only', async () => {
  const ask = latestWins(mock.fn(async (n) => (n === 1 ? Promise.reject(new Error('no')) : n)));
  await assert.rejects(ask(1), /no/);
  assert.equal(await ask(2), 2);
});

/** Terminates the current worker as a crash does. */
const kill = (client) => client.supervisor.channel.fail(new Error('killed by the test'));
const blank = new Float32Array(784);

test('a restart is no longer counted after 300 replies', async () => {
  const worker = () => new OwnWorker();
  const { client } = clientOf(Array(12).fill(worker));
  await client.ready;
  await client.loadDigits({ bytes: packed });
  await client.createModel(small);
  // Ten failures, each after some work: four in a row would end the engine.
  for (let death = 0; death < 10; ++death) {
    for (let i = 0; i < 310; ++i) await client.encodeInTurn(blank);
    const restarted = nextEvent(client, 'restarted');
    kill(client);
    await restarted;
    assert.equal(client.supervisor.restarts, 1);
  }
  assert.equal((await client.step()).step, 1);
  client.supervisor.fail(new Error('end of test'));
});

test('after the second failure with the same model, the previous model is restored as it was, and an event reports it', async () => {
  const worker = () => new OwnWorker();
  const { client } = clientOf(Array(6).fill(worker));
  await client.loadDigits({ bytes: packed });
  await client.createModel(small);
  await client.play({ untilStep: 7 });
  while ((await client.pause()).step < 7) await client.play({ untilStep: 7 });
  const { step, checksum } = await client.pause();
  await client.createModel({ config: { hidden: [24], latentDim: 3 }, training: { seed: 2 } });

  const first = nextEvent(client, 'restarted');
  kill(client);
  assert.equal((await first).detail.instead, undefined);
  assert.equal((await client.setTraining({ training: {} })).config.latentDim, 3);
  const second = nextEvent(client, 'restarted');
  kill(client);
  const { instead } = (await second).detail;
  assert.deepEqual([instead.config.latentDim, instead.step, instead.checksum], [2, step, checksum]);
  // It has not failed before, and stays after a failure.
  const third = nextEvent(client, 'restarted');
  kill(client);
  assert.equal((await third).detail.instead, undefined);
  assert.equal((await client.pause()).checksum, checksum);
  client.supervisor.fail(new Error('end of test'));
});

test('a model that keeps failing and has no previous model is dropped, and the engine continues', async () => {
  const worker = () => new OwnWorker();
  const { client, started } = clientOf(Array(8).fill(worker));
  await client.loadDigits({ bytes: packed });
  await client.createModel(small);
  let detail = {};
  for (let death = 0; death < 4; ++death) {
    const restarted = nextEvent(client, 'restarted');
    kill(client);
    ({ detail } = await restarted);
  }
  assert.deepEqual([detail.instead, started()], [null, 5]);
  await assert.rejects(client.encodeInTurn(blank), /expected a model/);
  assert.equal((await client.createModel(small)).step, 0);
  client.supervisor.fail(new Error('end of test'));
});

test('two moves to another engine at once are done in order, and the last one stays', async () => {
  const asked = [];
  const worker = () =>
    new OwnWorker(async (options) => {
      asked.push(options.threads);
      return engine;
    });
  const { client } = clientOf([worker, worker, worker, worker]);
  await client.loadDigits({ bytes: packed });
  const { checksum } = await client.createModel(small);
  const chosen = await Promise.all([
    client.choose({ variant: 'exact', threads: 2 }),
    client.choose({ variant: 'exact', threads: 3 }),
  ]);
  assert.deepEqual(chosen, [engine.info, engine.info]);
  assert.deepEqual([asked, client.supervisor.options.threads, client.supervisor.restarts], [[undefined, 2, 3], 3, 0]);
  assert.equal((await client.pause()).checksum, checksum);
  client.supervisor.fail(new Error('end of test'));
});

test('a run that was requested just before a move to another engine continues there', async () => {
  const worker = () => new OwnWorker();
  const { client } = clientOf([worker, worker]);
  await client.loadDigits({ bytes: packed });
  await client.createModel(small);
  const playing = client.play({ patience: 500 });
  await client.choose({ variant: 'exact', threads: 2 });
  assert.equal((await playing).state, 'running');
  assert.deepEqual([client.supervisor.channel.expectsEvents, client.supervisor.recovery.rule.patience], [true, 500]);
  client.supervisor.fail(new Error('end of test'));
});

test('a far too large heap is replaced by a new worker once no request is pending; model, run and replies are unchanged', async () => {
  const heaps = [];
  const worker = () =>
    new OwnWorker(async () => {
      const own = await createEngine({ variant: 'exact', threads: 1 });
      heaps.push(own);
      return own;
    });
  const { client, started } = clientOf([worker, worker]);
  await client.loadDigits({ bytes: packed });
  await client.createModel({ config: { hidden: [2000, 1500], latentDim: 2 }, training: { seed: 1, batchSize: 16 } });
  await client.step();
  await client.saveModel({ resumable: true });
  assert.ok((await client.usage()).heapBytes > 256e6);
  const events = [];
  for (const name of ['restarted', 'failed']) client.addEventListener(name, () => events.push(name));
  const { checksum } = await client.createModel(small);
  const step = client.step(3);
  while (started() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  const codes = await client.encodeInTurn(blank);
  const after = await client.step(2);
  assert.ok((await client.usage()).heapBytes < 64e6);
  assert.deepEqual(events, []);
  const alone = heaps[1].createModel(small.config, small.training, await heaps[1].loadDigits({ bytes: packed }));
  const digits = await heaps[1].loadDigits({ bytes: packed });
  assert.equal(alone.checksum(), checksum);
  alone.train(digits, 3);
  assert.deepEqual(codes, alone.encode(blank));
  assert.equal((await step).checksum, alone.checksum());
  alone.train(digits, 2);
  assert.deepEqual([after.step, after.checksum], [5, alone.checksum()]);
  assert.equal((await client.reset()).checksum, checksum);
  client.supervisor.fail(new Error('end of test'));
});

test('a worker that posts heartbeats has not failed; one that stops posting them has', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const { client, started } = clientOf([() => new OwnWorker(), () => new OwnWorker()]);
  await client.ready;
  await client.createModel(small);
  const { worker } = client.supervisor.channel;
  const events = [];
  client.addEventListener('heartbeat', () => events.push('heartbeat'));
  worker.postMessage = () => {};
  const owed = client.encode(blank);
  while (client.supervisor.channel.pending.size === 0) await null;
  for (let second = 0; second < 60; second += 4) {
    context.mock.timers.tick(4000);
    worker.onmessage({ data: { event: 'heartbeat' } });
  }
  assert.deepEqual([started(), events], [1, []]);
  const restarted = nextEvent(client, 'restarted');
  // After silences of four seconds it may be silent for 9 + 4 × 8 checks.
  context.mock.timers.tick(20_000);
  assert.equal(started(), 1);
  context.mock.timers.tick(1000);
  await assert.rejects(owed, /it stopped answering/);
  await restarted;
  client.supervisor.fail(new Error('end of test'));
});

test('dispose() ends the worker: pending and later calls are refused, and nothing is restarted', async () => {
  const workers = [];
  const start = () => {
    workers.push(new OwnWorker());
    return workers.at(-1);
  };
  const { client, started } = clientOf([start, start]);
  let hasFailed = false;
  client.addEventListener('failed', () => {
    hasFailed = true;
  });
  await client.ready;
  await client.loadDigits({ bytes: packed });
  await client.createModel(small);
  await client.play();
  const owed = client.saveModel();
  while (client.supervisor.channel.pending.size === 0) await null;
  client[Symbol.dispose]();
  client.dispose();
  await assert.rejects(owed, { code: 'notRunning' });
  await assert.rejects(client.step(), { code: 'notRunning' });
  await assert.rejects(client.choose({ threads: 1 }), { code: 'stoppedMeanwhile' });
  assert.deepEqual([started(), workers[0].alive, hasFailed], [1, false, false]);

  // Before the engine has started, and while it moves to another worker.
  const early = clientOf([start]).client;
  early.dispose();
  await assert.rejects(early.ready, { code: 'notRunning' });
  const moving = clientOf([start, start]).client;
  await moving.ready;
  const moved = moving.choose({ threads: 1 });
  while (workers.length < 4) await new Promise(setImmediate);
  moving.dispose();
  await assert.rejects(moved, { code: 'stoppedMeanwhile' });
  assert.deepEqual(
    workers.map(({ alive }) => alive),
    [false, false, false, false],
  );
});
