import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import ts from 'typescript';
import { PLAIN } from '../../../web/core/texts/symbol-texts.js';
import { plainText } from '../../../web/core/texts/apply-texts.js';
import en from '../../../web/languages/en/texts.js';
import ko from '../../../web/languages/ko/texts.js';
import enTips from '../../../web/languages/en/tips.js';
import koTips from '../../../web/languages/ko/tips.js';
import { loadDeferredTexts, setLanguage, showImages, t } from '../../../web/core/texts/translate.js';
import { MODEL_KINDS, hasCode } from '../../../web/core/model/model-kind.js';
import { wholePage as page } from '../../../scripts/page-parts.mjs';
import { allCodes } from '../support/all-codes.mjs';

await loadDeferredTexts();

const placeholders = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

/** Korean has one form of every sentence, English a second one for 1, and one about images that are no digits. */
const isForm = (key) => /\.(zero|one|two|few|many|images)$/.test(key);

test('both languages have the same keys, in the same order, none empty', () => {
  assert.deepEqual(
    Object.keys(ko),
    Object.keys(en).filter((key) => !isForm(key)),
  );
  for (const text of [...Object.values(en), ...Object.values(ko)]) assert.notEqual(text.trim(), '');
});

test('texts that are chosen by the kind of model exist for every kind', () => {
  const coded = MODEL_KINDS.filter((model) => hasCode({ model }));
  assert.ok(coded.length > 3);
  const keys = [
    ...MODEL_KINDS.map((name) => `nats.note.${name}`),
    ...coded.flatMap((name) => [`explore.samples.${name}`, `kind.${name}.train`]),
  ];
  for (const texts of [en, ko])
    assert.deepEqual(
      keys.filter((key) => !(key in texts)),
      [],
    );
});

test('no text is defined twice, in two files of one language', async () => {
  for (const [language, all] of Object.entries({ en, ko })) {
    const folder = new URL(`../../../web/languages/${language}/`, import.meta.url);
    const names = readdirSync(folder).filter(
      (name) => name.endsWith('.js') && !/^(tips|(first-|deferred-)?texts)\.js$/.test(name),
    );
    const files = await Promise.all(names.map((name) => import(new URL(name, folder).href)));
    assert.equal(
      files.reduce((count, file) => count + Object.keys(file.default).length, 0),
      Object.keys(all).length,
    );
  }
});

test('both languages use the same placeholders', () => {
  for (const [key, text] of Object.entries(en))
    if (!isForm(key)) assert.deepEqual(placeholders(ko[key]), placeholders(text), key);
});

test('one uses the singular, any other number the plural', async () => {
  const forms = Object.keys(en).filter((key) => key.endsWith('.one'));
  assert.ok(forms.length > 5);
  for (const form of forms) {
    const key = form.replace(/\.one$/, '');
    assert.ok(key in en, form);
    assert.ok(placeholders(en[key]).includes('{count}'), `${key} has a form for one {count}`);
    assert.deepEqual(placeholders(en[form]), placeholders(en[key]), form);
    assert.equal(t(key, { count: 1 }), en[form].replace('{count}', '1'));
    for (const count of [0, 2, 11, 21]) assert.equal(t(key, { count }), en[key].replace('{count}', String(count)));
  }
  assert.equal(t('stopped.epochs', { count: 1 }), 'Stopped after 1 epoch, as set. Train again to go on.');
  assert.equal(t('footer.threads', { count: 4 }), '4 threads');
  await setLanguage('ko');
  assert.equal(t('footer.threads', { count: 1 }), '스레드 1개');
  await setLanguage('en');
});

test('texts about digits have a form about other images, which is used while these are shown', () => {
  const forms = Object.keys(en).filter((key) => key.endsWith('.images'));
  assert.ok(forms.length > 20);
  for (const form of forms) {
    const key = form.replace('.images', '');
    assert.match(en[key], /digit/i, key);
    assert.doesNotMatch(en[form].replace(/\{\w+\}/g, ''), /digit/i, form);
    assert.deepEqual(placeholders(en[form]), placeholders(en[key]), form);
  }
  assert.equal(t('pad.title'), 'Your digit');
  showImages(true);
  assert.equal(t('pad.title'), 'Your image');
  assert.equal(t('stopped.epochs', { count: 1 }), 'Stopped after 1 epoch, as set. Train again to go on.');
  showImages(false);
  assert.equal(t('pad.title'), 'Your digit');
});

