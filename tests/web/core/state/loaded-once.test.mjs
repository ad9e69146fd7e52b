import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadedOnce } from '../../../../web/core/state/loaded-once.js';

test('a value is loaded once; a load that failed is repeated at the next use', async () => {
  let loads = 0;
  const value = loadedOnce(async () => {
    loads += 1;
    if (loads === 1) throw new Error('offline');
    return loads;
  });
  await Promise.all([assert.rejects(value(), /offline/), assert.rejects(value(), /offline/)]);
  assert.equal(loads, 1);
  assert.deepEqual(await Promise.all([value(), value()]), [2, 2]);
  assert.equal(await value(), 2);
});
