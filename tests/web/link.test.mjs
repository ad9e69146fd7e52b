// The link: its table, strict reading, short writing, and what it means for the model.
import assert from 'node:assert/strict';
import test from 'node:test';
import { decodeDrawing, encodeDrawing } from '../../web/lib/drawing-code.js';
import { createDrawing } from '../../web/lib/drawing.js';
import en from '../../web/i18n/en.js';
import { LONGEST, createLinkWriter, formatLink, hasKeys, parseLink } from '../../web/state/link.js';
import { engineOf, noticeOf, patchOf } from '../../web/state/link-actions.js';
import { hasRun, planModel, restOfLink } from '../../web/state/link-run.js';
import { LINK_TABLE, STANDARD_TRAINING } from '../../web/state/link-table.js';
import { createPageState } from '../../web/state/page-state.js';
import { createRun, followRun, whyNotReproducible } from '../../web/state/run-record.js';
import { shareLink } from '../../web/state/share-link.js';
import { createStore } from '../../web/state/store.js';

const MODEL = {
  config: { model: 'vae', hidden: [32], latentDim: 3, activation: 'tanh' }, training: { ...STANDARD_TRAINING, beta: 4, seed: 7 },
  parameters: 9, step: 0, epoch: 0, checksum: '0123456789abcdef', record: null,
};
const ran = (patch = {}) => ({
  ...createPageState(), model: MODEL, run: { weights: 'fresh', altered: null, training: MODEL.training }, engine: { arithmetic: 'fused' },
  progress: { state: 'paused', step: 60, epoch: 1, checksum: 'fedcba9876543210' }, ...patch,
});

test('a page that nobody has touched has no link, and every key has its sentence', () => {
  assert.equal(formatLink(createPageState()), '');
  assert.equal(new Set(LINK_TABLE.map(({ key }) => key)).size, LINK_TABLE.length);
  for (const { expects } of LINK_TABLE) assert.ok(`link.expects.${expects.kind}` in en, expects.kind);
});

test('what is written is read again, key by key', () => {
  const state = ran({
    language: 'ko', theme: 'dark', drawing: createDrawing(), prepare: false, penWidth: 0.05, noiseSeed: 99, atMean: true, sigmaScale: 0.5,
    probe: Float32Array.of(0.1, -2.5, 3), axes: [2, 0], hiddenLabels: new Set([1, 2, 3]), manifold: { side: 20, range: 4 },
    stopRule: { epochs: 3, patience: 2 }, hiddenPanels: new Set(['lab', 'map']), engineChoice: { variant: 'exact', threads: 2 },
  });
  const hash = formatLink(state);
  assert.equal(hash, '#lang=ko&theme=dark&weights=fresh&hidden=32&latent=3&act=tanh&seed=7&beta=4&steps=60&arith=exact&threads=2&epochs=3&patience=2'
    + '&draw=none&pen=0.05&prepare=0&noise=99&mean=1&scale=0.5&z=0.1,-2.5,3&axes=3,1&show=0456789&grid=20&range=4&hide=map,lab');
  const { values, faults } = parseLink(hash);
  assert.deepEqual(faults, []);
  const back = { ...createPageState(), ...patchOf(values, createPageState()) };
  for (const key of ['prepare', 'penWidth', 'noiseSeed', 'atMean', 'sigmaScale', 'axes', 'hiddenLabels', 'manifold', 'stopRule']) assert.deepEqual(back[key], state[key], key);
  assert.deepEqual([...back.hiddenPanels].sort(), ['lab', 'map']);
  assert.deepEqual([back.drawing.strokes, values.z, values.steps, values.hidden], [[], [0.1, -2.5, 3], 60, [32]]);
  assert.deepEqual(planModel(values, null), { weights: 'fresh', config: MODEL.config, training: MODEL.training });
});

test('a drawing survives the link to a thousandth of the pad; other text is no drawing', () => {
  const strokes = [[[0, 0], [1, 1], [0.5, 0.25]], [[0.123, 0.987]]];
  const back = decodeDrawing(encodeDrawing(createDrawing(strokes)));
  back.strokes.flat(2).forEach((share, i) => assert.ok(Math.abs(share - strokes.flat(2)[i]) < 1e-3));
  for (const text of ['', '!', 'A', 'AAAAA', 'gICAgIA', '_____w', '<b>']) assert.equal(decodeDrawing(text), null, text);
});

