// The line of notices: in the window wherever the page is scrolled, and moving nothing.
import assert from 'node:assert/strict';
import { createFixture } from './support/fixture.mjs';

const { openPage, testOnceIn } = createFixture();

/** Boxes of the parts in the document, and of the line in the window. */
const measure = (site) =>
  site.page.evaluate(() => {
    const line = document.querySelector('#notice').getBoundingClientRect();
    const parts = ['#masthead', '.lead', '#spine', '#map', '#train', '#footer'].map((selector) => {
      const { top, height } = document.querySelector(selector).getBoundingClientRect();
      return [selector, top + scrollY, height];
    });
    return { parts, line: { top: line.top, bottom: line.bottom, height: line.height }, window: innerHeight };
  });

/** Positions of a scrolled page are rounded to pixels of the device. */
const assertSame = (now, before) =>
  now.parts.forEach(([name, ...box], i) =>
    box.forEach((value, k) =>
      assert.ok(Math.abs(value - before.parts[i][k + 1]) <= 1, `${name}: ${value}, ${before.parts[i]}`),
    ),
  );

for (const [width, height, browser] of [
  [1280, 800, 'chromium'],
  [360, 740, 'firefox'],
]) {
  testOnceIn(
    browser,
    `${width} px: a notice is in the window wherever the page is scrolled, and nothing moves when it comes or goes`,
    async () => {
      const site = await (await openPage({ width, height, hash: '#lang=en&hide=explore,compare,lab,article' })).ready();
      // The terms of the first digit, and how usual it is, arrive later.
      await site.waitFor(() => document.querySelector('[data-testid="usual"]').dataset.value !== '');
      for (const place of ['#masthead', '#train', '#footer']) {
        await site.page.$eval(place, (node) => node.scrollIntoView());
        await site.drawn();
        const before = await measure(site);
        assert.equal(before.line.height, 0);
        await site.page.evaluate(() => {
          location.hash = '#beta=many';
        });
        await site.waitForValue('notice', 'link.expects.number');
        const during = await measure(site);
        assertSame(during, before);
        assert.ok(during.line.height > 20 && during.line.top >= 0, JSON.stringify(during.line));
        assert.ok(Math.abs(during.line.bottom - during.window) <= 1, JSON.stringify(during));
        // A description does not cover it.
        if (width > 760) {
          await site.waitFor(() => {
            const field = document.querySelector('#field-learning-rate');
            field.blur();
            field.focus({ preventScroll: true });
            // Descriptions are loaded after the rest of the page.
            return !document.querySelector('#tip').hidden;
          });
          const [tip, line] = await site.page.evaluate(() => [
            document.querySelector('#tip').getBoundingClientRect().bottom,
            document.querySelector('#notice').getBoundingClientRect().top,
          ]);
          assert.ok(tip <= line + 0.5, `${tip} above ${line}`);
        }
        await site.page.$eval('[data-testid="notice-dismiss"]', (button) => button.click());
        await site.waitForValue('notice', '');
        // The page writes its own link again.
        await site.waitFor(() => !location.hash.includes('many'));
        assertSame(await measure(site), before);
      }
    },
  );
}
