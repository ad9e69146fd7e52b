// Layout shift while the page loads and while it trains, at the sizes that people use. Chromium measures it.
import assert from 'node:assert/strict';
import { createFixture } from './support/fixture.mjs';
import { cases, isLong, whenLong } from '../support/long.mjs';

const { openPage, sharedPage, testIn } = createFixture();

/** Records every shift: its score, and what moved. */
const record = () => {
  // A second observer of a shared page would count each shift twice.
  if (window.shifts) return;
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      window.shifts.push({
        value,
        moved: sources.map(({ node, previousRect, currentRect }) =>
          [
            (node?.outerHTML ?? node?.nodeName ?? '').slice(0, 120),
            ...[previousRect, currentRect].map(({ x, y, width, height }) => `${x},${y} ${width}×${height}`),
          ].join(' '),
        ),
      });
    }
  }).observe({ type: 'layout-shift', buffered: true });
};
const total = (shifts) => shifts.reduce((sum, { value }) => sum + value, 0);

/** Languages at each size, and whether it trains there too. */
const SIZES = /** @type {const} */ ([
  [360, 740, ['ko'], true],
  [768, 1024, ['en'], isLong],
  [1280, 800, cases(['en', 'ko'], ['en']), true],
  [1920, 1080, ['ko'], true],
]);
for (const [width, height, languages, trains] of cases(SIZES, [SIZES[0], SIZES[2]])) {
  testIn(
    'chromium',
    `${width} × ${height}: loading shifts the layout by at most 0.02${trains ? ', and training by nothing' : ''}`,
    async () => {
      for (const lang of languages) {
        const site = await (await openPage({ width, height, hash: `#lang=${lang}`, before: [record] })).ready();
        await site.waitFor(() => document.querySelector('[data-testid="usual"]').dataset.value !== '');
        const loading = await site.page.evaluate(() => window.shifts.splice(0));
        assert.ok(total(loading) <= 0.02, `${lang}: ${JSON.stringify(loading)}`);
        if (!trains) continue;
        await site.click('train-scratch');
        // Until training runs, the digits of another model are shown.
        await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) > 5);
        await site.page.evaluate(() => {
          window.scrollTo({ top: 0, behavior: 'instant' });
          window.shifts = [];
        });
        await site.waitFor(
          () => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) > 150,
        );
        const training = await site.page.evaluate(() => window.shifts.splice(0));
        assert.ok(total(training) < 0.001, `${lang}: ${JSON.stringify(training)}`);
        await site.close();
      }
    },
  );
}

testIn(
  'chromium',
  'advice that appears during training moves nothing, on a desktop, a tablet and a phone',
  async () => {
    const sizes = /** @type {const} */ ([
      [1280, 800, 'en'],
      [360, 740, 'ko'],
      [1024, 768, 'ko'],
    ]);
    for (const [width, height, usual] of cases(sizes, sizes.slice(0, 2))) {
      for (const lang of cases(['en', 'ko'], [usual])) {
        const site = await sharedPage({ width, height, hash: `#weights=fresh&beta=100&digits=017&lang=${lang}` });
        await site.page.evaluate(record);
        const top = () =>
          site.page.$eval(
            '#train-bar',
            (bar) => bar.getBoundingClientRect().top - bar.parentElement.getBoundingClientRect().top,
          );
        const before = await top();
        await site.click('train-play');
        await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) > 5);
        await site.page.evaluate(() => {
          window.shifts = [];
        });
        await site.waitForValue('train-advice', 'advice.collapseAll');
        await site.drawn();
        assert.ok(Math.abs((await top()) - before) < 0.5, `${width}, ${lang}: the bar moved from ${before}`);
        const shifts = await site.page.evaluate(() => window.shifts);
        assert.ok(total(shifts) < 0.001, `${width}, ${lang}: ${JSON.stringify(shifts)}`);
      }
    }
  },
);

testIn('chromium', 'the story: loading and training shift nothing, from a phone to a desktop', async () => {
  const sizes = [
    [360, 740],
    [768, 1024],
    [1280, 800],
  ];
  for (const [width, height] of cases(sizes, [sizes[0]])) {
    const site = await (await openPage({ width, height, hash: '#view=story', before: [record] })).ready();
    await site.waitFor(() => document.querySelector('#story-body').dataset.value === '8');
    await site.drawn();
    const loading = await site.page.evaluate(() => window.shifts.splice(0));
    assert.ok(total(loading) <= 0.02, `${width}: ${JSON.stringify(loading)}`);
    await site.click('story-train');
    await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) > 5);
    await site.page.evaluate(() => {
      window.shifts = [];
    });
    await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) > 150);
    const training = await site.page.evaluate(() => window.shifts.splice(0));
    assert.ok(total(training) < 0.001, `${width}: ${JSON.stringify(training)}`);
    console.log(`# story at ${width}: ${total(loading).toFixed(4)} while loading`);
    await site.close();
  }
});

whenLong(testIn)('chromium', 'pointing at the map, sampling pixels and setting z by hand move nothing', async () => {
  for (const [width, height, usual] of [
    [1024, 768, 'en'],
    [1280, 800, 'ko'],
    [1920, 1080, 'ko'],
  ]) {
    for (const lang of cases(['en', 'ko'], [usual])) {
      const site = await sharedPage({ width, height, hash: `#lang=${lang}` });
      await site.waitFor(() => document.querySelector('[data-testid="usual"]').dataset.value !== '');
      const move = async (across, up) => {
        const { x, y, width: wide, height: high } = await site.box('latent-map');
        await site.page.mouse.move(x + across * wide, y + up * high, { steps: 3 });
      };
      const row = async () => {
        await site.drawn();
        return site.page.$eval('#spine', (spine) => spine.getBoundingClientRect().height);
      };
      const height0 = await row();
      await move(0.5, 0.3);
      await site.waitForValue('reconstruction', 'preview');
      assert.equal(await row(), height0, `${width}, ${lang}: a preview`);
      await site.page.mouse.down();
      await site.page.mouse.up();
      await site.waitFor(() => /[#&]z=/.test(location.hash));
      assert.equal(await row(), height0, `${width}, ${lang}: z by hand`);
      await site.page.mouse.move(1, 1);
      await site.waitForValue('reconstruction', 'shown');
      await site.click('sample-pixels');
      await site.waitForValue('sampled-pixels', 'shown');
      assert.equal(await row(), height0, `${width}, ${lang}: sampled pixels`);
      await move(0.4, 0.3);
      await site.waitForValue('reconstruction', 'preview');
      assert.equal(await row(), height0, `${width}, ${lang}: a preview beside sampled pixels`);
    }
  }
});
