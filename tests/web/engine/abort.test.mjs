// Abort and progress of long work: of the engine's methods in slices, of the client's calls, and of downloads.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createClient } from '../../../web/engine/client.js';
import { ImageSet, createEngine, download, downloadWeights } from '../../../web/engine/engine.js';
import * as measures from '../../../web/engine/measures.js';
import { LocalWorker } from '../support/local-worker.mjs';

const packed = await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url));
const classifier = await readFile(new URL('../../../weights/classifier.safetensors', import.meta.url));
const engine = await createEngine({ variant: 'exact', threads: 1 });
const digits = await engine.loadDigits({ bytes: packed });
const small = { config: { hidden: [16], latentDim: 2 }, training: { seed: 1 } };
const create = () => engine.createModel(small.config, small.training, digits);

/** The checksum of a run of that many steps without any abort. */
const undisturbed = (steps) => {
  const model = create();
  model.train(digits, steps);
  const checksum = model.checksum();
  model.dispose();
  return checksum;
};

test('in slices the results are those of one call, and other tasks run in between', async () => {
  const model = create(),
    steps = [];
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 1);
  const statistics = await model.trainAsync(digits, 800, { onProgress: (progress) => steps.push(progress) });
  clearInterval(timer);
  assert.ok(ticks > 0 && steps.length > 1, `${ticks} ticks, ${steps.length} reports`);
  assert.deepEqual(steps.at(-1), { done: 800, total: 800 });
  assert.ok(steps.every(({ done }, i) => i === 0 || done > steps[i - 1].done));
  assert.deepEqual([model.checksum(), statistics.step, statistics.steps], [undisturbed(800), 800, 800]);

  const last = [];
  const onProgress = (progress) => (last[0] = progress);
  assert.deepEqual(await model.evaluateAsync(digits, { onProgress }), model.evaluate(digits));
  assert.deepEqual(last, [{ done: 1000, total: 1000 }]);
  assert.deepEqual(await model.encodeHeldOutAsync(digits, { onProgress }), model.encodeHeldOut(digits));
  assert.deepEqual(last, [{ done: 1000, total: 1000 }]);
  const images = Float32Array.from(digits.images(0, 301), (byte) => byte / 255);
  assert.deepEqual(await model.encodeAsync(images, { onProgress }), model.encode(images));
  assert.deepEqual(last, [{ done: 301, total: 301 }]);
  const pixels = images.slice(0, 784);
  assert.deepEqual(
    await measures.posteriorGridAsync(model, { pixels, side: 40, onProgress }),
    measures.posteriorGrid(model, { pixels, side: 40 }),
  );
  assert.deepEqual(last, [{ done: 1600, total: 1600 }]);
  for (const [name, options] of [
    ['reconstructionAt', { sigmaScale: 2 }],
    ['importanceBound', { samples: 3 }],
  ]) {
    const value = await measures[`${name}Async`](model, digits, { ...options, onProgress });
    assert.deepEqual([value, last], [measures[name](model, digits, options), [{ done: 1000, total: 1000 }]], name);
  }
  const gradient = { pixels: images.slice(0, 784), draws: 20 };
  assert.deepEqual(await measures.gradientNoiseAsync(model, gradient), measures.gradientNoise(model, gradient));
  assert.deepEqual(await measures.latentMetricsAsync(model, digits), measures.latentMetrics(model, digits));
  const quality = { classifier, count: 20 };
  assert.deepEqual(
    await measures.sampleQualityAsync(model, digits, quality),
    measures.sampleQuality(model, digits, quality),
  );
  const conditional = engine.createModel({ ...small.config, model: 'cvae' }, small.training, digits);
  const labels = [...digits.labels.subarray(0, 301)];
  assert.deepEqual(await conditional.encodeAsync(images, { labels }), conditional.encode(images, labels));
  await assert.rejects(conditional.encodeAsync(images, { labels: labels.slice(1) }), { code: 'invalidArgument' });
  conditional.dispose();
  model.dispose();
});

test('an abort ends training between two steps, and going on gives the weights of an undisturbed run', async () => {
  const model = create(),
    controller = new AbortController();
  const onProgress = ({ done }) => done >= 10 && controller.abort();
  await assert.rejects(model.trainAsync(digits, 1e6, { signal: controller.signal, onProgress }), {
    name: 'AbortError',
  });
  const { step } = model.describe();
  assert.ok(step >= 10 && step < 1e6, `${step}`);
  assert.equal(model.checksum(), undisturbed(step));
  await model.trainAsync(digits, 7);
  assert.equal(model.checksum(), undisturbed(step + 7));
  model.dispose();
});

