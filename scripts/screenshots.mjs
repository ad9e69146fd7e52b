#!/usr/bin/env node
// Screenshots of every view of the page in both languages, both themes, on a phone and a desktop.
//
//   node scripts/screenshots.mjs [--url URL] [--browser chromium|firefox] [--only WORD[,WORD…]] [--output DIR] [--sheet FILE]
//
// Without --url it serves dist/. Screenshots are written to screenshots/, which git ignores, and named
// SIZE-THEME-LANGUAGE-VIEW.png; --only selects those whose name contains all the words. The views of the story are named
// story-CHAPTER, in every size. --sheet also writes a contact sheet of those that were taken, 360 px wide each.

import { mkdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openSite } from './browsers.mjs';
import { CHAPTERS } from '../web/core/state/view-state.js';

const kSizes = {
  phone: [360, 740],
  phoneOnItsSide: [740, 360],
  tablet: [768, 1024],
  projector: [1024, 768],
  laptop: [1280, 800],
  wideLaptop: [1366, 768],
  desktop: [1920, 1080],
  uhd: [3840, 2160],
  // A laptop at a zoom of 200 %.
  zoomed: [640, 400],
};

/** Every section of the page separately. */
const kSections = ['lesson', 'explore', 'compare', 'lab', 'article', 'footer'];

/** The first screen, after the given actions. */
const kScenes = {
  async first() {},
  async trained(page) {
    await page.click('[data-testid="train-play"]');
    await pause(6000);
  },
  async probed(page) {
    const plane = await (await page.$('[data-testid="latent-map"]')).boundingBox();
    await page.mouse.move(plane.x + plane.width * 0.4, plane.y + plane.height * 0.5);
    await page.mouse.down();
    await page.mouse.move(plane.x + plane.width * 0.66, plane.y + plane.height * 0.3, { steps: 5 });
    await page.mouse.up();
  },
  heldOut: (page) => page.click('[data-testid="pad-random"]'),
  blank: (page) => page.click('[data-testid="pad-clear"]'),
  async errors(page) {
    await fill(page, 'field-hidden', '512, many');
    await fill(page, 'field-learning-rate', '7');
    await page.click('[data-testid="train-create"]');
  },
  async lesson(page) {
    await page.click('[data-testid="lesson-open"]');
    await (await page.waitForSelector('[data-stage="gradients"]')).click();
    await pause(600);
  },
  async manyDimensions(page) {
    await fill(page, 'field-latent', '20');
    await page.click('[data-testid="train-create"]');
    await pause(1500);
    await page.click('[data-testid="train-play"]');
    await pause(4000);
  },
};

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function fill(page, id, text) {
  // All at once: the page may rewrite the field between two keys.
  await page.$eval(
    `[data-testid="${id}"]`,
    (field, value) => {
      field.value = value;
      for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
    },
    text,
  );
}

/** Every view in every language and theme in two sizes; rarer scenes and larger screens once. */
function* shots() {
  for (const size of ['phone', 'laptop']) {
    for (const theme of ['light', 'dark']) {
      for (const language of ['en', 'ko'])
        for (const view of ['first', ...kSections]) yield [size, theme, language, view];
    }
  }
  for (const scene of Object.keys(kScenes)) if (scene !== 'first') yield ['laptop', 'light', 'en', scene];
  yield ['phone', 'light', 'en', 'trained'];
  yield ['laptop', 'dark', 'en', 'trained'];
  for (const size of ['desktop', 'uhd']) yield [size, 'light', 'en', 'trained'];
  for (const size of Object.keys(kSizes)) {
    for (const theme of ['light', 'dark']) {
      for (const language of ['en', 'ko'])
        for (const chapter of CHAPTERS) yield [size, theme, language, `story-${chapter}`];
    }
  }
  for (const chapter of CHAPTERS) yield ['projector', 'light', 'en', `story-${chapter}-presented`];
}

/** The part of the link that opens the view. @param {string} view */
function linkOf(view) {
  const [, chapter, presented] = /^story-([a-z]+)(-presented)?$/.exec(view) ?? [];
  return chapter ? `&view=story&chapter=${chapter}${presented ? '&present=1' : ''}` : '&view=bench';
}

async function take(browser, url, [size, theme, language, view], path) {
  const page = await browser.newPage();
  const [width, height] = kSizes[size];
  page.on('pageerror', (error) => console.error(`${view}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`${view}: ${message.text()}`);
  });
  await page.setViewport({ width, height, deviceScaleFactor: size === 'phone' ? 2 : 1 });
  await page.goto(`${url}#lang=${language}&theme=${theme}${linkOf(view)}`, { waitUntil: 'load' });
  await page
    .waitForFunction(() => document.querySelector('[data-testid="train-state"]').dataset.value !== 'loading', {
      timeout: 15000,
    })
    .catch(() => {});
  await pause(900);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (overflow > 0) console.error(`${path}: ${overflow} px wider than the screen`);
  if (view.startsWith('story-')) {
    await pause(/compare|fvbn/.test(view) ? 4000 : 600);
    await page.screenshot({ path });
  } else if (view in kScenes) {
    await kScenes[view](page);
    await pause(400);
    await page.screenshot({ path, fullPage: size === 'phone' });
  } else {
    const section = await page.$(`#${view}`);
    await section.evaluate((node) => node.scrollIntoView());
    await pause(view === 'compare' || view === 'lab' ? 4000 : 1500);
    await section.screenshot({ path });
  }
  console.log(path);
  await page.close();
}

/** All pictures in rows of eight. */
async function writeSheet(browser, paths, path) {
  const page = await browser.newPage();
  await page.setViewport({ width: 8 * 368, height: 400 });
  const pictures = await Promise.all(paths.map(async (one) => (await readFile(one)).toString('base64')));
  await page.setContent(
    `<body style="margin:0;display:grid;grid-template-columns:repeat(8,360px);gap:8px;background:#888">${pictures
      .map((picture) => `<img width="360" src="data:image/png;base64,${picture}">`)
      .join('')}</body>`,
    { waitUntil: 'load' },
  );
  await page.screenshot({ path, fullPage: true });
  await page.close();
  console.log(path);
}

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    only: { type: 'string', default: '' },
    output: { type: 'string', default: 'screenshots' },
    browser: { type: 'string', default: 'chromium' },
    sheet: { type: 'string' },
  },
});
const directory = resolve(import.meta.dirname, '..', values.output);
await mkdir(directory, { recursive: true });
const { browser, url, close } = await openSite(values.url, values.browser);
/** Paths of the screenshots. @type {string[]} */
const taken = [];
try {
  for (const shot of shots()) {
    const name = [...(values.browser === 'firefox' ? ['firefox'] : []), ...shot].join('-');
    if (!values.only.split(',').every((word) => name.includes(word))) continue;
    taken.push(resolve(directory, `${name}.png`));
    await take(browser, url, shot, taken.at(-1));
  }
  if (values.sheet) await writeSheet(browser, taken, resolve(directory, values.sheet));
} finally {
  await close();
}
