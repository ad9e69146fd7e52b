// Why a bound: samples from the prior beside samples from q, on the drawn digit.
import assert from 'node:assert/strict';
import { createFixture } from './support/fixture.mjs';
import { whenLong } from '../support/long.mjs';

const { openPage, sharedPage, testIn, testOnceIn } = createFixture();

const ended = (site, state = 'done') => site.waitForValue('samples', state);
const values = async (site) => JSON.parse(await site.value('samples-table'));
const text = (site, id) => site.page.$eval(`[data-testid="${id}"]`, (node) => node.textContent);

testOnceIn(
  'firefox',
  'a button opens it, and it runs to its end; in two dimensions both estimates agree with the integral; other samples',
  async () => {
    const site = await sharedPage({});
    assert.equal(await site.page.$eval('#monte-carlo', (node) => node.hidden), true);
    await site.click('samples-open');
    await ended(site);
    const first = await values(site);
    assert.deepEqual([first.prior.samples, first.q.samples, first.seed], [10_000, 10_000, 1]);
    for (const { value, effectiveSize } of [first.prior, first.q])
      assert.ok(Math.abs(value - first.integral) < 5 / Math.sqrt(effectiveSize), JSON.stringify(first));
    assert.equal(await site.value('samples-outcome'), 'agree');
    assert.match(await text(site, 'samples-outcome'), /10,000 samples .* 2 the prior does not fail/);
    // Each value is in the table, with that of the page's own bound.
    const cells = await site.page.$$eval('[data-testid="samples-table"] tbody tr', (rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)),
    );
    assert.ok(
      cells.every(([value]) => /^−\d+\.\d$/.test(value)) && cells.slice(0, 2).flat().length === 6,
      JSON.stringify(cells),
    );
    assert.match(await site.page.evaluate(() => location.hash), /open=samples/);
    await site.click('samples-again');
    await site.waitFor(
      () => JSON.parse(document.querySelector('[data-testid="samples-table"]').dataset.value || '{}').seed === 2,
    );
    assert.notEqual((await values(site)).prior.value, first.prior.value);
    await site.waitFor(() => location.hash.includes('mseed=2'));
    await site.click('samples-open');
    assert.equal(await site.page.$eval('#monte-carlo', (node) => node.hidden), true);
  },
);

whenLong(testOnceIn)(
  'chromium',
  '20 dimensions, by a link: the prior’s estimate hangs on one z; the same link gives the same values',
  async () => {
    const hash = '#weights=shipped&latent=20&open=samples&at=nats';
    const seen = [];
    // Followed in the page, and opened.
    for (const open of [sharedPage, openPage]) {
      const site = await open({ hash });
      await ended(site);
      const now = await values(site);
      assert.ok(now.prior.effectiveSize < now.q.effectiveSize, JSON.stringify(now));
      assert.ok(now.prior.value < now.q.value - 20, JSON.stringify(now));
      assert.equal(await site.value('samples-outcome'), 'hangs');
      assert.match(await text(site, 'samples-outcome'), /hangs on one z/);
      seen.push(now);
    }
    assert.deepEqual(seen[1], seen[0]);
  },
);

/**
 * In the page: notes each state of the panel, with the table at that moment, and presses the next of these buttons when a
 * run starts. A test that asks the page may come after the end of the run.
 * @param {string[]} buttons
 */
function pressWhenRunning(buttons) {
  window.seen = [];
  const of = (id) => document.querySelector(`[data-testid="${id}"]`);
  new MutationObserver(() => {
    const state = of('samples')?.dataset.value;
    if (!state || state === window.seen.at(-1)?.state) return;
    window.seen.push({ state, table: of('samples-table').dataset.value });
    if (state === 'running' && buttons.length > 0) of(buttons.shift()).click();
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-value'] });
}

whenLong(testOnceIn)(
  'firefox',
  'Stop ends a run where it is; a change of the digit ends it and begins another',
  async () => {
    const site = await sharedPage({ hash: '#weights=shipped&latent=20&open=samples' });
    await ended(site);
    await site.page.evaluate(pressWhenRunning, ['samples-stop', 'pad-random']);
    await site.click('samples-again');
    await ended(site, 'stopped');
    const stopped = await values(site);
    assert.ok(stopped.prior.samples < 10_000, String(stopped.prior.samples));
    assert.ok((await text(site, 'samples-progress')).includes(stopped.prior.samples.toLocaleString('en')));
    await site.click('samples-again');
    await ended(site);
    const of = await values(site);
    assert.deepEqual([of.prior.samples, of.seed], [10_000, 3]);
    const seen = await site.page.evaluate(() => window.seen);
    assert.deepEqual(
      seen.map(({ state }) => state),
      ['outdated', 'running', 'stopped', 'outdated', 'running', 'outdated', 'running', 'done'],
    );
    assert.equal(seen[5].table, '', 'no values of the digit before');
  },
);

whenLong(testOnceIn)(
  'chromium',
  'a model without a posterior has no button and no panel; the story leads to the panel',
  async () => {
    const site = await sharedPage({ hash: '#model=ae&open=samples' });
    await site.waitFor(
      () =>
        document.querySelector('[data-testid="samples-open"]').hidden && document.querySelector('#monte-carlo').hidden,
    );
    const story = await openPage({ view: 'story', hash: '#view=story&chapter=bound' });
    await story.waitFor(() => document.querySelector('#story-body').dataset.value === '8');
    await story.click('show-samples');
    await ended(story);
    assert.equal(await story.page.evaluate(() => document.documentElement.dataset.view), 'bench');
  },
);

whenLong(testIn)('chromium', 'nothing moves while the estimates come', async () => {
  for (const [width, height] of [
    [360, 740],
    [1280, 800],
  ]) {
    const site = await sharedPage({ width, height, hash: '#open=samples&at=nats' });
    await site.waitFor(() => document.querySelector('[data-testid="samples-table"] tbody') !== null);
    const heightOf = () => site.page.$eval('#monte-carlo', (node) => node.getBoundingClientRect().height);
    const before = await heightOf();
    await ended(site);
    assert.equal(await heightOf(), before);
    assert.equal(await site.page.evaluate(() => document.documentElement.scrollWidth), width);
  }
});
