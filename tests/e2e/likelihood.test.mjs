// The likelihoods of grey pixels: training in the tab, from a link and from the form; mixed comparisons show a note.
import assert from 'node:assert/strict';
import { createFixture } from './support/fixture.mjs';
import { whenLong } from '../support/long.mjs';

const { openPage, sharedPage, testOnceIn } = createFixture();
let site;

const text = (id) => site.page.$eval(`[data-testid="${id}"]`, (node) => node.textContent);
const bound = () => site.number('held-out-bound');

const GREY = /** @type {const} */ ([
  ['likelihood=continuous_bernoulli', /continuous Bernoulli/, 'firefox'],
  ['likelihood=gaussian&sigma=0.3', /Gaussian/, 'chromium'],
  ['likelihood=gaussian', /Gaussian/, 'firefox'],
]);
for (const [link, name, browser] of GREY) {
  whenLong(testOnceIn)(
    browser,
    `${link}: trains on grey pixels, the bound improves, the same link gives the same weights`,
    async () => {
      const hash = `#weights=fresh&hidden=32&seed=3&pixels=grey&lr=0.003&${link}`;
      site = await sharedPage({ hash });
      await site.waitFor(() => document.querySelector('[data-testid="held-out-bound"]').dataset.value !== '');
      const before = await bound();
      await site.page.evaluate(() => {
        location.hash = `${location.hash}&steps=60`;
      });
      await site.waitForValue('train-step-count', '60');
      await site.waitFor(
        (first) => Number(document.querySelector('[data-testid="held-out-bound"]').dataset.value) < first - 5,
        before,
      );
      const after = await bound();
      assert.ok(after < before - 5, `${after} after ${before}`);
      assert.match(await site.page.$eval('#pixel-note', (node) => node.textContent), name);
      // The curves are within their charts: their range is not that of positive losses.
      await site.waitFor(() => document.querySelector('#curves canvas') !== null);
      const ink = await site.page.$eval('#curves canvas', (canvas) => {
        // From a copy: Chromium warns of a second reading of the same canvas.
        const { width, height } = canvas,
          copy = new OffscreenCanvas(width, height).getContext('2d');
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, width, Math.floor(height * 0.7));
        // The line is darker than the areas below it.
        return data.filter((value, i) => i % 4 === 3 && value > 100 && data[i - 3] < 60).length;
      });
      assert.ok(ink > 50, `${ink} pixels of the curve`);
      // Compared by the loss of its own likelihood.
      await site.waitFor(() => document.querySelector('[data-testid="usual"]').dataset.value !== '');
      const percent = await site.number('usual');
      assert.ok(percent >= 0 && percent <= 100, String(percent));
      await site.waitFor(() => document.querySelector('#nats').textContent.includes('density'));
      await site.waitFor(() => document.querySelector('[data-testid="reconstruction"]').dataset.value === 'shown');
      const checksum = await site.value('checksum');
      site = await openPage({ hash: `${hash}&steps=60` });
      await site.waitForValue('train-step-count', '60');
      await site.waitForValue('checksum', checksum);
    },
  );
}

testOnceIn(
  'chromium',
  'the form offers the likelihood, selects grey pixels with it, and rejects an invalid sigma; comparing runs of two likelihoods shows a note',
  async () => {
    site = await sharedPage({ hash: '#weights=fresh&hidden=16&steps=3&open=settings' });
    await site.waitForValue('train-step-count', '3');
    await site.waitFor(() => document.querySelector('[data-testid="held-out-bound"]').dataset.value > 0);
    await site.click('pin-run');
    assert.equal(await site.page.$eval('[data-testid="field-sigma"]', (field) => field.disabled), true);
    await site.choose('field-likelihood', 'gaussian');
    assert.deepEqual(
      await site.page.$$eval('[data-testid="field-sigma"], [data-testid="field-pixels"]', (fields) =>
        fields.map(({ disabled, value }) => [disabled, value]),
      ),
      [
        [false, 'grey'],
        [false, '0'],
      ],
    );
    await site.type('field-sigma', '0.001');
    await site.click('train-create');
    assert.match(await site.page.$eval('#error-sigma', (node) => node.textContent), /0\.01 to 10/);
    await site.type('field-sigma', '0.2');
    await site.click('train-create');
    await site.waitForValue('train-step-count', '0');
    await site.waitFor(
      () => location.hash.includes('likelihood=gaussian&sigma=0.2') && location.hash.includes('pixels=grey'),
    );
    await site.waitFor(() =>
      /cannot be compared/.test(document.querySelector('[data-testid="train-advice"]').textContent),
    );
    await site.click('train-step');
    await site.waitForValue('train-step-count', '1');
    // The lesson explains the Bernoulli likelihood.
    await site.click('lesson-open');
    await site.waitForValue('lesson', 'otherLikelihood');
    await site.choose('field-model', 'made');
    assert.equal(
      await site.page.$eval('[data-testid="field-likelihood"]', (field) => field.disabled),
      true,
      'for a kind that is always Bernoulli',
    );
    assert.equal(await text('notice'), '');
  },
);
