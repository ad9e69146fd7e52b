// The settings of a model that is trained from scratch.
import assert from 'node:assert/strict';
import test from 'node:test';
import { RECIPE, fittingBatch, fromScratch } from '../../../../web/core/model/recipe.js';
import { STANDARD_CONFIG, STANDARD_TRAINING } from '../../../../web/core/model/settings.js';
import { LANGUAGES } from '../../../../web/languages/languages.js';

const SHIPPED = { weights: 'shipped', altered: null, training: null };
const form = (config = {}, training = {}) => ({
  config: { ...STANDARD_CONFIG, ...config },
  training: { ...STANDARD_TRAINING, ...training },
});

test('a VAE from an untouched form is trained by the recipe, with the form’s other settings', () => {
  assert.deepEqual(fromScratch(form({}, { seed: 7 }), SHIPPED), form({}, { seed: 7, ...RECIPE }));
});

test('a changed learning rate, another kind of model, and a run of one’s own keep their settings', () => {
  for (const [wanted, run] of [
    [form({}, { learningRate: 0.0005 }), SHIPPED],
    [form({ model: 'ae' }), SHIPPED],
    [form(), { ...SHIPPED, weights: 'fresh' }],
  ]) {
    assert.deepEqual(fromScratch(wanted, run), wanted);
  }
});

test('the tips name the recipe', async () => {
  for (const { tips } of Object.values(LANGUAGES)) {
    assert.ok((await tips()).default['tip.scratch'].includes(` ${RECIPE.learningRate}`));
  }
});

test('the batch of a small set is a power of two of at most a quarter of it', () => {
  assert.deepEqual([1, 3, 8, 20, 100, 500].map(fittingBatch), [1, 1, 2, 4, 16, 64]);
});
