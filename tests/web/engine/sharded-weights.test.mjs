// Weights in several files: joined by their index, they are the weights of one file; a refusal changes nothing.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { createClient } from '../../../web/engine/client.js';
import { createEngine, downloadWeights } from '../../../web/engine/engine.js';
import { MAX_INDEX_BYTES, MAX_WEIGHT_BYTES } from '../../../web/engine/limits.js';
import { INDEX, indexOf, shard } from '../../support/sharded-weights.mjs';
import { LocalWorker } from '../support/local-worker.mjs';

const read = (path) => readFile(new URL(`../../../${path}`, import.meta.url));
const packed = await read('build/data/digits.bin.gz');
const engine = await createEngine({ variant: 'exact', threads: 1 });
const digits = await engine.loadDigits({ bytes: packed });
const shippedWeights = await read('weights/cvae-2d.safetensors');

const STEPS = 30;

/** A resumable file of 20 steps, and the checksum after STEPS more. */
const { file, later } = (() => {
  const model = engine.createModel({ hidden: [16], latentDim: 2 }, { seed: 3 }, digits);
  model.train(digits, 20);
  const saved = model.saveWeights({ resumable: true, digits });
  model.train(digits, STEPS);
  const checksum = model.checksum();
  model.dispose();
  return { file: saved, later: checksum };
})();

/** Each kind of input that cannot be joined, and the codes of its error. */
function refusals() {
  const { files, map, index } = shard(file, 3),
    [first, second, third] = Object.keys(files),
    [tensor] = Object.keys(map);
  const large = () => Object.defineProperty(new Uint8Array(1), 'length', { value: MAX_WEIGHT_BYTES - 50 });
  const text = (value) => new TextEncoder().encode(value);
  return [
    ['an index that is no JSON', { index: text('{"weight'), files }, 'inWeightIndex.jsonMalformed'],
    ['a part in place of the index', { index: files[first], files }, 'inWeightIndex.jsonNulByte'],
    ['an index without weight_map', { index: text('{"metadata":{}}'), files }, 'weightIndexMalformed'],
    ['an index without tensors', { index: indexOf({}), files }, 'weightIndexMalformed'],
    [
      'a file of another folder',
      { index: indexOf({ ...map, [tensor]: '../a.safetensors' }), files },
      'weightIndexFile',
    ],
    ['a file that is no text', { index: indexOf({ ...map, [tensor]: 3 }), files }, 'weightIndexFile'],
    ['no files', { index, files: {} }, 'weightsFilesMissing'],
    ['one file of three', { index, files: { [second]: files[second] } }, 'weightsFilesMissing'],
    ['a name of every object', { index: indexOf({ ...map, x: 'constructor' }), files }, 'weightsFilesMissing'],
    ['files in place of each other', { index, files: { ...files, [first]: files[second] } }, 'weightsFileOtherTensor'],
    ['a tensor too many in the index', { index: indexOf({ ...map, x: third }), files }, 'weightsFileLacksTensor'],
    [
      'a part that is cut off',
      { index, files: { ...files, [third]: files[third].slice(0, -9) } },
      'inFile.safetensorsCutOff',
    ],
    ['a web page as a part', { index, files: { ...files, [third]: text('<!doctype html>') } }, 'inFile.fileIsWebPage'],
    ['a part that is too large', { index, files: { ...files, [third]: large() } }, 'fileTooLarge'],
    ['an index that is too large', { index: new Uint8Array(MAX_INDEX_BYTES + 1), files }, 'fileTooLarge'],
    ['numbers as a part', { index, files: { ...files, [third]: [1, 2] } }, 'invalidArgument'],
    ['a list of files', { index, files: Object.values(files) }, 'invalidArgument'],
    ['a Map of files', { index, files: new Map(Object.entries(files)) }, 'invalidArgument'],
    ['no object of files', { index }, 'invalidArgument'],
    ['an index as text', { index: '{}', files }, 'invalidArgument'],
  ];
}
const codesOf = ({ code, params }) => [code, params?.reason && codesOf(params.reason)].filter(Boolean).join('.');
const thrown = async (call) => {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return { message: 'nothing was thrown' };
};

test('joined files give the model of the one file, which trains on as it does', () => {
  for (const count of [1, 2, 5]) {
    const { files, index } = shard(file, count);
    assert.deepEqual(engine.weightFiles({ index }), Object.keys(files));
    const buffers = Object.fromEntries(Object.entries(files).map(([name, { buffer }]) => [name, buffer]));
    // In any order, as buffers, and beside files that the index does not name.
    const given = { 'other.safetensors': new Uint8Array(3), ...Object.fromEntries(Object.entries(buffers).reverse()) };
    const joined = engine.joinWeights({ index: index.buffer, files: given });
    assert.deepEqual(joined, file);
    const model = engine.loadModel(joined);
    model.train(digits, STEPS);
    assert.equal(model.checksum(), later);
    model.dispose();
  }
  const whole = engine.loadModel(shippedWeights),
    parts = engine.loadModel(engine.joinWeights(shard(shippedWeights, 4)));
  assert.equal(parts.checksum(), whole.checksum());
  assert.deepEqual(parts.describe(), whole.describe());
  for (const model of [whole, parts]) model.dispose();
});