test('each counted English text has a form for one', () => {
  const counted =
    /\{(\w+)\} (?:of \{\w+\} )?(?:epochs|steps|times|units|threads|dimensions|sizes|samples|runs|digits)\b/;
  // Never one: they are constants, have decimals, or only occur with more than one.
  const many = [
    'advice.collapse',
    'samples.hangs',
    'samples.alone',
    'samples.below',
    'samples.agree',
    'samples.narrow',
    'advice.overfitting',
    'compare.samplesEqual',
    'lab.trained',
    'dimension.first',
    'explore.more',
    'explore.moreFirst',
    'error.hidden',
    'link.expects.sizes',
    'lesson.note.rows',
    'lesson.note.rowsAe',
    'explore.strength',
    'message.stoppedOften',
    'message.stepTooLong',
    'message.fitWidth',
    'z.scaled',
    // Of 16 pixels or more.
    'lesson.share.ae',
  ];
  for (const [key, text] of Object.entries(en)) {
    if (counted.test(text) && !many.includes(key) && !key.endsWith('.images'))
      assert.ok(`${key}.one` in en, `${key}: ${text}`);
  }
});

test('no Korean sentence offers a choice of particles', () => {
  for (const [key, text] of Object.entries(ko))
    assert.doesNotMatch(text, /[가-힣]\([가-힣]\)|\([가-힣]{1,2}\)[가-힣]/, key);
});

test('symbols are written as letters where colours are impossible', () => {
  assert.equal(plainText('{mu}{sigma}{epsilon}{z}{xhat}, {xi} | {before}; {count}'), 'μσεzx̂, xᵢ | x₁…xᵢ₋₁; {count}');
});

