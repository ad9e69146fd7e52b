// The table of engine calls: each row has an implementation and a client method, and its policy is honoured on both sides.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { handlers } from '../../../web/engine/call-handlers.js';
import { callOf, calls, packFields, unpackArgs } from '../../../web/engine/calls.js';
import { createClient } from '../../../web/engine/client.js';
import { callMethods } from '../../../web/engine/supervised-client.js';
import { Dispatcher } from '../../../web/engine/dispatcher.js';
import { createEngine } from '../../../web/engine/engine.js';
import { shard } from '../../support/sharded-weights.mjs';

const packed = await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url));
const engine = await createEngine({ variant: 'exact', threads: 1 });
const rows = Object.entries(calls);
const namesWith = (policy) => rows.filter(([, call]) => call[policy]).map(([name]) => name);

/** Arguments that pass the checks of each call. */
const image = new Float32Array(784),
  file = new Uint8Array(9);
const model = engine.createModel({ hidden: [2], latentDim: 1 }),
  { index, files } = shard(model.saveWeights(), 2);
model.dispose();
const goodArgs = {
  start: [{}],
  loadDigits: [{ bytes: file }],
  createModel: [{ config: {}, training: {} }],
  loadModel: [{ bytes: file }],
  weightFiles: [{ index }],
  joinWeights: [{ index, files }],
  setTraining: [{ training: {} }],
  encode: [image],
  encodeInTurn: [image],
  decode: [image],
  decodeBatch: [image],
  encodeTraining: [{ count: 9 }],
  digitLikelihood: [{ pixels: image }],
  posteriorGrid: [{ pixels: image }],
  reconstructionAt: [{ sigmaScale: 3 }],
  importanceBound: [{ samples: 5 }],
  gradientNoise: [{ pixels: image }],
  classify: [{ pixels: image, classifier: file }],
  principalComponents: [{ codes: image, latentDim: 2 }],
  codeDensity: [{ codes: image, latentDim: 2 }],
  reconstructionLoss: [{ pixels: image, z: image }],
  conditionals: [{ pixels: image }],
  traceStep: [{ pixels: image }],
  activations: [{ pixels: image, z: image }],
  sampleQuality: [{ classifier: file }],
  resume: [{ bytes: file }],
};
const messageOf = (name) => packFields(calls[name], goodArgs[name] ?? []);

/** A dispatcher with some handlers replaced, its posted messages, and a function that returns the reply to a request. */
function dispatch(replaced = {}, options = {}) {
  const posted = [];
  const dispatcher = new Dispatcher({
    createEngine: async () => engine,
    schedule: (task) => setImmediate(task),
    handlers: { ...handlers, ...replaced },
    post: (message, transfer) => posted.push({ ...message, transfer }),
    ...options,
  });
  let nextId = 1;
  const ask = async (type, fields = {}) => {
    const id = nextId++;
    await dispatcher.receive({ ...fields, id, type });
    return posted.find((message) => message.id === id);
  };
  return { dispatcher, posted, ask };
}

/** The same with an engine, digits and a model. */
async function prepared(replaced, options) {
  const real = Object.fromEntries(['start', 'loadDigits', 'createModel'].map((name) => [name, handlers[name]]));
  let isReady = false;
  const made = dispatch(
    Object.fromEntries(
      Object.entries({ ...real, ...replaced }).map(([name, handler]) => [
        name,
        (...args) => (isReady || !real[name] ? handler : real[name])(...args),
      ]),
    ),
    options,
  );
  await made.ask('start');
  await made.ask('loadDigits', { bytes: packed });
  await made.ask('createModel', { config: { hidden: [8], latentDim: 2 }, training: { seed: 1 } });
  isReady = true;
  made.posted.length = 0;
  return made;
}

test('each row has an implementation, and a client method unless it is internal', () => {
  assert.deepEqual(Object.keys(handlers).sort(), rows.map(([name]) => name).sort());
  const worker = { postMessage() {}, terminate() {} };
  const client = createClient({ createWorker: () => worker });
  for (const [name, { internal = false, needs }] of rows) {
    assert.equal(Object.hasOwn(client, name) && typeof client[name] === 'function', !internal, name);
    assert.ok(Array.isArray(needs), name);
  }
  assert.deepEqual(namesWith('internal'), ['start', 'suspend', 'resume']);
  client.supervisor.fail(new Error('end of test'));
});

test('an unknown call is a coded error', async () => {
  const { ask } = dispatch();
  for (const name of ['eval', 'constructor', '__proto__', 'toString', '', null, 7, ['play']]) {
    assert.equal(callOf(name), null);
    const { ok, error } = await ask(name);
    assert.deepEqual([ok, error.code, error.params.function], [false, 'invalidArgument', 'engine'], String(name));
  }
});

