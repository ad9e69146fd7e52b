// The link: parsed, converted to a plan of a model and a state of the page, formatted, and parsed again.
import assert from 'node:assert/strict';
import { validateConfig } from '../../../web/core/model/validate-config.js';
import { encodeDrawing } from '../../../web/core/pictures/drawing-code.js';
import { encodePicture } from '../../../web/core/pictures/picture-code.js';
import { formatLink, hasKeys, parseLink } from '../../../web/core/link/link.js';
import { engineOf, noticeOf, patchOf } from '../../../web/features/share/link-actions.js';
import { planModel, restOfLink } from '../../../web/core/link/link-run.js';
import { LINK_TABLE } from '../../../web/core/link/link-table.js';
import { createPageState } from '../../../web/core/state/page-state.js';
import { mutateText } from './mutate-text.mjs';
import { expectFinite, expectPlain } from './oracles.mjs';
import { makeDrawing } from './target-drawing.mjs';
import { makePicture } from './target-picture.mjs';

const ROWS = new Map(LINK_TABLE.map((row) => [row.key, row]));
const KEYS = [...ROWS.keys()];
/** Keys that only resemble keys. */
const FOREIGN = ['__proto__', 'constructor', 'toString', 'x', '', 'Lang', 'seed ', 'hasOwnProperty'];
/** Values that one key or another accepts. */
const VALUES = [
  '0',
  '1',
  '2',
  '7',
  '20',
  '28',
  '128',
  '4096',
  '512',
  '60000',
  '1000000',
  '4294967295',
  '0.5',
  '-2.5',
  '1e-3',
  '.5',
  '3.',
  '1000',
  'none',
  'en',
  'ko',
  'light',
  'dark',
  'vae',
  'cvae',
  'ae',
  'fvbn',
  'made',
  'shipped',
  'fresh',
  'relu',
  'tanh',
  'elbo',
  'iwae',
  'exact',
  'fused',
  'binarized',
  'thresholded',
  'grey',
  '128-64-32',
  '400',
  '1-1-1-1-1-1-1-1',
  '0123456789',
  '017',
  '9',
  '0.1,-2.5,3',
  '1,2',
  '2,1',
  'pca',
  'A,8,3',
  'D,0,9',
  'map,lab',
  'seed',
  'lab,grid,seed',
  'curves,sliders',
  'loss',
  'few',
  'all',
  'sum',
  'mean',
  'nats',
  'train',
  '0123456789abcdef',
  '12345',
  '3',
];

/** @param {import('./random.mjs').Random} random */
function valueOf(random) {
  const kind = random.below(12);
  if (kind === 0) return encodeDrawing(makeDrawing(random));
  if (kind === 1) return encodePicture(makePicture(random));
  if (kind === 2)
    return `${random.below(10)}.${encodePicture({ data: new Float32Array(784).fill(random.next()), width: 28, height: 28 })}`;
  return random.pick(VALUES);
}

/** @param {import('./random.mjs').Random} random */
export function generate(random) {
  const pairs = Array.from({ length: 1 + random.below(8) }, () => {
    const key = random.chance(0.05) ? random.pick(FOREIGN) : random.pick(KEYS),
      row = ROWS.get(key);
    let value = valueOf(random);
    // A valid value of that key, which random texts seldom contain.
    for (let tries = 0; row && row.parse(value) === undefined && tries < 8; tries++) value = valueOf(random);
    if (random.chance(0.25)) value = mutateText(value, random);
    return `${key}=${random.chance(0.2) ? encodeURIComponent(value.toWellFormed()) : value}`;
  });
  const hash = `#${pairs.join('&')}`;
  return random.chance(0.2) ? mutateText(hash, random) : hash;
}

/** The plan as text of the form. @param {Extract<import('../../../web/core/link/link-run.js').Plan, {weights: 'fresh'}>} plan */
function textOf({ config: { hidden, ...config }, training: { digits, ...training } }) {
  const texts = Object.fromEntries(
    Object.entries({ ...config, ...training }).map(([key, value]) => [key, String(value)]),
  );
  return /** @type {any} */ ({ ...texts, hidden: hidden.join(', '), ...(digits ? { digits: digits.join('') } : {}) });
}

/** @param {string} hash @returns {boolean} whether anything of it was accepted */
export function check(hash) {
  const { values, faults } = parseLink(hash);
  expectPlain(values, 'the values');
  expectFinite(values, 'values');
  const keys = Object.keys(values);
  assert.ok(
    keys.every((key) => ROWS.has(key)),
    'only keys of the table',
  );
  for (const { key, got } of faults)
    assert.ok((ROWS.has(key) || key === '#') && got.length <= 41, 'a fault names its key, and is short');
  if (keys.length > 0) assert.ok(hasKeys(hash), 'a link with values has keys');
  noticeOf(faults);
  engineOf(values, { variant: 'auto', threads: 'auto' }, false);
  restOfLink(values, 5);
  const plan = planModel(values, null);
  if (plan?.weights === 'fresh') {
    expectFinite(plan, 'plan');
    const { errors } = validateConfig(textOf(plan), 60_000);
    // Limits that depend on the kind of model, and on the digits, are checked when the model is created.
    for (const field of Object.keys(errors ?? {}))
      assert.ok(['hidden', 'batchSize'].includes(field), `the form accepts the value of the link for ${field}`);
  }

  const first = createPageState();
  const state = { ...first, ...patchOf(values, first) };
  expectPlain(state, 'the state');
  const written = formatLink(state),
    again = parseLink(written);
  assert.deepEqual(again.faults, [], `what is written is accepted: ${written.slice(0, 300)}`);
  const back = { ...first, ...patchOf(again.values, first) };
  assert.equal(formatLink(back), written, 'a formatted link is parsed and formatted to the same text');
  return keys.length > 0;
}
