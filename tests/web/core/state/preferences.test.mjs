import assert from 'node:assert/strict';
import test from 'node:test';
import { firstLanguage, saveLanguage } from '../../../../web/core/state/preferences.js';

test('the language: the link’s, otherwise the saved one, otherwise the browser’s, otherwise English', () => {
  const kept = new Map();
  globalThis.localStorage = /** @type {any} */ ({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
  });
  assert.equal(firstLanguage(undefined, ['ko-KR', 'en-US']), 'ko');
  assert.equal(firstLanguage(undefined, ['en-GB', 'ko']), 'en');
  assert.equal(firstLanguage(undefined, ['de-DE', 'KO', 'en']), 'ko');
  for (const others of [['de-DE', 'ar-EG'], ['kok-IN'], [], undefined])
    assert.equal(firstLanguage(undefined, others), 'en');
  saveLanguage('en');
  assert.equal(firstLanguage(undefined, ['ko-KR']), 'en');
  assert.equal(firstLanguage('ko', ['en']), 'ko', 'a link determines the language');
  assert.equal(firstLanguage(undefined, ['ko-KR']), 'en', 'and changes no choice');
  for (const key of kept.keys()) kept.set(key, '<b>');
  assert.equal(firstLanguage(undefined, ['ko-KR']), 'ko');
  globalThis.localStorage = /** @type {any} */ ({
    getItem() {
      throw new Error('forbidden');
    },
    setItem() {
      throw new Error('forbidden');
    },
  });
  saveLanguage('ko');
  assert.equal(firstLanguage(undefined, ['en']), 'en');
});
