// For everyone: axe-core finds nothing to complain of, in either language, theme and at either width.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { browserName } from './support/site.mjs';
import { stage } from './support/stage.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const { openPage, test } = stage();

/** Every violation of any severity, one line each: the rule and where. */
async function violations(site) {
  await site.page.evaluate(axeSource);
  return site.page.evaluate(async () => {
    const { violations: found } = await window.axe.run(document, { resultTypes: ['violations'] });
    return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`));
  });
}

for (const width of [360, 1280]) {
  test(`axe-core finds no violation at ${width} px, in English and Korean, light and dark`, async () => {
    const site = await (await openPage({ width })).ready();
    assert.deepEqual(await violations(site), [], `${width} px, before the sections below are there`);
    // What is loaded when it comes into view belongs to the page as well.
    for (const [id, test, value] of [['explore', 'explore-samples', '24'], ['compare', 'compare-state', 'idle'], ['lab', 'lab-complete', '4'], ['article', 'article', 'en']]) {
      await (await site.$(id)).evaluate((node) => node.scrollIntoView());
      await site.waitForValue(test, value);
    }
    for (const language of ['en', 'ko']) {
      for (const theme of ['light', 'dark']) {
        // What axe-core finds hardly depends on the browser: all four in one of them, one look in the other.
        if (browserName === 'chromium' || (language === 'ko' && theme === 'dark')) {
          assert.deepEqual(await violations(site), [], `${width} px, ${language}, ${theme}`);
        }
        await site.click('theme');
      }
      await site.click('language');
    }
  });
}

test('axe-core finds no violation in what waits or is switched off: training, slow motion, a digit hidden on the map', async () => {
  const site = await (await openPage()).ready();
  await site.click('lesson-open');
  await site.waitForValue('lesson', 'traced');
  await site.click('train-play');
  await site.waitForValue('train-state', 'running');
  await site.page.click('.legend .mark');
  // Numbers of the drawing before this one: they are there too briefly to be met by chance.
  await site.page.$eval('#nats', (nats) => nats.classList.add('is-stale'));
  assert.deepEqual(await violations(site), []);
});

test('training is heard: its start, its end, and between them no more than can be listened to; in comparison and lab as well', async () => {
  // Ten seconds pass in two and a half.
  const site = await (await openPage({ hash: '#weights=fresh&hidden=8&batch=500', before: [() => {
    const now = performance.now.bind(performance);
    performance.now = () => 4 * now();
  }] })).ready();
  await site.page.evaluate(() => {
    const line = document.querySelector('#announcement');
    window.heard = [];
    new MutationObserver(() => window.heard.push([Date.now(), line.textContent])).observe(line, { childList: true, characterData: true, subtree: true });
  });
  const hears = (pattern) => site.waitFor((source) => window.heard.some(([, text]) => new RegExp(source).test(text)), pattern);
  await site.click('train-play');
  await hears('^Training has started');
  await hears('^Epoch \\d+\\.\\d: held-out minus ELBO \\d+\\.\\d nats');
  await site.waitFor(() => window.heard.length >= 3);
  await site.click('train-play');
  await hears('^Paused at step');
  const times = (await site.page.evaluate(() => window.heard)).filter(([, text]) => !text.startsWith('Paused')).map(([time]) => time);
  times.slice(1).forEach((time, i) => assert.ok(time - times[i] > 2300, `${time - times[i]} ms between two reports`));
  for (const [section, play, is, ready, said] of [
    ['compare', 'compare-play', 'compare-state', 'idle', ['^Comparison: all three train', '^Comparison paused at epoch [^:]+: AE \\d.*, VAE \\d.*, FVBN \\d']],
    ['lab', 'lab-train', 'lab-complete', '4', ['^FVBN lab. Training has started', '^FVBN lab. Paused at step']],
  ]) {
    await (await site.$(section)).evaluate((node) => node.scrollIntoView());
    await site.waitForValue(is, ready);
    await site.click(play);
    await hears(said[0]);
    await site.click(play);
    await hears(said[1]);
  }
  // An error is an alert; news are not.
  await site.page.evaluate(() => { location.hash = '#beta=many'; });
  await site.waitFor(() => document.querySelector('#notice [role="alert"]').textContent !== '');
  assert.equal(await site.page.$eval('#notice [role="status"]', (line) => line.textContent), '');
});