test('a bad value is left out, with a sentence that has its key, what was expected and what came', () => {
  const bad = {
    latent: ['1e9#<script>', '-1', '4097', '2.5', '', '1e1', '0x2', ' 2'], hidden: ['32,64', '0', '1-2-3-4-5-6-7-8-9', '32-', '4097'], lr: ['0', '2', 'NaN', 'Infinity', '1e-999x'],
    beta: ['-1', '1001', 'abc'], seed: ['4294967296', '-0', '1e3'], digits: ['', '00', '12a'], steps: ['1000001'], weights: ['none'], play: ['true'], prepare: ['2'],
    z: ['1,abc', '1e9', 'NaN', ',', Array(600).fill('1').join(',')], axes: ['1', '1,1', '0,1', '1,2,3', 'pca,1'], show: ['11'], grid: ['12', '3e1'], scale: ['3.1', '-0.5'],
    hide: ['map,foo', 'map,map', 'toString', '__proto__'], at: ['constructor'], sum: ['0123', 'G123456789abcdef'], draw: ['%', '<svg>'], lang: ['xx', 'EN'], theme: ['toString'], model: ['__proto__'],
  };
  for (const [key, texts] of Object.entries(bad)) {
    for (const text of texts) {
      const { values, faults } = parseLink(`#${new URLSearchParams([[key, text]])}`);
      assert.deepEqual(values, {}, `${key}=${text}`);
      assert.equal(faults.length, 1, `${key}=${text}`);
      assert.equal(faults[0].key, key);
      assert.equal(noticeOf(faults).params.got, text.length > 40 ? `${text.slice(0, 40)}…` : text);
    }
  }
});

test('unknown keys, junk, names of the prototype and endless links are nothing; of two the first counts', () => {
  for (const hash of ['', '#', '#&&=&==', '#%', '#%ZZ=%00', '#__proto__=1&constructor=2&toString=3&hasOwnProperty=4', '#compare', '#\u{1F600}=\uD800']) {
    assert.deepEqual(parseLink(hash), { values: {}, faults: [] }, hash);
    assert.equal(hasKeys(hash), false, hash);
  }
  assert.equal({}.polluted, undefined);
  assert.deepEqual(parseLink('#seed=1&seed=2&seed=x').values, { seed: 1 });
  assert.deepEqual(parseLink('#seed=x&seed=2'), { values: {}, faults: parseLink('#seed=x').faults });
  const long = `#seed=1&draw=${'A'.repeat(100_000)}`;
  assert.deepEqual(parseLink(long).values, {});
  assert.deepEqual(noticeOf(parseLink(long).faults), { kind: 'error', key: 'link.expects.length', params: { most: LONGEST, key: '#', got: String(long.length) } });
});

test('which model a link means', () => {
  const plan = (hash, present = null) => planModel(parseLink(hash).values, present);
  assert.equal(plan('#lang=ko&draw=none&at=map'), null);
  assert.deepEqual(plan('#beta=4&steps=10'), { weights: 'shipped', name: 'vae-2d', training: { beta: 4 } });
  assert.deepEqual(plan('#model=fvbn'), { weights: 'shipped', name: 'fvbn', training: {} });
  assert.equal(plan('#weights=shipped&latent=20').name, 'vae-20d');
  assert.deepEqual(plan('#seed=3'), { weights: 'fresh', config: { model: 'vae', hidden: [128, 64, 32], latentDim: 2, activation: 'relu' }, training: { ...STANDARD_TRAINING, seed: 3 } });
  assert.deepEqual(plan('#model=made&seed=3').config, { model: 'made', hidden: [500], latentDim: 0, activation: 'relu' });
  assert.deepEqual(plan('#model=fvbn&weights=fresh&beta=3').training.beta, 1);
  assert.deepEqual(plan('#k=8&weights=fresh').training, { ...STANDARD_TRAINING, objective: 'iwae', importanceSamples: 8 });
  // On a page at work: only what is named.
  assert.deepEqual(plan('#beta=9', MODEL), { weights: 'present', training: { beta: 9 } });
  assert.deepEqual(plan('#latent=8', MODEL), { weights: 'fresh', config: { ...MODEL.config, latentDim: 8 }, training: MODEL.training });
  assert.equal(plan('#model=ae', MODEL).name, 'ae-2d');
  assert.equal(hasRun({ play: true }), true);
  assert.equal(hasRun({ noise: 1 }), false);
});

test('a run that this browser has kept goes on to the step of its link, and never back', () => {
  const values = { lang: 'ko', weights: 'fresh', seed: 1, steps: 60, sum: 'x', play: true };
  assert.deepEqual(restOfLink(values, 40), { lang: 'ko', steps: 60, sum: 'x' });
  assert.deepEqual(restOfLink(values, 61), { lang: 'ko' });
});

