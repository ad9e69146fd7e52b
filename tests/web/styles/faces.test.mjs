// The typefaces: Korean has a sans face on every system, and formulas have one whose signs are as narrow as letters.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';

const web = new URL('../../../web/', import.meta.url);
const sheets = readdirSync(web, { recursive: true })
  .filter((name) => name.endsWith('.css'))
  .map((name) => readFileSync(new URL(name, web), 'utf8'));
const stacks = sheets
  .flatMap((sheet) => [...sheet.matchAll(/font-family:\s*([^;]+);/g)].map(([, stack]) => stack))
  .map((stack) => stack.split(',').map((face) => face.trim().replaceAll("'", '')))
  .filter((faces) => faces.includes('Malgun Gothic'));

test('a stack with Korean faces has those of macOS, Windows, Android and Linux', () => {
  assert.ok(stacks.length > 0);
  for (const faces of stacks)
    for (const face of ['Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR'])
      assert.ok(faces.includes(face), `${face} in ${faces}`);
});

test('signs of formulas are taken from a face before the Korean ones', () => {
  for (const faces of stacks)
    for (const face of ['Cambria Math', 'STIX Two Math', 'DejaVu Serif'])
      assert.ok(
        faces.includes(face) && faces.indexOf(face) < faces.indexOf('Apple SD Gothic Neo'),
        `${face} in ${faces}`,
      );
});
