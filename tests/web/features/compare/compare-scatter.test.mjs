// The axes of the two maps, and when they are drawn.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createCompareScatter, extentsOf } from '../../../../web/features/compare/compare-scatter.js';

const wide = Float32Array.of(20, 0, -20, 5, 0, 20, 3, -20),
  narrow = Float32Array.of(1, 0, -1, 1, 0, 1);

test('the maps have the same axes, wide enough for all, or each its own', () => {
  const clouds = (...extents) => [wide, narrow].map((points, i) => ({ points, extent: extents[i] }));
  const [shared, same] = extentsOf(clouds(0, 0), 'same');
  assert.equal(shared, same);
  assert.ok(shared > 20 && shared < 30, `${shared}`);
  const [first, second] = extentsOf(clouds(shared, shared), 'fit');
  assert.equal(first, shared, 'it still fits: no change');
  assert.ok(second >= 3 && second < 4, `the circle at 3 σ remains visible: ${second}`);
  assert.deepEqual(extentsOf(clouds(first, second), 'same'), [shared, shared]);
});

test('maps are drawn when their points, labels or axes have changed, not in every frame of training', () => {
  const frames = [];
  const canvas = () => ({ getContext: () => ({}) });
  globalThis.window = { matchMedia: () => ({ matches: true }) };
  globalThis.document = { createElement: canvas };
  globalThis.ResizeObserver = class {
    observe() {}
  };
  globalThis.requestAnimationFrame = (draw) => frames.push(draw);
  globalThis.cancelAnimationFrame = () => {};
  const element = () => ({ querySelector: canvas, setAttribute: () => {} });
  const scatter = createCompareScatter([element(), element()]);
  const data = {
    points: [wide, narrow],
    fitted: [null, null],
    axes: 'same',
    labels: new Uint8Array(4),
    hiddenLabels: new Set(),
    colors: null,
  };
  const framesOf = (changes) => {
    const extents = scatter.update({ ...data, ...changes });
    return { extents, count: frames.splice(0).map((draw) => draw(0)).length };
  };
  const first = framesOf({});
  assert.equal(first.count, 1);
  assert.deepEqual(framesOf({}), { extents: first.extents, count: 0 });
  for (const changes of [
    { points: [wide, wide.slice()] },
    { points: [wide, null] },
    { labels: new Uint8Array(4) },
    { hiddenLabels: new Set([1]) },
    { axes: 'fit' },
  ]) {
    assert.equal(framesOf(changes).count, 1, Object.keys(changes)[0]);
    assert.equal(framesOf({}).count, 1);
  }
});