test('the engine that a link asks for, where it can be had', () => {
  const saved = { variant: 'auto', threads: 2 };
  assert.deepEqual(engineOf({}, saved, true), { choice: saved, refused: false });
  assert.deepEqual(engineOf({ arith: 'fused', threads: 1 }, saved, true), { choice: { variant: 'fused', threads: 1 }, refused: false });
  assert.deepEqual(engineOf({ arith: 'fused' }, saved, false), { choice: { variant: 'exact', threads: 2 }, refused: true });
});

test('a shared link names steps, arithmetic and checksum; where no link can repeat the run, the settings alone', () => {
  const shared = shareLink(ran({ engineChoice: { variant: 'auto', threads: 3 } }));
  assert.match(shared.hash, /&steps=60&sum=fedcba9876543210&arith=fused$/);
  // In the sharer's language, also where the address is silent.
  assert.match(shared.hash, /^#lang=en&/);
  assert.match(shareLink(ran({ language: 'ko' }), []).hash, /^#lang=ko&/);
  assert.deepEqual([shared.steps, shared.checksum, shared.why], [60, 'fedcba9876543210', null]);
  assert.match(shareLink(ran(), ['map', 'lab']).hash, /&hide=map,lab$/);
  const running = shareLink(ran({ progress: { state: 'running', step: 80, checksum: '' } }));
  assert.match(running.hash, /&steps=80&arith=fused$/);
  for (const [why, patch] of Object.entries({
    file: { run: { ...createRun(), weights: 'file' } }, settings: { run: { ...ran().run, altered: 'settings' } }, digits: { digits: { name: 'mine' } },
    long: { progress: { state: 'paused', step: 2e6, checksum: 'f' } },
  })) {
    const alone = shareLink(ran(patch));
    assert.equal(alone.why, why);
    assert.match(alone.hash, /hidden=32/);
    assert.doesNotMatch(alone.hash, /steps|sum|arith/, why);
  }
});

test('what is changed after the first step makes a run one of its own, until it is reset', () => {
  const store = createStore(ran({ progress: { state: 'idle', step: 0, checksum: 'a' } }));
  followRun(store);
  const change = (beta) => store.set({ model: { ...store.get().model, training: { ...MODEL.training, beta } } });
  const stepTo = (step, state = 'paused') => store.set({ progress: { state, step, checksum: 'b' } });
  change(5);
  assert.equal(whyNotReproducible(store.get()), null);
  stepTo(10);
  change(6);
  assert.equal(whyNotReproducible(store.get()), 'settings');
  stepTo(20);
  assert.equal(store.get().run.altered, 'settings');
  stepTo(0, 'idle');
  assert.equal(store.get().run.altered, null);
  stepTo(5);
  store.set({ engine: { arithmetic: 'exact' } });
  assert.equal(store.get().run.altered, 'engine');
  stepTo(0, 'idle');
  stepTo(7, 'diverged');
  assert.equal(store.get().run.altered, 'diverged');
});

test('a change is noticed even where another listener answers it by a change of its own', () => {
  const store = createStore(ran({ progress: { state: 'paused', step: 10, checksum: 'a' } }));
  store.subscribe((_, changed) => {
    if (changed.has('model')) store.set({ nats: null, usual: {} });
  });
  followRun(store);
  store.set({ model: { ...store.get().model, training: { ...MODEL.training, beta: 6 } } });
  assert.equal(store.get().run.altered, 'settings');
});

test('the address is written at most 75 times in 30 seconds, in place, and not before the page is ready', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const store = createStore(createPageState());
  const written = [], noted = [];
  const page = { location: { hash: '#seed=1', pathname: '/p', search: '' }, history: { state: null, replaceState: (_, __, url) => { written.push(url); page.location.hash = url.startsWith('#') ? url : ''; } } };
  const writer = createLinkWriter(store, page, (hash) => noted.push(hash));
  store.set({ atMean: true });
  context.mock.timers.tick(5000);
  assert.deepEqual(written, []);
  writer.arm();
  for (let i = 0; i < 3000; i++) {
    store.set({ noiseSeed: i + 2 });
    context.mock.timers.tick(10);
  }
  assert.ok(written.length > 60 && written.length <= 75, String(written.length));
  store.set(createPageState());
  writer.flush();
  assert.deepEqual([written.at(-1), noted.at(-1)], ['/p', '']);
  const count = written.length;
  writer.flush();
  assert.equal(written.length, count, 'nothing has changed');
  page.history.replaceState = () => { throw new Error('too often'); };
  store.set({ atMean: true });
  writer.flush();
});
