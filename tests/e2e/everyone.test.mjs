// Accessibility: axe-core finds no violation, in either language, theme and at either width.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cardTags } from '../../scripts/card-tags.mjs';
import { createFixture } from './support/fixture.mjs';
import { cases, whenLong } from '../support/long.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const { openPage, server, testIn, testOnceIn } = createFixture();

/** Every violation of any severity, one line each: the rule and the element. */
async function violations(site) {
  await site.page.evaluate(axeSource);
  return site.page.evaluate(async () => {
    const { violations: found } = await window.axe.run(document, { resultTypes: ['violations'] });
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
  });
}

/** @param {'light' | 'dark'} theme */
async function setTheme(site, theme) {
  const current = () =>
    site.page.evaluate(
      () =>
        document.documentElement.dataset.theme
        ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
    );
  if ((await current()) !== theme) await site.click('theme');
  assert.equal(await current(), theme);
}

/** English words allowed in Korean texts: names, formulas, units, keys of a keyboard and of a file. */
const NAMES = new Set([
  'AE',
  'VAE',
  'CVAE',
  'FVBN',
  'MADE',
  'IWAE',
  'HVAE',
  'conv',
  'STL',
  'DReG',
  'VampPrior',
  'Burda',
  'Germain',
  'pytorch',
  'generative',
  'API',
  'ELBO',
  'KL',
  'MMD',
  'MNIST',
  'ReLU',
  'tanh',
  'Adam',
  'PNG',
  'CSV',
  'SVG',
  'JPEG',
  'WebP',
  'MIT',
  'CC',
  'BY',
  'SA',
  'OFL',
  'LeCun',
  'Cortes',
  'Burges',
  'Source',
  'Serif',
  'latentpad',
  'PCA',
  'arXiv',
  'Higgins',
  'Ghosh',
  'Locatello',
  'Rombach',
  'GAN',
  'NaN',
  'REINFORCE',
  'Stable',
  'Diffusion',
  'VQ',
  'Bowman',
  'nats',
  'nat',
  'log',
  'ln',
  'det',
  'tr',
  'max',
  'NN',
  'relaxed',
  'SIMD',
  'WebAssembly',
  'JavaScript',
  'Chrome',
  'Edge',
  'Firefox',
  'Safari',
  'Control',
  'Shift',
  'Escape',
  'Delete',
  'English',
  'safetensors',
  'gzip',
  'idx',
  'much',
  'scripts',
  'compare',
  'seeds',
  'sh',
]);

/** Words of the other language that are visible or announced, except in elements marked as that language. */
const foreignWords = (site, language) =>
  site.page.evaluate(
    ([wanted, names]) => {
      const found = [];
      const look = (text, node) => {
        const words =
          wanted === 'en'
            ? text.match(/[가-힣]+/g)
            : text.match(/[A-Za-z]{2,}/g)?.filter((word) => !names.includes(word));
        if (words?.length)
          found.push(
            `${node.id || node.dataset?.testid || node.className?.baseVal || node.className || node.tagName}: ${words.join(' ')} (${text.trim().slice(0, 60)})`,
          );
      };
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode,
          element = node instanceof Element ? node : node.parentElement;
        if (element.closest(`[lang]:not(html, [lang="${wanted}"]), script, style, noscript, math, annotation`))
          continue;
        if (node instanceof Text) look(node.data.replace(/\b[0-9a-f]{16}\b/, ''), element);
        else
          for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-valuetext', 'data-label'])
            if (node.hasAttribute(name)) look(node.getAttribute(name), node);
      }
      return found;
    },
    [language, [...NAMES]],
  );

