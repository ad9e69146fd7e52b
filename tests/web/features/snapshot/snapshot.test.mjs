// The snapshot of a run, and failures of storage.
import assert from 'node:assert/strict';
import test from 'node:test';
import { emptyCurve } from '../../../../web/core/model/curve.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { withNotices } from '../../../../web/core/state/notices.js';
import { createSnapshotActions } from '../../../../web/features/snapshot/snapshot-actions.js';
import { createSnapshotStore } from '../../../../web/features/snapshot/snapshot-store.js';
import {
  MAX_BYTES,
  VERSION,
  isWorthKeeping,
  readSnapshot,
  writeSnapshot,
} from '../../../../web/features/snapshot/snapshot.js';
import { createStore } from '../../../../web/core/state/store.js';
import { createTabHolder } from '../../../../web/features/snapshot/tab-name.js';
import { createTrainingActions } from '../../../../web/features/training/training-actions.js';
import { createUndoActions } from '../../../../web/features/training/undo-actions.js';

const MODEL = {
  config: { model: 'vae', hidden: [4], latentDim: 2, activation: 'relu' },
  training: { seed: 1 },
  parameters: 1,
  step: 0,
  epoch: 0,
  checksum: 'a',
  record: null,
};
const RUN = { weights: 'fresh', altered: null, training: MODEL.training };
const KEPT = { made: { type: 'createModel', fields: { config: {}, training: {} } }, bytes: Uint8Array.of(1, 2) };
const state = (patch = {}) => ({
  ...createPageState(),
  model: MODEL,
  run: RUN,
  engine: { arithmetic: 'exact' },
  progress: { state: 'paused', step: 5, checksum: 'c' },
  ...patch,
});
const good = () => writeSnapshot('tab', state(), KEPT, 5);

test('a written snapshot is read again; any other value is rejected', () => {
  const snapshot = good();
  assert.deepEqual(readSnapshot(structuredClone(snapshot)), snapshot);
  const bad = {
    version: [0, VERSION + 1, '1', undefined],
    tab: [1],
    savedAt: [NaN, 'now'],
    made: [null, {}, { type: 1, fields: {} }, { type: 'x' }],
    bytes: [null, [1], new Uint8Array(0), new ArrayBuffer(4)],
    step: [-1, 0.5, '5', NaN],
    run: [null, {}, { weights: 'x', altered: null, training: {} }, { weights: 'fresh', altered: 3, training: {} }],
    arithmetic: [undefined],
    digits: [undefined, 4],
    pins: [
      null,
      {},
      [{}],
      [{ id: 1, slot: 0, config: {}, training: {}, curve: emptyCurve() }],
      Array(5).fill({ id: 1, slot: 0, config: MODEL.config, training: {}, curve: emptyCurve() }),
    ],
    trainCurve: [null, [], {}, { ...emptyCurve(), step: [1] }, { ...emptyCurve(), kl: 'x' }],
    heldOutCurve: [undefined, Object.fromEntries(Object.keys(emptyCurve()).map((name) => [name, ['<b>']]))],
  };
  for (const [key, values] of Object.entries(bad))
    for (const value of values)
      assert.equal(readSnapshot({ ...good(), [key]: value }), null, `${key}: ${String(value)}`);
  for (const blob of [null, undefined, 1, 'text', [], new Uint8Array(9), () => {}])
    assert.equal(readSnapshot(blob), null);
  assert.equal(writeSnapshot('tab', state(), { ...KEPT, bytes: { length: MAX_BYTES + 1 } }, 5), null);
});

test('pinned runs have their pictures in a snapshot, and those of before have none', () => {
  const pin = { id: 1, slot: 0, config: MODEL.config, training: {}, curve: emptyCurve() };
  const pictures = {
    points: new Float32Array(4),
    labels: Uint8Array.of(0, 9),
    extent: 4,
    samples: new Uint8Array(3920),
  };
  const origin = { weights: 'fresh', altered: null };
  const reads = (patch) => {
    const kept = { ...good(), pins: [{ ...pin, ...patch }] };
    const back = readSnapshot(structuredClone(kept));
    if (back) assert.deepEqual(back, kept);
    return back !== null;
  };
  for (const fine of [
    {},
    { pictures: null },
    { pictures, origin, checksum: 'c' },
    { pictures: { ...pictures, samples: null } },
  ])
    assert.ok(reads(fine), JSON.stringify(Object.keys(fine)));
  for (const bad of [
    { pictures: {} },
    { pictures: { ...pictures, points: new Float32Array(3) } },
    { pictures: { ...pictures, labels: Uint8Array.of(0, 62) } },
    { pictures: { ...pictures, points: new Float32Array(2002), labels: new Uint8Array(1001) } },
    { pictures: { ...pictures, extent: NaN } },
    { pictures: { ...pictures, samples: new Uint8Array(784) } },
    { origin: { weights: 'x' } },
    { checksum: 1 },
  ])
    assert.equal(reads(bad), false, JSON.stringify(Object.keys(bad)));
});

