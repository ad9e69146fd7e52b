// The lab's digit, completed by the page's VAE beside the FVBN.
import assert from 'node:assert/strict';
import { createFixture } from './support/fixture.mjs';

const { openPage, testOnceIn } = createFixture();

/** What the canvases of one model show: red values, row by row. */
const picturesOf = (site, id) =>
  site.page.$$eval(`[data-testid="${id}"] canvas`, (canvases) => {
    // Chromium warns of a canvas that is read twice.
    const copy = new OffscreenCanvas(28, 28).getContext('2d', { willReadFrequently: true });
    return canvases.map((canvas) => {
      copy.drawImage(canvas, 0, 0);
      return [...copy.getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 0);
    });
  });
const text = (site, id) => site.page.$eval(`[data-testid="${id}"]`, (node) => node.textContent);
const done = (site) =>
  site.waitFor(() => document.querySelector('[data-testid="lab-vae-complete"]')?.dataset.state === 'done');

testOnceIn(
  'chromium',
  'four completions with the digit’s upper rows; other rows change them; a model without q shows a sentence',
  async () => {
    const site = await (await openPage({ hash: '#lrows=14&at=lab' })).ready();
    await site.waitForValue('lab-complete', '4');
    await done(site);
    await site.waitForValue('lab-vae-complete', '4');
    const [fvbn, vae] = [await picturesOf(site, 'lab-complete'), await picturesOf(site, 'lab-vae-complete')];
    const given = 14 * 28;
    for (const picture of vae)
      assert.deepEqual(picture.slice(0, given), fvbn[0].slice(0, given), 'the rows that the FVBN gets');
    assert.ok(new Set(vae.map((picture) => picture.slice(given).join())).size > 1, 'the missing rows differ');
    assert.ok(new Set(vae[0].slice(given)).size > 10, 'means, not sampled pixels');
    const [effective, likelihood] = [await site.number('lab-vae-effective'), await site.number('lab-vae-likelihood')];
    assert.ok(effective >= 1 && effective <= 1000, String(effective));
    assert.ok(likelihood < 0 && likelihood > -300, String(likelihood));
    assert.equal(await text(site, 'lab-vae-effective-name'), 'effective sample size, of 1,000');
    assert.match(await text(site, 'lab-vae-effective'), /^\d+\.\d$/);
    assert.match(await text(site, 'lab-vae-likelihood'), /^−\d+\.\d$/);
    assert.match(await text(site, 'lab-vae-caption'), /1,000 codes .*: mean pixels/);
    assert.equal(await site.value('lab-vae-line'), effective < 8 ? 'unreliable' : '');
    assert.deepEqual([await text(site, 'lab-fvbn-model'), await text(site, 'lab-vae-model')], ['FVBN', 'VAE']);

    const setRows = (value) =>
      site.page.$eval(
        '[data-testid="lab-rows"]',
        (slider, rows) => {
          slider.value = rows;
          slider.dispatchEvent(new Event('input', { bubbles: true }));
        },
        value,
      );
    const changed = (was) =>
      site.waitFor((before) => {
        const now = document.querySelector('[data-testid="lab-vae-likelihood"]').dataset.value;
        return now !== '' && Number(now) !== before;
      }, was);
    await setRows('7');
    await changed(likelihood);
    await done(site);
    const fewer = await picturesOf(site, 'lab-vae-complete');
    assert.notDeepEqual(fewer, vae);
    // No row is given: nothing to explain, all weights are equal.
    await setRows('0');
    await site.waitFor(() => Number(document.querySelector('[data-testid="lab-vae-effective"]').dataset.value) > 999.9);
    assert.ok(Math.abs(await site.number('lab-vae-likelihood')) < 1e-6);
    assert.equal(await site.value('lab-vae-line'), '');

    await site.page.evaluate(() => {
      location.hash = '#model=ae&weights=shipped';
    });
    await site.waitForValue('lab-vae-line', 'needs');
    assert.match(await text(site, 'lab-vae-line'), /must be a VAE with a Bernoulli likelihood/);
    assert.deepEqual(
      [await site.value('lab-vae-complete'), await site.value('lab-vae-effective'), await site.value('lab-complete')],
      ['0', '', '4'],
    );
    assert.equal(await site.value('notice'), '');
  },
);
