// One piece of work at a time, and once more for those who asked meanwhile.
import assert from 'node:assert/strict';
import test from 'node:test';
import { coalesced } from '../../web/core/state/coalesced.js';

test('work asked for while it runs is done once more, not as often as it was asked for', async () => {
  let begun = 0, finish = () => {};
  const work = coalesced(() => {
    begun += 1;
    return new Promise((done) => { finish = done; });
  });
  const first = work();
  void work();
  const last = work();
  assert.equal(begun, 1);
  finish();
  await new Promise((done) => setImmediate(done));
  assert.equal(begun, 2);
  finish();
  await Promise.all([first, last]);
  void work();
  assert.equal(begun, 3, 'and again when it is asked for again');
});