test('unchanged shipped weights are not saved', () => {
  const shipped = { run: { ...RUN, weights: 'shipped' } };
  assert.equal(isWorthKeeping(state({ ...shipped, progress: null })), false);
  assert.equal(isWorthKeeping(state(shipped)), true);
  assert.equal(isWorthKeeping(state({ progress: null })), true);
  assert.equal(isWorthKeeping(createPageState()), false);
});

/** A tab's session storage. */
const sessionOf =
  (map = new Map()) =>
  () => ({ getItem: (name) => map.get(name) ?? null, setItem: (name, value) => void map.set(name, value) });

test('missing or forbidden storage is not an error', async () => {
  // Node has no IndexedDB: every request fails.
  const kept = createSnapshotStore({ session: sessionOf(new Map([['latentpad.tab', 'mine']])) });
  assert.equal(kept.tab, 'mine');
  assert.deepEqual([await kept.read(), await kept.write(good()), await kept.remove()], [null, false, undefined]);
  const refuse = () => {
    throw new Error('not allowed');
  };
  const forbidden = createSnapshotStore({ session: refuse, newName: () => 'new' });
  forbidden.noteLink('#a=1');
  assert.deepEqual([forbidden.tab, forbidden.hasWritten('#a=1'), await forbidden.read()], ['new', false, null]);
});

test('each tab has its own name, which a reload preserves', () => {
  const session = sessionOf();
  let next = 0;
  const first = createSnapshotStore({ session, newName: () => String(++next) });
  first.noteLink('#seed=1');
  const reloaded = createSnapshotStore({ session, newName: () => String(++next) });
  const other = createSnapshotStore({ session: sessionOf(), newName: () => String(++next) });
  assert.deepEqual(
    [first.tab, reloaded.tab, reloaded.hasWritten('#seed=1'), other.tab, other.hasWritten('#seed=1')],
    ['1', '1', true, '2', false],
  );
});

test('a browser that ignored the last URL a page wrote returns to one that is still the tab’s own', () => {
  const session = sessionOf();
  const store = createSnapshotStore({ session });
  for (const step of [1, 2, 3, 3, 4]) store.noteLink(`#steps=${step}`);
  const back = createSnapshotStore({ session });
  assert.deepEqual(
    [1, 2, 3, 4].map((step) => back.hasWritten(`#steps=${step}`)),
    [false, true, true, true],
    'older links are requests',
  );
  for (const damaged of ['#steps=4', '{', '{}', 'null']) {
    session().setItem('latentpad.link', damaged);
    assert.equal(back.hasWritten('#steps=4'), false);
  }
});

function page({
  blob = null,
  written = '',
  keeper = {},
  comes = { digits: true, weights: true },
  isCopy = false,
  ownData = null,
  clock,
} = {}) {
  const store = createStore(state({ run: { ...RUN, weights: 'shipped' }, progress: null }));
  const log = [];
  const kept = {
    tab: 'tab',
    isCopy: () => isCopy,
    onCopy() {},
    read: async () => blob,
    write: async (snapshot) => (log.push(snapshot), true),
    remove: async () => void log.push('removed'),
    hasWritten: (hash) => hash === written,
    noteLink() {},
  };
  const files = {
    loadShippedDigits: async () => (log.push('digits'), comes.digits),
    loadShippedWeights: async () => (log.push('shipped'), comes.weights),
  };
  const training = createTrainingActions(
    store,
    { encodeHeldOut: async () => ({ latentDim: 2, mu: new Float32Array(0) }) },
    { encode: async () => {}, showError: (error) => log.push(error.message) },
  );
  return {
    store,
    log,
    snapshots: createSnapshotActions(store, {
      kept,
      keeper: { saveForRestore: async () => KEPT, ...keeper },
      data: { read: async (id) => ownData?.[id] ?? null },
      training,
      files,
      clock,
    }),
  };
}
const settled = () => new Promise((done) => setImmediate(done));