test('every function in slices rejects with the reason of its signal, before and within its work', async () => {
  const model = create(),
    pixels = new Float32Array(784).fill(0.5),
    reason = new Error('the user left');
  const wide = engine.createModel({ hidden: [512], latentDim: 2 }, { seed: 1 }, digits);
  /** The second: whether an abort can take effect within it. */
  const all = {
    trainAsync: [(options) => wide.trainAsync(digits, 1e6, options), true],
    evaluateAsync: [(options) => wide.evaluateAsync(digits, options), true],
    encodeHeldOutAsync: [(options) => wide.encodeHeldOutAsync(digits, options), true],
    encodeAsync: [(options) => wide.encodeAsync(new Float32Array(784 * 2000), options), true],
    importanceBoundAsync: [(options) => measures.importanceBoundAsync(wide, digits, { samples: 50, ...options }), true],
    reconstructionAtAsync: [
      (options) => measures.reconstructionAtAsync(wide, digits, { sigmaScale: 1, ...options }),
      true,
    ],
    gradientNoiseAsync: [
      (options) =>
        measures.gradientNoiseAsync(wide, { pixels: new Float32Array(784 * 100), draws: 10_000, ...options }),
      true,
    ],
    posteriorGridAsync: [(options) => measures.posteriorGridAsync(wide, { pixels, side: 200, ...options }), true],
    latentMetricsAsync: [(options) => measures.latentMetricsAsync(wide, digits, options), false],
    sampleQualityAsync: [(options) => measures.sampleQualityAsync(wide, digits, { classifier, ...options }), false],
    loadDigits: [(options) => engine.loadDigits({ bytes: packed }, options), false],
    fromIdx: [(options) => ImageSet.fromIdx(engine, { images: packed, labels: packed, heldOut: 1 }, options), false],
    fromImages: [(options) => ImageSet.fromImages(engine, [{ width: 1, height: 1, data: [] }], options), false],
    createEngine: [(options) => createEngine({ variant: 'exact', threads: 1, ...options }), false],
    download: [(options) => download('http://localhost:1/', options), false],
    downloadWeights: [(options) => downloadWeights('http://localhost:1/a.json', { engine, ...options }), false],
  };
  for (const [name, [call, isInPieces]] of Object.entries(all)) {
    await assert.rejects(call({ signal: AbortSignal.abort(reason) }), reason, name);
    await assert.rejects(call({ signal: 'no signal' }), { code: 'invalidArgument' }, name);
    await assert.rejects(call({ onProgress: 7 }), { code: 'invalidArgument' }, name);
    if (!isInPieces) continue;
    const controller = new AbortController();
    let reports = 0;
    const onProgress = () => {
      reports += 1;
      controller.abort(reason);
    };
    // On a fast machine all may be done within the first slice.
    const ended = await call({ signal: controller.signal, onProgress }).catch((error) => error);
    assert.equal(reports, 1, name);
    if (name === 'trainAsync') assert.equal(ended, reason);
  }
  model.dispose();
  wide.dispose();
});

test('long work on one model is done in turn; work that is aborted while it waits does not disturb the rest', async () => {
  const model = create(),
    controller = new AbortController();
  const order = [];
  const note = (name) => (result) => (order.push(name), result);
  const training = model.trainAsync(digits, 500).then(note('training'));
  const given = model.evaluateAsync(digits, { signal: controller.signal }).catch(note('given up'));
  const evaluation = model.evaluateAsync(digits).then(note('evaluation'));
  controller.abort();
  await given;
  await training;
  const { negativeElbo } = await evaluation;
  assert.deepEqual(order, ['given up', 'training', 'evaluation']);
  assert.equal(negativeElbo, model.evaluate(digits).negativeElbo);
  // An error ends its own work only.
  await assert.rejects(model.trainAsync(digits, 0), { code: 'invalidArgument' });
  assert.equal((await model.trainAsync(digits, 1)).step, 501);
  model.dispose();
});

test('an abort ends the unpacking of digits', async () => {
  const controller = new AbortController();
  const loading = engine.loadDigits({ bytes: packed }, { signal: controller.signal });
  controller.abort();
  await assert.rejects(loading, { name: 'AbortError' });
});

class RecordingWorker extends LocalWorker {
  posted = [];
  postMessage(message) {
    this.posted.push(message);
    super.postMessage(message);
  }
}

async function startClient() {
  const worker = new RecordingWorker(async () => engine);
  const client = createClient({ createWorker: () => worker });
  await client.loadDigits({ bytes: packed });
  await client.createModel(small);
  return { client, worker };
}

