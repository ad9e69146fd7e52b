// The printed page: ink on white in either theme, no controls, nothing wider than the paper, the article readable.
import assert from 'node:assert/strict';
import { browserName } from './support/site.mjs';
import { stage } from './support/stage.mjs';

const { openPage, test } = stage();

// WebDriver BiDi, by which Firefox is driven, cannot switch the medium; it prints by the same rules.
test('printed, the dark page is ink on white without controls, and as wide as the paper', { skip: browserName !== 'chromium' }, async () => {
  const site = await (await openPage({ hash: '#theme=dark&at=article' })).ready();
  await site.waitFor(() => document.querySelectorAll('#article math').length > 5);
  await site.page.emulateMediaType('print');
  await site.page.setViewport({ width: 760, height: 1000 });
  const seen = await site.page.evaluate(() => {
    const visible = (node) => node.getClientRects().length > 0;
    const { backgroundColor, color } = getComputedStyle(document.body);
    return {
      backgroundColor, color,
      controls: [...document.querySelectorAll('button, input, select')].filter(visible).map((node) => node.dataset.testid ?? node.textContent),
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      article: document.querySelector('#article').innerText.length,
      row: visible(document.querySelector('[data-testid="reconstruction"]')),
    };
  });
  assert.deepEqual(seen.controls, []);
  assert.equal(seen.backgroundColor, 'rgb(255, 255, 255)');
  assert.equal(seen.color, 'rgb(0, 0, 0)');
  assert.ok(seen.overflow <= 0 && seen.article > 5000 && seen.row, JSON.stringify(seen));
  assert.ok((await site.page.pdf({ format: 'A4' })).length > 50_000);
});
