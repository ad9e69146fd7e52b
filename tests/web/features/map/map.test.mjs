// The latent map's mathematics: bases, principal components, ellipses, the grid, and text input.
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  axesBasis,
  basisOf,
  blendBasis,
  movedTo,
  project,
  restOf,
  sameBasis,
  shadowOf,
} from '../../../../web/core/scatter/basis.js';
import { classMeans } from '../../../../web/core/scatter/class-means.js';
import { gridMoments } from '../../../../web/features/map/grid-moments.js';
import { cloudPoints } from '../../../../web/core/scatter/cloud.js';
import { reparameterize, standardNormal } from '../../../../web/core/model/gaussian.js';
import { latentReach, latentValue, traversalReach } from '../../../../web/core/model/latent-input.js';
import { MANIFOLD_RANGES, decodesAtOnce, manifoldCodes } from '../../../../web/core/scatter/manifold.js';
import { createMapActions } from '../../../../web/features/map/map-actions.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';
import { createCloudPainter } from '../../../../web/core/scatter/cloud-painter.js';
import { simulateClock } from '../../support/clock.mjs';
import { near } from '../../support/near.mjs';

/** Uniform in [0, 1), deterministic. */
function chance(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const half = Math.SQRT1_2;

for (const [name, basis] of [
  ['two axes', axesBasis(4, [2, 0])],
  [
    'principal components',
    { first: Float64Array.of(half, half, 0, 0), second: Float64Array.of(0, 0, half, -half), shares: [0.6, 0.3] },
  ],
]) {
  test(`${name}: the ellipses at 1 and 2 σ contain 39 % and 86 % of new samples of z`, () => {
    const mu = Float32Array.of(0.3, -1, 0.5, 2),
      sigma = Float32Array.of(0.2, 0.9, 0.05, 0.4);
    const { radii, angle } = shadowOf(basis, sigma);
    const [x, y] = project(basis, mu);
    const inside = [0, 0],
      count = 40000,
      random = chance(5);
    for (let i = 0; i < count; i++) {
      const z = reparameterize(
        mu,
        sigma.map((value) => 2 * Math.log(value)),
        standardNormal(4, random),
      );
      const [across, up] = project(basis, z).map((value, axis) => value - [x, y][axis]);
      const along = across * Math.cos(angle) + up * Math.sin(angle),
        beside = up * Math.cos(angle) - across * Math.sin(angle);
      const away = Math.hypot(along / radii[0], beside / radii[1]);
      if (away <= 1) inside[0]++;
      if (away <= 2) inside[1]++;
    }
    near(inside[0] / count, 1 - Math.exp(-0.5), 0.01, 'within 1 σ');
    near(inside[1] / count, 1 - Math.exp(-2), 0.01, 'within 2 σ');
  });

  test(`${name}: a drag moves z in the plane only, to the position of the pointer`, () => {
    const z = Float32Array.of(0.3, -1, 0.5, 2);
    const moved = movedTo(basis, z, 1.5, -0.75);
    project(basis, moved).forEach((value, axis) => near(value, [1.5, -0.75][axis], 1e-6));
    restOf(basis, moved).forEach((value, d) => near(value, restOf(basis, z)[d], 1e-6));
  });
}

test('the displayed basis: components for more than two dimensions, once they are computed for this model', () => {
  const components = { ...axesBasis(3, [1, 2]), shares: [0.5, 0.3] };
  assert.equal(basisOf({ projection: 'pca', axes: [0, 1], components }, 3), components);
  for (const [state, latentDim] of [
    [{ projection: 'axes', axes: [0, 1], components }, 3],
    [{ projection: 'pca', axes: [0, 1], components: null }, 3],
    [{ projection: 'pca', axes: [0, 1], components }, 4],
    [{ projection: 'pca', axes: [0, 1], components: axesBasis(2, [0, 1]) }, 2],
  ]) {
    assert.ok(sameBasis(basisOf(state, latentDim), axesBasis(latentDim, [0, 1])));
  }
  assert.deepEqual([...axesBasis(1, [0, 0]).second], [0]);
});

test('marks and digits stay together during the transition between bases', () => {
  const from = axesBasis(3, [0, 1]),
    to = axesBasis(3, [2, 0]);
  const z = Float32Array.of(1, 2, 3),
    between = project(blendBasis(from, to, 0.25), z);
  const [a, b] = [cloudPoints(z, from, Uint8Array.of(4)), cloudPoints(z, to, Uint8Array.of(4))];
  between.forEach((value, axis) => near(value, a[axis] + 0.25 * (b[axis] - a[axis]), 1e-12));
  assert.equal(blendBasis(from, to, 1), to);
});

test('the grid: centres of cells from the upper left, the other dimensions as in z', () => {
  const codes = manifoldCodes(axesBasis(3, [2, 0]), [9, 7, 9], 2, 3);
  assert.deepEqual([...codes], [1.5, 7, -1.5, 1.5, 7, 1.5, -1.5, 7, -1.5, -1.5, 7, 1.5]);
  const far = manifoldCodes(axesBasis(2, [0, 1]), [0, 0], 2, MANIFOLD_RANGES.at(-1));
  assert.equal(Math.max(...far), 8, 'a range of 16 for the codes of an AE: the middles of its cells');
  assert.ok(decodesAtOnce(600_000) >= 100 && decodesAtOnce(1e9) === 1 && decodesAtOnce(10) === 225);
});

test('a latent value from the keyboard: non-numbers are rejected, values out of range are clamped', () => {
  assert.deepEqual(latentValue('1.25', 6), { value: 1.25, fault: null });
  assert.deepEqual(latentValue(' −2e-1 ', 6), { value: -0.2, fault: null });
  for (const text of ['NaN', 'abc', '', '1,5', 'Infinity', '0x10', '1 2'])
    assert.deepEqual(latentValue(text, 6), { value: null, fault: 'number' }, text);
  assert.deepEqual(latentValue('1e9', 6), { value: 6, fault: 'limit' });
  assert.deepEqual(latentValue('-1e999', 6), { value: -6, fault: 'limit' });
  assert.ok(Object.is(latentValue('-0', 6).value, 0));
  assert.deepEqual(latentReach({ model: 'vae' }, Float32Array.of(30)), { reach: 4, limit: 6 });
  // No N(0, I) limits the codes.
  assert.deepEqual(latentReach({ model: 'vae', prior: 'vamp' }, Float32Array.of(30)), { reach: 33, limit: 50 });
  assert.deepEqual(latentReach({ model: 'ae' }, Float32Array.of(-20, 3)), { reach: 22, limit: 33 });
  assert.deepEqual(
    [
      traversalReach({ model: 'vae' }, Float32Array.of(30)),
      traversalReach({ model: 'vae', prior: 'mixture' }, Float32Array.of(30)),
      traversalReach({ model: 'ae' }, Float32Array.of(-20, 3)),
      traversalReach({ model: 'ae' }, null),
    ],
    [3, 33, 22, 4],
  );
});

test('class means: count, mean and spread of each digit', () => {
  const means = classMeans(Float32Array.of(0, 0, 2, 0, 5, 5), Uint8Array.of(3, 3, 7));
  assert.deepEqual(means[3], { digit: 3, count: 2, across: 1, up: 0, spread: 1 });
  assert.deepEqual([means[7].count, means[7].spread, means[0].count], [1, 0, 0]);
});

const config = { model: 'vae', hidden: [4], latentDim: 3, activation: 'relu' };
function page(patch = {}, known = null) {
  const store = createStore({
    ...createPageState(),
    model: { config, training: {}, parameters: 1e9, step: 0, epoch: 0, checksum: 'a' },
    ...patch,
  });
  const asked = [],
    errors = [];
  let answer = async (z) => new Float32Array((z.length / 3) * 784).fill(0.5);
  const projected = [];
  const engine = {
    decodeBatch: (z) => {
      asked.push([...z]);
      return answer(z);
    },
    principalComponents: async (question) => {
      projected.push(question);
      await known;
      return { first: Float64Array.of(1, 0, 0), second: Float64Array.of(0, 1, 0), shares: [1 / projected.length, 0] };
    },
  };
  const actions = createMapActions(store, engine, { decode: async () => {}, showError: (error) => errors.push(error) });
  store.subscribe(actions.follow);
  return {
    store,
    actions,
    asked,
    projected,
    errors,
    answers: (next) => {
      answer = next;
    },
  };
}
const until = async (condition) => {
  for (let i = 0; i < 4000 && !condition(); i++) await new Promise((done) => setTimeout(done, 5));
  assert.ok(condition(), 'in time');
};

test('the grid is decoded in chunks, again when the rest of z changes, not when z moves in the plane', async () => {
  const { store, actions, asked } = page();
  actions.setManifold({ side: 10 });
  await until(() => store.get().manifoldPicture);
  assert.equal(asked.length, 100, 'one at a time for so large a model');
  const picture = store.get().manifoldPicture;
  assert.deepEqual([picture.side, picture.range, picture.pixels.length, picture.pixels[0]], [10, 3, 78400, 128]);
  store.set({ probe: Float32Array.of(1, -1, 0) });
  await new Promise((done) => setTimeout(done, 50));
  assert.equal(asked.length, 100);
  actions.setDimension(2, 1.5);
  assert.deepEqual([...store.get().probe], [1, -1, 1.5]);
  await until(() => store.get().manifoldPicture !== picture);
  assert.equal(asked.at(-1)[2], 1.5);
  actions.setManifold({ side: 0 });
  await until(() => store.get().manifoldPicture === null);
});

test('an outdated grid is not completed, and a failure is reported once', async () => {
  const { store, actions, asked, errors, answers } = page();
  answers((z) => new Promise((done) => setTimeout(() => done(new Float32Array((z.length / 3) * 784)), 1)));
  actions.setManifold({ side: 30 });
  await until(() => asked.length > 3);
  actions.setManifold({ side: 10, range: 2 });
  await until(() => store.get().manifoldPicture);
  assert.ok(asked.length < 900, `${asked.length} decodes`);
  assert.equal(store.get().manifoldPicture.range, 2);
  answers(async () => {
    throw new Error('no more');
  });
  actions.setManifold({ side: 15 });
  await until(() => errors.length > 0);
  assert.equal(errors.length, 1);
});

test('components are computed from the current codes, follow their changes, and are removed with their model', async (context) => {
  const { pass } = simulateClock(context);
  const scatter = { latentDim: 3, mu: new Float32Array(6) };
  const { store, actions, projected, errors } = page({ scatter });
  assert.equal(store.get().components, null, 'not requested');
  actions.setProjection('pca');
  await pass(0);
  assert.deepEqual(projected, [{ codes: scatter.mu, latentDim: 3, last: null, turned: false }]);
  const first = store.get().components;
  assert.equal(first.shares[0], 1);
  store.set({ progress: { state: 'running' }, scatter: { latentDim: 3, mu: new Float32Array(9) } });
  await pass(1000);
  assert.deepEqual(
    [projected.length, projected[1].last, projected[1].turned],
    [2, first, true],
    'nearest to those shown',
  );
  store.set({ progress: { state: 'running', step: 2 } });
  await pass(1000);
  assert.equal(projected.length, 2, 'the codes are the same');
  store.set({ progress: { state: 'paused' } });
  await pass(0);
  assert.deepEqual(
    [projected.length, projected[2].turned],
    [3, false],
    'the components themselves, once training pauses',
  );
  store.set({ model: { ...store.get().model, config: { ...config } }, scatter: null });
  assert.equal(store.get().components, null);
  assert.deepEqual(errors, []);
});

test('with principal components selected, the grid waits for them, and is not one of the axes', async (context) => {
  const { pass } = simulateClock(context);
  let arrive;
  const known = new Promise((resolve) => {
    arrive = resolve;
  });
  const { store, actions, asked } = page({ scatter: { latentDim: 3, mu: new Float32Array(6) } }, known);
  actions.setManifold({ side: 10 });
  await pass(0);
  assert.ok(store.get().manifoldPicture, 'of the axes');
  actions.setProjection('pca');
  await pass(10);
  assert.equal(store.get().manifoldPicture, null);
  const before = asked.length;
  arrive();
  await pass(0);
  assert.equal(asked.length, before + 100, 'at once');
  assert.equal(store.get().manifoldPicture.basis, store.get().components);
});

test('the grid of a new model is decoded at once', async (context) => {
  const { pass } = simulateClock(context);
  const { store, actions, asked } = page();
  actions.setManifold({ side: 10 });
  await pass(0);
  store.set({ model: { ...store.get().model, config: { ...config } } });
  await pass(0);
  assert.equal(asked.length, 200);
  assert.ok(store.get().manifoldPicture);
});

test('hiding the points and showing them again preserves the legend', () => {
  const { store, actions } = page({ hiddenLabels: new Set([3]) });
  actions.showPoints(false);
  assert.equal(store.get().hiddenLabels.size, 10);
  actions.showPoints(true);
  assert.deepEqual([...store.get().hiddenLabels], [3]);
});

test('the grid follows changes, but at most twice a second', async (context) => {
  const { pass } = simulateClock(context);
  const { store, actions, asked } = page();
  actions.setManifold({ side: 10 });
  await pass(0);
  assert.deepEqual([asked.length, store.get().manifoldPicture !== null], [100, true]);
  for (let i = 0; i < 24; i++) {
    store.set({ scatter: { latentDim: 3, mu: new Float32Array(3) } });
    await pass(20);
  }
  assert.equal(asked.length, 100, 'not yet');
  await pass(20);
  assert.equal(asked.length, 200);
});

/** A canvas of this size, as far as the painter needs one, and the pixels drawn on it. */
function fakeCanvas(side) {
  const painted = { data: null };
  const context = {
    createImageData: (width, height) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) }),
    putImageData: (image) => {
      painted.data = image.data;
    },
  };
  return { painted, canvas: { clientWidth: side, clientHeight: side, getContext: () => context } };
}
/** A stamp of one colour, three pixels in a row. */
function stampOf(...color) {
  const whole = new Uint32Array(Uint8Array.of(...color, ...color, ...color).buffer);
  return {
    side: 3,
    columns: Int16Array.of(0, 1, 2),
    rows: Int16Array.of(1, 1, 1),
    alphas: Uint8Array.of(color[3], color[3], color[3]),
    whole,
  };
}