test('the client aborts steps after a whole number of them, and going on gives the weights of an undisturbed run', async () => {
  const { client } = await startClient();
  await client.play();
  const controller = new AbortController(),
    reports = [];
  const told = [];
  client.addEventListener('progress', ({ detail }) => told.push(detail));
  const steps = client.step(1e6, {
    signal: controller.signal,
    onProgress: (progress) => {
      reports.push(progress);
      if (reports.length === 2) controller.abort();
    },
  });
  await assert.rejects(steps, { name: 'AbortError' });
  assert.equal(reports.length, 2);
  assert.ok(reports[0].done < reports[1].done && reports[1].total === 1e6);
  const { step, checksum, state } = await client.pause();
  assert.ok(step >= reports[1].done && step < 1e6);
  assert.deepEqual([state, checksum], ['paused', undisturbed(step)]);
  assert.ok(told.some((progress) => progress.step === step && progress.state === 'paused'));
  assert.equal(client.supervisor.channel.expectsEvents, false);
  assert.equal((await client.step(5)).checksum, undisturbed(step + 5));
  client.dispose();
});

test('the client aborts calls in pieces, and calls that wait; the others go on', async () => {
  const { client, worker } = await startClient();
  const reason = new Error('enough'),
    pixels = new Float32Array(784).fill(0.5);
  for (const call of [
    (options) => client.importanceBound({ samples: 500, ...options }),
    (options) => client.posteriorGrid({ pixels, side: 512, ...options }),
    (options) => client.encodeHeldOut(options),
    (options) => client.encodeTraining({ count: 9000, ...options }),
    (options) => client.reconstructionAt({ sigmaScale: 1, ...options }),
  ]) {
    const before = new AbortController(),
      within = new AbortController();
    // In the queue behind a run of steps.
    const steps = client.step(100);
    const waiting = call({ signal: before.signal });
    before.abort(reason);
    await assert.rejects(waiting, reason);
    await steps;
    const doing = call({ signal: within.signal, onProgress: () => within.abort(reason) });
    // A quick one may be done before it is told.
    await doing.catch((error) => assert.equal(error, reason));
    await assert.rejects(call({ signal: AbortSignal.abort(reason) }), reason);
  }
  const sent = worker.posted.length;
  await assert.rejects(client.decode(new Float32Array(2), 0, { signal: AbortSignal.abort(reason) }), reason);
  await assert.rejects(client.latentMetrics({ signal: AbortSignal.abort(reason) }), reason);
  assert.equal(worker.posted.length, sent);
  await assert.rejects(client.latentMetrics({ signal: {} }), { code: 'invalidArgument' });
  // Superseded and aborted requests of a call whose latest request wins.
  const controller = new AbortController();
  const [first, second] = [client.encode(pixels), client.encode(pixels, 0, { signal: controller.signal })];
  controller.abort(reason);
  await assert.rejects(second, reason);
  assert.equal((await first).mu.length, 2);
  assert.equal((await client.encode(pixels)).mu.length, 2);
  // The worker's own reply is that of the call, without the signal.
  assert.equal(typeof (await client.importanceBound({ samples: 2, signal: new AbortController().signal })), 'number');
  client.dispose();
});

test('a call that changes the model is either aborted or fulfilled, and recorded in the second case', async () => {
  const { client, worker } = await startClient();
  const controller = new AbortController();
  // Begun: it is completed.
  const changing = client.setTraining({ training: { learningRate: 0.004 }, signal: controller.signal });
  while (!worker.posted.some(({ type }) => type === 'setTraining')) await null;
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  assert.equal((await changing).training.learningRate, 0.004);
  assert.equal(client.supervisor.recovery.training.learningRate, 0.004);
  // Waiting: it is not made.
  const later = new AbortController();
  const steps = client.step(300),
    making = client.createModel({ config: { hidden: [8], latentDim: 5 }, training: {}, signal: later.signal });
  while (!worker.posted.some(({ type, config }) => type === 'createModel' && config.latentDim === 5)) await null;
  later.abort();
  await assert.rejects(making, { name: 'AbortError' });
  await steps;
  assert.equal((await client.setTraining({ training: {} })).config.latentDim, 2);
  client.dispose();
});

