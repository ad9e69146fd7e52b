import assert from 'node:assert/strict';
import test from 'node:test';
import { rowSums, runningSum, surprisalInk, surprisals } from '../../../../web/features/fvbn/chain-rule.js';
import {
  COMPARED_MODELS,
  ROWS,
  cellOf,
  generationVerdict,
  refused,
  reconstructionVerdict,
} from '../../../../web/features/compare/compare-rows.js';
import { thresholdAtHalf } from '../../../../web/core/pictures/digit-image.js';
import { pace } from '../../../../web/features/compare/pace.js';
import en from '../../../../web/languages/en/texts.js';
import { near } from '../../support/near.mjs';

test('pixels are thresholded at 0.5: 0.5 itself is ink', () => {
  assert.deepEqual([...thresholdAtHalf(Float32Array.of(0, 0.49, 0.5, 1))], [0, 0, 1, 1]);
});

test('the chain rule: surprisals sum to −log p(x)', () => {
  const surprisal = surprisals([1, 0, 1], [0.5, 0.25, 0.1]);
  [Math.log(2), -Math.log(0.75), Math.log(10)].forEach((value, i) => near(surprisal[i], value));
  const sums = runningSum(surprisal);
  assert.equal(sums.length, 4);
  assert.equal(sums[0], 0);
  near(sums[3], Math.log(0.5 * 0.75 * 0.1));
});

test('a probability rounded to 0 is a large surprisal, not an infinite one', () => {
  const [surprisal] = surprisals([1], [0]);
  assert.ok(surprisal > 15 && Number.isFinite(surprisal));
  assert.deepEqual([...surprisalInk([surprisal, 0, 2])], [1, 0, 0.5]);
});

test('the lab’s table sums each row of pixels, and all rows through it', () => {
  assert.deepEqual(rowSums([1, 2, 3, 4, 5, 6], 2), [
    { nats: -3, sum: -3 },
    { nats: -7, sum: -10 },
    { nats: -11, sum: -21 },
  ]);
});

test('the faster models wait until the slowest has come near; the others do not wait for a failed one', () => {
  const at = (epoch, running = true, out = false) => ({ epoch, running, out });
  assert.deepEqual(pace([at(1), at(1.2), at(2)]), ['keep', 'keep', 'wait']);
  assert.deepEqual(pace([at(1.5), at(1.9), at(2, false)]), ['keep', 'keep', 'keep']);
  assert.deepEqual(pace([at(1.9), at(1.9), at(2, false)]), ['keep', 'keep', 'go']);
  assert.deepEqual(pace([at(0, false, true), at(4), at(4.2)]), ['keep', 'keep', 'keep']);
  // One at a time: a running model continues until it is ahead, then the slowest starts.
  assert.deepEqual(pace([at(0), at(0), at(0)], 1), ['keep', 'wait', 'wait']);
  assert.deepEqual(pace([at(0.4), at(0, false), at(0, false)], 1), ['keep', 'keep', 'keep']);
  assert.deepEqual(pace([at(0.6), at(0.1, false), at(0, false)], 1), ['wait', 'keep', 'go']);
  assert.deepEqual(pace([at(0.6, false), at(0.1, false), at(0.2)], 2), ['keep', 'go', 'keep']);
});

const nothing = { heldOut: null, metrics: null, quality: null, smoothness: null };
/** The quality of samples with these numbers of labels. */
const qualityOf = (counts, classifierConfidence = 0.9) => {
  const samples = counts.reduce((sum, count) => sum + count),
    labelHistogram = counts.map((count) => count / samples);
  const labelEntropy = -labelHistogram.filter(Boolean).reduce((sum, share) => sum + share * Math.log(share), 0);
  return { samples, classifierConfidence, labelEntropy, labelHistogram };
};
const EVEN = Array(10).fill(20);
const measured = (reconstruction, quality) => ({
  heldOut: { negativeElbo: reconstruction + 6, reconstruction },
  metrics: { centredness: 0.1, silhouette: null, why: { silhouette: 'needs two labels' } },
  quality,
  smoothness: 1.2,
});

test('every cell has a value, is empty for now, or has the reason why there is none', () => {
  for (const row of ROWS) {
    for (const name of COMPARED_MODELS) {
      const cell = cellOf(row, name, nothing);
      assert.equal(cell.value, null);
      if (cell.reason) assert.ok(cell.reason in en, cell.reason);
    }
    assert.ok(`row.${row}` in en && `row.${row}.is` in en, row);
  }
  assert.equal(cellOf('likelihood', 'ae', measured(1, 1)).reason, 'compare.noDensity');
  assert.equal(cellOf('spread', 'fvbn', measured(1, 1)).reason, 'compare.noCode');
  assert.equal(cellOf('silhouette', 'vae', measured(1, 1)).said, 'needs two labels');
  assert.deepEqual(cellOf('labelHistogram', 'fvbn', measured(1, qualityOf(EVEN))).counts, EVEN);
  assert.equal(cellOf('labelHistogram', 'fvbn', { ...nothing, quality: refused('quality', 'no') }).said, 'no');
});

test('a bound is labelled as a bound and an exact value as exact', () => {
  assert.deepEqual(
    [cellOf('likelihood', 'vae', measured(100, 1)).claim, cellOf('likelihood', 'vae', measured(100, 1)).value],
    ['bound', 106],
  );
  assert.equal(cellOf('likelihood', 'fvbn', measured(100, 1)).claim, 'exact');
});

test('the sentences depend on the numbers', () => {
  const verdicts = (ae, vae) => ({ ae, vae, fvbn: nothing });
  assert.equal(reconstructionVerdict(verdicts(nothing, measured(1, 1))), null);
  assert.equal(reconstructionVerdict(verdicts(measured(129, 1), measured(132, 1))).key, 'compare.claimAe');
  assert.equal(reconstructionVerdict(verdicts(measured(132, 1), measured(129, 1))).key, 'compare.claimVae');
  assert.equal(reconstructionVerdict(verdicts(measured(130, 1), measured(130.2, 1))).key, 'compare.claimEqual');
  const few = [0, 0, 0, 0, 60, 50, 10, 10, 60, 10];
  const generation = (ae, vae) => generationVerdict(verdicts(measured(1, ae), measured(1, vae))).key;
  // The classifier's confidence is irrelevant.
  assert.equal(generation(qualityOf(few, 0.99), qualityOf(EVEN, 0.5)), 'compare.samplesVae');
  assert.equal(generation(qualityOf(EVEN, 0.5), qualityOf(few, 0.99)), 'compare.samplesAe');
  assert.equal(generation(qualityOf(EVEN, 0.1), qualityOf(EVEN, 0.9)), 'compare.samplesEqual');
  assert.equal(generationVerdict(verdicts(nothing, measured(1, qualityOf(few)))), null);
  const failed = { ...nothing, quality: refused('quality', 'no') };
  assert.equal(generationVerdict(verdicts(failed, measured(1, qualityOf(few)))), null);
});
