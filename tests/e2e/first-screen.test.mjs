// The first screen of the workbench, at the sizes of laptops, projectors, turned phones and zoomed pages.
import assert from 'node:assert/strict';
import { createFixture } from './support/fixture.mjs';
import { cases, whenLong } from '../support/long.mjs';

const { sharedPage, testIn } = createFixture();

/** The boxes of the parts, rounded, by their names. */
const boxes = (site) =>
  site.page.evaluate(() => {
    const parts = {
      pad: '[data-testid="pad"]',
      reconstruction: '[data-testid="reconstruction"]',
      nats: '#nats',
      plane: '[data-testid="latent-map"]',
      legend: '[data-testid="legend"]',
      play: '[data-testid="train-play"]',
      files: '#files',
    };
    return Object.fromEntries(
      Object.entries(parts).map(([name, selector]) => {
        const { top, bottom, left, right, height } = document.querySelector(selector).getBoundingClientRect();
        return [name, { top, bottom, left, right, height }];
      }),
    );
  });

for (const [width, height, usual] of [
  [1280, 800, 'ko'],
  [1366, 768, 'en'],
]) {
  testIn('chromium', `${width} × ${height}: row, bound, map and training fit the first screen`, async () => {
    for (const lang of cases(['en', 'ko'], [usual])) {
      const site = await sharedPage({ width, height, hash: `#lang=${lang}` });
      await site.waitFor(() => document.querySelector('[data-testid="usual"]').dataset.value !== '');
      for (const [name, { bottom, right }] of Object.entries(await boxes(site))) {
        assert.ok(bottom <= height && right <= width, `${lang}: ${name} ends at ${right}, ${bottom}`);
      }
      // The chart of the bound: its numbers end before its words, and the name in a bar ends within it.
      const chart = await site.page.$eval('.nats-bars', (bars) => {
        const boxOf = (selector) => bars.querySelector(selector).getBoundingClientRect();
        return {
          ticks: [...bars.querySelectorAll('.tick')].map((tick) => tick.getBoundingClientRect().right),
          better: boxOf('.better').left,
          name: boxOf('.name[data-symbol="loglik"]').right,
          bar: boxOf('.bar[data-symbol="loglik"]').right,
        };
      });
      assert.ok(chart.ticks.length > 0, lang);
      for (const end of chart.ticks) assert.ok(end < chart.better, `${lang}: ${end} px, ${chart.better} px`);
      assert.ok(chart.name <= chart.bar + 1, `${lang}: ${chart.name} px, ${chart.bar} px`);
    }
  });
}

testIn(
  'chromium',
  '1024 × 768: the map and the play button are on the first screen, and no stage covers another',
  async () => {
    for (const lang of ['en', 'ko']) {
      const site = await sharedPage({ width: 1024, height: 768, hash: `#lang=${lang}` });
      await site.waitFor(() => document.querySelector('[data-testid="usual"]').dataset.value !== '');
      const { plane, play, reconstruction } = await boxes(site);
      for (const [name, { bottom, right }] of Object.entries({ plane, play, reconstruction })) {
        assert.ok(bottom <= 768 && right <= 1024, `${lang}: ${name} ends at ${right}, ${bottom}`);
      }
      assert.ok(plane.height >= 240, `${lang}: the plane is ${plane.height} px high`);
      const covered = await site.page.evaluate(() => {
        const stages = [...document.querySelectorAll('#spine > .stage')].map((stage) => {
          const range = document.createRange();
          range.selectNodeContents(stage.querySelector('h2'));
          return { name: stage.id, left: stage.getBoundingClientRect().left, end: range.getBoundingClientRect().right };
        });
        return stages.filter(({ end }, index) => end > (stages[index + 1]?.left ?? innerWidth)).map(({ name }) => name);
      });
      assert.deepEqual(covered, [], lang);
    }
  },
);