test('the start of a client is observed and aborted: the worker ends, and ready rejects with the reason', async () => {
  const reason = new Error('changed my mind');
  assert.throws(() => createClient({ createWorker: () => assert.fail(), signal: AbortSignal.abort(reason) }), reason);
  assert.throws(() => createClient({ createWorker: () => assert.fail(), signal: 'now' }), { code: 'invalidArgument' });

  const wasm = await readFile(new URL('../../../build/wasm/latentpad-exact.wasm', import.meta.url));
  const host = createServer((request, response) => {
    response.writeHead(200, { 'Content-Length': wasm.length });
    if (request.url.startsWith('/slow')) response.write(wasm.subarray(0, 1000));
    else response.end(wasm);
  });
  await new Promise((resolve) => host.listen(0, '127.0.0.1', resolve));
  after(() => (host.closeAllConnections(), host.close()));
  const address = `http://127.0.0.1:${host.address().port}/`,
    createWorker = () => new LocalWorker(createEngine),
    options = { createWorker, variant: 'exact', threads: 1 };

  const controller = new AbortController(),
    reports = [];
  const waiting = createClient({
    ...options,
    wasmUrl: `${address}slow/`,
    signal: controller.signal,
    onProgress: (progress) => {
      reports.push(progress);
      controller.abort(reason);
    },
  });
  const failed = [];
  waiting.addEventListener('failed', (event) => failed.push(event));
  const pending = assert.rejects(waiting.encode(new Float32Array(784)), { code: 'notRunning' });
  await assert.rejects(waiting.ready, reason);
  await pending;
  assert.deepEqual(reports, [{ loaded: 1000, total: wasm.length }]);
  await assert.rejects(waiting.encode(new Float32Array(784)), { code: 'notRunning' });
  assert.deepEqual(failed, []);

  const later = new AbortController();
  reports.length = 0;
  const started = createClient({
    ...options,
    wasmUrl: address,
    signal: later.signal,
    onProgress: (progress) => reports.push(progress),
  });
  assert.equal((await started.ready).arithmetic, 'exact');
  assert.deepEqual(reports.at(-1), { loaded: wasm.length, total: wasm.length });
  // The start is over.
  later.abort(reason);
  assert.equal(
    (await started.createModel({ config: { hidden: [8], latentDim: 2 }, training: {} })).config.latentDim,
    2,
  );
  started.dispose();
});

test('a download reports its bytes, and ends with the reason of its signal, or with a coded error', async () => {
  const body = Buffer.alloc(300_000, 7);
  const server = createServer((request, response) => {
    if (request.url === '/absent') return response.writeHead(404).end();
    if (request.url === '/plain') return response.writeHead(200, { 'Content-Length': body.length }).end(body);
    if (request.url === '/packed') return response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(body));
    response.writeHead(200, { 'Content-Length': body.length }).write(body.subarray(0, 1000));
    if (request.url === '/cut') setTimeout(() => response.destroy(), 50);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => (server.closeAllConnections(), server.close()));
  const address = `http://127.0.0.1:${server.address().port}`;

  const reports = [];
  const onProgress = (progress) => reports.push(progress);
  assert.deepEqual(Buffer.from(await download(`${address}/plain`, { onProgress })), body);
  assert.deepEqual(reports.at(-1), { loaded: body.length, total: body.length });
  assert.ok(reports.every(({ loaded }, i) => i === 0 || loaded > reports[i - 1].loaded));
  assert.deepEqual(Buffer.from(await download(new URL(`${address}/packed`), { onProgress })), body);
  assert.deepEqual(reports.at(-1), { loaded: body.length, total: null });
  await assert.rejects(download(`${address}/absent`), {
    code: 'fileMissing',
    params: { file: `${address}/absent`, status: 404 },
  });
  await assert.rejects(download(`${address}/cut`), { code: 'network' });
  const reason = new Error('changed my mind');
  const controller = new AbortController();
  await assert.rejects(
    download(`${address}/endless`, { signal: controller.signal, onProgress: () => controller.abort(reason) }),
    reason,
  );
  const waiting = new AbortController();
  setTimeout(() => waiting.abort(reason), 100);
  await assert.rejects(download(`${address}/endless`, { signal: waiting.signal }), reason);

  // The core from a host.
  const wasm = await readFile(new URL('../../../build/wasm/latentpad-exact.wasm', import.meta.url));
  const host = createServer((_, response) => response.writeHead(200, { 'Content-Length': wasm.length }).end(wasm));
  await new Promise((resolve) => host.listen(0, '127.0.0.1', resolve));
  after(() => (host.closeAllConnections(), host.close()));
  const options = { variant: 'exact', threads: 1, wasmUrl: `http://127.0.0.1:${host.address().port}/` };
  await createEngine({ ...options, onProgress });
  assert.deepEqual(reports.at(-1), { loaded: wasm.length, total: wasm.length });
  const late = new AbortController();
  await assert.rejects(createEngine({ ...options, signal: late.signal, onProgress: () => late.abort(reason) }), reason);
});
