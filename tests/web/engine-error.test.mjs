import assert from 'node:assert/strict';
import test from 'node:test';
import { EngineError, SENTENCES, errorOf, saidOf } from '../../web/engine/engine-error.js';
import en from '../../web/i18n/en.js';
import { setLanguage, t } from '../../web/i18n/translate.js';
import { PageError, messageOf } from '../../web/lib/message-of.js';

/** As another thread gets it. */
const sent = (error) => errorOf(structuredClone(saidOf(error)));

test('the page has each sentence of the engine, in English the same', () => {
  for (const [code, sentence] of Object.entries(SENTENCES)) assert.equal(en[`said.${code}`], sentence, code);
});

test('a sentence and its reason arrive on another thread, and are said in the language of the page', async () => {
  const error = sent(new EngineError('stoppedOften', { count: 4, reason: sent(new EngineError('silent')) }));
  assert.equal(error.message, 'The engine stopped 4 times (it stopped answering). Reload the page.');
  assert.deepEqual(messageOf(error), { key: 'said.stoppedOften', params: { count: 4, reason: { key: 'said.silent', params: {} } } });
  await setLanguage('ko');
  assert.equal(t('said.failure', { message: messageOf(error) }), '계산하지 못했습니다. 다시 시도하거나 페이지를 새로 고침 하세요. 엔진이 4번 멈췄습니다(응답이 끊겼습니다). 페이지를 새로 고침 하세요.');
  await setLanguage('en');
  assert.equal(t('said.failure', { message: messageOf(error) }), `This could not be computed; try again, or reload the page. ${error.message}`);
});

test('what has no code, or one of somebody else, is said in its own words', () => {
  const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
  assert.deepEqual(saidOf(denied), { name: 'Error', message: 'EACCES: permission denied' });
  assert.equal(messageOf(sent(denied)), 'EACCES: permission denied');
  assert.deepEqual([messageOf(sent(new RangeError('too much'))), sent(new RangeError('too much')).name], ['too much', 'RangeError']);
  assert.deepEqual([messageOf(sent('only a word')), messageOf('only a word'), messageOf(undefined)], ['only a word', 'only a word', 'undefined']);
  assert.equal(new EngineError('unreachable', { reason: 'offline' }).message, SENTENCES.unreachable.replace('{reason}', 'offline'));
});

test('an error of the page is said in its language as well', () => {
  const error = new PageError('said.stalled', { seconds: 8 }, 'nothing came for 8 s');
  assert.equal(t('notice.noDigits', { message: messageOf(error) }).includes('(nothing came for 8 s)'), true);
});