for (const [width, height, what] of [
  [740, 360, 'a turned phone'],
  [640, 400, 'a laptop at 200 %'],
]) {
  testIn('chromium', `${width} × ${height}, ${what}: the pad is at most 60 % of the window’s height`, async () => {
    const site = await sharedPage({ width, height });
    const { pad } = await boxes(site);
    assert.ok(pad.height <= 0.6 * height + 1, `${pad.height} px`);
    assert.ok(Math.abs(pad.right - pad.left - pad.height) < 1, 'and square');
  });
}

testIn('chromium', 'a model without a code leaves no room for a map: the first screen holds its training', async () => {
  const site = await sharedPage();
  await site.page.evaluate(() => {
    location.hash = '#model=fvbn';
  });
  await site.waitFor(() => document.querySelector('#map').classList.contains('has-no-code'));
  const { map, curves, files } = await site.page.evaluate(() =>
    Object.fromEntries(
      ['map', 'curves', 'files'].map((id) => {
        const { left, bottom, height } = document.getElementById(id).getBoundingClientRect();
        return [id, { left, bottom, height }];
      }),
    ),
  );
  assert.ok(map.height < 60 && curves.left < 60 && files.bottom <= 800, JSON.stringify({ map, curves, files }));
});

whenLong(testIn)(
  'chromium',
  'a title link to a part that is in view outlines it for a while, also without motion',
  async () => {
    for (const motion of ['no-preference', 'reduce']) {
      const site = await sharedPage();
      await site.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: motion }]);
      for (const [link, part] of [
        ['go-train', 'train'],
        ['go-draw', 'spine'],
      ]) {
        await site.page.evaluate((id) => {
          window.found = [];
          const node = document.getElementById(id);
          window.finder?.disconnect();
          window.finder = new MutationObserver(() => window.found.push(getComputedStyle(node).outlineStyle));
          window.finder.observe(node, { attributeFilter: ['class'] });
        }, part);
        await site.click(link);
        await site.waitFor(() => window.found.join() === 'solid,none');
        assert.ok(await site.page.evaluate((id) => document.activeElement.closest(`#${id}`) !== null, part));
      }
      await site.page.emulateMediaFeatures([]);
    }
  },
);

testIn(
  'chromium',
  'at 360 px a finger finds controls of 44 px, none is under 24 px, and A to D are in one line',
  async () => {
    for (const lang of ['en', 'ko']) {
      const site = await sharedPage({ width: 360, height: 740, touch: true, hash: `#lang=${lang}` });
      for (const id of ['explore', 'lab']) await (await site.$(id)).evaluate((node) => node.scrollIntoView());
      await site.waitForValue('lab-complete', '4');
      const { low, small, keep } = await site.page.evaluate(() => {
        const size = (node) => (node.closest('label') ?? node).getBoundingClientRect();
        // Fields have a label above them; their seed's button stands between two of them.
        const tall = [
          ...['keep-a', 'keep-d', 'prepare', 'at-mean', 'resample', 'map-points', 'sigma-scale', 'shipped-choice'],
          ...['change-slot', 'lab-model', 'pin-run', 'pad-clear', 'explore-play'],
        ].map((id) => document.querySelector(`[data-testid="${id}"]`));
        const sliders = document.querySelectorAll('#lab input[type="range"]');
        const legend = document.querySelectorAll('.legend button');
        return {
          low: [...tall, ...sliders, ...legend]
            .filter((node) => size(node).height < 43.5)
            .map((node) => node.outerHTML),
          small: [...document.querySelectorAll('#spine :is(button, input), .files button, [data-testid="new-seed"]')]
            .filter((node) => node.getClientRects().length > 0 && Math.min(size(node).width, size(node).height) < 24)
            .map((node) => node.outerHTML),
          keep: new Set([...document.querySelectorAll('.keep .word')].map((node) => node.getBoundingClientRect().top))
            .size,
        };
      });
      assert.deepEqual({ low, small, keep }, { low: [], small: [], keep: 1 }, lang);
    }
  },
);
