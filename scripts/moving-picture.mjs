#!/usr/bin/env node
// Records README's moving picture: a digit is drawn, another replaces it, and a model is trained from scratch.
//
//   node scripts/moving-picture.mjs [--url URL] [--output FILE]
//
// Without --url it serves dist/. Needs Chromium and img2webp (Debian: apt-get install webp). The result is a WebP of at most
// 1.5 MB, by default web/public/story.webp.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openSite } from './browsers.mjs';

const kSize = { width: 1000, height: 640 };
const kFrameMs = 120,
  kRestMs = 1600;
const kTrainFrames = 60;
const kMaxBytes = 1.5e6;

/** Strokes in shares of the pad's sides: a 3, and a 0. */
const kThree = [
  [
    [0.32, 0.25],
    [0.5, 0.17],
    [0.66, 0.27],
    [0.6, 0.42],
    [0.46, 0.48],
    [0.64, 0.55],
    [0.68, 0.72],
    [0.52, 0.83],
    [0.33, 0.76],
  ],
];
const kZero = [
  [
    [0.51, 0.2],
    [0.39, 0.29],
    [0.29, 0.42],
    [0.25, 0.58],
    [0.26, 0.71],
    [0.32, 0.8],
    [0.44, 0.82],
    [0.56, 0.76],
    [0.68, 0.64],
    [0.74, 0.49],
    [0.75, 0.34],
    [0.71, 0.23],
    [0.61, 0.18],
    [0.5, 0.21],
  ],
];

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function record(page, folder) {
  /** Files and how long each is shown. */
  const frames = [];
  async function frame(milliseconds = kFrameMs) {
    const path = join(folder, `${String(frames.length).padStart(4, '0')}.png`);
    await page.screenshot({ path });
    frames.push([path, milliseconds]);
  }
  async function draw(strokes) {
    const { x, y, width, height } = await (await page.$('[data-testid="pad"]')).boundingBox();
    const at = ([u, v]) => [x + u * width, y + v * height];
    for (const stroke of strokes) {
      await page.mouse.move(...at(stroke[0]));
      await page.mouse.down();
      for (const point of stroke.slice(1)) {
        await page.mouse.move(...at(point), { steps: 3 });
        await frame();
      }
      await page.mouse.up();
    }
    await pause(600);
    await frame(kRestMs);
  }
  await frame(kRestMs);
  await draw(kThree);
  await page.click('[data-testid="pad-clear"]');
  await draw(kZero);
  await page.click('[data-testid="story-train"]');
  for (let i = 0; i < kTrainFrames; i++) {
    await frame();
    await pause(60);
  }
  frames.at(-1)[1] = 2 * kRestMs;
  return frames;
}

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    output: { type: 'string', default: resolve(import.meta.dirname, '../web/public/story.webp') },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'latentpad-'));
const { browser, url, close } = await openSite(values.url);
try {
  const page = await browser.newPage();
  await page.setViewport(kSize);
  await page.goto(`${url}#lang=en&theme=light&view=story`, { waitUntil: 'load' });
  await page.waitForFunction(() => document.querySelector('[data-testid="latent-map"]')?.dataset.points === '1000', {
    timeout: 60_000,
  });
  await pause(1500);
  const frames = await record(page, folder);
  const made = frames.flatMap(([path, milliseconds]) => ['-d', String(milliseconds), path]);
  execFileSync('img2webp', ['-loop', '0', '-min_size', '-lossy', '-q', '60', '-m', '4', ...made, '-o', values.output]);
  const { size } = statSync(values.output);
  console.log(`${values.output}: ${frames.length} frames, ${(size / 1e6).toFixed(2)} MB`);
  if (size > kMaxBytes) throw new Error(`expected at most ${kMaxBytes} bytes, got ${size}`);
} finally {
  await close();
  rmSync(folder, { recursive: true });
}
