// Walks through the latent space: the displayed images are decoded by the model, and pressing an image sets z.
import assert from 'node:assert/strict';
import { createFixture } from './support/fixture.mjs';
import { whenLong } from '../support/long.mjs';

const { openPage, testIn } = createFixture();

async function open(hash = '') {
  const site = await (await openPage({ hash })).ready();
  await (await site.$('explore')).evaluate((node) => node.scrollIntoView());
  await site.waitForValue('explore-samples', '24');
  return site;
}
/** The pictures of a grid as texts, to be compared. */
const pictures = (site, id) =>
  site.page.$$eval(`[data-testid="${id}"] canvas`, (all) => all.map((canvas) => canvas.toDataURL()));

testIn(
  'chromium',
  'samples, traversals, walks and differences of a VAE; a press sets z and the map follows',
  async () => {
    const site = await open();
    await site.waitForValue('explore-rows', '22');
    await site.waitForValue('explore-grid', '49');
    await site.waitForValue('explore-change', '7');
    const samples = await pictures(site, 'explore-samples');
    assert.equal(new Set(samples).size, 24);
    await site.click('explore-resample');
    await site.waitFor(
      (old) => document.querySelector('[data-testid="explore-samples"] canvas').toDataURL() !== old,
      samples[0],
    );

    // Pressing a sample sets its z: the reconstruction is that image.
    await site.page.$eval('[data-testid="explore-samples"] button:nth-child(5)', (cell) => cell.click());
    await site.waitFor(
      () =>
        document.querySelector('#z-stage').classList.contains('is-probed')
        && document.querySelector('[data-testid="reconstruction"]').toDataURL()
          === document.querySelector('[data-testid="explore-samples"] button:nth-child(5) canvas').toDataURL(),
    );

    // The walk's ends are the grid's upper corners, and equal the decoded codes of the slots.
    const [line, grid] = [await pictures(site, 'explore-line'), await pictures(site, 'explore-grid')];
    assert.deepEqual([line[0], line[10]], [grid[0], grid[6]]);
    assert.equal(new Set(line).size, 11);

    await site.page.$eval('[data-testid="explore-rows"] button:nth-child(11)', (cell) => cell.click());
    await site.waitFor(() => JSON.parse(document.querySelector('[data-testid="z"]').dataset.value || '[]')[0] === 3);
    assert.deepEqual((await site.numbers('latent-map'))[0], 3);
    assert.equal((await site.numbers('z'))[1], (await site.numbers('mu'))[1]);

    // A grid is one tab stop; the arrow keys move within it.
    const focused = await site.page.$$eval('[data-testid="explore-rows"] button', (cells) => {
      const stops = cells.filter((cell) => cell.tabIndex === 0);
      stops[0].focus();
      return stops.length;
    });
    assert.equal(focused, 1);
    // Each row is a group, named by the varied dimension and its KL for the digit.
    assert.deepEqual(
      await site.page.$$eval('[data-testid="explore-rows"] [role="group"]', (rows) =>
        rows.map(
          (row) =>
            /^z\d · \d+\.\d\d nats(, unused)?$/.test(
              document.getElementById(row.getAttribute('aria-labelledby')).textContent,
            ) && row.querySelectorAll('button').length,
        ),
      ),
      [11, 11],
    );
    // The dimension's number is an index of z, below the line.
    assert.deepEqual(await site.page.$$eval('#row-names .sym-z', (names) => names.map((name) => name.innerHTML)), [
      'z<sub>1</sub>',
      'z<sub>2</sub>',
    ]);
    for (const key of ['ArrowDown', 'ArrowLeft', 'Home', 'ArrowRight']) await site.page.keyboard.press(key);
    assert.equal(
      await site.page.$$eval('[data-testid="explore-rows"] button', (cells) => cells.indexOf(document.activeElement)),
      1,
    );
    await site.page.keyboard.press('Enter');
    await site.waitFor(
      () => Math.abs(JSON.parse(document.querySelector('[data-testid="z"]').dataset.value)[0] + 2.4) < 1e-6,
    );

    // An own digit as A: the walk starts elsewhere.
    await site.click('explore-keep-a');
    await site.waitFor(
      (old) => document.querySelector('[data-testid="explore-line"] canvas').toDataURL() !== old,
      line[0],
    );
    await site.page.select('[data-testid="change-to"]', '1');
    await site.waitForValue('explore-change', '7');
    assert.equal(await site.value('explore-classes'), '0');
  },
);

