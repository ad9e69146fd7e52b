// Errors as texts of the page.
import assert from 'node:assert/strict';
import test from 'node:test';
import { messageOf } from '../../../web/core/texts/message-of.js';
import { inWords, loadDeferredTexts } from '../../../web/core/texts/translate.js';
import { EngineError } from '../../../web/engine/engine-error.js';

test('an error of the core is in the core’s own English until the texts of its errors are loaded', async () => {
  const message = messageOf(
    Object.assign(new Error('IDX: the header claims more than 1 GB of data'), { code: 'idxTooLarge', params: {} }),
  );
  assert.equal(inWords(message), 'IDX: the header claims more than 1 GB of data');
  // What the start of the engine may say is there at once.
  assert.match(inWords(messageOf(new EngineError('notRunning'))), /^The engine is not running/);
  await loadDeferredTexts();
  assert.match(inWords(message), /1 GB; |1 GB/);
  assert.doesNotMatch(inWords(message), /^IDX: the header/);
});
