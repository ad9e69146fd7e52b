import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addClass,
  addDrawing,
  emptySet,
  isDrawnSet,
  missing,
  removeClass,
  removeDrawing,
  renameClass,
} from '../../../../web/features/own-data/drawn-set.js';

const kStroke = [[[0.1, 0.2]], [[0.3, 0.4]]];
const times = (count, change, set) => Array.from({ length: count }).reduce(change, set);

test('two to ten classes, up to fifty drawings of each; removing one leaves the others', () => {
  let set = times(20, addClass, emptySet());
  assert.deepEqual(
    set.classes.map(({ name }) => name),
    [...'ABCDEFGHIJ'],
  );
  set = times(60, (one) => addDrawing(one, kStroke), set);
  assert.equal(set.classes[9].drawings.length, 50);
  assert.equal(removeDrawing(set, 3).classes[9].drawings.length, 49);
  set = removeClass({ ...set, chosen: 0 });
  assert.deepEqual([set.classes[0].name, set.chosen, set.classes.length], ['B', 0, 9]);
  set = times(20, removeClass, { ...set, chosen: 8 });
  assert.deepEqual([set.classes.length, set.chosen], [2, 1]);
});

test('what is missing is named: names, different names, drawings', () => {
  let set = emptySet();
  assert.deepEqual(missing(set), { key: 'fewDrawings', name: 'A' });
  set = times(2, (one) => addDrawing(one, kStroke), set);
  assert.deepEqual(missing(set), { key: 'fewDrawings', name: 'B' });
  set = times(2, (one) => addDrawing(one, kStroke), { ...set, chosen: 1 });
  assert.equal(missing(set), null);
  assert.deepEqual(missing(renameClass(set, ' A ')), { key: 'sameName', name: 'A' });
  assert.deepEqual(missing(renameClass(set, '  ')), { key: 'noName', name: '' });
});

test('only a set as it was stored is read back', () => {
  const set = addDrawing(emptySet(), kStroke);
  assert.ok(isDrawnSet(structuredClone(set)));
  for (const wrong of [
    null,
    {},
    { ...set, chosen: 2 },
    { ...set, classes: set.classes.slice(1) },
    { ...set, classes: [{ name: 'A' }, { name: 'B' }] },
    { ...set, classes: [{ name: 'A', drawings: [[[['x', 1]]]] }, set.classes[1]] },
  ])
    assert.ok(!isDrawnSet(wrong), JSON.stringify(wrong));
});
