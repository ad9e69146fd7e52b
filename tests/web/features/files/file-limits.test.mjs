import assert from 'node:assert/strict';
import test from 'node:test';
import { MAX_BYTES as MAX_DATA_BYTES } from '../../../../web/data/limits.js';
import { MAX_DIGIT_BYTES, MAX_WEIGHT_BYTES } from '../../../../web/engine/limits.js';
import en from '../../../../web/languages/en/texts.js';
import { MAX_BYTES, readWithin } from '../../../../web/features/files/file-limits.js';
import { createFileActions } from '../../../../web/features/files/file-actions.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';

/** A file of this size that must not be read. */
const unread = (name, size) => ({ name, size, type: '', arrayBuffer: () => assert.fail(`${name} was read`) });

function page() {
  const store = createStore(createPageState());
  const files = createFileActions(
    store,
    /** @type {any} */ ({}),
    /** @type {any} */ ({
      weightsUrl: new URL('https://example.org/w'),
      digitsUrl: new URL('https://example.org/d'),
      addressOfWeights: () => undefined,
      training: { load: () => assert.fail('was loaded'), refreshScatter: async () => {} },
      download: () => {},
    }),
  );
  return { store, files };
}

test('page and engine have the same limits', () => {
  assert.deepEqual(MAX_BYTES, { weights: MAX_WEIGHT_BYTES });
  assert.equal(MAX_DATA_BYTES, MAX_DIGIT_BYTES);
});

test('a file at the limit is read, a larger one is not', async () => {
  const bytes = new ArrayBuffer(3);
  const file = (size) => /** @type {any} */ ({ size, arrayBuffer: async () => bytes });
  assert.equal(await readWithin(file(MAX_BYTES.weights), 'weights'), bytes);
  await assert.rejects(readWithin(/** @type {any} */ (unread('w', MAX_BYTES.weights + 1)), 'weights'), {
    code: 'fileTooLarge',
    params: { megabytes: 513, most: 512 },
  });
});

test('weights that are too large are rejected before they are read, however they are opened', async () => {
  const large = 4 * 2 ** 30;
  const cases = [
    (files) => files.openWeights(unread('a.safetensors', large)),
    (files) => files.open([{ name: 'a.safetensors', file: unread('a.safetensors', large) }]),
  ];
  for (const open of cases) {
    const { store, files } = page();
    await open(files);
    const { kind, key, params } = store.get().notice;
    assert.deepEqual(
      [kind, key, params.message.key, params.message.params],
      ['error', 'notice.loadFailed', 'message.fileTooLarge', { megabytes: 4096, most: 512 }],
    );
    assert.ok('message.fileTooLarge' in en);
  }
});