test('a refused join has its own error, and the model in use trains on undisturbed', async () => {
  const model = engine.loadModel(file);
  for (const [what, weights, codes] of refusals()) {
    const error = await thrown(() => engine.joinWeights(weights));
    assert.equal(codesOf(error), codes, `${what}: ${error.message}`);
    model.train(digits, 1);
  }
  model.train(digits, STEPS - refusals().length);
  assert.equal(model.checksum(), later);
  model.dispose();
  const { files, index } = shard(file, 3);
  assert.deepEqual((await thrown(() => engine.joinWeights({ index, files: {} }))).params, {
    count: 3,
    missing: Object.keys(files).join(', '),
  });
  const many = Object.fromEntries([...'abcdefghijkl'].map((name) => [name, name]));
  const { params } = await thrown(() => engine.joinWeights({ index: indexOf(many), files: {} }));
  assert.deepEqual(params, { count: 12, missing: 'a, b, c, d, e, f, g, h, …' });
});

test('the client joins in its worker, and after each refusal its model trains on undisturbed', async (context) => {
  const client = createClient({ createWorker: () => new LocalWorker(async () => engine) });
  context.after(() => client.dispose());
  await client.ready;
  await client.loadDigits({ bytes: packed });
  const { files, index } = shard(file, 3);
  assert.deepEqual(await client.weightFiles({ index }), Object.keys(files));
  const joined = await client.joinWeights({ index, files });
  assert.deepEqual(joined, file);
  await client.loadModel({ bytes: joined });
  const cases = refusals().filter(([what]) => what !== 'a part that is too large');
  for (const [what, weights, codes] of cases) {
    const error = await thrown(() => client.joinWeights(weights));
    assert.equal(codesOf(error), codes, `${what}: ${error.message}`);
    await client.step();
  }
  assert.equal((await client.step(STEPS - cases.length)).checksum, later);
});

test('downloadWeights() fetches one file, or an index with the files of its folder', async (context) => {
  const { files, map, index } = shard(file, 3),
    names = Object.keys(files);
  const odd = 'a #1 %2e?.safetensors';
  const pages = {
    '/one/model.safetensors': file,
    [`/hub/${INDEX}`]: index,
    ...Object.fromEntries(names.map((name) => [`/hub/${name}`, files[name]])),
    [`/part/${INDEX}`]: index,
    [`/part/${names[0]}`]: files[names[0]],
    [`/odd/${INDEX}`]: indexOf({
      ...map,
      ...Object.fromEntries(Object.entries(map).map(([key, name]) => [key, name === names[2] ? odd : name])),
    }),
    ...Object.fromEntries(names.slice(0, 2).map((name) => [`/odd/${name}`, files[name]])),
    [`/odd/${encodeURIComponent(odd)}`]: files[names[2]],
    '/up/model.json': indexOf({ a: '../one/model.safetensors' }),
    '/html/model.json': Buffer.from('<!doctype html>'),
  };
  const asked = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    asked.push(pathname);
    const body = pages[pathname];
    if (!body) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Length': body.length }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => (server.closeAllConnections(), server.close()));
  const address = `http://127.0.0.1:${server.address().port}`;
  const client = createClient({ createWorker: () => new LocalWorker(async () => engine) });
  context.after(() => client.dispose());
  await client.ready;

  for (const joiner of [engine, client]) {
    const reports = [];
    const options = { engine: joiner, onProgress: (progress) => reports.push(progress) };
    for (const url of [`${address}/one/model.safetensors`, new URL(`${address}/hub/${INDEX}?download=true`)]) {
      assert.deepEqual(new Uint8Array(await downloadWeights(url, options)), file, `${url}`);
    }
    const end = reports.findIndex(({ total }) => total === null);
    assert.deepEqual(reports[end - 1], { loaded: file.length, total: file.length });
    assert.ok(
      reports
        .slice(end)
        .every(({ total, loaded }, i) => total === null && (i === 0 || loaded > reports[end + i - 1].loaded)),
    );
    assert.equal(
      reports.at(-1).loaded,
      Object.values(files).reduce((sum, { length }) => sum + length, 0),
    );
    assert.deepEqual(await downloadWeights(`${address}/odd/${INDEX}`, options), file);

    const part = `${address}/part/${names[1]}`;
    await assert.rejects(downloadWeights(`${address}/part/${INDEX}`, options), {
      code: 'fileMissing',
      params: { file: part, status: 404 },
    });
    await assert.rejects(downloadWeights(`${address}/none.json`, options), { code: 'fileMissing' });
    await assert.rejects(downloadWeights(`${address}/up/model.json`, options), { code: 'weightIndexFile' });
    await assert.rejects(downloadWeights(`${address}/html/model.json`, options), { code: 'inWeightIndex' });
    await assert.rejects(downloadWeights('http://', options), { code: 'network' });
    await assert.rejects(downloadWeights(`${address}/hub/${INDEX}`), { code: 'invalidArgument' });
    const controller = new AbortController(),
      reason = new Error('changed my mind');
    const before = asked.length;
    const aborted = { engine: joiner, signal: controller.signal, onProgress: () => controller.abort(reason) };
    await assert.rejects(downloadWeights(`${address}/hub/${INDEX}`, aborted), reason);
    assert.deepEqual(asked.slice(before), [`/hub/${INDEX}`, `/hub/${names[0]}`]);
  }
  assert.ok(asked.every((path) => !path.startsWith('/one/') || path === '/one/model.safetensors'));
});
