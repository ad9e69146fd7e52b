import assert from 'node:assert/strict';
import test from 'node:test';
import { validateConfig } from '../../../../web/core/model/validate-config.js';

const GOOD = {
  model: 'vae',
  hidden: '400',
  latentDim: '2',
  activation: 'relu',
  beta: '1',
  betaWarmupSteps: '0',
  learningRate: '0.001',
  batchSize: '100',
  pixels: 'binarized',
  seed: '1',
};
const check = (patch, trainCount = 9000) => validateConfig({ ...GOOD, ...patch }, trainCount);

test('valid text becomes settings', () => {
  assert.deepEqual(check({ hidden: ' 512, 256 ', learningRate: '1e-3' }).value, {
    config: { model: 'vae', hidden: [512, 256], latentDim: 2, activation: 'relu' },
    training: {
      batchSize: 100,
      learningRate: 0.001,
      beta: 1,
      betaWarmupSteps: 0,
      pixels: 'binarized',
      seed: 1,
      objective: 'elbo',
      importanceSamples: 1,
      digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    },
  });
});

test('no hidden layer is valid, and spaces or semicolons also separate sizes', () => {
  assert.deepEqual(check({ hidden: '' }).value.config.hidden, []);
  assert.deepEqual(check({ hidden: '8 16;32' }).value.config.hidden, [8, 16, 32]);
});

test('the ends of every range are valid', () => {
  for (const patch of [
    { hidden: '1' },
    { hidden: '4096' },
    { hidden: Array(8).fill(1).join() },
    { latentDim: '1' },
    { latentDim: '512' },
    { learningRate: '1' },
    { learningRate: '.5' },
    { batchSize: '1' },
    { batchSize: '9000' },
    { beta: '0' },
    { beta: '1000' },
    { betaWarmupSteps: '1000000000' },
    { seed: '0' },
    { seed: '4294967295' },
    { activation: 'tanh' },
    { pixels: 'grey' },
  ])
    assert.equal(check(patch).errors, null, JSON.stringify(patch));
});

test('values out of range and invalid numbers are reported, field by field', () => {
  for (const [field, ...texts] of [
    ['hidden', '0', '4097', '12.5', '-3', 'many', '5,,5', Array(9).fill(1).join()],
    ['latentDim', '0', '513', '2.5', '', 'two', '1e2'],
    ['learningRate', '0', '1.01', '-0.1', '', 'NaN', 'Infinity', '0x1'],
    ['batchSize', '0', '9001', '1.5', ''],
    ['beta', '-1', '1001', '', 'β'],
    ['betaWarmupSteps', '-1', '1000000001', '0.5', ''],
    ['seed', '-1', '4294967296', '1.5', ''],
    ['activation', 'gelu'],
    ['pixels', 'colour'],
  ]) {
    for (const text of texts)
      assert.deepEqual(Object.keys(check({ [field]: text }).errors ?? {}), [field], `${field} = '${text}'`);
  }
});

test('an error has the message and its numbers', () => {
  assert.deepEqual(check({ batchSize: '500' }, 60).errors.batchSize, {
    key: 'error.whole',
    params: { low: 1, high: 60 },
  });
});

test('settings that a kind of model does not have are not validated', () => {
  const fvbn = check({ model: 'fvbn', hidden: '', latentDim: '0', beta: 'x', betaWarmupSteps: 'x' }).value;
  assert.deepEqual(fvbn.config, { model: 'fvbn', hidden: [], latentDim: 0, activation: 'relu' });
  assert.deepEqual([fvbn.training.beta, fvbn.training.betaWarmupSteps], [1, 0]);
  assert.deepEqual(check({ model: 'made', hidden: '500', latentDim: '7' }).value.config, {
    model: 'made',
    hidden: [500],
    latentDim: 0,
    activation: 'relu',
  });
  assert.equal(check({ model: 'ae', latentDim: '0' }).errors.latentDim.key, 'error.whole');
  assert.equal(check({ model: 'gan' }).errors.model.key, 'error.choice');
});

test('the objective IWAE has k samples, and neither β nor a warm-up', () => {
  const { training } = check({ objective: 'iwae', importanceSamples: '5', beta: 'x', betaWarmupSteps: '7' }).value;
  assert.deepEqual(
    [training.objective, training.importanceSamples, training.beta, training.betaWarmupSteps],
    ['iwae', 5, 1, 0],
  );
  for (const k of ['1', '1001', '', '2.5'])
    assert.deepEqual(Object.keys(check({ objective: 'iwae', importanceSamples: k }).errors), ['importanceSamples']);
  assert.equal(check({ objective: 'elbo', importanceSamples: 'x' }).value.training.importanceSamples, 1);
  assert.equal(check({ objective: 'vib' }).errors.objective.key, 'error.choice');
  assert.equal(check({ model: 'ae', objective: 'iwae' }).value.training.objective, 'elbo');
});

test('a choice of digits: at least one, only available ones, and no batch larger than their number', () => {
  const counts = [50, 60, 0, 0, 0, 0, 0, 70, 0, 0];
  assert.deepEqual(check({ digits: '710', batchSize: '180' }, counts).value.training.digits, [0, 1, 7]);
  assert.deepEqual(check({ digits: '01', batchSize: '111' }, counts).errors.batchSize.params, { low: 1, high: 110 });
  assert.equal(check({ digits: '' }, counts).errors.digits.key, 'error.digits');
  assert.equal(check({ digits: '0x' }, counts).errors.digits.key, 'error.digits');
  assert.deepEqual(check({ digits: '2' }, counts).errors, { digits: { key: 'error.noDigits', params: {} } });
});

test('all ten digits stand for images of every class, also those beyond ten', () => {
  const counts = Array.from({ length: 26 }, () => 10);
  assert.equal(check({ batchSize: '260' }, counts).errors, null);
  assert.deepEqual(check({ batchSize: '261' }, counts).errors.batchSize.params, { low: 1, high: 260 });
  assert.deepEqual(check({ digits: '01', batchSize: '21' }, counts).errors.batchSize.params, { low: 1, high: 20 });
});
