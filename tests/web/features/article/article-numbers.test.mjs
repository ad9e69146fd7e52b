// The numbers in the article's tasks are those of the program: measured, rounded, and searched in both languages. Tasks that
// need more than seconds are left to scripts/article-numbers.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBench, MEASURES } from '../../../../scripts/article-numbers.mjs';
import { readArticle } from '../../../../scripts/article-plugin.mjs';

const bench = await createBench({ threads: 1 });

/** Each number must be in the text of both languages after the choice. */
function told(name, numbers) {
  for (const language of ['en', 'ko']) {
    const why =
      readArticle(language)
        .split(/\n{2,}/)
        .find((block) => block.startsWith(`? ${name}: `))
        ?.split('\n> ')[1] ?? '';
    for (const number of numbers)
      assert.match(why, new RegExp(`(?<![\\d.])${number}(?![\\d.]*\\d)`), `${name}, ${language}`);
  }
}

test('a learning rate of 1 fails in the first step', () => {
  assert.deepEqual(MEASURES.rate(bench), { diverged: true, divergedStep: 1 });
});

test('three times the noise costs less than a tenth of the reconstruction', async () => {
  const [none, usual, thrice] = await MEASURES.scale(bench);
  assert.ok(thrice > usual && usual > none && thrice < none * 1.1);
  told(
    'scale',
    [none, usual, thrice].map((nats) => nats.toFixed()),
  );
});

test('samples of the AE are mostly of a few labels, those of the VAE of all', async () => {
  const [ae, vae] = await MEASURES.prior(bench);
  const few = ae[4] + ae[5] + ae[8];
  assert.ok(few > 100 && ae[0] === 1 && Math.min(...vae) === 8, `${ae} ${vae}`);
  told('prior', [few]);
});

test('a VAE of ones and sevens reconstructs a four as a seven, and its loss in nats is high', () => {
  const { sevens, ones, fours, onesAndSevens } = MEASURES.four(bench);
  assert.ok(sevens > ones && sevens + ones === 20);
  told('four', [fours.toFixed(), onesAndSevens.toFixed()]);
  assert.match(readArticle('en'), new RegExp(`\\b${sevens} of 20 held-out fours`));
});

test('with β = 20 the code collapses', () => {
  const [plain, collapsed] = MEASURES.beta(bench);
  assert.equal(collapsed.activeUnits, 0);
  told('beta', [collapsed.kl.toFixed(2), collapsed.negativeElbo.toFixed(), plain.negativeElbo.toFixed()]);
});

test('the same seed gives the same weights, another seed others', () => {
  const [one, again, other] = MEASURES.seed(bench);
  assert.equal(one, again);
  assert.notEqual(one, other);
});
