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

/** What a Korean text may hold of English: names, formulas, units, keys of a keyboard and of a file. */
const NAMES = new Set([
  'AE', 'VAE', 'CVAE', 'FVBN', 'MADE', 'IWAE', 'ELBO', 'KL', 'MMD', 'MNIST', 'ReLU', 'tanh', 'Adam', 'PNG', 'CSV', 'SVG', 'JPEG', 'WebP', 'MIT', 'CC', 'BY', 'SA', 'OFL',
  'LeCun', 'Cortes', 'Burges', 'Source', 'Serif', 'latentpad', 'PCA', 'arXiv', 'Higgins', 'Bowman', 'nats', 'nat', 'log', 'ln', 'det', 'tr', 'max', 'NN', 'relaxed', 'SIMD', 'WebAssembly', 'JavaScript',
  'Chrome', 'Edge', 'Firefox', 'Safari', 'Control', 'Shift', 'Escape', 'Delete', 'English', 'safetensors', 'gzip', 'idx', 'much', 'scripts', 'compare', 'seeds', 'sh',
]);

/** Words of the other language, where a reader of this one sees or hears them: what is said to be in another language is its own affair. */
const foreignWords = (site, language) => site.page.evaluate(([wanted, names]) => {
  const found = [];
  const look = (text, node) => {
    const words = wanted === 'en' ? text.match(/[가-힣]+/g) : text.match(/[A-Za-z]{2,}/g)?.filter((word) => !names.includes(word));
    if (words?.length) found.push(`${node.id || node.dataset?.testid || node.className?.baseVal || node.className || node.tagName}: ${words.join(' ')} (${text.trim().slice(0, 60)})`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node instanceof Element ? node : node.parentElement;
    if (element.closest(`[lang]:not(html, [lang="${wanted}"]), script, style, noscript, math, annotation`)) continue;
    if (node instanceof Text) look(node.data.replace(/\b[0-9a-f]{16}\b/, ''), element);
    else for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-valuetext', 'data-label']) if (node.hasAttribute(name)) look(node.getAttribute(name), node);
  }
  return found;
}, [language, [...NAMES]]);

for (const width of [360, 1280]) {
  test(`axe-core finds no violation at ${width} px, in English and Korean, light and dark`, async () => {
    const site = await (await openPage({ width })).ready();
    assert.deepEqual(await violations(site), [], `${width} px, before the sections below are there`);
    // What is loaded when it comes into view belongs to the page as well.
    for (const [id, test, value] of [['explore', 'explore-samples', '24'], ['compare', 'compare-state', 'idle'], ['lab', 'lab-complete', '4'], ['article', 'article', 'en']]) {
      await (await site.$(id)).evaluate((node) => node.scrollIntoView());
      await site.waitForValue(test, value);
    }
    // What was said when something happened is said again in the other language.
    await site.type('compare-seed', '-1');
    await site.page.$eval('#compare-scratch-form', (form) => form.requestSubmit());
    await site.click('map-dimensions-open');
    await site.type('dimension-value-1', 'much');
    for (const id of ['#compare-seed-error', '#dimension-error']) assert.match(await site.page.$eval(id, (node) => node.textContent), /[a-z]/);
    for (const id of ['map-table-open', 'curves-data', 'more-settings', 'engine-choice', 'share-hide']) await site.click(id);
    await site.page.evaluate(() => window.latentpad.play({ untilStep: 3 }));
    await site.waitForValue('train-advice', 'stopped.step');
    await site.waitFor(() => /[a-z]/.test(document.querySelector('#announcement').textContent));
    for (const language of ['en', 'ko']) {
      // What a field is stands under the pointer, and for a finger and the keyboard at the window's edge.
      await (await site.$('field-learning-rate')).evaluate((field) => { field.blur(); field.focus(); });
      await site.waitFor((wanted) => (wanted === 'ko') === /[가-힣]/.test(document.querySelector('#tip').textContent) && !document.querySelector('#tip').hidden, language);
      const { tip, title } = await site.page.evaluate(() => ({ tip: document.querySelector('#tip').textContent, title: document.querySelector('#field-learning-rate').parentElement.title }));
      assert.equal(tip, title);
      await site.page.keyboard.press('Escape');
      assert.equal(await site.page.$eval('#tip', (line) => line.hidden), true);
      // Tables rest for half a second before they are written anew.
      let foreign = [];
      for (let attempt = 0; attempt < 20; attempt++) {
        foreign = await foreignWords(site, language);
        if (foreign.length === 0) break;
        await new Promise((resolve) => { setTimeout(resolve, 100); });
      }
      assert.deepEqual(foreign, [], `${width} px, ${language}`);
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