test('the points’ pixels: one digit over another, none wrapped around the edge, none outside the plane', (t) => {
  globalThis.window = { devicePixelRatio: 1 };
  t.after(() => delete globalThis.window);
  const { canvas, painted } = fakeCanvas(9);
  const sampler = createCloudPainter(canvas);
  const plane = { scale: 1, toX: (x) => 4.5 + x, toY: (y) => 4.5 - y };
  const frame = { left: 0, top: 0, width: 9, height: 9 };
  const stamps = [stampOf(200, 0, 100, 255), stampOf(0, 100, 200, 128)];
  const paint = (points, labels, hiddenLabels = new Set()) => {
    sampler.paint(plane, frame, {
      points: Float32Array.from(points),
      labels: Uint8Array.from(labels),
      hiddenLabels,
      stamps,
    });
    return (x, y) => [...painted.data.subarray(4 * (9 * y + x), 4 * (9 * y + x) + 4)];
  };
  let pixel = paint([0, 0], [0]);
  assert.deepEqual(
    [pixel(4, 4), pixel(2, 4), pixel(4, 5)],
    [
      [200, 0, 100, 255],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ],
  );
  pixel = paint([0, 0, 0, 0], [0, 1]);
  pixel(4, 4).forEach((value, c) => near(value, [100, 50, 150, 255][c], 2, `channel ${c}`));
  pixel = paint([0, 0, 0, 0], [1, 1]);
  pixel(4, 4).forEach((value, c) => near(value, [0, 100, 200, 192][c], 2, `channel ${c}`));
  pixel = paint([0, 0, 0, 0], [0, 1], new Set([0]));
  assert.deepEqual(pixel(4, 4), [0, 100, 200, 128]);
  pixel = paint([4.4, 0], [0]);
  assert.deepEqual(
    [pixel(8, 4), pixel(0, 5), pixel(0, 4)],
    [
      [200, 0, 100, 255],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ],
  );
  pixel = paint([4.6, 0, 0, NaN], [0, 0]);
  assert.ok(painted.data.every((value) => value === 0));
});

test('the mean and deviation of a density on a grid along each axis, at any position', () => {
  const side = 64,
    window = { left: -1.5, right: 3.5, bottom: -4, top: 1 };
  const bell = (x, mean, deviation) => Math.exp(-0.5 * ((x - mean) / deviation) ** 2);
  const density = Float32Array.from(
    { length: side * side },
    (_, i) =>
      7
      * bell(-1.5 + (5 * (i % side)) / (side - 1), 1, 0.4)
      * bell(-4 + (5 * Math.floor(i / side)) / (side - 1), -2, 0.25),
  );
  const { mean, deviation } = gridMoments({ ...window, side, density });
  for (const [got, wanted] of [
    [mean[0], 1],
    [mean[1], -2],
    [deviation[0], 0.4],
    [deviation[1], 0.25],
  ])
    assert.ok(Math.abs(got - wanted) < 1e-3, `${got}, not ${wanted}`);
});
