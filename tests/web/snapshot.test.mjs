// What is kept of a run, and all that storage may do to it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { emptyCurve } from '../../web/lib/curve.js';
import { createPageState } from '../../web/state/page-state.js';
import { createSnapshotActions } from '../../web/state/snapshot-actions.js';
import { createSnapshotStore } from '../../web/state/snapshot-store.js';
import { MOST_BYTES, VERSION, isWorthKeeping, readSnapshot, writeSnapshot } from '../../web/state/snapshot.js';
import { createStore } from '../../web/state/store.js';
import { createTrainingActions } from '../../web/state/training-actions.js';
import { createUndoActions } from '../../web/state/undo-actions.js';

const MODEL = { config: { model: 'vae', hidden: [4], latentDim: 2, activation: 'relu' }, training: { seed: 1 }, parameters: 1, step: 0, epoch: 0, checksum: 'a', record: null };
const RUN = { weights: 'fresh', altered: null, training: MODEL.training };
const KEPT = { made: { type: 'createModel', fields: { config: {}, training: {} } }, bytes: Uint8Array.of(1, 2) };
const state = (patch = {}) => ({ ...createPageState(), model: MODEL, run: RUN, engine: { arithmetic: 'exact' }, progress: { state: 'paused', step: 5, checksum: 'c' }, ...patch });
const good = () => writeSnapshot('tab', state(), KEPT, 5);

test('what is written is read again; anything else is nothing', () => {
  const snapshot = good();
  assert.deepEqual(readSnapshot(structuredClone(snapshot)), snapshot);
  const bad = {
    version: [0, VERSION + 1, '1', undefined], tab: [1], savedAt: [NaN, 'now'], made: [null, {}, { type: 1, fields: {} }, { type: 'x' }], bytes: [null, [1], new Uint8Array(0), new ArrayBuffer(4)],
    step: [-1, 0.5, '5', NaN], run: [null, {}, { weights: 'x', altered: null, training: {} }, { weights: 'fresh', altered: 3, training: {} }], arithmetic: [undefined],
    digits: [undefined, 4], pins: [null, {}, [{}], [{ id: 1, slot: 0, config: {}, training: {}, curve: emptyCurve() }], Array(5).fill({ id: 1, slot: 0, config: MODEL.config, training: {}, curve: emptyCurve() })],
    trainCurve: [null, [], {}, { ...emptyCurve(), step: [1] }, { ...emptyCurve(), kl: 'x' }], heldOutCurve: [undefined, Object.fromEntries(Object.keys(emptyCurve()).map((name) => [name, ['<b>']]))],
  };
  for (const [key, values] of Object.entries(bad)) for (const value of values) assert.equal(readSnapshot({ ...good(), [key]: value }), null, `${key}: ${String(value)}`);
  for (const blob of [null, undefined, 1, 'text', [], new Uint8Array(9), () => {}]) assert.equal(readSnapshot(blob), null);
  assert.equal(writeSnapshot('tab', state(), { ...KEPT, bytes: { length: MOST_BYTES + 1 } }, 5), null);
});

test('untouched shipped weights are not worth keeping', () => {
  const shipped = { run: { ...RUN, weights: 'shipped' } };
  assert.equal(isWorthKeeping(state({ ...shipped, progress: null })), false);
  assert.equal(isWorthKeeping(state(shipped)), true);
  assert.equal(isWorthKeeping(state({ progress: null })), true);
  assert.equal(isWorthKeeping(createPageState()), false);
});

/** A tab's session storage. */
const sessionOf = (map = new Map()) => () => ({ getItem: (name) => map.get(name) ?? null, setItem: (name, value) => void map.set(name, value) });

test('storage that is not there, or not allowed, is no error', async () => {
  // Node has no IndexedDB: every question to it fails.
  const kept = createSnapshotStore({ session: sessionOf(new Map([['latentpad.tab', 'mine']])) });
  assert.equal(kept.tab, 'mine');
  assert.deepEqual([await kept.read(), await kept.write(good()), await kept.remove()], [null, false, undefined]);
  const refuse = () => { throw new Error('not allowed'); };
  const forbidden = createSnapshotStore({ session: refuse, newName: () => 'new' });
  forbidden.noteLink('#a=1');
  assert.deepEqual([forbidden.tab, forbidden.writtenLink(), await forbidden.read()], ['new', null, null]);
});

