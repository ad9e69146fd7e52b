// The numbers in the article are those that its links show: each is measured by the engine with the link's settings, on the
// pixels of the page's panels, rounded, and searched in the text at the link, in both languages. Runs that train for seconds
// are measured with LATENTPAD_LONG=1, and must have the recorded results; otherwise the text is compared with these.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createBench, MEASURES, RECORD, RECORDED, runOf, SEED, textAt } from '../../../../scripts/article-numbers.mjs';
import { compareEntropies } from '../../../../web/features/compare/label-entropy.js';
import { readSource } from '../../../../scripts/reading-plugin.mjs';
import { isLong } from '../../../support/long.mjs';

const bench = await createBench({ threads: 1 });
const LANGUAGES = ['en', 'ko'];
const recorded = JSON.parse(await readFile(RECORD, 'utf8'));

/** The results of a link's runs, with its seed. @param {string} name */
function resultsOf(name) {
  if (isLong)
    assert.deepEqual(MEASURES[name](bench, SEED), recorded[name], 'node scripts/article-numbers.mjs --record');
  return recorded[name];
}

const numberIn = (number) => new RegExp(`(?<![\\d.])${number.replace('.', '\\.')}(?![\\d.]*\\d)`, 'g');
/** Each number that was measured. @type {Set<string>} */
const found = new Set();

/** Each number must be in the text at the link, in both languages. @param {string} name @param {string[]} numbers */
function told(name, numbers) {
  for (const number of numbers) {
    for (const language of LANGUAGES) assert.match(textAt(language, name), numberIn(number), `${name}, ${language}`);
    found.add(number);
  }
}

test('what is recorded is what the script records', () => {
  assert.deepEqual(Object.keys(recorded).sort(), RECORDED.toSorted());
});

test('a run has the settings of its link', () => {
  assert.deepEqual(runOf('four'), {
    config: {
      model: 'vae',
      hidden: [128, 64, 32],
      latentDim: 2,
      activation: 'relu',
      likelihood: 'bernoulli',
      sigma: 0,
      prior: 'standard',
    },
    training: {
      seed: 1,
      objective: 'elbo',
      importanceSamples: 1,
      estimator: 'reparameterized',
      beta: 1,
      betaWarmupSteps: 0,
      learningRate: 0.001,
      learningRateWarmupSteps: 0,
      schedule: 'constant',
      averageDecay: 0,
      batchSize: 128,
      pixels: 'binarized',
      digits: [1, 7],
    },
    epochs: 8,
  });
});

test('the text at a link: of a task its explanation, else the paragraphs before it', () => {
  assert.match(textAt('en', 'beta'), /^KL falls to/);
  assert.match(textAt('en', 'learned'), /^\*Squared error or cross-entropy/);
  assert.doesNotMatch(textAt('en', 'learned'), /blurred|->/);
  assert.throws(() => textAt('en', 'nowhere'), /no link nowhere/);
});

test('a learning rate of 1 fails in the first step', () => {
  assert.deepEqual(MEASURES.rate(bench), { diverged: true, divergedStep: 1 });
});

test('three times the noise costs less than a tenth of the reconstruction', async () => {
  const {
    reconstruction: [none, usual, thrice],
    shown,
  } = await MEASURES.scale(bench);
  assert.equal(usual, shown, 'measured as “Train it here” measures');
  assert.ok(thrice > usual && usual > none && thrice < none * 1.1);
  told(
    'scale',
    [none, usual, thrice].map((nats) => nats.toFixed(1)),
  );
  told('claim', [none.toFixed(1)]);
});