for (const [width, browser] of /** @type {const} */ ([
  [360, 'firefox'],
  [1280, 'chromium'],
])) {
  testIn(browser, `axe-core finds no violation at ${width} px, in English and Korean, light and dark`, async () => {
    const site = await (await openPage({ width })).ready();
    assert.deepEqual(await violations(site), [], `${width} px, before the sections below are there`);
    // Sections that load when they come into view belong to the page as well.
    for (const [id, test, value] of [
      ['explore', 'explore-samples', '24'],
      ['compare', 'compare-state', 'idle'],
      ['lab', 'lab-complete', '4'],
      ['article', 'article', 'en'],
    ]) {
      await (await site.$(id)).evaluate((node) => node.scrollIntoView());
      await site.waitForValue(test, value);
    }
    // Messages of earlier events are translated too.
    await site.type('compare-seed', '-1');
    await site.page.$eval('#compare-scratch-form', (form) => form.requestSubmit());
    await site.click('map-dimensions-open');
    await site.type('dimension-value-1', 'much');
    for (const id of ['#compare-seed-error', '#dimension-error'])
      assert.match(await site.page.$eval(id, (node) => node.textContent), /[a-z]/);
    for (const id of ['map-table-open', 'curves-data', 'more-settings', 'engine-choice', 'share-hide'])
      await site.click(id);
    await site.page.evaluate(() => window.latentpad.play({ untilStep: 3 }));
    await site.waitForValue('train-advice', 'stopped.step');
    await site.waitFor(() => /[a-z]/.test(document.querySelector('#announcement').textContent));
    for (const language of ['en', 'ko']) {
      // A field's description is a tooltip, and for touch and keyboard a line at the window's edge.
      await (
        await site.$('field-learning-rate')
      ).evaluate((field) => {
        field.blur();
        field.focus();
      });
      await site.waitFor(
        (wanted) =>
          (wanted === 'ko') === /[가-힣]/.test(document.querySelector('#tip').textContent)
          && !document.querySelector('#tip').hidden,
        language,
      );
      const { tip, title } = await site.page.evaluate(() => ({
        tip: document.querySelector('#tip').textContent,
        title: document.querySelector('#field-learning-rate').parentElement.title,
      }));
      assert.equal(tip, title);
      await site.page.keyboard.press('Escape');
      assert.equal(await site.page.$eval('#tip', (line) => line.hidden), true);
      // Tables are updated at most every half second.
      let foreign = [];
      for (let attempt = 0; attempt < 20; attempt++) {
        foreign = await foreignWords(site, language);
        if (foreign.length === 0) break;
        await new Promise((resolve) => {
          setTimeout(resolve, 100);
        });
      }
      assert.deepEqual(foreign, [], `${width} px, ${language}`);
      for (const theme of cases(['light', 'dark'], [language === 'en' ? 'light' : 'dark'])) {
        await setTheme(site, theme);
        assert.deepEqual(await violations(site), [], `${width} px, ${language}, ${theme}`);
      }
      await site.choose('language', language === 'en' ? 'ko' : 'en');
    }
  });
}

whenLong(testIn)(
  'chromium',
  'axe-core finds no violation in waiting or disabled parts, with everything open, and with other models',
  async () => {
    const site = await (await openPage()).ready();
    await site.click('lesson-open');
    await site.waitForValue('lesson', 'traced');
    await site.click('train-play');
    await site.waitForValue('train-state', 'running');
    await site.page.click('.legend .mark');
    // Outdated numbers of the previous drawing: they are shown too briefly to be found by chance.
    await site.page.$eval('#nats', (nats) => nats.classList.add('is-stale'));
    assert.deepEqual(await violations(site), []);
    await site.waitFor(
      () =>
        document.querySelectorAll('#curves .uplot').length === 1
        && !document.querySelector('#train').classList.contains('has-no-curve'),
    );
    await site.click('train-play');
    await site.click('pin-run');

    // Everything that can be opened, an error below a field, one in the title bar, and the keyboard pen.
    await site.page.$$eval(
      '[data-testid="map-dimensions-open"], [data-testid="map-table-open"], [data-testid="more-settings"], [data-testid="curves-data"]',
      (openers) => openers.forEach((opener) => opener.click()),
    );
    await site.page.$$eval('details', (all) =>
      all.forEach((details) => {
        details.open = true;
      }),
    );
    await site.type('field-learning-rate', '7');
    await site.page.evaluate(() => {
      location.hash = '#beta=many';
    });
    await site.waitFor(() => document.querySelector('[data-testid="notice"]').textContent !== '');
    await (await site.$('pad')).focus();
    await site.page.keyboard.press('ArrowUp');
    assert.deepEqual(await violations(site), [], 'with everything open');
    for (const kind of ['ae', 'fvbn']) {
      await site.page.evaluate((model) => {
        location.hash = `#model=${model}&weights=fresh&hidden=${model === 'ae' ? '8' : 'none'}`;
      }, kind);
      await site.waitFor((model) => document.querySelector('#nats').dataset.kind === model, kind);
      assert.deepEqual(await violations(site), [], kind);
    }
  },
);