/** The page's own code and markup, without the strings themselves. */
const sources = () => {
  const web = new URL('../../../web/', import.meta.url);
  const names = readdirSync(web, { recursive: true }).map((name) => name.replaceAll('\\', '/'));
  return names
    .filter((name) => /\.(js|html)$/.test(name) && !/^languages\/(en|ko)\//.test(name))
    .map((name) => ({ name, text: readFileSync(new URL(name, web), 'utf8') }));
};

/** Keys composed at run time, with the possible values of their parts; other parts are assumed to be a single word. */
const PARTS = {
  'compare.${name}': ['measure', 'ae', 'vae', 'fvbn'],
  'compare.${claim}': ['bound', 'exact'],
  'message.${code}': [...allCodes.keys()],
};

test('every text that the page uses exists, and every text is used', () => {
  for (const [, key] of page().matchAll(/data-t(?:-label)?="([^"]+)"/g)) assert.ok(key in en, key);
  const all = [page(), ...sources().map(({ text }) => text)].join('\n');
  for (const [, key] of all.matchAll(/\b(?:t\(|key: |key = )'([a-z]\w*\.[\w.]+)'/g)) assert.ok(key in en, key);
  const asked = new Set([...all.matchAll(/['"`]([a-z]\w*(?:\.\w+)+)['"`]/g)].map(([, key]) => key));
  const families = [];
  for (const [, template] of all.matchAll(/`([a-z]\w*\.[^`\n]*\$\{[^\n]*?)`/g)) {
    if (PARTS[template]) for (const part of PARTS[template]) asked.add(template.replace(/\$\{.*\}/, part));
    else
      families.push(
        new RegExp(
          `^${template
            .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '@')
            .replaceAll('.', '\\.')
            .replaceAll('@', template.startsWith('kind.') ? '.*' : '[^.]*')}$`,
        ),
      );
  }
  const dead = Object.keys(en)
    .map((key) => (isForm(key) ? key.replace(/\.\w+$/, '') : key))
    .filter((key) => !asked.has(key) && !families.some((family) => family.test(key)));
  assert.deepEqual(dead, []);
});

/** Names and formulas, the same in every language. */
const NAMES = /^(AE|VAE|CVAE|HVAE|FVBN|MADE|ReLU|tanh|ELBO|IWAE|STL|DReG|VampPrior|KL|PNG|PCA|latentpad)$/;

/** The calls of t() in a source whose key and parameters are written there: key and the names of the parameters. @param {string} source */
function callsIn(source) {
  const calls = [];
  const visit = (node) => {
    const [key, params] = ts.isCallExpression(node) && node.expression.getText(tree) === 't' ? node.arguments : [];
    // Without a spread, all names are known.
    if (key && ts.isStringLiteral(key) && (!params || ts.isObjectLiteralExpression(params)))
      if (!params?.properties.some(ts.isSpreadAssignment))
        calls.push({ key: key.text, given: (params?.properties ?? []).map((one) => one.name.getText(tree)) });
    ts.forEachChild(node, visit);
  };
  const tree = ts.createSourceFile('source.js', source, ts.ScriptTarget.Latest);
  visit(tree);
  return calls;
}

test('every text gets the values that it asks for', () => {
  const folder = new URL('../../../web/', import.meta.url);
  const calls = readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) => callsIn(readFileSync(new URL(name, folder), 'utf8')).map((call) => ({ name, ...call })));
  assert.ok(calls.length > 100, String(calls.length));
  assert.deepEqual(callsIn("t('a', { b, c: 1 }); t('d'); t('e', { ...f }); t(g); u('h')"), [
    { key: 'a', given: ['b', 'c'] },
    { key: 'd', given: [] },
  ]);
  const missing = calls.flatMap(({ name, key, given }) =>
    placeholders(en[key] ?? '')
      .map((place) => place.slice(1, -1))
      .filter((place) => !(place in PLAIN) && !given.includes(place))
      .map((place) => `${name}: t('${key}') without ${place}`),
  );
  assert.deepEqual(missing, []);
});

test('each setting has a tip, in both languages, and each tip a control', () => {
  const html = page(),
    asked = new Set([...html.matchAll(/data-t-tip="([^"]+)"/g)].map(([, key]) => key));
  assert.deepEqual(Object.keys(koTips), Object.keys(enTips));
  assert.deepEqual([...asked].sort(), Object.keys(enTips).sort());
  for (const [key, text] of Object.entries(enTips)) {
    assert.deepEqual(placeholders(koTips[key]), placeholders(text), key);
    for (const tip of [text, koTips[key]]) assert.match(tip, /^.{10,115}\.$/, key);
    assert.match(koTips[key], /[가-힣]/, key);
  }
  const fields = [...html.matchAll(/<div class="field( [\w-]+)?"([^>]*)>(.*?)<\/div>/gs)].filter(([, , , inside]) =>
    /<(input|select)/.test(inside),
  );
  assert.ok(fields.length >= 14);
  // Some have a permanent hint beside them.
  for (const [, , attributes, inside] of fields)
    if (!/describedby="[^"]*-hint/.test(inside)) assert.match(attributes, /data-t-tip=/, inside);
});

test('the markup contains no untranslated text', () => {
  const html = page().replace(/<!--.*?-->|<script.*?<\/script>|<title>.*?<\/title>/gs, '');
  for (const [, text] of html.matchAll(/>([^<>]*)</g)) {
    const words = text.replace(/&\w+;/g, '').match(/\p{L}{2,}/gu) ?? [];
    for (const word of words) assert.match(word, NAMES, text.trim());
  }
  for (const [, name, value] of html.matchAll(/\s(aria-label|title|alt|placeholder)="([^"]+)"/g))
    assert.doesNotMatch(value, /\p{L}/u, name);
});

test('the code contains no untranslated text', () => {
  const written =
    /(?:\b(?:textContent|title|ariaLabel|placeholder|alt|innerText|text) = |'(?:aria-label|title|alt|aria-valuetext|aria-description)', |setText\([\w.]+, |setReading\(\w+, |new Option\(|createTextNode\()(['"`])(.*?)\1/g;
  for (const { name, text } of sources().filter((source) => /^(views|instruments|main)/.test(source.name))) {
    for (const [, , literal] of text.matchAll(written)) {
      const words = literal.replace(/\$?\{(?:[^{}]|\{[^{}]*\})*\}/g, '').match(/\p{L}{2,}/gu) ?? [];
      for (const word of words) assert.match(word, NAMES, `${name}: ${literal}`);
    }
  }
});

test('only names and formulas are equal in both languages', () => {
  for (const [key, text] of Object.entries(ko)) {
    if (text !== en[key]) continue;
    const words = text.replace(/\{\w+\}/g, '').match(/\p{L}{2,}/gu) ?? [];
    for (const word of words) assert.match(word, /^(AE|VAE|FVBN|MADE|ELBO|KL|log|nats|pytorch|generative)$/, key);
  }
});

test('the page contains no inline style or script, which its CSP forbids', () => {
  const html = page();
  assert.doesNotMatch(html, /\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)/);
});

test('t inserts parameters, leaves unknown ones unchanged, and falls back to English', async () => {
  assert.equal(await setLanguage('xx'), 'en');
  assert.equal(t('error.whole', { low: 1, high: 9 }), 'Enter a whole number from 1 to 9.');
  assert.equal(t('error.whole', { low: 1 }), 'Enter a whole number from 1 to {high}.');
  assert.equal(t('error.whole', { low: 0, high: 4294967295 }), 'Enter a whole number from 0 to 4,294,967,295.');
  assert.equal(t('explore.seed', { seed: '4294967295' }), 'seed 4294967295', 'a name is not an amount');
  assert.equal(t('no.such.key'), 'no.such.key');
  assert.equal(await setLanguage('ko'), 'ko');
  assert.equal(t('pad.clear'), '지우기');
  // The last of two requests wins.
  await Promise.all([setLanguage('ko'), setLanguage('en')]);
  assert.equal(t('pad.clear'), 'Clear');
});