test('the AE reconstructs better and spreads its codes more; neither separates the labels clearly better', async () => {
  const [ae, vae] = await MEASURES.claim(bench);
  assert.ok(ae.reconstruction < vae.reconstruction && ae.spread > 2 * vae.spread);
  // The standard error of the difference of two accuracies on 1,000 digits.
  const variances = [ae, vae].map(({ knnAccuracy }) => (knnAccuracy * (1 - knnAccuracy)) / 1000);
  assert.ok(
    Math.abs(ae.knnAccuracy - vae.knnAccuracy) < 2 * Math.sqrt(variances[0] + variances[1]),
    'as the text says',
  );
  told(
    'claim',
    [ae, vae].map(({ reconstruction }) => reconstruction.toFixed(1)),
  );
  told(
    'scatter',
    [ae, vae].map(({ spread }) => spread.toFixed(2)),
  );
  told(
    'features',
    [ae, vae].flatMap(({ knnAccuracy, silhouette }) => [(100 * knnAccuracy).toFixed(1), silhouette.toFixed(2)]),
  );
  told(
    'aggregate',
    [ae, vae].map(({ momentMatchedKl }) => momentMatchedKl.toFixed(2)),
  );
});

test('the FVBN has a higher likelihood than the VAE of two features', async () => {
  const [fvbn, vae] = await MEASURES.painting(bench);
  assert.ok(fvbn < vae);
  told(
    'painting',
    [fvbn, vae].map((nats) => nats.toFixed(1)),
  );
});

test('samples of the AE are mostly of a few labels, those of the VAE of all', async () => {
  const [ae, vae] = await MEASURES.prior(bench);
  const few = ae[4] + ae[5] + ae[8];
  assert.ok(few > 100 && ae[0] === 1 && Math.min(...vae) === 7, `${ae} ${vae}`);
  told('prior', [String(few)]);
  assert.match(textAt('en', 'prior'), /one for a 0; .* at least seven/);
  assert.match(textAt('ko', 'prior'), /0으로 본 것은 하나뿐.* 일곱 개 이상/);
});

test('samples of the AE with codes of a fitted mixture are as varied as those of the VAE', async () => {
  const { normal, gaussian, mixture, vae, same } = await MEASURES.fitted(bench);
  assert.deepEqual([same.counts, same.samples], [vae.counts, 200], 'classified as the engine classifies');
  assert.ok(Math.abs(same.entropy - vae.entropy) < 1e-9);
  assert.equal(compareEntropies(normal, vae), 1);
  assert.equal(compareEntropies(normal, gaussian), 0);
  assert.equal(compareEntropies(normal, mixture), 1);
  assert.equal(compareEntropies(mixture, vae), 0);
  told(
    'fitted',
    [normal, gaussian, mixture, vae].map(({ entropy }) => entropy.toFixed(2)),
  );
});

test('a VAE of ones and sevens reconstructs a four as a seven, and its loss in nats is high', () => {
  const { sevens, ones, fours, onesAndSevens } = resultsOf('four');
  assert.ok(sevens > ones && sevens + ones === 20);
  told('four', [fours.toFixed(1), onesAndSevens.toFixed(1)]);
  assert.match(textAt('en', 'four'), new RegExp(`\\b${sevens} of 20 held-out fours`));
  assert.deepEqual([sevens, ones], [17, 3]);
  assert.match(textAt('en', 'four'), /other three as a 1/);
  assert.match(textAt('ko', 'four'), /스무 개 가운데 열일곱이 7로, 나머지 셋이 1로/);
});

test('with β = 20 the code collapses', () => {
  const [plain, collapsed] = resultsOf('beta');
  assert.equal(collapsed.activeUnits, 0);
  const numbers = [collapsed.kl.toFixed(2), collapsed.negativeElbo.toFixed(1), plain.negativeElbo.toFixed(1)];
  told('beta', numbers);
  told('collapse', [...numbers, plain.kl.toFixed(1)]);
});

test('KL rises from nearly 0', () => {
  const { first, last } = resultsOf('rising');
  assert.ok(first < last / 100);
  told('rising', [first.toFixed(2), last.toFixed(1)]);
});

test('with β = 0 the noise vanishes, and a VAE reconstructs as an AE', () => {
  const { sigma, reconstruction, ae } = resultsOf('autoencoder');
  assert.ok(Math.abs(reconstruction - ae) < 1, `${reconstruction} ${ae}`);
  told('autoencoder', [sigma.toFixed(3), reconstruction.toFixed(1), ae.toFixed(1)]);
});