test('each tab has a name of its own, which a reload keeps', () => {
  const session = sessionOf();
  let next = 0;
  const first = createSnapshotStore({ session, newName: () => String(++next) });
  first.noteLink('#seed=1');
  const reloaded = createSnapshotStore({ session, newName: () => String(++next) });
  const other = createSnapshotStore({ session: sessionOf(), newName: () => String(++next) });
  assert.deepEqual([first.tab, reloaded.tab, reloaded.writtenLink(), other.tab, other.writtenLink()], ['1', '1', '#seed=1', '2', null]);
});

function page({ blob = null, written = '', keeper = {}, comes = { digits: true, weights: true } } = {}) {
  const store = createStore(state({ run: { ...RUN, weights: 'shipped' }, progress: null }));
  const log = [];
  const kept = {
    tab: 'tab', read: async () => blob, write: async (snapshot) => (log.push(snapshot), true), remove: async () => void log.push('removed'),
    writtenLink: () => written, noteLink() {},
  };
  const files = { loadShippedDigits: async () => (log.push('digits'), comes.digits), loadShippedWeights: async () => (log.push('shipped'), comes.weights) };
  const training = createTrainingActions(store, { encodeHeldOut: async () => ({ latentDim: 2, mu: new Float32Array(0) }) }, { encode: async () => {}, complain: (error) => log.push(error.message) });
  return { store, log, snapshots: createSnapshotActions(store, { kept, keeper: { modelToKeep: async () => KEPT, ...keeper }, training, files }) };
}
const settled = () => new Promise((done) => setImmediate(done));

test('a link to a model comes before what is kept, but the page’s own link does not', async () => {
  for (const [hash, written, isFound] of [['', '', true], ['#lang=ko', '', true], ['#seed=1', '', false], ['#seed=1', '#seed=1', true], ['#steps=9', '#steps=8', false]]) {
    assert.equal((await page({ blob: good(), written }).snapshots.find(hash)) !== null, isFound, hash);
  }
  const old = page({ blob: { ...good(), version: 0 } });
  assert.equal(await old.snapshots.find(''), null);
  assert.deepEqual(old.log, ['removed']);
});

test('a run is kept every few seconds while it trains, soon when it rests, and not at all before the page is ready', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { store, log, snapshots } = page();
  const progress = (step, running) => store.set({ progress: { state: running ? 'running' : 'paused', step, checksum: running ? '' : `c${step}` }, ...(running ? {} : { model: { ...MODEL, checksum: `c${step}` } }) });
  progress(1, true);
  context.mock.timers.tick(60_000);
  assert.deepEqual(log, []);
  snapshots.arm();
  for (let step = 2; step < 202; step++) {
    progress(step, true);
    context.mock.timers.tick(100);
    await settled();
  }
  assert.ok(log.length >= 2 && log.length <= 4, `${log.length} in 20 seconds`);
  progress(300, false);
  context.mock.timers.tick(700);
  await settled();
  assert.deepEqual([log.at(-1).step, store.get().kept], [300, 300]);
  const count = log.length;
  store.set({ heldOutCurve: store.get().heldOutCurve, model: { ...store.get().model } });
  context.mock.timers.tick(60_000);
  await settled();
  assert.equal(log.length, count, 'the same is not written twice');
});

test('restored: the curves and the record are back, the page says so, and one may start fresh', async () => {
  const progress = { state: 'paused', step: 5, epoch: 0.5, checksum: 'c5', train: null, heldOut: null };
  const { store, log, snapshots } = page({ keeper: { restoreModel: async () => ({ info: { ...MODEL, step: 5, checksum: 'c5' }, progress }) } });
  const curve = Object.fromEntries(Object.keys(emptyCurve()).map((name) => [name, [5]]));
  assert.equal(await snapshots.restore({ ...good(), trainCurve: curve, heldOutCurve: curve, arithmetic: 'fused' }), true);
  const { notice, ...now } = store.get();
  assert.deepEqual([now.progress.step, now.model.checksum, now.trainCurve, now.run.altered, now.kept], [5, 'c5', curve, 'engine', 5]);
  assert.deepEqual([notice.key, notice.params, notice.action.key], ['snapshot.back', { step: 5 }, 'snapshot.startFresh']);
  await notice.action.run();
  assert.deepEqual([log, store.get().kept, store.get().notice], [['digits', 'shipped', 'removed'], null, null]);
});

test('what the engine refuses is dropped', async () => {
  const { log, store, snapshots } = page({ keeper: { restoreModel: async () => Promise.reject(new Error('HeaderTooSmall')) } });
  assert.equal(await snapshots.restore(good()), false);
  assert.deepEqual([log, store.get().notice, store.get().busy], [['digits', 'removed'], null, false]);
});

