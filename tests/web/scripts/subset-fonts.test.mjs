// The page's fonts: every character that the package's fonts have and the page may show is still in them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { charactersOfPage, kFiles, subsetFonts } from '../../../scripts/subset-fonts.mjs';

// What reads a font is what the reducing package itself uses.
const { resolve } = createRequire(createRequire(import.meta.url).resolve('subset-font'));
const { default: fontverter } = await import(pathToFileURL(resolve('fontverter')));
const { Blob, Face } = await import(pathToFileURL(resolve('harfbuzzjs')));

/** @param {string} folder @param {string} name @returns {Promise<Set<string>>} */
async function charactersIn(folder, name) {
  const file = await readFile(new URL(`../../../${folder}/${name}`, import.meta.url));
  const sfnt = await fontverter.convert(file, 'sfnt');
  return new Set([...new Face(new Blob(sfnt)).collectUnicodes()].map((code) => String.fromCodePoint(code)));
}

test('a font of the page has every character of the page that the whole font has, and hardly any other', async () => {
  await subsetFonts();
  const wanted = charactersOfPage();
  for (const character of ['é', 'σ', 'μ', '×', '−', '\u202f']) assert.ok(wanted.has(character), character);
  /** @type {Map<string, Set<string>>} */
  const found = new Map();
  for (const { name, whole: source, has } of kFiles) {
    const whole = await charactersIn('node_modules/@fontsource/source-serif-4/files', source),
      kept = await charactersIn('build/fonts', name);
    found.set(name, kept);
    const missing = [...wanted].filter((character) => has(character) && whole.has(character) && !kept.has(character));
    assert.deepEqual(missing, [], name);
    assert.ok([...kept].every((character) => wanted.has(character)) && kept.size > 5, name);
    assert.ok(!name.includes('greek') || kept.size < 20, `${name}: ${kept.size}`);
  }
  for (const style of ['400-normal', '400-italic', '600-normal']) {
    const latin = found.get(`source-serif-4-latin-${style}.woff2`),
      accented = found.get(`source-serif-4-accented-${style}.woff2`);
    assert.ok(latin.has('a') && latin.has('×') && !latin.has('é'), style);
    assert.ok(accented.has('é') && accented.has('ÿ') && !accented.has('×'), style);
  }
});

test('the style sheet fetches the accented letters only where one is shown, for every face', async () => {
  const css = await readFile(new URL('../../../web/styles/fonts.css', import.meta.url), 'utf8');
  const faces = css.split('@font-face').slice(1);
  const rangesOf = (/** @type {string} */ kind) =>
    faces
      .filter((face) => face.includes(`-4-${kind}-`))
      .map((face) => /unicode-range:([^;]+);/.exec(face)[1].replace(/\s+/g, ' ').trim());
  assert.deepEqual(rangesOf('accented'), Array(4).fill('U+00C0-00D6, U+00D8-00F6, U+00F8-00FF'));
  assert.equal(rangesOf('latin').length, 4);
  for (const range of rangesOf('latin')) assert.match(range, /^U\+0000-00BF, U\+00D7, U\+00F7, U\+02C6/);
});
