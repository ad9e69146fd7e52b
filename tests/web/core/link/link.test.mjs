// The link: its table, strict parsing, short formatting, and the model that it specifies.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { decodeDrawing, encodeDrawing } from '../../../../web/core/pictures/drawing-code.js';
import { createDrawing, showDigit } from '../../../../web/core/pictures/drawing.js';
import { shrinkDigit } from '../../../../web/core/pictures/prepare-digit.js';
import { rasterizeStrokes } from '../../../../web/core/pictures/rasterize-strokes.js';
import en from '../../../../web/languages/en/texts.js';
import { LONGEST, createLinkWriter, formatLink, hasKeys, parseLink } from '../../../../web/core/link/link.js';
import { engineOf, noticeOf, patchOf } from '../../../../web/features/share/link-actions.js';
import { hasRun, planModel, restOfLink } from '../../../../web/core/link/link-run.js';
import { LINK_TABLE } from '../../../../web/core/link/link-table.js';
import { STANDARD_TRAINING } from '../../../../web/core/model/settings.js';
import { wholePage } from '../../../../scripts/page-parts.mjs';
import { CONTROLS, HIDEABLE } from '../../../../web/core/state/panels.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { originOfShipped } from '../../../../web/core/model/shipped-models.js';
import { createRun, followRun, whyNotReproducible } from '../../../../web/core/model/run-record.js';
import { shareLink } from '../../../../web/features/share/share-link.js';
import { createStore } from '../../../../web/core/state/store.js';

const MODEL = {
  config: { model: 'vae', hidden: [32], latentDim: 3, activation: 'tanh' },
  training: { ...STANDARD_TRAINING, beta: 4, seed: 7 },
  parameters: 9,
  step: 0,
  epoch: 0,
  checksum: '0123456789abcdef',
  record: null,
};
const ran = (patch = {}) => ({
  ...createPageState(),
  model: MODEL,
  run: { weights: 'fresh', altered: null, training: MODEL.training },
  engine: { arithmetic: 'fused' },
  progress: { state: 'paused', step: 60, epoch: 1, checksum: 'fedcba9876543210' },
  ...patch,
});

test('the initial state has no link, and every key has an error message', () => {
  assert.equal(formatLink(createPageState()), '');
  assert.equal(new Set(LINK_TABLE.map(({ key }) => key)).size, LINK_TABLE.length);
  for (const { expects } of LINK_TABLE) assert.ok(`link.expects.${expects.kind}` in en, expects.kind);
});

test('each key that is written is parsed to the same value', () => {
  const state = ran({
    language: 'ko',
    theme: 'dark',
    drawing: createDrawing(),
    prepare: false,
    penWidth: 0.05,
    noiseSeed: 99,
    atMean: true,
    samplesPixels: true,
    sigmaScale: 0.5,
    probe: Float32Array.of(0.1, -2.5, 3),
    axes: [2, 0],
    hiddenLabels: new Set([1, 2, 3]),
    manifold: { side: 20, range: 4 },
    stopRule: { epochs: 3, patience: 2 },
    hiddenPanels: new Set(['lab', 'map']),
    engineChoice: { variant: 'exact', threads: 2 },
  });
  const hash = formatLink(state);
  assert.equal(
    hash,
    '#lang=ko&theme=dark&weights=fresh&hidden=32&latent=3&act=tanh&seed=7&beta=4&steps=60&arith=exact&threads=2&epochs=3&patience=2'
      + '&draw=none&pen=0.05&prepare=0&noise=99&mean=1&ink=1&scale=0.5&z=0.1,-2.5,3&axes=3,1&show=0456789&grid=20&range=4&hide=map,lab',
  );
  const { values, faults } = parseLink(hash);
  assert.deepEqual(faults, []);
  const back = { ...createPageState(), ...patchOf(values, createPageState()) };
  for (const key of [
    'prepare',
    'penWidth',
    'noiseSeed',
    'atMean',
    'samplesPixels',
    'sigmaScale',
    'axes',
    'hiddenLabels',
    'manifold',
    'stopRule',
  ])
    assert.deepEqual(back[key], state[key], key);
  assert.deepEqual([...back.hiddenPanels].sort(), ['lab', 'map']);
  assert.deepEqual([back.drawing.strokes, values.z, values.steps, values.hidden], [[], [0.1, -2.5, 3], 60, [32]]);
  assert.deepEqual(planModel(values, null), { weights: 'fresh', config: MODEL.config, training: MODEL.training });
});