test('a call fails with the code of the first part that it needs and that does not exist', async () => {
  const withoutEngine = dispatch(),
    withoutModel = dispatch(),
    withoutDigits = dispatch();
  await withoutModel.ask('start');
  await withoutDigits.ask('start');
  await withoutDigits.ask('createModel', { config: { hidden: [8], latentDim: 2 }, training: {} });
  const codes = { engine: 'notStarted', model: 'noModel', digits: 'noDigits', loop: 'noModel' };
  for (const [name, { needs }] of rows.filter(([, call]) => call.needs.length > 0)) {
    assert.equal((await withoutEngine.ask(name, messageOf(name))).error.code, codes[needs[0]], name);
    if (needs[0] !== 'engine')
      assert.equal((await withoutModel.ask(name, messageOf(name))).error.code, 'noModel', name);
    if (needs.includes('digits') || needs.includes('loop'))
      assert.equal((await withoutDigits.ask(name, messageOf(name))).error.code, 'noDigits', name);
  }
});

test('a field that fails its check is rejected before the implementation runs', async () => {
  const entered = [];
  const { ask } = await prepared(
    Object.fromEntries(
      rows.map(([name]) => [
        name,
        () => {
          entered.push(name);
        },
      ]),
    ),
  );
  for (const [name, { checks = {} }] of rows) {
    for (const field of Object.keys(checks)) {
      const { ok, error } = await ask(name, { ...messageOf(name), [field]: { not: 'this' } });
      assert.deepEqual([ok, error?.code, error?.params.function], [false, 'invalidArgument', name], `${name}.${field}`);
    }
  }
  assert.deepEqual(entered, []);
});

test('the implementation receives the arguments of the client method', () => {
  for (const [name, args] of [
    ...Object.entries(goodArgs),
    ['step', [3]],
    ['encode', [image, 4]],
    ['decodeBatch', [image, [1, 2]]],
  ]) {
    const received = unpackArgs(name, calls[name], packFields(calls[name], args));
    assert.deepEqual(received.slice(0, args.length), args, name);
  }
  assert.deepEqual(unpackArgs('pause', calls.pause, packFields(calls.pause, [])), [{}]);
  const { buffer } = Uint8Array.of(1, 2);
  assert.deepEqual(unpackArgs('resume', calls.resume, { bytes: buffer }), [{ bytes: Uint8Array.of(1, 2) }]);
});

test('of a call whose latest request wins one is pending and outdated ones return null; all others are sent', async () => {
  const sent = [];
  const methods = callMethods(
    (name) =>
      new Promise((resolve) => {
        sent.push({ name, resolve });
      }),
  );
  for (const [name, { latest = false }] of rows.filter(([, { internal }]) => !internal)) {
    sent.length = 0;
    const replies = [1, 2, 3].map(() => methods[name]());
    assert.equal(sent.length, latest ? 1 : 3, name);
    for (let i = 0; i < sent.length; ++i) {
      sent[i].resolve(i);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    assert.deepEqual(await Promise.all(replies), latest ? [0, null, 1] : [0, 1, 2], name);
  }
});

test('between the chunks of a long call only the rows that allow it are served', async () => {
  const order = [];
  let clock = 0,
    pieces = 0;
  const reply = { mu: image, logVar: image, kl: image, bytes: file };
  const stubs = Object.fromEntries(
    rows.map(([name, { inPieces }]) => {
      const note = () => {
        order.push(name);
        return reply;
      };
      return [name, inPieces ? () => note : note];
    }),
  );
  stubs.posteriorGrid = () => () => (--pieces > 0 ? null : (order.push('end of the long call'), reply));
  const { ask } = await prepared(stubs, { now: () => (clock += 1000) });
  for (const [name, { betweenPieces = false }] of rows.filter(([other]) => other !== 'posteriorGrid')) {
    order.length = 0;
    pieces = 3;
    const replies = await Promise.all([ask('posteriorGrid', messageOf('posteriorGrid')), ask(name, messageOf(name))]);
    assert.deepEqual(
      replies.map(({ ok }) => ok),
      [true, true],
      `${name}: ${replies.map(({ error }) => error?.message)}`,
    );
    assert.equal(order.indexOf(name) < order.indexOf('end of the long call'), betweenPieces, name);
  }
  assert.deepEqual(namesWith('inPieces'), [
    'encodeHeldOut',
    'encodeTraining',
    'step',
    'reconstructionAt',
    'importanceBound',
    'gradientNoise',
    'posteriorGrid',
  ]);
});

test('the buffers that a row names are moved to the page', async () => {
  const { ask, dispatcher } = await prepared();
  for (const name of namesWith('transfers')) {
    const { ok, value, transfer } = await ask(name, messageOf(name));
    assert.ok(ok, name);
    assert.ok(transfer.length > 0 && transfer.every((buffer) => buffer instanceof ArrayBuffer), name);
    assert.doesNotThrow(() => structuredClone(value, { transfer }), name);
  }
  // The model is intact.
  assert.equal((await ask('encode', { pixels: image })).value.mu.length, 2);
  assert.equal(dispatcher.session.model.checksum().length, 16);
});
