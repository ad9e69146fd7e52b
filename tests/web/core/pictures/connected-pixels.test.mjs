import assert from 'node:assert/strict';
import test from 'node:test';
import { connectedPixels } from '../../../../web/core/pictures/connected-pixels.js';

const rows = ['##..', '..#.', '...#', '#...'];
const isInk = (at) => rows.join('')[at] === '#';

test('pixels that share an edge or, if wanted, a corner are one region; rows do not continue in the next', () => {
  assert.deepEqual(connectedPixels(isInk, 4, 4), [[0, 1, 6, 11], [12]]);
  assert.deepEqual(connectedPixels(isInk, 4, 4, { isOverCorners: false }), [[0, 1], [6], [11], [12]]);
  assert.deepEqual(
    connectedPixels(() => false, 4, 4),
    [],
  );
});
