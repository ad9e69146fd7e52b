// The chart of the bound and log p(x).
import assert from 'node:assert/strict';
import test from 'node:test';
import { likelihoodBars } from '../../../../web/features/likelihood/likelihood-bars.js';
import { near } from '../../support/near.mjs';

const digit = { kl: 6.3, elbo: -144.6, logLikelihood: -140.1, logLikelihoodError: 0.2 };

test('the whole bar has its 0 at the right and is as long as its nats; KL is at its end', () => {
  const { whole } = likelihoodBars(digit);
  near(whole.zero, 100);
  near(whole.elbo, 100 - 144.6 / 2);
  near(whole.reconstruction - whole.elbo, 6.3 / 2);
  const stroke = likelihoodBars({ ...digit, elbo: -120, logLikelihood: -119 });
  near(stroke.whole.elbo, 100 - 120 / 2, 1e-9);
});

test('the magnified end shows the gap, with ticks on its scale', () => {
  const { near: end, window, ticks, whole } = likelihoodBars(digit);
  assert.ok(0 < end.elbo && end.elbo < end.logLikelihood && end.logLikelihood < 100);
  assert.ok(end.errorLow < end.logLikelihood && end.logLikelihood < end.errorHigh);
  const scale = (end.logLikelihood - end.elbo) / 4.5;
  for (const { at, value } of ticks) near(at, end.elbo + (value + 144.6) * scale, 1e-6);
  assert.ok(ticks.length >= 2);
  assert.ok(window[0] < whole.elbo && whole.elbo < window[1]);
  assert.ok(likelihoodBars({ ...digit, logLikelihood: -144.6, logLikelihoodError: 0 }), 'no gap at all');
});

test('a log density above 0 has its 0 at the left', () => {
  const { whole } = likelihoodBars({ kl: 8, elbo: 900, logLikelihood: 905, logLikelihoodError: 1 });
  near(whole.zero, 0);
  near(whole.elbo, 90);
  near(whole.reconstruction, 90.8);
});

test('a term that is not finite draws nothing', () => {
  for (const term of Object.keys(digit)) assert.equal(likelihoodBars({ ...digit, [term]: NaN }), null, term);
});
