// The colours: text is legible on paper in both themes, and the ten digits are distinguishable for every kind of colour vision.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';

const THEME = readFileSync(new URL('../../../web/styles/theme.css', import.meta.url), 'utf8');
const TOKENS = Object.fromEntries(
  [...THEME.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
    name,
    { light, dark },
  ]),
);
const THEMES = ['light', 'dark'];
const DIGITS = Array.from({ length: 10 }, (_, digit) => `digit-${digit}`);

/** 0 … 1 each, linear in light. @param {string} hex */
const linear = (hex) =>
  [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
const times = (matrix, vector) => matrix.map((row) => row.reduce((sum, value, i) => sum + value * vector[i], 0));

/** WCAG 2.2. */
function contrast(a, b) {
  const [low, high] = [a, b].map((hex) => times([[0.2126, 0.7152, 0.0722]], linear(hex))[0]).sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB. */
const SIGHT = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Minimum differences in Oklab at which two digits are distinguishable: 0.02 is just visible on large even patches. */
const LEAST = { normal: 0.17, protan: 0.085, deutan: 0.09, tritan: 0.055 };

/** Ottosson's Oklab, for that kind of colour vision. @param {string} hex @param {number[][]} sight */
function oklab(hex, sight) {
  const seen = times(sight, linear(hex)).map((c) => Math.min(1, Math.max(0, c)));
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    seen,
  ).map(Math.cbrt);
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

/** The minimum difference of two of the ten, and which they are. */
function nearest(theme, sight) {
  const colors = DIGITS.map((name) => oklab(TOKENS[name][theme], sight));
  const pairs = colors.flatMap((a, i) =>
    colors
      .slice(0, i)
      .map((b, j) => ({ pair: `${j} ${i}`, difference: Math.hypot(...a.map((value, c) => value - b[c])) })),
  );
  return pairs.reduce((least, each) => (each.difference < least.difference ? each : least));
}

for (const theme of THEMES) {
  test(`${theme}: text has a contrast of at least 4.5:1 on paper, the digits as marks 3:1`, () => {
    const onPaper = (name) => contrast(TOKENS[name][theme], TOKENS.paper[theme]);
    for (const name of ['ink', 'quiet', 'mu', 'sigma', 'epsilon', 'z'])
      assert.ok(onPaper(name) >= 4.5, `${name}: ${onPaper(name)}`);
    for (const name of DIGITS) assert.ok(onPaper(name) >= 3, `${name}: ${onPaper(name)}`);
  });

  for (const [name, sight] of Object.entries(SIGHT)) {
    test(`${theme}: the ten digits are distinguishable with ${name} sight`, () => {
      const { pair, difference } = nearest(theme, sight);
      assert.ok(difference >= LEAST[name], `digits ${pair}: ${difference}`);
    });
  }
}

test('the digits’ colours are for marks: only large text uses them', () => {
  const folder = new URL('../../../web/', import.meta.url);
  const sheets = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.css'));
  const rules = sheets.flatMap((file) => [
    ...readFileSync(new URL(file, folder), 'utf8')
      .replace(/\/\*.*?\*\//gs, '')
      .matchAll(/([^{}]+)\{([^{}]*)\}/g),
  ]);
  const inked = rules.filter(([, , body]) => /(^|[\s;])color: var\(--(mark|digit)/.test(body));
  assert.deepEqual(
    inked.map(([, selector]) => selector.trim()),
    ['.legend .mark'],
  );
  // 24 px: WCAG requires 3:1 for large text.
  assert.ok(Number(inked[0][2].match(/font-size: ([\d.]+)rem/)[1]) >= 1.5);
});