test('half the squared error, which is σ = 1, makes the code collapse', () => {
  const { kl, activeUnits } = resultsOf('mse');
  assert.equal(activeUnits, 0);
  told('mse', [kl.toFixed(2)]);
});

test('20 features reconstruct better than 2', async () => {
  told(
    'sharp',
    (await MEASURES.sharp(bench)).map((nats) => nats.toFixed(1)),
  );
});

test('the score function is far noisier than the gradient through z', async () => {
  const { through, score } = await MEASURES.gradients(bench);
  assert.ok(score > 10 * through);
  told('gradients', [through.toFixed(), score.toFixed()]);
});

test('20 features give a better bound and a larger KL than 2', () => {
  const [two, twenty] = resultsOf('latent');
  assert.ok(twenty.negativeElbo < two.negativeElbo && twenty.kl > two.kl);
  told(
    'latent',
    [two, twenty].flatMap(({ negativeElbo, kl, reconstruction }) =>
      [negativeElbo, kl, reconstruction].map((nats) => nats.toFixed(1)),
    ),
  );
});

test('an IWAE has the better bound of 5 samples, a VAE the better ELBO', () => {
  const [vae, iwae] = resultsOf('weighted');
  assert.ok(iwae.bound < vae.bound - 1 && iwae.negativeElbo > vae.negativeElbo);
  assert.ok(vae.negativeElbo - vae.bound < 1 && iwae.negativeElbo - iwae.bound > 5, 'as the text says');
  told(
    'weighted',
    [vae, iwae].flatMap((run) => [run.bound, run.negativeElbo].map((nats) => nats.toFixed(1))),
  );
});

test('KL warm-up gives a better bound', () => {
  const [without, withWarmup] = resultsOf('warmup');
  assert.ok(withWarmup.negativeElbo < without.negativeElbo - 5);
  told(
    'warmup',
    [without, withWarmup].flatMap(({ negativeElbo, kl }) => [negativeElbo, kl].map((nats) => nats.toFixed(1))),
  );
});

test('the same seed gives the same weights, another seed others', () => {
  const [one, again, other] = MEASURES.seed(bench);
  assert.equal(one, again);
  assert.notEqual(one, other);
});

test('with further seeds the results are what the text says', { skip: !isLong }, () => {
  const boundsOf = (runs) => runs.map(({ negativeElbo }) => negativeElbo).sort((a, b) => a - b);
  const twenty = boundsOf(MEASURES.latent(bench, [2, 3]).slice(2)),
    warmup = boundsOf(MEASURES.warmup(bench, [2]));
  for (const language of LANGUAGES)
    for (const [name, pair, bounds] of [
      ['latent', /(\d{3})(?: to |~)(\d{3})/, twenty],
      ['warmup', /(\d{3})(?: and | nats쯤과 )(\d{3})/, warmup],
    ]) {
      const said = pair.exec(textAt(language, name)).slice(1).map(Number);
      // Exact and fused arithmetic differ by up to a nat.
      said.forEach((nats, i) => assert.ok(Math.abs(nats - bounds[i]) < 1.2, `${language}, ${name}: ${said} ${bounds}`));
    }
});

// Of three seeds, by scripts/compare-seeds.sh: the text calls them another training.
const STUDY = ['8.2', '1.13', '145.8', '146.9', '105.9', '125.7', '0.21', '0.86', '69.2', '69.6', '0.01', '0.06'];
// The learning rate of a task, and a σ that is an example.
const OTHERS = ['0.001'];

test('each number with decimals in the text was measured above', () => {
  for (const language of LANGUAGES) {
    const [text] = readSource('article', language).split(/^## (?:Sources|참고 문헌)/m);
    const numbers = text.replace(/\$[^$]+\$/g, '').match(/\d+\.\d+/g) ?? [];
    const unknown = numbers.filter((number) => ![...found, ...STUDY, ...OTHERS].includes(number));
    assert.deepEqual(unknown, [], language);
  }
});