/** A page with changes in all sections below the first screen. */
const BUSY = {
  lesson: { open: true, stage: 'loss', mean: true },
  explore: {
    seed: 5,
    allRows: true,
    kept: [
      { digit: 12 },
      null,
      { label: 8, pixels: new Float32Array(784).map((_, i) => (i % 16) / 15), width: 28, height: 28 },
      { label: 61, pixels: new Float32Array(60).map((_, i) => (i % 16) / 15), width: 6, height: 10 },
    ],
    change: { slot: 2, to: 9, from: 4 },
  },
  compare: { seed: 7, steps: 60, playing: false, sampleSeed: 3, axes: 'fit', density: 'mixture', goal: null },
  lab: { kind: 'made', rows: 20, seed: 4, completionSeed: 6 },
  monteCarlo: { seed: 9 },
  opened: new Set(['curves', 'sliders', 'samples']),
};

test('sections below the first screen and opened panels are written and parsed again', () => {
  const hash = formatLink({ ...createPageState(), ...BUSY });
  assert.match(
    hash,
    /^#lesson=loss&loss=mean&open=curves,sliders,samples&eseed=5&erows=all&ea=12&ec=8\.[\w-]+&ed=61\.[\w-]+&eadd=C,9,4&cseed=7&csteps=60&csamples=3&caxes=fit&cprior=mixture&lmodel=made&lrows=20&lseed=4&lfill=6&mseed=9$/,
  );
  const { values, faults } = parseLink(hash);
  assert.deepEqual(faults, []);
  const patch = patchOf(values, createPageState());
  // The target of the comparison; its step once reached.
  assert.deepEqual(patch, {
    ...BUSY,
    compare: {
      ...createPageState().compare,
      sampleSeed: 3,
      axes: 'fit',
      density: 'mixture',
      goal: { seed: 7, steps: 60 },
    },
  });
  assert.equal(formatLink({ ...createPageState(), ...patch }), hash, 'the URL is the same before the step is reached');
});

test('a link within the page changes the named values of the sections and no others', () => {
  const state = { ...createPageState(), ...BUSY };
  const patch = (hash) => patchOf(parseLink(hash).values, state);
  assert.deepEqual(patch('#lrows=3'), { lab: { ...BUSY.lab, rows: 3 } });
  assert.deepEqual(patch('#lesson=none'), { lesson: { open: false, stage: 'loss', mean: true } });
  assert.deepEqual(patch('#ea=none&eb=9').explore, {
    ...BUSY.explore,
    kept: [null, { digit: 9 }, BUSY.explore.kept[2], BUSY.explore.kept[3]],
  });
  assert.deepEqual(patch('#csteps=9').compare.goal, { seed: 7, steps: 9 });
  assert.deepEqual(patch('#cseed=none').compare.goal, { seed: null, steps: 0 });
  assert.equal(patch('#csamples=4').compare.goal, null);
  assert.deepEqual(patch('#caxes=same').compare, { ...BUSY.compare, axes: 'same' });
  assert.deepEqual(patch('#cprior=gaussian').compare, { ...BUSY.compare, density: 'gaussian' });
  assert.deepEqual([...patch('#open=none').opened], []);
});

