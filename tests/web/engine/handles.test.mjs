// No object of the engine uses freed memory, and objects in use are not freed.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import ts from 'typescript';
import { idxFile } from '../../../scripts/idx.mjs';
import { createClient } from '../../../web/engine/client.js';
import { ImageSet, createEngine } from '../../../web/engine/engine.js';
import { liveHandles } from '../../../web/engine/handles.js';
import { HeldOutEvaluation } from '../../../web/engine/held-out-evaluation.js';

const packed = await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url));
const engine = await createEngine({ variant: 'exact', threads: 1 });
const config = { hidden: [16], latentDim: 2 };
const load = () => engine.loadDigits({ bytes: packed });
const finish = (model) => {
  for (;;) {
    const report = model.advanceEvaluation(100);
    if (report) return report;
  }
};

test('an object disposed twice is counted once, and its use after that is an error', async () => {
  const before = liveHandles();
  const digits = await load(),
    model = engine.createModel(config, { seed: 1 }, digits);
  assert.equal(liveHandles(), before + 2);
  model.dispose();
  // As at the end of the block of `using model = …`.
  model[Symbol.dispose]();
  assert.equal(liveHandles(), before + 1);
  const disposed = { name: 'Error', message: /after dispose\(\)/ };
  for (const use of [
    () => model.checksum(),
    () => model.describe(),
    () => model.encode(new Float32Array(784)),
    () => model.train(digits, 1),
    () => model.beginEvaluation(digits),
    () => model.advanceEvaluation(1),
    () => model.saveWeights(),
    () => model.reset(),
  ])
    assert.throws(use, disposed);
  const other = engine.createModel(config, { seed: 1 }, digits);
  digits.dispose();
  digits.dispose();
  for (const use of [
    () => digits.images(0, 1),
    () => other.train(digits, 1),
    () => other.evaluate(digits),
    () => other.encodeHeldOut(digits),
    () => other.saveWeights({ digits }),
    () => engine.createModel(config, {}, digits),
  ])
    assert.throws(use, disposed);
  assert.equal(other.describe().step, 0);
  other.dispose();
  assert.equal(liveHandles(), before);
});

for (const [what, settings] of [
  ['all digits', {}],
  ['chosen digits', { digits: [1, 7] }],
]) {
  test(`an evaluation of ${what} keeps them alive when they are disposed meanwhile`, async () => {
    const model = engine.createModel(config, { seed: 1, ...settings });
    let digits = await load();
    const expected = model.evaluate(digits);
    model.beginEvaluation(digits);
    assert.equal(model.advanceEvaluation(100), null);
    digits.dispose();
    // These objects would reuse their memory.
    const images = idxFile([10_000, 28, 28], new Uint8Array(784 * 10_000).fill(255)),
      labels = idxFile([10_000], new Uint8Array(10_000));
    digits = await engine.loadDigits({ images, labels, heldOut: 1000 });
    assert.deepEqual(finish(model), expected);
    digits.dispose();
    model.dispose();
  });
}

test('an evaluation ends with an error when the weights change, so that no report is of two models', async () => {
  const digits = await load(),
    model = engine.createModel(config, { seed: 1 }, digits);
  model.train(digits, 1);
  const file = model.saveWeights({ resumable: true });
  const changes = {
    train: () => model.train(digits, 1),
    trainStep: () => model.trainStep(new Float32Array(784)),
    reset: () => model.reset(),
    resume: () => model.resume(file),
  };
  for (const [name, change] of Object.entries(changes)) {
    model.beginEvaluation(digits);
    assert.equal(model.advanceEvaluation(100), null);
    change();
    assert.throws(() => model.advanceEvaluation(100), { code: 'evaluationOutdated' }, name);
    assert.throws(() => model.advanceEvaluation(100), /an evaluation that has begun/, name);
    assert.equal(model.evaluate(digits).examples, 1000, name);
  }
  // An evaluation uses the settings at its start.
  const expected = model.evaluate(digits);
  model.beginEvaluation(digits);
  assert.equal(model.advanceEvaluation(100), null);
  model.setTraining({ pixels: 'grey', learningRate: 0.01 });
  assert.deepEqual(finish(model), expected);
  assert.notDeepEqual(model.evaluate(digits), expected);
  // An evaluation that cannot start does not affect the active one.
  model.beginEvaluation(digits);
  const none = await engine.loadDigits({
    images: idxFile([3, 28, 28], new Uint8Array(3 * 784)),
    labels: idxFile([3], new Uint8Array(3)),
    heldOut: 0,
  });
  assert.throws(() => model.beginEvaluation(none));
  assert.equal(finish(model).examples, 1000);
  for (const holder of [none, digits, model]) holder.dispose();
});

