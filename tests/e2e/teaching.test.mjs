// The teachers' pages: reached from the page, in its language; their links lead back to it; they print as separate sheets.
import assert from 'node:assert/strict';
import { createFixture } from './support/fixture.mjs';

const { newPage, openPage, server, testIn, testOnceIn } = createFixture();

testOnceIn(
  'chromium',
  'from the page to the plans in its language, from a plan to the chapter, presented',
  async () => {
    const site = await (await openPage({ hash: '#lang=ko' })).ready();
    const { page } = site;
    assert.match(await page.$eval('[data-testid="teaching"]', (link) => link.href), /teaching\.ko\.html$/);
    await page.select('[data-testid="language"]', 'en');
    await site.waitFor(() => /teaching\.html$/.test(document.querySelector('[data-testid="teaching"]').href));
    await page.$eval('[data-testid="teaching"]', (link) => link.click());
    await site.waitFor(() => document.querySelector('h1')?.textContent === 'Teaching with latentpad');
    assert.equal(await page.$$eval('.worksheet > li', (tasks) => tasks.length), 8);
    await page.$eval('a[href*="chapter=map"][href*="present=1"]', (link) => link.click());
    await site.waitFor(() => document.querySelector('[data-testid="latent-map"]') !== null);
    await site.ready();
    await site.waitFor(() => document.documentElement.hasAttribute('data-presenting'));
  },
);

testOnceIn(
  'firefox',
  'from the foot of the page to the reference of the engine, with its list of modules',
  async () => {
    const site = await (await openPage()).ready();
    await site.page.$eval('[data-testid="api"]', (link) => link.click());
    await site.waitFor(() => document.querySelector('h1')?.textContent === 'latentpad-engine');
    await site.waitFor(() => document.querySelectorAll('.tsd-navigation a[href*="modules/client.html"]').length > 0);
  },
);

testIn(
  'chromium',
  'at 320 px nothing is wider than the window; on paper plans, worksheet and answers are separate',
  async () => {
    const page = await newPage();
    try {
      for (const file of ['teaching.html', 'teaching.ko.html']) {
        await page.setViewport({ width: 320, height: 640 });
        await page.goto(server.address + file);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, file);
        await page.emulateMediaType('print');
        const breaks = await page.$$eval('.reading-part', (parts) =>
          parts.map((part) => getComputedStyle(part).breakBefore === 'page'),
        );
        assert.deepEqual(breaks, [false, false, false, true, true], file);
        await page.emulateMediaType('screen');
      }
    } finally {
      await page.close();
    }
  },
);
