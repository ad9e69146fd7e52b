// The page's fonts: every character that the package's fonts have and the page may show is still in them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { charactersOfPage, kNames, subsetFonts } from '../../../scripts/subset-fonts.mjs';

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
  for (const name of kNames) {
    const whole = await charactersIn('node_modules/@fontsource/source-serif-4/files', name),
      kept = await charactersIn('build/fonts', name);
    const missing = [...wanted].filter((character) => whole.has(character) && !kept.has(character));
    assert.deepEqual(missing, [], name);
    assert.ok([...kept].every((character) => wanted.has(character)) && kept.size > 5, name);
    assert.ok(name.includes('latin') || kept.size < 20, `${name}: ${kept.size}`);
  }
});