testIn(
  'firefox',
  'training is announced: its start, its end, and its progress at intervals; in comparison and lab as well',
  async () => {
    // Ten seconds pass in two and a half.
    const site = await (
      await openPage({
        hash: '#weights=fresh&hidden=8&batch=500&lang=en',
        before: [
          () => {
            const now = performance.now.bind(performance);
            performance.now = () => {
              window.lastTime = 4 * now();
              return window.lastTime;
            };
          },
        ],
      })
    ).ready();
    await site.page.evaluate(() => {
      const line = document.querySelector('#announcement');
      window.heard = [];
      new MutationObserver(() => window.heard.push([window.lastTime, line.textContent])).observe(line, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    const hears = (pattern) =>
      site.waitFor((source) => window.heard.some(([, text]) => new RegExp(source).test(text)), pattern);
    await site.click('train-play');
    await hears('^Training has started');
    await hears('^Epoch \\d+\\.\\d: held-out minus ELBO \\d+\\.\\d nats');
    await site.waitFor(() => window.heard.length >= 3);
    await site.click('train-play');
    await hears('^Paused at step');
    const times = (await site.page.evaluate(() => window.heard))
      .filter(([, text]) => !text.startsWith('Paused'))
      .map(([time]) => time);
    // By the time that the page read last before it wrote the line, which is the one it decided by.
    times.slice(1).forEach((time, i) => assert.ok(time - times[i] > 9900, `${time - times[i]} ms between two reports`));
    for (const [section, play, is, ready, said] of [
      [
        'compare',
        'compare-play',
        'compare-state',
        'idle',
        ['^Comparison: all three train', '^Comparison paused at epoch [^:]+: AE \\d.*, VAE \\d.*, FVBN \\d'],
      ],
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
    await site.page.evaluate(() => {
      location.hash = '#beta=many';
    });
    await site.waitFor(() => document.querySelector('#notice [role="alert"]').textContent !== '');
    assert.equal(await site.page.$eval('#notice [role="status"]', (line) => line.textContent), '');
  },
);

// 320 px are 1280 at a zoom of 400 %.
const EXTREMES = /** @type {const} */ ([
  ['chromium', 'a projector', 3840, 2160, 28, 36],
  ['firefox', 'a zoom of 400 %', 320, 640, 16, 16],
]);
for (const [browser, what, width, height, least, most] of cases(EXTREMES, [EXTREMES[1]])) {
  testIn(browser, `${what}: the font fits, nothing is wider than the screen, pad and map are usable`, async () => {
    const site = await (await openPage({ width, height, hash: '#lang=en' })).ready();
    for (const [id, test, value] of [
      ['explore', 'explore-samples', '24'],
      ['compare', 'compare-state', 'idle'],
      ['lab', 'lab-complete', '4'],
      ['article', 'article', 'en'],
    ]) {
      await (await site.$(id)).evaluate((node) => node.scrollIntoView());
      await site.waitForValue(test, value);
    }
    for (const language of ['en', 'ko']) {
      const { type, scrolls, outside } = await site.page.evaluate(() => ({
        type: parseFloat(getComputedStyle(document.documentElement).fontSize),
        scrolls: document.documentElement.scrollWidth - innerWidth,
        outside: [...document.querySelectorAll('body *')]
          .filter(
            (node) =>
              node.getClientRects().length > 0
              // Elements that scroll themselves, and text for screen readers only.
              && !node.closest('.for-ears, .formula-line, .tables, .curve-table')
              && node.getBoundingClientRect().right > innerWidth + 1,
          )
          .map((node) => node.outerHTML.slice(0, 100)),
      }));
      assert.ok(type >= least && type <= most, `the root's type: ${type} px`);
      assert.ok(scrolls <= 0, `${scrolls} px wider than the screen`);
      assert.deepEqual(outside, [], language);
      if (language === 'en') await site.choose('language', 'ko');
      await site.waitForValue('article', 'ko');
    }
    await site.click('pad-clear');
    await site.waitForValue('model-sees', 'blank');
    await site.drawWithMouse([
      [0.5, 0.2],
      [0.5, 0.8],
    ]);
    await site.waitForValue('reconstruction', 'shown');
    const { x, y, width: wide, height: high } = await site.box('latent-map');
    assert.ok(wide > 0.25 * width && high > 240, `the map: ${wide} × ${high}`);
    const own = await site.value('z');
    await site.page.mouse.click(x + 0.6 * wide, y + 0.4 * high);
    await site.waitFor((was) => document.querySelector('[data-testid="z"]').dataset.value !== was, own);
  });
}

testOnceIn('chromium', 'the served page has its card', async () => {
  const html = await (await fetch(server.address)).text();
  const built = [...html.matchAll(/<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)"/g)].map(
    ([, name, content]) => [name, content],
  );
  const texts = Object.fromEntries(built);
  const title = texts['og:title'];
  const wanted = cardTags({ title, description: texts['og:description'], alt: texts['og:image:alt'] })
    .filter(({ tag }) => tag === 'meta')
    .map(({ attrs }) => [attrs.property ?? attrs.name, attrs.content]);
  assert.match(html, new RegExp(`<title[^>]*>${title}</title>`));
  const [, data] = /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(html) ?? [];
  assert.equal(JSON.parse(data).headline, title);
  assert.deepEqual(
    built.filter(([name]) => name !== 'og:url' && name !== 'og:image'),
    wanted.filter(([name]) => name !== 'og:image'),
  );
  assert.ok(texts['og:description'].length > 40 && texts['og:image:alt'].length > 10);
  assert.match(texts['og:image'], /card\.png$/);
  assert.equal((await fetch(`${server.address}card.png`)).headers.get('content-type'), 'image/png');
});

testOnceIn('chromium', 'each text of the served page is there in English before any script has run', async () => {
  const html = await (await fetch(server.address)).text();
  const texts = [...html.matchAll(/data-(?:t|built)="([^"]+)"[^<>]*>([^<]*)/g)];
  assert.ok(texts.length > 150, `${texts.length} texts`);
  assert.deepEqual(
    texts.filter(([, , text]) => text.trim() === '').map(([, key]) => key),
    [],
  );
});