testIn(
  'firefox',
  'a conditional VAE decodes one style as ten digits; many dimensions open on demand; an FVBN has samples only',
  async () => {
    const site = await open('#model=cvae&hidden=32&latent=12&seed=1&weights=fresh&steps=20');
    await site.waitForValue('explore-classes', '10');
    assert.equal(new Set(await pictures(site, 'explore-classes')).size, 10);
    for (const [grid, index, digit] of [
      ['explore-classes', 8, '7'],
      ['explore-samples', 14, '3'],
    ]) {
      await site.page.$eval(`[data-testid="${grid}"] button:nth-child(${index})`, (cell) => cell.click());
      await site.waitFor(
        ([id, at, told]) =>
          document.querySelector('[data-testid="paint-as"]').value === told
          && document.querySelector('[data-testid="reconstruction"]').toDataURL()
            === document.querySelector(`[data-testid="${id}"] button:nth-child(${at}) canvas`).toDataURL(),
        [grid, index, digit],
      );
    }
    // A walk has one label, the last one chosen, and the section says so.
    await site.waitForValue('walks-label', '3');
    assert.match(await site.page.$eval('[data-testid="walks-label"]', (note) => note.innerText), /\b3\b.*decode as/);
    await site.choose('paint-as', '5');
    await site.waitForValue('walks-label', '5');
    // Many dimensions: a bar for each KL of the digit, and the value of the one under the pointer.
    await site.waitFor(() => document.querySelectorAll('[data-testid="digit-kl"] g').length === 12);
    const parts = await site.numbers('digit-kl');
    const told = () => site.page.$eval('.kl-part', (part) => part.textContent);
    const greatest = parts.indexOf(Math.max(...parts));
    assert.equal(await told(), `z${greatest + 1}: ${parts[greatest].toFixed(2)}`);
    await site.page.$eval('[data-testid="digit-kl"] g:nth-child(3)', (bar) =>
      bar.dispatchEvent(new PointerEvent('pointerover', { bubbles: true })),
    );
    assert.equal(await told(), `z3: ${parts[2].toFixed(2)}`);
    await site.waitForValue('explore-rows', String(8 * 11));
    await site.click('explore-more');
    await site.waitForValue('explore-rows', String(12 * 11));
    await site.page.evaluate(() => {
      location.hash = '#model=fvbn&weights=fresh&seed=1';
    });
    await site.waitFor(() => !document.querySelector('#explore-none').hidden);
    await site.waitForValue('explore-samples', '24');
    assert.equal(await site.page.$eval('#explore-codes', (node) => node.hidden), true);
    // No z was sampled, none can be set.
    await site.waitFor(() => document.querySelectorAll('[data-testid="explore-samples"] span.picture').length === 24);
    assert.doesNotMatch(await site.page.$eval('#explore-caption', (node) => node.textContent), /Press|z/);
  },
);

whenLong(testIn)(
  'chromium',
  'four drawings saved from the pad are the corners of the walks, are marked on the map, and survive a reload',
  async () => {
    const site = await (await openPage()).ready();
    assert.equal(await (await site.$('latent-map')).evaluate((map) => map.dataset.kept), '');
    const ring = Array.from({ length: 13 }, (_, i) => [
      0.5 - 0.22 * Math.sin((i * Math.PI) / 6),
      0.5 - 0.32 * Math.cos((i * Math.PI) / 6),
    ]);
    const drawings = {
      a: ring,
      b: [
        [0.5, 0.15],
        [0.5, 0.85],
      ],
      c: [
        [0.28, 0.2],
        [0.72, 0.2],
        [0.45, 0.85],
      ],
      d: [
        [0.3, 0.32],
        [0.5, 0.15],
        [0.68, 0.32],
        [0.28, 0.82],
        [0.75, 0.82],
      ],
    };
    const marked = (names) =>
      site.waitFor((wanted) => document.querySelector('[data-testid="latent-map"]').dataset.kept === wanted, names);
    let names = '';
    for (const [letter, strokes] of Object.entries(drawings)) {
      await site.click('pad-clear');
      await site.waitForValue('model-sees', 'blank');
      await site.drawWithMouse(strokes);
      await site.waitForValue('model-sees', 'pen');
      await site.click(`keep-${letter}`);
      await marked((names += letter.toUpperCase()));
    }

    /** The slot that each corner of the grid is most similar to, by its pixels. */
    const likest = () =>
      site.page.evaluate(() => {
        const inkOf = (canvas) =>
          canvas
            .getContext('2d')
            .getImageData(0, 0, 28, 28)
            .data.filter((_, i) => i % 4 === 0);
        const slots = [...document.querySelectorAll('#slots canvas')].map(inkOf),
          cells = [...document.querySelectorAll('[data-testid="explore-grid"] canvas')];
        return [0, 6, 42, 48].map((cell) => {
          const seen = inkOf(cells[cell]);
          const apart = slots.map((slot) => slot.reduce((sum, value, i) => sum + (value - seen[i]) ** 2, 0));
          return apart.indexOf(Math.min(...apart));
        });
      });
    const walk = async () => {
      await (await site.$('explore')).evaluate((node) => node.scrollIntoView());
      await site.waitForValue('explore-grid', '49');
      return {
        slots: await site.page.$$eval('#slots canvas', (all) => all.map((canvas) => canvas.toDataURL())),
        likest: await likest(),
      };
    };
    const first = await walk();
    assert.equal(new Set(first.slots).size, 4);
    assert.deepEqual(first.likest, [0, 1, 2, 3]);
    const frame = await site.page.$eval('[data-testid="explore-moving"]', (canvas) => canvas.toDataURL());
    await site.click('explore-play');
    await site.waitFor((old) => document.querySelector('[data-testid="explore-moving"]').toDataURL() !== old, frame);

    await site.page.reload({ waitUntil: 'load' });
    await marked('ABCD');
    assert.deepEqual((await walk()).slots, first.slots);
  },
);
