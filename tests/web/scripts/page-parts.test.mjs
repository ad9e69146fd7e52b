import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { insertParts, wholePage } from '../../../scripts/page-parts.mjs';

const web = new URL('../../../web/', import.meta.url);
const scripts = readdirSync(web, { recursive: true })
  .filter((name) => /^(core|features)\/.*\.js$/.test(name.replaceAll('\\', '/')) || name === 'main.js')
  .map((name) => ({ name, text: readFileSync(new URL(name, web), 'utf8') }));

test('every element that a view selects by its id or test id is in the page, or in its own markup', () => {
  const html = wholePage();
  const missing = scripts.flatMap(({ name, text }) =>
    [
      ...[...text.matchAll(/\bfind\([\w.]+, '#([\w-]+)/g)].filter(([, id]) => !html.includes(`id="${id}"`)),
      ...[...text.matchAll(/\bbyTestId\([\w.]+, '([\w-]+)'\)/g)].filter(
        ([, id]) => ![html, text].some((markup) => markup.includes(`data-testid="${id}"`)),
      ),
    ].map(([, id]) => `${name}: ${id}`),
  );
  assert.deepEqual(missing, []);
});

test('parts and fields are inserted, and no placeholder is left', () => {
  assert.doesNotMatch(wholePage(), /<!-- (part|settings):/);
  assert.match(insertParts('<!-- settings: training -->\n'), /name="learningRate"[^>]*value="0.001"/);
  assert.throws(() => insertParts('<!-- part: features/none.html -->\n'), { code: 'ENOENT' });
});