test('a link to a model takes precedence over the snapshot, but the page’s own link does not', async () => {
  for (const [hash, written, isFound] of [
    ['', '', true],
    ['#lang=ko', '', true],
    ['#seed=1', '', false],
    ['#seed=1', '#seed=1', true],
    ['#steps=9', '#steps=8', false],
  ]) {
    assert.equal((await page({ blob: good(), written }).snapshots.find(hash)) !== null, isFound, hash);
  }
  const old = page({ blob: { ...good(), version: 0 } });
  assert.equal(await old.snapshots.find(''), null);
  assert.deepEqual(old.log, ['removed']);
});

/** A page whose time passes by tick() alone. */
function timedPage(context, { hasTimers = true, ...options } = {}) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  const opened = page({ clock: () => now, ...options });
  const { store } = opened;
  // The real timers would save a running run endlessly.
  context.after(() => store.set({ model: null, progress: null }));
  return {
    ...opened,
    progress: (step, running) =>
      store.set({
        progress: { state: running ? 'running' : 'paused', step, checksum: running ? '' : `c${step}` },
        ...(running ? {} : { model: { ...MODEL, checksum: `c${step}` } }),
      }),
    now: () => now,
    async tick(ms) {
      await settled();
      now += ms;
      if (hasTimers) context.mock.timers.tick(ms);
      await settled();
    },
  };
}

test('a run is saved within its first second, each second during training, soon after a pause, and never before the page is ready', async (context) => {
  const { store, log, snapshots, progress, tick, now } = timedPage(context);
  progress(1, true);
  await tick(60_000);
  assert.deepEqual(log, []);
  snapshots.arm();
  const began = now();
  let written = 0,
    last = began;
  for (let step = 2; step < 202; step++) {
    progress(step, true);
    await tick(100);
    if (log.length > written) {
      assert.equal(log.length, written + 1);
      // A second between two saves.
      assert.ok(now() - last < 1000, `${now() - last} ms`);
      [written, last] = [log.length, now()];
    }
  }
  assert.ok(log.length >= 20 && log.length <= 45, `${log.length} in 20 seconds`);
  progress(300, false);
  await tick(700);
  assert.deepEqual([log.at(-1).step, store.get().kept], [300, 300]);
  const count = log.length;
  store.set({ heldOutCurve: store.get().heldOutCurve, model: { ...store.get().model } });
  await tick(60_000);
  assert.equal(log.length, count, 'an unchanged snapshot is not written again');
});

test('if timers are throttled, as in a background tab, events of the engine save the run', async (context) => {
  const { log, snapshots, progress, tick } = timedPage(context, { hasTimers: false });
  snapshots.arm();
  for (let step = 1; step < 50; step++) {
    progress(step, true);
    await tick(100);
  }
  assert.ok(log.length >= 5, `${log.length} in 5 seconds`);
});

test('slow writes take at most a twentieth of the time; a large run does not fill the disk', async (context) => {
  let pass = async () => {};
  const slow = timedPage(context, { keeper: { saveForRestore: async () => (await pass(100), KEPT) } });
  pass = async (ms) => {
    await slow.tick(ms);
  };
  slow.snapshots.arm();
  for (let step = 1; step < 200; step++) {
    slow.progress(step, true);
    await slow.tick(100);
  }
  assert.ok(slow.log.length >= 5 && slow.log.length <= 15, `${slow.log.length} of 0.1 s in 20 seconds`);
  context.mock.timers.reset();
  const large = timedPage(context, {
    keeper: { saveForRestore: async () => ({ ...KEPT, bytes: { length: MAX_BYTES } }) },
  });
  large.snapshots.arm();
  for (let step = 1; step < 400; step++) {
    large.progress(step, true);
    await large.tick(100);
  }
  assert.ok(large.log.length >= 2 && large.log.length <= 4, `${large.log.length} of 64 MiB in 40 seconds`);
});

