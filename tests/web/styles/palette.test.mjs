// The colours: all are legible on paper in both themes, the symbols differ from the digits, and the ten digits are
// distinguishable for every kind of colour vision.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const read = (file) => readFileSync(new URL(`../../../web/${file}`, import.meta.url), 'utf8');
const TOKENS = Object.fromEntries(
  [...read('styles/theme.css').matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name, light, dark]) => [name, { light, dark }],
  ),
);
const THEMES = ['light', 'dark'];
const SYMBOLS = ['mu', 'sigma', 'epsilon', 'z'];
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

/**
 * Minimum differences in Oklab at which two digits are distinguishable: 0.02 is just visible on large even patches.
 * A contrast of 4.5:1 leaves less lightness on light paper than on dark paper.
 */
const LEAST_OF_DIGITS = {
  light: { normal: 0.11, protan: 0.055, deutan: 0.06, tritan: 0.04 },
  dark: { normal: 0.14, protan: 0.07, deutan: 0.075, tritan: 0.07 },
};
/** The same for two symbols, which are also distinguished by their letters. */
const LEAST_OF_SYMBOLS = { normal: 0.15, protan: 0.075, deutan: 0.075, tritan: 0.075 };

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

/** Ottosson's OKLCh; the hue in degrees. @param {string} hex */
function oklch(hex) {
  const [lightness, a, b] = oklab(hex, SIGHT.normal);
  return { lightness, chroma: Math.hypot(a, b), hue: (Math.atan2(b, a) * 180) / Math.PI };
}

/** CIELAB for the white of sRGB, D65. @param {string} hex */
function cielab(hex) {
  const toXyz = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.072175],
    [0.0193339, 0.119192, 0.9503041],
  ];
  const white = times(toXyz, [1, 1, 1]);
  const [x, y, z] = times(toXyz, linear(hex)).map((value, i) => {
    const t = value / white[i];
    return t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (a, b) => Math.hypot(...a.map((value, i) => value - b[i]));
/** CIE76 ΔE. */
const deltaE = (a, b) => distance(cielab(a), cielab(b));
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The minimum difference between two of these colours, or between one of the first and one of the second list. */
function nearest(theme, difference, names, others = null) {
  const pairs = names.flatMap((a, i) => (others ?? names.slice(0, i)).map((b) => [a, b]));
  return pairs
    .map(([a, b]) => ({ pair: `${a} ${b}`, difference: difference(TOKENS[a][theme], TOKENS[b][theme]) }))
    .reduce((least, each) => (each.difference < least.difference ? each : least));
}

for (const theme of THEMES) {
  const colors = (names) => names.map((name) => oklch(TOKENS[name][theme]));

  // The digits are text as well: in the legend, and on the maps at 11 px.
  test(`${theme}: ink, symbols and digits have a contrast of at least 4.5:1 on paper`, () => {
    for (const name of ['ink', 'quiet', ...SYMBOLS, ...DIGITS]) {
      const onPaper = contrast(TOKENS[name][theme], TOKENS.paper[theme]);
      assert.ok(onPaper >= 4.5, `${name}: ${onPaper}`);
    }
  });

  for (const [name, sight] of Object.entries(SIGHT)) {
    const difference = (a, b) => distance(oklab(a, sight), oklab(b, sight));
    for (const [kind, names, least] of [
      ['ten digits', DIGITS, LEAST_OF_DIGITS[theme][name]],
      ['four symbols', SYMBOLS, LEAST_OF_SYMBOLS[name]],
    ])
      test(`${theme}: the ${kind} are distinguishable with ${name} sight`, () => {
        const found = nearest(theme, difference, names);
        assert.ok(found.difference >= least, `${found.pair}: ${found.difference}`);
      });
  }

  test(`${theme}: no symbol and no ink has a digit's colour`, () => {
    for (const [names, least] of [
      [SYMBOLS, 25],
      [['ink'], 25],
      [['quiet'], 12],
    ]) {
      const { pair, difference } = nearest(theme, deltaE, names, DIGITS);
      assert.ok(difference >= least, `${pair}: ΔE ${difference}`);
    }
  });

  test(`${theme}: every digit is duller than every symbol, and the digits are lighter on average`, () => {
    const symbols = colors(SYMBOLS),
      digits = colors(DIGITS);
    const dullest = Math.min(...symbols.map(({ chroma }) => chroma)),
      strongest = Math.max(...digits.map(({ chroma }) => chroma));
    assert.ok(strongest < dullest, `chroma of a digit ${strongest}, of a symbol ${dullest}`);
    const [ofSymbols, ofDigits] = [symbols, digits].map((some) => mean(some.map(({ lightness }) => lightness)));
    assert.ok(ofDigits > ofSymbols, `lightness of the digits ${ofDigits}, of the symbols ${ofSymbols}`);
  });
}

test('symbols and digits have the same hue in both themes', () => {
  for (const name of [...SYMBOLS, ...DIGITS]) {
    const [light, dark] = THEMES.map((theme) => oklch(TOKENS[name][theme]));
    const turn = Math.abs(((light.hue - dark.hue + 540) % 360) - 180);
    assert.ok(turn <= 15, `${name}: ${turn}°`);
    // The hue of a grey means nothing.
    assert.ok(Math.min(light.chroma, dark.chroma) >= 0.05, `${name}: chroma ${light.chroma}, ${dark.chroma}`);
  }
});

test('the icon and the browser’s frame have the colours of the page', () => {
  assert.deepEqual(
    read('public/favicon.svg').match(/#\w{6}/g),
    ['paper', 'sigma', 'z'].map((name) => TOKENS[name].light),
  );
  assert.deepEqual(
    [
      ...read('index.html').matchAll(/name="theme-color" content="(#\w{6})" media="\(prefers-color-scheme: (\w+)\)"/g),
    ].map(([, color, theme]) => [theme, color]),
    THEMES.map((theme) => [theme, TOKENS.paper[theme]]),
  );
});