const restoring = { restoreModel: async () => ({ info: { ...MODEL, step: 5, checksum: 'c5' }, progress: { state: 'paused', step: 5, epoch: 0.5, checksum: 'c5', train: null, heldOut: null } }) };

test('digits that do not come at a reload cost no run: it is kept, and back once they are there', async () => {
  const comes = { digits: false, weights: true };
  const { store, log, snapshots } = page({ keeper: restoring, comes });
  assert.equal(await snapshots.restore(good()), false);
  snapshots.arm();
  store.set({ model: { ...MODEL, checksum: 'b' } });
  await settled();
  assert.deepEqual(log, ['digits'], 'neither dropped nor written over');
  store.set({ digits: { name: 'built-in' } });
  await settled();
  assert.deepEqual([store.get().progress.step, store.get().notice.key], [5, 'snapshot.back']);
});

test('a run on digits of one’s own comes back on the built-in ones, and says so', async () => {
  const { store, snapshots } = page({ keeper: restoring });
  const curve = Object.fromEntries(Object.keys(emptyCurve()).map((name) => [name, [5]]));
  await snapshots.restore({ ...good(), digits: 'mine', heldOutCurve: curve });
  const { run, notice, heldOutCurve } = store.get();
  assert.deepEqual([run.altered, notice.key, notice.params.digits, heldOutCurve], ['digits', 'snapshot.backOtherDigits', 'mine', emptyCurve()]);
});

test('pinned runs are kept too', async () => {
  const pin = { id: 3, slot: 1, config: MODEL.config, training: MODEL.training, curve: emptyCurve() };
  const written = writeSnapshot('tab', state({ pins: [pin] }), KEPT, 5);
  const { store, snapshots } = page({ keeper: restoring });
  await snapshots.restore(readSnapshot(structuredClone(written)));
  assert.deepEqual(store.get().pins, [pin]);
});

test('to start fresh needs the shipped weights: where they do not come, the run stays', async () => {
  const comes = { digits: true, weights: true };
  const { store, log, snapshots } = page({ keeper: restoring, comes });
  await snapshots.restore(good());
  comes.weights = false;
  await store.get().notice.action.run();
  assert.deepEqual([log, store.get().kept], [['digits', 'shipped'], 5]);
});

test('a run that makes way for another model is offered back, with its curves up to the step that was saved', async () => {
  const curve = { step: [0, 50, 90], epoch: [0, 0.5, 0.9], negativeElbo: [3, 2, 1], reconstruction: [3, 2, 1], kl: [0, 0, 0] };
  const open = (epoch) => {
    const store = createStore(state({ progress: { state: 'running', step: 90, epoch, checksum: '' }, run: { ...RUN, altered: 'settings' }, trainCurve: curve, heldOutCurve: curve }));
    const training = createTrainingActions(store, { createModel: async () => ({ ...MODEL, config: { ...MODEL.config } }) }, { encode: async () => {}, complain: (error) => { throw error; } });
    const log = [], keeper = {
      modelToKeep: async () => (log.push('saved'), KEPT),
      restoreModel: async (held) => (log.push(held), { info: { ...MODEL, config: { ...MODEL.config } }, progress: { state: 'paused', step: 60, epoch: 0.6, checksum: 'c' } }),
    };
    return { store, training, log, ...createUndoActions(store, { keeper, training }) };
  };
  const short = open(0.4);
  await short.undoably(() => short.training.create({}));
  assert.deepEqual([short.store.get().notice, short.log], [null, []], 'there was little to lose');

  const long = open(0.9);
  await long.undoably(() => {});
  assert.equal(long.store.get().notice, null, 'nothing was replaced');
  await long.undoably(() => long.training.create({}));
  const { notice } = long.store.get();
  assert.deepEqual([notice.key, notice.params, notice.action.key, long.store.get().progress], ['notice.replaced', { step: 90 }, 'pad.undo', null]);
  assert.deepEqual(long.store.get().heldOutCurve.step, []);
  notice.action.run();
  await new Promise((resolve) => { setTimeout(resolve, 5); });
  const { progress, heldOutCurve, trainCurve, run, notice: after } = long.store.get();
  assert.deepEqual([progress.step, progress.state, heldOutCurve.step, trainCurve.step, run.altered, after], [60, 'paused', [0, 50], [0, 50], 'settings', null]);
  assert.equal(long.log.at(-1), KEPT);

  const file = open(0.9);
  await file.undoably(async () => {
    await file.training.create({});
    file.store.set({ notice: { kind: 'news', key: 'notice.loaded', params: { name: 'mine' } } });
  });
  assert.deepEqual([file.store.get().notice.key, file.store.get().notice.action.key], ['notice.loaded', 'pad.undo']);
});