test('a write requested during another, for example on leaving the page, follows it', async () => {
  const answers = [];
  const { store, log, snapshots } = page({
    keeper: { saveForRestore: () => new Promise((resolve) => answers.push(() => resolve(KEPT))) },
  });
  snapshots.arm();
  store.set({ progress: { state: 'running', step: 5, checksum: '' } });
  const first = snapshots.flush();
  store.set({ progress: { state: 'running', step: 9, checksum: '' } });
  snapshots.flush();
  answers.shift()();
  await first;
  await settled();
  answers.shift()();
  await settled();
  assert.deepEqual(
    log.map(({ step }) => step),
    [5, 9],
  );
});

test('a copy of another tab’s run is written under its own name, though nothing has changed', async (context) => {
  const { log, snapshots, tick } = timedPage(context, { isCopy: true, keeper: restoring });
  await snapshots.restore(good());
  snapshots.arm();
  await tick(1000);
  assert.deepEqual(
    log.map((entry) => entry.step ?? entry),
    ['digits', 5],
  );
});

test('of two living tabs with one name the later takes another, over a channel; once the first is closed, the name is free', async () => {
  const name = `tabs ${process.pid}`,
    channels = [];
  const open = () => {
    const channel = new BroadcastChannel(name);
    channels.push(channel);
    return createTabHolder({ locks: undefined, channel: () => channel, answerMs: 300 });
  };
  const session = (tab) => sessionOf(new Map([['latentpad.tab', tab]]));
  try {
    const [mine, copy, reloaded, other] = [open(), open(), open(), open()];
    const first = createSnapshotStore({ session: session('a'), holder: mine });
    await first.read();
    const storage = session('a');
    const second = createSnapshotStore({ session: storage, holder: copy, newName: () => 'b' });
    await second.read();
    const third = createSnapshotStore({ session: session('c'), holder: other });
    await third.read();
    assert.deepEqual(
      [first.tab, first.isCopy(), second.tab, second.isCopy(), storage().getItem('latentpad.tab'), third.tab],
      ['a', false, 'b', true, 'b', 'c'],
    );
    assert.deepEqual([...(await mine.living())].sort(), ['b', 'c']);
    first.leave();
    const again = createSnapshotStore({ session: session('a'), holder: reloaded });
    await again.read();
    assert.deepEqual([again.tab, again.isCopy()], ['a', false]);
  } finally {
    for (const channel of channels) channel.close();
  }
});

test('a tab that answers late, from a busy machine, retains its name: the other takes a new one and writes its run under it', async () => {
  const listeners = [],
    late = [];
  /** A channel between two tabs; messages to the first are delayed until it wakes up. */
  const open = (isLate) => {
    const self = {};
    return createTabHolder({
      locks: undefined,
      answerMs: 20,
      channel: () => ({
        addEventListener: (_, listener) => listeners.push({ self, isLate, listener }),
        postMessage(data) {
          for (const one of listeners.filter((other) => other.self !== self)) {
            if (one.isLate) late.push(() => one.listener({ data }));
            else one.listener({ data });
          }
        },
      }),
    });
  };
  const names = ['b', 'c'];
  const session = () => sessionOf(new Map([['latentpad.tab', 'a']]));
  const first = createSnapshotStore({ session: session(), holder: open(true) });
  await first.read();
  const storage = session();
  const second = createSnapshotStore({ session: storage, holder: open(false), newName: () => names.shift() });
  await second.read();
  assert.deepEqual([second.tab, second.isCopy()], ['a', false]);
  let copies = 0;
  second.onCopy(() => {
    copies += 1;
  });
  for (const wake of late.splice(0)) wake();
  await second.read();
  assert.deepEqual(
    [first.tab, first.isCopy(), second.tab, second.isCopy(), storage().getItem('latentpad.tab'), copies],
    ['a', false, 'b', true, 'b', 1],
  );
});

test('restored: the curves and the record are back, the page reports it, and offers a fresh start', async () => {
  const progress = { state: 'paused', step: 5, epoch: 0.5, checksum: 'c5', train: null, heldOut: null };
  const { store, log, snapshots } = page({
    keeper: { restoreModel: async () => ({ info: { ...MODEL, step: 5, checksum: 'c5' }, progress }) },
  });
  const curve = Object.fromEntries(Object.keys(emptyCurve()).map((name) => [name, [5]]));
  assert.equal(
    await snapshots.restore({ ...good(), trainCurve: curve, heldOutCurve: curve, arithmetic: 'fused' }),
    true,
  );
  const { notice, ...now } = store.get();
  assert.deepEqual(
    [now.progress.step, now.model.checksum, now.trainCurve, now.run.altered, now.kept],
    [5, 'c5', curve, 'engine', 5],
  );
  assert.deepEqual(
    [notice.key, notice.params, notice.action.key],
    ['snapshot.back', { step: 5 }, 'snapshot.startFresh'],
  );
  await notice.action.run();
  assert.deepEqual([log, store.get().kept, store.get().notice], [['digits', 'shipped', 'removed'], null, null]);
});

