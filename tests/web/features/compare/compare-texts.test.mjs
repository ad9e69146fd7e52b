// What the texts of the comparison say about the shipped weights.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { LANGUAGES } from '../../../../web/languages/languages.js';

const read = (path) => readFile(new URL(`../../../../${path}`, import.meta.url));

/** The training record in a weights file. */
async function recordOf(name) {
  const bytes = await read(`weights/${name}.safetensors`);
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString());
  return JSON.parse(header.__metadata__['latentpad.training']);
}

test('the caption has the epochs and learning rates by which the shipped weights were trained', async () => {
  const [ae, vae, fvbn] = await Promise.all(['ae-2d', 'vae-2d', 'fvbn'].map(recordOf));
  const { stages } = JSON.parse((await read('weights/recipes/fvbn.json')).toString());
  const rates = stages.map((stage) => String(stage.learning_rate));
  assert.equal(Number(rates.at(-1)), fvbn.config.learning_rate);
  assert.deepEqual(
    [ae, vae].map(({ epochs }) => Math.round(epochs)),
    [60, 60],
  );
  assert.deepEqual(
    [ae, vae].map(({ config }) => config.learning_rate),
    [0.001, 0.001],
  );
  const figures = [
    '0.001',
    '60',
    String(Math.round(fvbn.epochs)),
    ...rates.map((rate) => Number(rate).toFixed(5).replace(/0+$/, '')),
  ];
  for (const [code, { texts }] of Object.entries(LANGUAGES)) {
    const { default: all } = await texts();
    const found = all['compare.caption'].match(/\d+(\.\d+)?/g);
    assert.deepEqual(found.toSorted(), figures.toSorted(), code);
  }
});
