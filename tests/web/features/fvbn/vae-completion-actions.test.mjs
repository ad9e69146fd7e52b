// When the page's model completes the lab's digit, and with what.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';
import { createFvbnState } from '../../../../web/features/fvbn/fvbn-actions.js';
import { canComplete, createVaeCompletionActions } from '../../../../web/features/fvbn/vae-completion-actions.js';

const until = (isTrue) =>
  new Promise((resolve) => {
    const look = () => (isTrue() ? resolve() : setImmediate(look));
    look();
  });

const VAE = { model: 'vae', latentDim: 2, likelihood: 'bernoulli' };
const modelOf = (config, checksum = 'a') => ({ config: { ...VAE, ...config }, parameters: 1e5, checksum, step: 0 });

function lab(config = {}) {
  const asked = [];
  const engine = {
    encodeInTurn: async (pixels, label) => (
      asked.push(['encode', label]),
      { mu: Float32Array.of(pixels[0], 0), logVar: Float32Array.of(-1, -1) }
    ),
    decodeBatch: async (z, label) => {
      asked.push(['decode', label, z.length / 2]);
      const decoded = new Float32Array((z.length / 2) * 784);
      for (let i = 0; i < z.length / 2; i++) decoded.fill(1 / (1 + Math.exp(-z[2 * i])), i * 784, (i + 1) * 784);
      return decoded;
    },
    prior: async () => (
      asked.push(['prior']),
      { weights: [1], means: Float32Array.of(2, 0), sigmas: Float32Array.of(0.1, 1) }
    ),
  };
  const store = createStore(createFvbnState()),
    page = createStore(createPageState());
  page.set({ view: 'bench', model: modelOf(config), label: 3 });
  const actions = createVaeCompletionActions(store, page, engine, { restMs: 1 });
  const own = actions.store;
  return { asked, store, page, own, phase: () => own.get().phase, done: () => until(() => own.get().phase === 'done') };
}
const DIGIT = Float32Array.from({ length: 784 }, (_, i) => (i % 3 === 0 ? 1 : 0));

test('only a model with a posterior and a Bernoulli likelihood can complete', () => {
  assert.ok(canComplete(VAE) && canComplete({ model: 'cvae' }));
  for (const config of [{ model: 'ae' }, { model: 'fvbn' }, { model: 'hvae' }, { ...VAE, likelihood: 'gaussian' }])
    assert.ok(!canComplete(config), JSON.stringify(config));
  const { store, phase, asked } = lab({ likelihood: 'gaussian' });
  store.set({ digit: DIGIT });
  assert.deepEqual([phase(), asked], ['needs', []]);
});

test('four completions of the same rows; another row count, seed, or weights give others', async () => {
  const { store, page, own, done, phase, asked } = lab();
  assert.equal(phase(), 'blank');
  store.set({ digit: DIGIT });
  await done();
  const first = own.get().completion;
  assert.deepEqual([first.pictures.length, first.rows, first.samples], [4, 14, 1000]);
  for (const picture of first.pictures) assert.deepEqual(picture.slice(0, 14 * 28), DIGIT.slice(0, 14 * 28));
  assert.ok(
    asked.every(([what, , count]) => what === 'encode' || count <= 500),
    'in pieces',
  );
  for (const [target, patch] of [
    [store, { rows: 7 }],
    [store, { completionSeed: 2 }],
    [page, { model: modelOf({}, 'b') }],
  ]) {
    const before = own.get().completion;
    target.set(patch);
    assert.equal(phase(), 'running');
    assert.equal(own.get().completion, before, 'shown until the next');
    await done();
    assert.notEqual(own.get().completion, before);
  }
  assert.deepEqual([own.get().completion.rows, store.get().rows], [7, 7]);
  // What does not concern it begins nothing: a vae ignores the label.
  const count = asked.length;
  page.set({ label: 5 });
  store.set({ seed: 9 });
  assert.deepEqual([phase(), asked.length], ['done', count]);
  store.set({ digit: null });
  assert.deepEqual([phase(), own.get().completion], ['blank', null]);
});

test('a digit changed during a run cancels it; only the last one is completed', async () => {
  const { store, own, done } = lab();
  store.set({ digit: DIGIT });
  await until(() => own.get().phase === 'running');
  const last = DIGIT.map((value) => 1 - value);
  store.set({ digit: last });
  await done();
  assert.deepEqual(own.get().completion.pictures[0].slice(0, 392), last.slice(0, 392));
});

test('it waits while the page’s model trains, and completes with the weights at the end', async () => {
  const { store, page, own, done, phase } = lab();
  store.set({ digit: DIGIT });
  await done();
  page.set({ progress: { state: 'running', step: 5, checksum: '' } });
  assert.deepEqual([phase(), own.get().completion], ['waiting', null]);
  page.set({ progress: { state: 'paused', step: 9, checksum: 'c' } });
  await done();
  assert.equal(own.get().completion.pictures.length, 4);
});

test('a cvae gets the label on both sides; another label gives another completion; a failure is shown', async () => {
  const { store, page, own, done, asked } = lab({ model: 'cvae' });
  store.set({ digit: DIGIT });
  await done();
  assert.ok(asked.length > 3 && asked.every(([, label]) => label === 3));
  page.set({ label: 4 });
  await done();
  assert.equal(asked.at(-1)[1], 4);
  asked.push = () => {
    throw new Error('lost');
  };
  store.set({ rows: 3 });
  await until(() => own.get().failure !== '');
  assert.deepEqual([own.get().phase, own.get().completion], ['blank', null]);
});

test('the codes are those of the model’s prior: of a learned one, where it is', async () => {
  const { store, own, done, asked } = lab({ prior: 'mixture', components: 1 });
  store.set({ digit: DIGIT, rows: 0 });
  await done();
  assert.ok(asked.some(([what]) => what === 'prior'));
  // The decoder's means are a sigmoid of z1, which the prior keeps near 2.
  for (const [pixel] of own.get().completion.pictures) assert.ok(pixel > 0.84 && pixel < 0.92, String(pixel));
});