test('during a comparison the URL has the seed, a copied link also the step; with own digits neither', () => {
  const running = { ...ran(), compare: { ...BUSY.compare, playing: true } };
  assert.match(formatLink(running), /&cseed=7(&csamples|$)/);
  assert.match(shareLink({ ...running, progress: { state: 'idle', step: 0 } }).hash, /&arith=fused&cseed=7&csteps=60/);
  assert.doesNotMatch(shareLink({ ...running, digits: { name: 'mine' } }).hash, /csteps|arith/);
  assert.doesNotMatch(shareLink({ ...ran(), progress: { state: 'idle', step: 0 } }).hash, /csteps|arith/);
  assert.doesNotMatch(formatLink({ ...ran(), compare: { ...BUSY.compare, steps: 2e6 } }), /csteps/);
});

test('single controls are hidden as well as whole parts, and each exists in the page', () => {
  const state = { ...createPageState(), hiddenPanels: new Set(['seed', 'lab', 'grid']) };
  assert.equal(formatLink(state), '#hide=lab,grid,seed');
  assert.deepEqual([...patchOf(parseLink('#hide=lab,grid,seed').values, createPageState()).hiddenPanels].sort(), [
    'grid',
    'lab',
    'seed',
  ]);
  assert.equal(new Set(HIDEABLE).size, HIDEABLE.length);
  const there = [...wholePage().matchAll(/data-control="(\w+)"/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(there)].sort(), Object.values(CONTROLS).flat().sort());
});

test('a drawing in a link is accurate to a thousandth of the pad; other text is rejected', () => {
  const strokes = [
    [
      [0, 0],
      [1, 1],
      [0.5, 0.25],
    ],
    [[0.123, 0.987]],
  ];
  const back = decodeDrawing(encodeDrawing(createDrawing(strokes)));
  back.strokes.flat(2).forEach((share, i) => assert.ok(Math.abs(share - strokes.flat(2)[i]) < 1e-3));
  for (const text of ['', '!', 'A', 'AAAAA', 'gICAgIA', '_____w', '<b>']) assert.equal(decodeDrawing(text), null, text);
});

test('“none” unsets optional values, and a link without the key leaves them unchanged', () => {
  const state = {
    ...createPageState(),
    stopRule: { epochs: 3, patience: 2 },
    decodeAs: 4,
    probe: Float32Array.of(1, 2),
  };
  const { values, faults } = parseLink('#epochs=none&paint=none&z=none&arith=none&threads=none&cseed=none&ea=none');
  assert.deepEqual(faults, []);
  const patch = patchOf(values, state);
  assert.deepEqual([patch.stopRule, patch.decodeAs, patch.probe], [{ epochs: null, patience: 2 }, null, null]);
  assert.deepEqual(patchOf(parseLink('#patience=none').values, state), { stopRule: { epochs: 3, patience: null } });
  assert.deepEqual(engineOf(values, { variant: 'fused', threads: 2 }, true), {
    choice: { variant: 'auto', threads: 'auto' },
    refused: false,
  });
});

test('a drawing with too many strokes for a link, and a digit from own files, are written as images', () => {
  const read = (state) => parseLink(formatLink({ ...createPageState(), ...state }));
  const strokes = Array.from({ length: 65 }, (_, i) => [
    [0.2 + i / 120, 0.3],
    [0.2 + i / 120, 0.7],
  ]);
  const many = read({ drawing: createDrawing(strokes) });
  assert.deepEqual([many.faults, Object.keys(many.values)], [[], ['picture']]);
  const ink = rasterizeStrokes(strokes);
  assert.ok(
    many.values.picture.data.every((value, i) => Math.abs(value - ink.data[i]) <= 1 / 30 + 1e-6),
    'the same ink, in sixteen greys',
  );

  const pixels = new Float32Array(784).map((_, i) => (i % 28 > 10 && i % 28 < 15 ? (i % 16) / 15 : 0));
  const drawing = showDigit(createDrawing(), { index: 5, label: 1, pixels, width: 28, height: 28 });
  assert.equal(formatLink({ ...createPageState(), drawing, digits: { name: 'built-in' } }), '#digit=5');
  const own = read({ drawing, digits: { name: 'mine' } });
  assert.deepEqual([own.faults, Object.keys(own.values), own.values.prepare], [[], ['picture', 'prepare'], false]);
  // Without preprocessing, the digit is unchanged.
  const back = shrinkDigit(own.values.picture);
  back.forEach((value, i) => assert.ok(Math.abs(value - pixels[i]) < 1e-6));
});

