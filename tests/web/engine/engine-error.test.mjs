import assert from 'node:assert/strict';
import test from 'node:test';
import { idxFile } from '../../../scripts/idx.mjs';
import { EngineError, SENTENCES, deserializeError, serializeError } from '../../../web/engine/engine-error.js';
import { createEngine } from '../../../web/engine/engine.js';
import { latentMetrics } from '../../../web/engine/measures.js';
import en from '../../../web/languages/en/texts.js';
import { setLanguage, t } from '../../../web/core/texts/translate.js';
import { cellOf } from '../../../web/features/compare/compare-rows.js';
import { PageError, helpOf, messageOf } from '../../../web/core/texts/message-of.js';

/** As another thread receives it. */
const sent = (error) => deserializeError(structuredClone(serializeError(error)));

test('an error and its reason are posted to another thread and translated by the page', async () => {
  const error = sent(new EngineError('stoppedOften', { count: 4, reason: sent(new EngineError('silent')) }));
  assert.equal(error.message, 'The engine stopped 4 times (it stopped answering). Reload the page.');
  assert.deepEqual(messageOf(error), {
    key: 'message.stoppedOften',
    params: { count: 4, reason: { key: 'message.silent', params: {}, plain: 'it stopped answering' } },
    plain: error.message,
  });
  await setLanguage('ko');
  assert.equal(
    t('message.failure', { message: messageOf(error) }),
    '계산하지 못했습니다: 엔진이 4번 멈췄습니다(응답이 끊겼습니다). 페이지를 새로 고침 하세요.',
  );
  await setLanguage('en');
  assert.equal(t('message.failure', { message: messageOf(error) }), `This could not be computed: ${error.message}`);
});

test('an error without a code, or with a foreign one, keeps its message', () => {
  const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
  assert.deepEqual(serializeError(denied), { name: 'Error', message: 'EACCES: permission denied' });
  assert.equal(messageOf(sent(denied)), 'EACCES: permission denied');
  assert.deepEqual(helpOf(sent(denied)), { key: 'message.unknown', params: { detail: 'EACCES: permission denied' } });
  const full = sent(new RangeError('Array buffer allocation failed'));
  assert.deepEqual(
    [messageOf(full), full.name],
    [{ key: 'message.shortOfMemory', params: { detail: full.message }, plain: full.message }, 'RangeError'],
  );
  assert.deepEqual(messageOf(new RangeError('x')).key, 'message.shortOfMemory');
  assert.deepEqual(
    [messageOf(sent('only a word')), messageOf('only a word'), messageOf(undefined)],
    ['only a word', 'only a word', 'undefined'],
  );
  assert.equal(
    new EngineError('unreachable', { reason: 'offline' }).message,
    SENTENCES.unreachable.replace('{reason}', 'offline'),
  );
});

test('an error of the page is translated too', () => {
  const error = new PageError('stalled', { seconds: 8 }, 'no data arrived for 8 s');
  assert.equal(t('notice.noDigits', { message: messageOf(error) }).includes('(no data arrived for 8 s)'), true);
});

test('the comparison translates why a measure has no value', async () => {
  const engine = await createEngine({ threads: 1 });
  const model = engine.createModel({ hidden: [4], latentDim: 2 }, { seed: 1 });
  const images = idxFile([3, 28, 28], new Uint8Array(3 * 784)),
    labels = idxFile([3], new Uint8Array(3));
  const digits = await engine.loadDigits({ images, labels, heldOut: 2 });
  const metrics = latentMetrics(model, digits);
  const rows = Object.keys(metrics.why);
  assert.ok(rows.length > 1, JSON.stringify(metrics));
  for (const row of rows) {
    const { said } = cellOf(row, 'vae', { heldOut: null, metrics, quality: null, smoothness: null });
    assert.match(said.key ?? said, /^message\.measure/, `${row}: ${metrics.why[row].message}`);
    assert.ok(said.key in en);
  }
  digits.dispose();
  model.dispose();
});
