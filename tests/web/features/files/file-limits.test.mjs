import assert from 'node:assert/strict';
import test from 'node:test';
import { MAX_BYTES as MAX_DATA_BYTES } from '../../../../web/data/limits.js';
import { MAX_DIGIT_BYTES, MAX_INDEX_BYTES, MAX_WEIGHT_BYTES } from '../../../../web/engine/limits.js';
import en from '../../../../web/languages/en/texts.js';
import { MAX_BYTES, readWithin } from '../../../../web/features/files/file-limits.js';
import { createFileActions } from '../../../../web/features/files/file-actions.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';

/** A file of this size that must not be read. */
const unread = (name, size) => ({ name, size, type: '', arrayBuffer: () => assert.fail(`${name} was read`) });

function page(engine = {}) {
  const store = createStore(createPageState());
  const files = createFileActions(
    store,
    /** @type {any} */ (engine),
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
  assert.deepEqual(MAX_BYTES, { weights: MAX_WEIGHT_BYTES, index: MAX_INDEX_BYTES });
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
  const chosen = (name, size) => ({ name, file: unread(name, size) });
  const half = (part) => chosen(`model-0000${part}-of-00002.safetensors`, 300 * 2 ** 20);
  const index = {
    name: 'model.safetensors.index.json',
    file: { ...unread('', 9), arrayBuffer: async () => new ArrayBuffer(9) },
  };
  const cases = [
    [[chosen('a.safetensors', 4 * 2 ** 30)], { megabytes: 4096, most: 512 }],
    [[half(1), half(2), index], { megabytes: 600, most: 512 }],
    [[half(1), half(2), chosen('model.safetensors.index.json', 17 * 2 ** 20)], { megabytes: 17, most: 16 }],
  ];
  for (const [list, params] of cases) {
    for (const open of [(files) => files.openWeights(list), (files) => files.open(list)]) {
      const { store, files } = page({ weightFiles: async () => list.slice(0, 2).map(({ name }) => name) });
      await open(files);
      const { kind, key, params: said } = store.get().notice;
      assert.deepEqual(
        [kind, key, said.message.key, said.message.params],
        ['error', 'notice.loadFailed', 'message.fileTooLarge', params],
      );
      assert.ok('message.fileTooLarge' in en);
    }
  }
});
