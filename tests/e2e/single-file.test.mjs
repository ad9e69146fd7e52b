// dist/latentpad.html, opened from the disk: it draws, encodes, decodes and trains, and makes no requests.
import assert from 'node:assert/strict';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createFixture } from './support/fixture.mjs';

const address = pathToFileURL(fileURLToPath(new URL('../../dist/latentpad.html', import.meta.url))).href;

const { openPage, testOnceIn } = createFixture({ server: false });

testOnceIn('firefox', 'the single-file page draws, encodes, decodes and trains from the disk', async () => {
  const site = await (await openPage({}, { address })).ready();
  const engine = JSON.parse(await site.value('engine'));
  assert.equal(engine.threads, 1);

  const before = await site.numbers('mu');
  await site.click('pad-clear');
  await site.drawWithMouse([
    [0.5, 0.2],
    [0.5, 0.8],
  ]);
  await site.waitFor((old) => {
    const { value } = document.querySelector('[data-testid="mu"]').dataset;
    return value && value !== old;
  }, JSON.stringify(before));
  await site.waitForValue('reconstruction', 'shown');

  await site.click('train-play');
  await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) >= 50);
  await site.click('train-play');
  await site.waitForValue('train-state', 'paused');
  assert.ok((await site.number('held-out-bound')) > 50);

  // One after the other: a section that is only scrolled past between two frames is not started.
  for (const [id, reading, value] of [
    ['compare', 'compare-state', 'idle'],
    ['lab', 'lab-complete', '4'],
  ]) {
    await (await site.$(id)).evaluate((node) => node.scrollIntoView());
    await site.waitForValue(reading, value);
  }
});
