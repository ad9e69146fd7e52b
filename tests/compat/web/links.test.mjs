// The links of the first published version have the same meaning.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRecord } from '../files.mjs';
import { asJson } from '../json.mjs';
import { LINK_TABLE, parseLink, planModel } from './link-modules.mjs';

const links = readRecord('links');

/** Saved drawings were of 28 × 28 only, and have a size since. */
function withoutSizes(values) {
  for (const key of ['ea', 'eb', 'ec', 'ed']) {
    if (!values[key]?.pixels) continue;
    assert.deepEqual([values[key].width, values[key].height], [28, 28], key);
    delete values[key].width;
    delete values[key].height;
  }
  return values;
}

for (const { link, values, plan } of links) {
  test(`the link ${link.slice(0, 60)}`, () => {
    const read = parseLink(link);
    assert.deepEqual(read.faults, []);
    assert.deepEqual(withoutSizes(asJson(read.values)), values);
    const { config, training, ...rest } = asJson(planModel(read.values, null)) ?? {};
    const { config: firstConfig, training: firstTraining, ...firstRest } = plan ?? {};
    assert.deepEqual(rest, firstRest);
    // Later versions have further settings, with their defaults.
    assert.deepEqual({ ...config, ...firstConfig }, config ?? {});
    assert.deepEqual({ ...training, ...firstTraining }, training ?? {});
  });
}

test('every key of the first version is still a key, and is in a link of this list', () => {
  const keys = new Set(links.flatMap(({ values }) => Object.keys(values)));
  const known = LINK_TABLE.map(({ key }) => key);
  assert.equal(keys.size, 57);
  assert.deepEqual(
    [...keys].filter((key) => !known.includes(key)),
    [],
  );
});
