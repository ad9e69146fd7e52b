// Why a reconstruction shows another digit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL_DIGITS } from '../../../../web/core/model/digit-labels.js';
import { confusionCause } from '../../../../web/features/recognition/confusion-cause.js';

test('codes overlap only in a model that was trained on the digit and whose code carries information', () => {
  assert.equal(confusionCause({ drawn: 4, trainedOn: ALL_DIGITS, activeUnits: 2 }), 'overlap');
  assert.equal(confusionCause({ drawn: 4, trainedOn: [1, 7], activeUnits: 2 }), 'untrained');
  assert.equal(confusionCause({ drawn: 7, trainedOn: [1, 7], activeUnits: 1 }), 'overlap');
  assert.equal(confusionCause({ drawn: 4, trainedOn: ALL_DIGITS, activeUnits: 0 }), 'collapsed');
  // Weights of a file, which have not been measured yet.
  assert.equal(confusionCause({ drawn: 4, trainedOn: undefined, activeUnits: undefined }), 'overlap');
});