test('a chunked evaluation restarts when the weights were replaced', async () => {
  const digits = await load(),
    model = engine.createModel(config, { seed: 1 }, digits);
  model.train(digits, 2);
  const evaluation = new HeldOutEvaluation(model, digits, 2);
  evaluation.begin(2);
  assert.equal(evaluation.advance(2), null);
  model.reset();
  let report = null;
  while (!report) report = evaluation.advance(0);
  assert.deepEqual(report, model.evaluate(digits));
  digits.dispose();
  model.dispose();
});

test('an engine that is disposed of takes its models, its digits and the workers of its threads with it', async () => {
  const before = liveHandles();
  const threads = [];
  const onWorker = (worker) => threads.push(new Promise((resolve) => worker.once('exit', resolve)));
  process.on('worker', onWorker);
  const own = await createEngine({ variant: 'exact', threads: 3 });
  process.off('worker', onWorker);
  assert.equal(threads.length, 2);
  const digits = await own.loadDigits({ bytes: packed }),
    images = ImageSet.from(own, { images: new Uint8Array(10 * 16), width: 4, height: 4 }),
    model = own.createModel(config, { seed: 1 }, digits),
    loaded = own.loadModel(model.saveWeights());
  model.train(digits, 2);
  images.dispose();
  assert.equal(own.owned.size, 3);
  assert.equal(liveHandles(), before + 3);
  const training = model.trainAsync(digits, 1e6);
  const refused = assert.rejects(training, /after dispose\(\)/);
  await new Promise((resolve) => setTimeout(resolve, 100));
  own.dispose();
  own.dispose();
  await refused;
  await Promise.all(threads);
  assert.equal(liveHandles(), before);
  const disposed = { code: 'invalidArgument', message: /after dispose\(\)/ };
  for (const use of [
    () => own.createModel(config),
    () => own.heapBytes,
    () => model.train(digits, 1),
    () => loaded.reset(),
  ])
    assert.throws(use, disposed);
  await assert.rejects(own.loadDigits({ bytes: packed }), disposed);
  assert.equal(own.info.threads, 3);
});

test('`using` disposes of an engine, its digits and models, and of a client', async () => {
  // Node 20 does not have the declaration; TypeScript and bundlers translate it.
  const block = `
    using engine = await createEngine({ variant: 'exact', threads: 1 });
    using digits = await engine.loadDigits({ bytes: packed });
    using model = engine.createModel({ hidden: [16], latentDim: 2 }, { seed: 1 }, digits);
    using client = createClient({ createWorker: () => worker });
    seen.push(engine, digits, model, client);
    model.train(digits, 1);
    if (model.describe().step === 1) throw new Error('left by an error');`;
  const { outputText } = ts.transpileModule(`async function run() {${block}}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  let ended = 0;
  const worker = { postMessage() {}, terminate: () => (ended += 1) };
  const seen = [],
    before = liveHandles();
  const run = new Function('createEngine', 'createClient', 'packed', 'worker', 'seen', `${outputText}; return run();`);
  await assert.rejects(run(createEngine, createClient, packed, worker, seen), /left by an error/);
  assert.deepEqual([liveHandles(), ended, seen.length], [before, 1, 4]);
  assert.throws(() => seen[0].heapBytes, /after dispose\(\)/);
  await assert.rejects(seen[3].ready, { code: 'notRunning' });
});
