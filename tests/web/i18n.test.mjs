import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import en from '../../web/i18n/en.js';
import ko from '../../web/i18n/ko.js';
import { setLanguage, t } from '../../web/i18n/translate.js';

/** index.html and the parts that are put into it. */
const page = () => {
  const web = new URL('../../web/', import.meta.url);
  const parts = readdirSync(new URL('parts/', web)).map((name) => `parts/${name}`);
  return ['index.html', ...parts].map((path) => readFileSync(new URL(path, web), 'utf8')).join('\n');
};
const placeholders = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

test('both languages have the same keys, in the same order, none empty', () => {
  assert.deepEqual(Object.keys(ko), Object.keys(en));
  for (const text of [...Object.values(en), ...Object.values(ko)]) assert.notEqual(text.trim(), '');
});

test('no text is given twice, in two files of one language', async () => {
  for (const [language, all] of Object.entries({ en, ko })) {
    const folder = new URL(`../../web/i18n/${language}/`, import.meta.url);
    const files = await Promise.all(readdirSync(folder).map((name) => import(new URL(name, folder).href)));
    assert.equal(files.reduce((count, file) => count + Object.keys(file.default).length, 0), Object.keys(all).length);
  }
});

test('both languages use the same placeholders', () => {
  for (const [key, text] of Object.entries(en)) assert.deepEqual(placeholders(ko[key]), placeholders(text), key);
});

test('every text that the page asks for exists', () => {
  const html = page();
  for (const [, key] of html.matchAll(/data-t(?:-label)?="([^"]+)"/g)) assert.ok(key in en, key);
});

test('the page carries no inline style or script, which its policy forbids', () => {
  const html = page();
  assert.doesNotMatch(html, /\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)/);
});

test('t fills in parameters, keeps unknown ones, and falls back to English', async () => {
  assert.equal(await setLanguage('xx'), 'en');
  assert.equal(t('error.whole', { low: 1, high: 9 }), 'A whole number from 1 to 9.');
  assert.equal(t('error.whole', { low: 1 }), 'A whole number from 1 to {high}.');
  assert.equal(t('no.such.key'), 'no.such.key');
  assert.equal(await setLanguage('ko'), 'ko');
  assert.equal(t('pad.clear'), '지우기');
  // Of two wishes the last one counts.
  await Promise.all([setLanguage('ko'), setLanguage('en')]);
  assert.equal(t('pad.clear'), 'Clear');
});