test('an invalid value is ignored, with an error that has its key, the expected and the given value', () => {
  const bad = {
    latent: ['1e9#<script>', '-1', '4097', '2.5', '', '1e1', '0x2', ' 2'],
    hidden: ['32,64', '0', '1-2-3-4-5-6-7-8-9', '32-', '4097'],
    lr: ['0', '2', 'NaN', 'Infinity', '1e-999x'],
    beta: ['-1', '1001', 'abc'],
    seed: ['4294967296', '-0', '1e3'],
    digits: ['', '00', '12a'],
    steps: ['1000001'],
    weights: ['none'],
    play: ['true'],
    prepare: ['2'],
    z: ['1,abc', '1e9', 'NaN', ',', Array(600).fill('1').join(',')],
    axes: ['1', '1,1', '0,1', '1,2,3', 'pca,1'],
    show: ['11'],
    grid: ['12', '3e1'],
    scale: ['3.1', '-0.5'],
    hide: ['map,foo', 'seed,seed', 'map,map', 'toString', '__proto__'],
    at: ['constructor'],
    sum: ['0123', 'G123456789abcdef'],
    draw: ['%', '<svg>'],
    lang: ['xx', 'EN'],
    lesson: ['toString', 'Loss'],
    loss: ['1'],
    open: ['map', 'curves,curves'],
    eseed: ['-1', 'none'],
    erows: ['1'],
    ea: ['100000', '8.', '8.AAAA', '61.ARwA', 'x'],
    eadd: ['A,8', 'E,1,2', 'A,62,2', 'A,1,100', 'a,1,2'],
    told: ['62', '-1', 'x', 'none'],
    paint: ['62', '1.5'],
    cseed: ['4294967296', ''],
    csteps: ['1000001', 'none'],
    csamples: ['x'],
    lmodel: ['vae'],
    lrows: ['29'],
    lseed: ['-1'],
    lfill: ['1.5'],
    theme: ['toString'],
    model: ['__proto__'],
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

test('unknown keys, junk, names of the prototype and overlong links are ignored; the first of duplicate keys counts', () => {
  for (const hash of [
    '',
    '#',
    '#&&=&==',
    '#%',
    '#%ZZ=%00',
    '#__proto__=1&constructor=2&toString=3&hasOwnProperty=4',
    '#compare',
    '#\u{1F600}=\uD800',
  ]) {
    assert.deepEqual(parseLink(hash), { values: {}, faults: [] }, hash);
    assert.equal(hasKeys(hash), false, hash);
  }
  assert.equal({}.polluted, undefined);
  assert.deepEqual(parseLink('#seed=1&seed=2&seed=x').values, { seed: 1 });
  assert.deepEqual(parseLink('#seed=x&seed=2'), { values: {}, faults: parseLink('#seed=x').faults });
  const long = `#seed=1&draw=${'A'.repeat(100_000)}`;
  assert.deepEqual(parseLink(long).values, {});
  assert.deepEqual(noticeOf(parseLink(long).faults), {
    kind: 'error',
    key: 'link.expects.length',
    params: { most: LONGEST, key: '#', got: String(long.length) },
  });
});

test('the model that a link specifies', () => {
  const plan = (hash, present = null) => planModel(parseLink(hash).values, present);
  assert.equal(plan('#lang=ko&draw=none&at=map'), null);
  assert.deepEqual(plan('#beta=4&steps=10'), { weights: 'shipped', name: 'vae-2d', training: { beta: 4 } });
  assert.deepEqual(plan('#model=fvbn'), { weights: 'shipped', name: 'fvbn', training: {} });
  assert.equal(plan('#weights=shipped&latent=20').name, 'vae-20d');
  assert.deepEqual(plan('#weights=vae-50d&k=8', MODEL), {
    weights: 'shipped',
    name: 'vae-50d',
    training: { objective: 'iwae', importanceSamples: 8, beta: 1, betaWarmupSteps: 0 },
  });
  assert.equal(parseLink('#weights=vae-51d').faults.length, 1);
  assert.deepEqual(plan('#seed=3'), {
    weights: 'fresh',
    config: { model: 'vae', hidden: [128, 64, 32], latentDim: 2, activation: 'relu' },
    training: { ...STANDARD_TRAINING, seed: 3 },
  });
  assert.deepEqual(plan('#model=made&seed=3').config, {
    model: 'made',
    hidden: [500],
    latentDim: 0,
    activation: 'relu',
  });
  assert.deepEqual(plan('#model=fvbn&weights=fresh&beta=3').training.beta, 1);
  assert.deepEqual(plan('#k=8&weights=fresh').training, {
    ...STANDARD_TRAINING,
    objective: 'iwae',
    importanceSamples: 8,
  });
  // On a running page: only the named settings.
  assert.deepEqual(plan('#beta=9', MODEL), { weights: 'present', training: { beta: 9 } });
  assert.deepEqual(plan('#latent=8', MODEL), {
    weights: 'fresh',
    config: { ...MODEL.config, latentDim: 8 },
    training: MODEL.training,
  });
  assert.equal(plan('#model=ae', MODEL).name, 'ae-2d');
  assert.equal(hasRun({ play: true }), true);
  assert.equal(hasRun({ noise: 1 }), false);
});

test('each shipped model has its own link, which restores it', async () => {
  const folder = new URL('../../../../weights/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.safetensors') && !name.startsWith('classifier'));
  assert.ok(files.length >= 5);
  const hashes = new Set();
  for (const file of files) {
    const bytes = readFileSync(new URL(file, folder));
    const { __metadata__: metadata } = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString());
    const { model, latent_dim: latentDim = 0 } = JSON.parse(metadata['latentpad.config']);
    const state = ran({
      model: { ...MODEL, config: { ...MODEL.config, model, latentDim } },
      run: { ...createRun(), ...originOfShipped(file.replace('.safetensors', '')), training: MODEL.training },
      progress: { state: 'idle', step: 0 },
    });
    const hash = formatLink(state);
    assert.equal(planModel(parseLink(hash || '#beta=1').values, null).name, file.replace('.safetensors', ''), hash);
    hashes.add(hash);
  }
  assert.equal(hashes.size, files.length);
});

test('a restored run continues to the step of its link, and never back', () => {
  const values = { lang: 'ko', weights: 'fresh', seed: 1, steps: 60, sum: 'x', play: true };
  assert.deepEqual(restOfLink(values, 40), { lang: 'ko', steps: 60, sum: 'x' });
  assert.deepEqual(restOfLink(values, 61), { lang: 'ko' });
});

test('the engine of a link is used if it is available', () => {
  const saved = { variant: 'auto', threads: 2 };
  assert.deepEqual(engineOf({}, saved, true), { choice: saved, refused: false });
  assert.deepEqual(engineOf({ arith: 'fused', threads: 1 }, saved, true), {
    choice: { variant: 'fused', threads: 1 },
    refused: false,
  });
  assert.deepEqual(engineOf({ arith: 'fused' }, saved, false), {
    choice: { variant: 'exact', threads: 2 },
    refused: true,
  });
});

test('a shared link contains steps, arithmetic and checksum; if no link can reproduce the run, only the settings', () => {
  const shared = shareLink(ran({ engineChoice: { variant: 'auto', threads: 3 } }));
  assert.match(shared.hash, /&steps=60&sum=fedcba9876543210&arith=fused$/);
  // In the sharer's language, even if the URL has none.
  assert.match(shared.hash, /^#lang=en&/);
  assert.match(shareLink(ran({ language: 'ko' })).hash, /^#lang=ko&/);
  assert.deepEqual([shared.steps, shared.checksum, shared.why], [60, 'fedcba9876543210', null]);
  assert.match(shareLink(ran(), { hide: ['map', 'lab'], at: 'compare' }).hash, /&hide=map,lab&at=compare$/);
  assert.match(
    shareLink(ran(), { hide: ['map', 'lab'], at: 'lab' }).hash,
    /&hide=map,lab$/,
    'no link opens at a hidden part',
  );
  assert.match(shareLink(ran(), { hide: [], at: 'nats' }).hash, /&at=nats$/);
  const running = shareLink(ran({ progress: { state: 'running', step: 80, checksum: '' } }));
  assert.match(running.hash, /&steps=80&arith=fused$/);
  for (const [why, patch] of Object.entries({
    file: { run: { ...createRun(), weights: 'file' } },
    settings: { run: { ...ran().run, altered: 'settings' } },
    digits: { digits: { name: 'mine' } },
    long: { progress: { state: 'paused', step: 2e6, checksum: 'f' } },
  })) {
    const alone = shareLink(ran(patch));
    assert.equal(alone.why, why);
    assert.match(alone.hash, /hidden=32/);
    assert.doesNotMatch(alone.hash, /steps|sum|arith/, why);
  }
});

test('a change after the first step makes a run irreproducible until it is reset', () => {
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

test('a change is detected even if another listener responds with another change', () => {
  const store = createStore(ran({ progress: { state: 'paused', step: 10, checksum: 'a' } }));
  store.subscribe((_, changed) => {
    if (changed.has('model')) store.set({ digitTerms: null, typicality: {} });
  });
  followRun(store);
  store.set({ model: { ...store.get().model, training: { ...MODEL.training, beta: 6 } } });
  assert.equal(store.get().run.altered, 'settings');
});

test('the URL is written at most 75 times in 30 seconds, without history entries, and not before the page is ready', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const store = createStore(createPageState());
  const written = [],
    noted = [];
  const page = {
    location: { hash: '#seed=1', pathname: '/p', search: '' },
    history: {
      state: null,
      replaceState: (_, __, url) => {
        written.push(url);
        page.location.hash = url.startsWith('#') ? url : '';
      },
    },
  };
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
  page.history.replaceState = () => {
    throw new Error('too often');
  };
  store.set({ atMean: true });
  writer.flush();
});

test('labels of up to 62 classes are written and parsed again', () => {
  const pixels = new Float32Array(784).map((_, i) => (i % 16) / 15);
  const state = {
    ...createPageState(),
    model: { ...MODEL, config: { ...MODEL.config, model: 'cvae', labels: 62 } },
    run: { weights: 'fresh', altered: null, training: MODEL.training },
    label: 61,
    decodeAs: 25,
    explore: {
      ...BUSY.explore,
      kept: [{ label: 61, pixels, width: 28, height: 28 }, null, null, null],
      change: { slot: 0, to: 61, from: 10 },
    },
  };
  const hash = formatLink(state);
  assert.match(hash, /&told=61&paint=25&/);
  assert.match(hash, /&ea=61\.[\w-]+&eadd=A,61,10/);
  const { values, faults } = parseLink(hash);
  assert.deepEqual(faults, []);
  const { label, decodeAs, explore } = patchOf(values, createPageState());
  assert.deepEqual([label, decodeAs, explore.kept[0].label, explore.change], [61, 25, 61, state.explore.change]);
  // The images have classes, not the link: a new model takes their number.
  assert.equal('labels' in planModel(values, null).config, false);
});
