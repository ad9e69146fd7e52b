#!/usr/bin/env node
// Pictures of the page in many sizes, themes, languages and states, for people to look at.
//
//   node scripts/screenshots.mjs [--url URL] [--only WORD] [--output DIR]
//
// Without --url it serves dist/. Pictures go to screenshots/, which git ignores.

import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';
import { createStaticServer } from './serve.mjs';

const kBrowserFlags = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

const kSizes = { phone: [360, 740], tablet: [820, 1180], laptop: [1280, 800], desktop: [1920, 1080], uhd: [3840, 2160] };

/** What is done before the picture is taken. */
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
  async heldOut(page) {
    await page.click('[data-testid="pad-random"]');
  },
  async blank(page) {
    await page.click('[data-testid="pad-clear"]');
  },
  async errors(page) {
    await fill(page, 'field-hidden', '512, many');
    await fill(page, 'field-learning-rate', '7');
    await page.click('[data-testid="train-create"]');
  },
  async lesson(page) {
    await page.click('[data-testid="lesson-open"]');
    await page.click('[data-stage="gradients"]');
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

const kShots = [
  ['laptop', 'light', 'en', 'first'], ['laptop', 'dark', 'en', 'first'], ['laptop', 'light', 'ko', 'first'],
  ['laptop', 'light', 'en', 'trained'], ['laptop', 'dark', 'en', 'trained'], ['laptop', 'light', 'en', 'probed'],
  ['laptop', 'light', 'en', 'heldOut'], ['laptop', 'light', 'en', 'blank'], ['laptop', 'light', 'en', 'errors'],
  ['laptop', 'light', 'en', 'manyDimensions'], ['desktop', 'light', 'en', 'trained'], ['desktop', 'dark', 'en', 'first'],
  ['laptop', 'light', 'en', 'lesson'], ['laptop', 'dark', 'ko', 'lesson'],
  ['phone', 'light', 'en', 'trained'], ['phone', 'dark', 'ko', 'first'], ['tablet', 'light', 'en', 'first'], ['uhd', 'light', 'en', 'trained'],
];

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function fill(page, id, text) {
  await page.$eval(`[data-testid="${id}"]`, (field) => { field.value = ''; });
  await page.type(`[data-testid="${id}"]`, text);
}

async function take(browser, url, [size, theme, language, scene], directory) {
  const page = await browser.newPage();
  const [width, height] = kSizes[size];
  page.on('pageerror', (error) => console.error(`${scene}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`${scene}: ${message.text()}`);
  });
  await page.setViewport({ width, height, deviceScaleFactor: size === 'phone' ? 2 : 1, hasTouch: size === 'phone' });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
  await page.goto(`${url}#lang=${language}`, { waitUntil: 'load' });
  await page.waitForFunction(() => document.querySelector('[data-testid="train-state"]').dataset.value !== 'loading', { timeout: 15000 }).catch(() => {});
  await pause(900);
  await kScenes[scene](page);
  await pause(400);
  const path = resolve(directory, `${[size, theme, language, scene].join('-')}.png`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (overflow > 0) console.error(`${path}: ${overflow} px wider than the screen`);
  await page.screenshot({ path, fullPage: size === 'phone' || size === 'tablet' });
  console.log(path);
  await page.close();
}

const { values } = parseArgs({ options: { url: { type: 'string' }, only: { type: 'string' }, output: { type: 'string', default: 'screenshots' } } });
const directory = resolve(import.meta.dirname, '..', values.output);
await mkdir(directory, { recursive: true });
const server = values.url ? null : await createStaticServer(resolve(import.meta.dirname, '../dist'));
await new Promise((listening) => (server ? server.listen(0, '127.0.0.1', listening) : listening()));
const url = values.url ?? `http://localhost:${server.address().port}/`;
const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', args: kBrowserFlags });
try {
  for (const shot of kShots) {
    if (!values.only || shot.join('-').includes(values.only)) await take(browser, url, shot, directory);
  }
} finally {
  await browser.close();
  server?.close();
}
