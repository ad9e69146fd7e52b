// Whether a model is one for these images.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classCountOf } from '../../../../web/core/model/digit-labels.js';
import { DIGIT_IMAGES, isModelFor } from '../../../../web/core/model/model-for-images.js';
import { labelCountOf } from '../../../../web/core/model/model-kind.js';
import { labelFor } from '../../../../web/core/state/label.js';

test('a model is for images of its size, and a conditional one for images of as many classes as it has labels', () => {
  const letters = { width: 28, height: 28, classCount: 26 };
  for (const model of ['vae', 'ae', 'made']) {
    assert.equal(isModelFor({ model }, DIGIT_IMAGES), true);
    assert.equal(isModelFor({ model }, letters), true);
    assert.equal(isModelFor({ model, width: 8, height: 8 }, letters), false);
  }
  const cvae = { model: 'cvae', width: 28, height: 28 };
  assert.equal(isModelFor(cvae, DIGIT_IMAGES), true);
  assert.equal(isModelFor(cvae, letters), false);
  assert.equal(isModelFor({ ...cvae, labels: 26 }, letters), true);
  assert.equal(isModelFor({ ...cvae, labels: 26 }, DIGIT_IMAGES), false);
  assert.equal(isModelFor({ ...cvae, labels: 26 }, { ...letters, width: 8 }), false);
  // One class is no condition: the model has two labels.
  assert.equal(isModelFor({ ...cvae, labels: 2 }, { ...letters, classCount: 1 }), true);
});

test('classes are counted up to the largest label', () => {
  assert.equal(classCountOf(Uint8Array.of(0, 3, 1)), 4);
  assert.equal(classCountOf(Uint8Array.of(61)), 62);
  assert.equal(classCountOf(new Uint8Array(9)), 1);
});

test('the labels of a model: ten unless it says otherwise, none if it is told none', () => {
  assert.equal(labelCountOf({ model: 'cvae' }), 10);
  assert.equal(labelCountOf({ model: 'cvae', labels: 3 }), 3);
  assert.equal(labelCountOf({ model: 'vae' }), 0);
  assert.equal(labelFor({ model: 'cvae', labels: 3 }, 2), 2);
  assert.equal(labelFor({ model: 'cvae', labels: 3 }, 3), 0);
  assert.equal(labelFor({ model: 'vae' }, 40), 40);
  assert.equal(labelFor(undefined, 40), 40);
});
