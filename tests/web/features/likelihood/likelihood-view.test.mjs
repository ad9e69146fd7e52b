// The printed terms of the bound.
import assert from 'node:assert/strict';
import test from 'node:test';
import { formatNumber } from '../../../../web/core/texts/format.js';
import { uniformFrom } from '../../../../web/core/model/gaussian.js';
import { printedTerms } from '../../../../web/features/likelihood/likelihood-view.js';

const termsOf = (reconstruction, kl, gap) => ({
  reconstruction,
  kl,
  elbo: -reconstruction - kl,
  gap,
  logLikelihood: -reconstruction - kl + gap,
});
const read = (value) => Number(formatNumber(value, 1).replace('−', '-').replaceAll(',', ''));

test('the terms add up as printed, and each differs from its value by less than 0.1', () => {
  const uniform = uniformFrom(1);
  for (let digit = 0; digit < 500; digit++) {
    const terms = termsOf(1500 * uniform(), 30 * uniform(), 3 * uniform() - 0.1);
    const printed = printedTerms(terms);
    const { reconstruction, kl, elbo, gap, logLikelihood } = Object.fromEntries(
      Object.entries(printed).map(([name, value]) => [name, read(value)]),
    );
    assert.equal((-reconstruction - kl).toFixed(1), elbo.toFixed(1));
    assert.equal((elbo + gap).toFixed(1), logLikelihood.toFixed(1));
    for (const [name, value] of Object.entries(terms)) assert.ok(Math.abs(value - printed[name]) < 0.1001, name);
  }
});

test('the error takes the difference of the roundings', () => {
  // Rounded one by one, −138.4 − 6.3 = −144.6 would be printed.
  const { reconstruction, kl, elbo } = printedTerms(termsOf(138.36, 6.28, 0.2));
  assert.deepEqual([reconstruction, kl, elbo], [138.3, 6.3, -144.6]);
});
