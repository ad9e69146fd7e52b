// The actions from the pad to the reconstruction.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createCodeActions } from '../../../../web/features/code/code-actions.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';

test('pixels that stay the same are not evaluated again', () => {
  const store = createStore(createPageState());
  const changes = [];
  store.subscribe((_, changed) => changed.has('pixels') && changes.push(store.get().pixels));
  const code = createCodeActions(store, {}, assert.ifError);
  code.refresh();
  assert.equal(changes.length, 1, 'the example that the page opens with');
  assert.ok(changes[0].some((value) => value > 0));
  code.refresh();
  assert.equal(changes.length, 1);
  code.beginStroke([0.5, 0.5]);
  assert.equal(changes.length, 2);
  code.clear();
  assert.equal(changes.length, 3);
  assert.equal(changes[2], null);
  code.clear();
  assert.equal(changes.length, 3);
});