test('a snapshot that the engine rejects is deleted', async () => {
  const { log, store, snapshots } = page({
    keeper: { restoreModel: async () => Promise.reject(new Error('HeaderTooSmall')) },
  });
  assert.equal(await snapshots.restore(good()), false);
  assert.deepEqual([log, store.get().notice, store.get().busy], [['digits', 'removed'], null, false]);
});

const restoring = {
  restoreModel: async () => ({
    info: { ...MODEL, step: 5, checksum: 'c5' },
    progress: { state: 'paused', step: 5, epoch: 0.5, checksum: 'c5', train: null, heldOut: null },
  }),
};

test('digits that cannot be loaded at a reload cost no run: it is saved, and restored once they are loaded', async () => {
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

test('a run on own digits is restored with the built-in ones, and the page reports it', async () => {
  const { store, snapshots } = page({ keeper: restoring });
  const curve = Object.fromEntries(Object.keys(emptyCurve()).map((name) => [name, [5]]));
  await snapshots.restore({ ...good(), digits: 'mine', heldOutCurve: curve });
  const { run, notice, heldOutCurve } = store.get();
  assert.deepEqual(
    [run.altered, notice.key, notice.params.digits, heldOutCurve],
    ['digits', 'snapshot.backOtherDigits', 'mine', emptyCurve()],
  );
});

test('a run on own images of this browser is restored with them, and is not altered', async () => {
  const source = {
    images: new Uint8Array(64),
    labels: new Uint8Array(1),
    width: 8,
    height: 8,
    heldOut: 0,
    name: 'mine',
  };
  const asked = [];
  const keeper = {
    restoreModel: async (_, digits) => {
      asked.push(digits);
      return { ...(await restoring.restoreModel()), digits: { name: 'mine', width: 8, height: 8, model: {} } };
    },
  };
  const { store, snapshots } = page({ keeper, ownData: { 7: { source, labelNames: ['a'] } } });
  const written = writeSnapshot('tab', state({ digits: { name: 'mine' }, dataId: '7' }), KEPT, 5);
  await snapshots.restore(readSnapshot(structuredClone(written)));
  const { run, notice, digits, digitsSource, dataId } = store.get();
  assert.deepEqual(asked, [source]);
  assert.deepEqual([run.altered, notice.key, digitsSource, dataId], [null, 'snapshot.back', source, '7']);
  assert.deepEqual(digits, { name: 'mine', width: 8, height: 8, labelNames: ['a'] });
});

test('a run on own images that are not kept, and that the digits do not fit, is reported', async () => {
  const keeper = { restoreModel: () => Promise.reject(new Error('another size')) };
  const { store, log, snapshots } = page({ keeper });
  assert.equal(await snapshots.restore({ ...good(), digits: 'mine', data: '7' }), false);
  const { kind, key, params } = store.get().notice;
  assert.deepEqual([kind, key, params.digits], ['error', 'snapshot.dataLost', 'mine']);
  assert.ok(log.includes('removed'));
});

test('pinned runs are saved too', async () => {
  const pin = { id: 3, slot: 1, config: MODEL.config, training: MODEL.training, curve: emptyCurve() };
  const written = writeSnapshot('tab', state({ pins: [pin] }), KEPT, 5);
  const { store, snapshots } = page({ keeper: restoring });
  await snapshots.restore(readSnapshot(structuredClone(written)));
  assert.deepEqual(store.get().pins, [pin]);
});

test('a fresh start needs the shipped weights: if they cannot be loaded, the run stays', async () => {
  const comes = { digits: true, weights: true };
  const { store, log, snapshots } = page({ keeper: restoring, comes });
  await snapshots.restore(good());
  comes.weights = false;
  await store.get().notice.action.run();
  assert.deepEqual([log, store.get().kept], [['digits', 'shipped'], 5]);
});

test('a replaced run can be restored, with its curves up to the saved step', async () => {
  const curve = {
    step: [0, 50, 90],
    epoch: [0, 0.5, 0.9],
    negativeElbo: [3, 2, 1],
    reconstruction: [3, 2, 1],
    kl: [0, 0, 0],
  };
  const open = (epoch) => {
    const store = createStore(
      state({
        progress: { state: 'running', step: 90, epoch, checksum: '' },
        run: { ...RUN, altered: 'settings' },
        trainCurve: curve,
        heldOutCurve: curve,
      }),
    );
    const training = createTrainingActions(
      store,
      {
        createModel: async () => ({ ...MODEL, config: { ...MODEL.config } }),
        reset: async () => ({ state: 'paused', step: 0, epoch: 0, checksum: 'first', train: null, heldOut: null }),
      },
      {
        encode: async () => {},
        showError: (error) => {
          throw error;
        },
      },
    );
    const log = [],
      keeper = {
        saveForRestore: async () => (log.push('saved'), KEPT),
        restoreModel: async (held) => (
          log.push(held),
          {
            info: { ...MODEL, config: { ...MODEL.config } },
            progress: { state: 'paused', step: 60, epoch: 0.6, checksum: 'c' },
          }
        ),
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
  assert.deepEqual(
    [notice.key, notice.params, notice.action.key, long.store.get().progress],
    ['notice.replaced', { step: 90 }, 'pad.undo', null],
  );
  assert.deepEqual(long.store.get().heldOutCurve.step, []);
  notice.action.run();
  await new Promise((resolve) => {
    setTimeout(resolve, 5);
  });
  const { progress, heldOutCurve, trainCurve, run, notice: after } = long.store.get();
  assert.deepEqual(
    [progress.step, progress.state, heldOutCurve.step, trainCurve.step, run.altered, after],
    [60, 'paused', [0, 50], [0, 50], 'settings', null],
  );
  assert.equal(long.log.at(-1), KEPT);

  const file = open(0.9);
  await file.undoably(async () => {
    await file.training.create({});
    file.store.set({ notice: { kind: 'news', key: 'notice.loaded', params: { name: 'mine' } } });
  });
  assert.deepEqual([file.store.get().notice.key, file.store.get().notice.action.key], ['notice.loaded', 'pad.undo']);
});

test('a reset can be undone from the first step on, by button and keyboard, and a second press saves nothing else', async () => {
  const curve = { step: [0, 50], epoch: [0, 0.5], negativeElbo: [3, 2], reconstruction: [3, 2], kl: [0, 0] };
  const store = withNotices(
    createStore(
      state({
        progress: { state: 'running', step: 60, epoch: 0.1, checksum: '' },
        heldOutCurve: curve,
        trainCurve: curve,
        pins: [{ id: 1 }],
      }),
    ),
  );
  const log = [],
    model = { ...MODEL };
  const training = createTrainingActions(
    store,
    {
      reset: async () => (
        log.push('reset'),
        { state: 'paused', step: 0, epoch: 0, checksum: 'first', train: null, heldOut: null }
      ),
    },
    {
      encode: async () => {},
      showError: (error) => {
        throw error;
      },
    },
  );
  const keeper = {
    saveForRestore: async () => (log.push('saved'), KEPT),
    restoreModel: async (held) => (
      log.push(held),
      {
        info: { ...model, config: { ...model.config } },
        progress: { state: 'paused', step: 60, epoch: 0.1, checksum: 'c60' },
      }
    ),
  };
  const { reset, undoLast } = createUndoActions(store, { keeper, training });
  assert.equal(undoLast(), false);
  await Promise.all([reset(), reset()]);
  assert.deepEqual(
    [log, store.get().notice.key, store.get().notice.params, store.get().heldOutCurve],
    [['saved', 'reset'], 'notice.reset', { step: 60 }, emptyCurve()],
  );
  store.set({ notice: { kind: 'error', key: 'notice.notWeights', params: {} } });
  assert.equal(undoLast(), true, 'also if the offer waits behind an error');
  await settled();
  await settled();
  const { progress, heldOutCurve, pins, notice, waiting } = store.get();
  assert.deepEqual(
    [progress.step, progress.checksum, heldOutCurve, pins, notice.key, waiting],
    [60, 'c60', curve, [{ id: 1 }], 'notice.notWeights', []],
  );
  assert.equal(undoLast(), false, 'an undone change is not undone again');
  store.set({ progress: { state: 'paused', step: 0, checksum: 'first' } });
  await reset();
  assert.equal(undoLast(), false, 'there was nothing to take back');
});
