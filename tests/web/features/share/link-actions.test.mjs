// The changes of the page's state that a link asks for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standardNormal } from '../../../../web/core/model/gaussian.js';
import { patchOf } from '../../../../web/features/share/link-actions.js';

test('a link to other noise gives each feature its noise at once, so that no frame shows a code without', () => {
  const state = (code) => /** @type {any} */ ({ code });
  const { noiseSeed, epsilon, probe } = patchOf({ noise: 7 }, state({ mu: new Float32Array(20) }));
  assert.deepEqual([noiseSeed, probe], [7, null]);
  assert.deepEqual(epsilon, standardNormal(20, 7));
  assert.equal(patchOf({ noise: 7 }, state(null)).epsilon.length, 0);
});
