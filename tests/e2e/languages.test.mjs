// Every text of the page comes from the language files, and has space for one that is a third longer.
import assert from 'node:assert/strict';
import { createFixture } from './support/fixture.mjs';
import { cases } from '../support/long.mjs';

const { openPage, testIn } = createFixture();
let site;

/** Names that are the same in every language. */
const NAMES =
  /latentpad|API|English|MNIST|PNG|CSV|safetensors|gzip|ReLU|tanh|ELBO|IWAE|STL|DReG|VampPrior|Burda|Germain|pytorch-generative|KL|N\(0, I\)|[HC]?V?AE|conv32k4s2p1|FVBN|MADE|log p|src\/[\w./]+/g;

/** The visible texts that are not from a language file: words in plain ASCII. */
const untranslated = () =>
  site.page.evaluate((names) => {
    const found = [];
    const walker = document.createTreeWalker(document.querySelector('body'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode,
        parent = node.parentElement;
      // Code is not translated, the article has its own text, and a seed, a checksum or a file's name is not a word.
      if (
        parent.closest(
          'script, style, noscript, code, pre, math, #article, #boot, [data-testid="checksum"], [data-testid="digits-name"], option[lang]',
        )
      )
        continue;
      if (parent.getClientRects().length === 0) continue;
      const rest = node.textContent.replace(new RegExp(names, 'g'), '');
      if (/[A-Za-z]{3,}/.test(rest)) found.push(node.textContent.trim().slice(0, 80));
    }
    return [...new Set(found)];
  }, NAMES.source);

/** Elements whose text is truncated or overflows. */
const cutOff = () =>
  site.page.evaluate(() =>
    [...document.querySelectorAll('main *, header *, section *, footer *')]
      .filter(
        (node) =>
          node.getClientRects().length > 0
          && [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()),
      )
      .filter(
        (node) =>
          ['hidden', 'clip'].includes(getComputedStyle(node).overflowX) && node.scrollWidth > node.clientWidth + 1,
      )
      .filter((node) => !node.closest('.for-ears, #article, select'))
      .map((node) => `${node.tagName.toLowerCase()}.${node.className} ${node.textContent.trim().slice(0, 60)}`),
  );

/** Elements that make the page scroll horizontally. */
const outside = () =>
  site.page.evaluate(() => {
    if (document.documentElement.scrollWidth <= window.innerWidth + 1) return [];
    const scrolls = (node) =>
      node
      && (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(node).overflowX)
        || scrolls(node.parentElement));
    return [...document.querySelectorAll('body *')]
      .filter(
        (node) =>
          node.getClientRects().length > 0
          && node.getBoundingClientRect().right > window.innerWidth + 1
          && !scrolls(node.parentElement),
      )
      .map(
        (node) =>
          `${node.tagName.toLowerCase()}#${node.id}.${node.className} ${Math.round(node.getBoundingClientRect().right)} ${node.textContent.trim().slice(0, 50)}`,
      );
  });

const WINDOWS = /** @type {const} */ ([
  ['chromium', 1280],
  ['firefox', 360],
]);
for (const [browser, width] of cases(WINDOWS, [WINDOWS[1]])) {
  testIn(
    browser,
    `at ${width} px in a language a third longer than English, every text is translated, complete, and within the page`,
    async () => {
      site = await (
        await openPage({
          width,
          height: width > 400 ? 800 : 740,
          hash: '#lang=en-XA&open=settings,curves,sliders,table',
        })
      ).ready();
      await site.waitFor(() => /[ÂÁáéîôû]/.test(document.querySelector('#map-caption').textContent));
      for (const id of ['explore', 'compare', 'lab']) {
        await site.page.$eval(`#${id}`, (section) => section.scrollIntoView());
        await site.waitFor((name) => document.querySelectorAll(`#${name} canvas`).length > 0, id);
      }
      await site.waitForValue('lab-complete', '4');
      assert.deepEqual(await untranslated(), []);
      assert.deepEqual(await cutOff(), []);
      assert.deepEqual(await outside(), []);
    },
  );
}
