// Below the first screen: the digit in nats, the comparison of three models, and the FVBN lab, with the real engine.
import assert from 'node:assert/strict';
import { compareEntropies } from '../../web/features/compare/label-entropy.js';
import { createFixture } from './support/fixture.mjs';
import { cases, whenLong } from '../support/long.mjs';

const { openPage, sharedPage, testIn, testOnceIn } = createFixture();
let site;

const hasValue = ([test]) => (document.querySelector(`[data-testid="${test}"]`)?.dataset.value ?? '') !== '';
const scrollTo = (id) => site.page.$eval(`#${id}`, (section) => section.scrollIntoView());

async function openCompare() {
  site = await sharedPage();
  await scrollTo('compare');
  await site.waitForValue('compare-state', 'idle');
}

testOnceIn(
  'firefox',
  'the digit in nats: the bound is below log p(x), the gap is their difference, and a scribble is atypical',
  async () => {
    site = await sharedPage();
    await site.waitFor(hasValue, ['digit-nats']);
    const nats = JSON.parse(await site.value('digit-nats'));
    const slack = 4 * (nats.elboError + nats.logLikelihoodError);
    assert.ok(nats.elbo <= nats.logLikelihood + slack, JSON.stringify(nats));
    assert.ok(Math.abs(nats.logLikelihood - nats.elbo - nats.gap) <= slack, JSON.stringify(nats));
    assert.ok(Math.abs(nats.elbo + nats.reconstruction + nats.kl) <= slack + 1e-3, JSON.stringify(nats));
    const parts = await site.numbers('digit-kl');
    assert.equal(parts.length, 2);
    assert.ok(Math.abs(parts[0] + parts[1] - nats.kl) < 1e-3, `${parts} is ${nats.kl}`);
    assert.match(
      await site.page.$eval('[data-testid="digit-kl"]', (list) => list.textContent),
      /z1 \d+\.\d\d, z2 \d+\.\d\d.*= \d+\.\d \+ \d+\.\d$/,
    );
    await site.waitFor(hasValue, ['usual']);
    assert.ok(
      (await site.number('usual')) > 1,
      `the digit on the pad at first: more usual than ${await site.value('usual')} %`,
    );
    await site.click('pad-clear');
    await site.waitForValue('digit-nats', '');
    await site.waitForValue('usual', '');
    // A scribble is atypical: hardly any of the thousand has a larger loss.
    await site.drawWithMouse([
      [0.1, 0.1],
      [0.9, 0.9],
      [0.9, 0.1],
      [0.1, 0.9],
      [0.1, 0.1],
      [0.9, 0.1],
      [0.5, 0.9],
      [0.1, 0.5],
      [0.9, 0.5],
    ]);
    await site.waitFor(hasValue, ['usual']);
    assert.ok((await site.number('usual')) < 5, `a scribble: more usual than ${await site.value('usual')} %`);
  },
);

testIn('firefox', 'nothing below the first screen is started before scrolling there', async () => {
  site = await (await openPage()).ready();
  assert.equal(await site.value('compare-state'), 'closed');
  assert.ok(!site.requests.some((url) => /ae-2d|fvbn|made|classifier/.test(url.replace('vae-2d', ''))));
});

testIn(
  'firefox',
  'AE, VAE and FVBN side by side: the same axes, samples of each, and a reason for each missing value',
  async () => {
    await openCompare();
    for (const name of ['ae', 'vae']) {
      await site.waitFor(
        (test) => document.querySelector(`[data-testid="${test}"]`)?.dataset.points === '1000',
        `compare-scatter-${name}`,
      );
    }
    const extents = await Promise.all(
      ['ae', 'vae'].map(async (name) =>
        (await site.$(`compare-scatter-${name}`)).evaluate((node) => node.dataset.extent),
      ),
    );
    assert.equal(extents[0], extents[1]);
    for (const name of ['ae', 'vae', 'fvbn']) await site.waitForValue(`compare-samples-${name}`, '16');
    for (const cell of [
      'reconstruction-ae',
      'reconstruction-vae',
      'likelihood-vae',
      'likelihood-fvbn',
      'centredness-ae',
      'centredness-vae',
      'smoothness-vae',
    ]) {
      await site.waitFor(hasValue, [`compare-${cell}`]);
    }
    await site.click('compare-codes-open');
    const means = await Promise.all(['ae', 'vae'].map((name) => site.numbers(`compare-codes-${name}`)));
    for (const model of means)
      assert.equal(
        model.reduce((sum, { count }) => sum + count, 0),
        1000,
      );
    assert.notDeepEqual(means[0], means[1]);
    assert.equal(await site.page.$$eval('#compare-codes tbody tr', (rows) => rows.length), 20);
    const text = async (id) => (await site.$(id)).evaluate((node) => node.textContent);
    assert.match(await text('compare-likelihood-ae'), /no density/);
    assert.match(await text('compare-centredness-fvbn'), /no code/);
    assert.match(await text('compare-likelihood-vae'), /bound/);
    assert.match(await text('compare-likelihood-fvbn'), /exact/);
    const [ae, vae] = [await site.number('compare-reconstruction-ae'), await site.number('compare-reconstruction-vae')];
    const claim = await site.value('compare-claim');
    const expected =
      Math.abs(ae - vae) < 0.5 ? 'compare.claimEqual' : ae < vae ? 'compare.claimAe' : 'compare.claimVae';
    assert.equal(claim, expected, `AE ${ae}, VAE ${vae}`);
    assert.equal(new Set(await tableNames()).size, 4, 'every table has a name of its own');
  },
);

/** The captions of the tables that can be seen in the comparison. */
const tableNames = () =>
  site.page.$$eval('#compare table', (tables) =>
    tables.filter((table) => table.getClientRects().length > 0).map((table) => table.caption.textContent),
  );

whenLong(testIn)(
  'chromium',
  'the labels of the samples: bars, a row of the table, and a sentence on their entropy',
  async () => {
    await openCompare();
    const models = ['ae', 'vae', 'fvbn'];
    for (const name of models) await site.waitFor(hasValue, [`compare-labels-${name}`]);
    // The bars are drawn in the frame after their numbers.
    await site.drawn();
    for (const name of models) {
      const counts = (await site.value(`compare-labels-${name}`)).split(',').map(Number);
      assert.equal(counts.length, 10);
      assert.equal(
        counts.reduce((sum, count) => sum + count),
        200,
      );
      assert.equal(await site.value(`compare-labelHistogram-${name}`), counts.join(','));
      const entropy = -counts.filter(Boolean).reduce((sum, count) => sum + (count / 200) * Math.log(count / 200), 0);
      assert.ok(Math.abs(entropy - (await site.number(`compare-labelEntropy-${name}`))) < 1e-9);
      const { name: spoken, inked } = await (
        await site.$(`compare-labels-${name}`)
      ).evaluate((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return { name: canvas.ariaLabel, inked: data.filter((value, i) => i % 4 === 3 && value > 128).length };
      });
      assert.match(
        spoken,
        new RegExp(
          `^Labels of the ${name}’s samples, 200 in all\\. 0: ${counts[0]}, 1: ${counts[1]}, .*9: ${counts[9]}$`,
          'i',
        ),
      );
      assert.ok(inked > 500, `${inked} pixels of ink`);
    }
    await checkSentence();
    const of = (name) => site.value(`compare-labels-${name}`);
    const before = { ae: await of('ae'), vae: await of('vae') };
    await site.click('compare-resample');
    // One model's new samples come before the other's.
    await site.waitFor(
      (was) =>
        Object.entries(was).every(([name, old]) => {
          const { value } = document.querySelector(`[data-testid="compare-labels-${name}"]`).dataset;
          return value !== '' && value !== old;
        }),
      before,
    );
    await checkSentence();
  },
);

/** The sentence follows from the numbers that are shown with it: whether the entropies differ is a matter of the samples. */
async function checkSentence() {
  const { key, text, models } = await site.page.evaluate(() => {
    const of = (id) => document.querySelector(`[data-testid="${id}"]`);
    const { dataset, textContent } = of('compare-claim');
    return {
      key: dataset.generation,
      text: textContent,
      models: ['ae', 'vae'].map((name) => ({
        counts: of(`compare-labels-${name}`).dataset.value.split(',').map(Number),
        samples: 200,
        entropy: Number(of(`compare-labelEntropy-${name}`).dataset.value),
      })),
    };
  });
  const [ae, vae] = models;
  assert.ok(vae.entropy > ae.entropy, `${vae.entropy} and ${ae.entropy}`);
  assert.equal(key, compareEntropies(ae, vae) > 0 ? 'compare.samplesVae' : 'compare.samplesEqual');
  for (const { entropy } of models) assert.ok(text.includes(entropy.toFixed(2)), text);
}

testIn(
  'chromium',
  'the AE’s codes from N(0, I), a fitted Gaussian or a fitted mixture: samples, labels, map, link',
  async () => {
    await openCompare();
    const labels = () => site.value('compare-labels-ae');
    const entropy = () => site.number('compare-labelEntropy-ae');
    const picture = () => site.page.$eval('[data-testid="compare-samples-ae"]', (strip) => strip.toDataURL());
    const gaussians = () =>
      site.page.$eval('[data-testid="compare-scatter-ae"]', (map) => Number(map.dataset.gaussians));
    const claim = () => site.page.$eval('[data-testid="compare-claim"]', (sentence) => sentence.textContent);
    const caption = () => site.page.$eval('#compare-samples-of-ae', (text) => text.textContent);
    for (const name of ['ae', 'vae']) await site.waitFor(hasValue, [`compare-labels-${name}`]);
    const first = {
      labels: await labels(),
      entropy: await entropy(),
      picture: await picture(),
      caption: await caption(),
    };
    const vae = await site.value('compare-labels-vae');
    assert.deepEqual([await gaussians(), /fitted/.test(await claim())], [0, false]);

    /** By keyboard or mouse; until the samples are there, none of the other density are shown. */
    const choose = async (density, key) => {
      const choice = await site.$(`compare-prior-${density}`);
      await choice.focus();
      if (key) await site.page.keyboard.press(key);
      else await choice.click();
      await site.waitFor(
        (name) => document.querySelector(`[data-testid="compare-prior-${name}"]`).ariaPressed === 'true',
        density,
      );
      await site.waitForValue('compare-samples-ae', '16');
      await site.waitFor(hasValue, ['compare-labels-ae']);
    };
    await choose('gaussian', 'Enter');
    await site.waitFor(() => location.hash.includes('cprior=gaussian'));
    const gaussian = { labels: await labels(), entropy: await entropy(), picture: await picture() };
    assert.equal(await gaussians(), 1);
    assert.match(await caption(), /a Gaussian fitted to the AE’s codes of training digits/);
    assert.match(await claim(), /from a Gaussian fitted to its codes after training/);
    assert.notEqual(gaussian.picture, first.picture);

    await choose('mixture');
    await site.waitFor(() => location.hash.includes('cprior=mixture'));
    assert.equal(await gaussians(), 10);
    assert.ok((await entropy()) > gaussian.entropy && gaussian.entropy > first.entropy, `${await entropy()}`);
    assert.match(await claim(), /mixture of 10 Gaussians/);
    assert.equal(
      await site.page.$eval('[data-testid="compare-claim"]', ({ dataset }) => dataset.generation),
      'compare.samplesEqual',
    );
    assert.equal(await site.value('compare-nearestDistance-ae'), '');
    assert.equal(await site.value('compare-labels-vae'), vae, 'the VAE’s samples stay');
    const mixed = { labels: await labels(), picture: await picture() };

    await choose('normal');
    await site.waitFor(() => !location.hash.includes('cprior'));
    assert.deepEqual(
      { labels: await labels(), entropy: await entropy(), picture: await picture(), caption: await caption() },
      first,
      'the very same samples',
    );
    assert.equal(await gaussians(), 0);

    // The link alone gives the same samples of the mixture.
    await site.page.evaluate(() => {
      location.hash = '#cprior=mixture&at=compare';
    });
    await site.waitFor(
      (was) => document.querySelector('[data-testid="compare-labels-ae"]').dataset.value === was,
      mixed.labels,
    );
    await site.waitForValue('compare-samples-ae', '16');
    assert.equal(await picture(), mixed.picture);
    await site.click('share-link');
    await site.waitFor(() => /cprior=mixture/.test(document.querySelector('[data-testid="share-link"]').dataset.value));
  },
);

testIn('chromium', 'the maps have the same axes, or each its own: by mouse, keyboard and link', async () => {
  site = await sharedPage({ hash: '#caxes=fit' });
  await scrollTo('compare');
  const extents = () =>
    site.page.$$eval('[data-testid^="compare-scatter-"]', (maps) => maps.map(({ dataset }) => Number(dataset.extent)));
  const pressed = () =>
    site.page.$$eval('[data-testid^="compare-axes-"]', (choices) =>
      choices.filter(({ ariaPressed }) => ariaPressed === 'true').map(({ dataset }) => dataset.testid),
    );
  const caption = () => site.page.$eval('#compare-axes', (text) => text.textContent);
  for (const name of ['ae', 'vae'])
    await site.waitFor(
      (test) => document.querySelector(`[data-testid="${test}"]`)?.dataset.points === '1000',
      `compare-scatter-${name}`,
    );
  const [ae, vae] = await extents();
  assert.ok(ae > 2 * vae, `AE ±${ae}, VAE ±${vae}`);
  assert.deepEqual(await pressed(), ['compare-axes-fit']);
  assert.match(await caption(), new RegExp(`AE ±${ae.toFixed(1)} and VAE ±${vae.toFixed(1)}`));
  await (await site.$('compare-axes-same')).focus();
  await site.page.keyboard.press('Enter');
  await site.waitFor(() => !location.hash.includes('caxes'));
  assert.deepEqual(await extents(), [ae, ae]);
  assert.deepEqual(await pressed(), ['compare-axes-same']);
  assert.match(await caption(), /the same axes/);
  await site.click('compare-axes-fit');
  await site.waitFor(() => location.hash.includes('caxes=fit'));
  assert.deepEqual(await extents(), [ae, vae]);
});

whenLong(testIn)(
  'chromium',
  'the shipped models by likelihood: samples of each, and a link that starts from it',
  async () => {
    site = await (await openPage()).ready();
    await scrollTo('compare');
    await site.waitForValue('compare-state', 'idle');
    const rows = () =>
      site.page.$$eval('[data-testid="levels-table"] tbody tr', (all) =>
        all.map((row) => ({
          link: row.querySelector('a').getAttribute('href'),
          nats: Number(row.querySelector('td').textContent.match(/[\d.]+/)[0]),
          samples: Number(row.querySelector('canvas').dataset.value ?? 0),
        })),
      );
    const before = await rows();
    assert.ok(before.length >= 5);
    assert.ok(before.every(({ nats, samples }, i) => samples === 0 && (i === 0 || nats <= before[i - 1].nats)));
    await site.click('levels-sample');
    await site.waitFor(() =>
      [...document.querySelectorAll('[data-testid="levels-table"] canvas')].every((one) => one.dataset.value === '12'),
    );
    assert.equal(
      await site.page.$$eval('[data-testid="levels-table"] td span', (all) =>
        all.map((one) => one.textContent).join(''),
      ),
      '',
    );
    await site.page.$eval('[data-testid="levels-table"] a[href*="hvae-50d"]', (link) => link.click());
    await site.waitFor(() => document.querySelector('[data-testid="shipped-choice"]').value === 'hvae-50d');
    await site.waitFor(() => /weights=hvae-50d/.test(location.hash));
    // Its first two dimensions are inactive: the map is of two others, which the link states; also if its codes come later.
    await site.waitFor(() => /[#&]axes=\d/.test(location.hash));
    const opened = await (await openPage({ hash: '#view=bench&weights=hvae-50d' })).ready();
    await opened.waitFor(() => /[#&]axes=\d/.test(location.hash));
    await site.page.bringToFront();
    assert.match(await site.page.$eval('[data-testid="shipped-level"]', (line) => line.textContent), /nats/);
  },
);

whenLong(testIn)('chromium', 'all three train from scratch, at about the same epoch, and are restored', async () => {
  await openCompare();
  const saysNotKept = () => site.page.$eval('#compare-not-kept', (sentence) => sentence.getClientRects().length > 0);
  const schedule = () => site.page.$eval('#compare-schedule', (sentence) => sentence.textContent);
  assert.equal(await saysNotKept(), false);
  assert.match(await schedule(), /not the same schedule/);
  await site.click('compare-scratch');
  await site.waitForValue('compare-state', 'running');
  await site.waitFor(() => /the same learning rate/.test(document.querySelector('#compare-schedule').textContent));
  await site.waitFor(
    (test) => Number(document.querySelector(`[data-testid="${test}"]`).dataset.value) >= 0.5,
    'compare-epoch',
  );
  await site.click('compare-play');
  await site.waitForValue('compare-state', 'paused');
  assert.equal(await saysNotKept(), true);
  await site.click('compare-reset');
  await site.waitForValue('compare-epoch', '0');
});

testIn('firefox', 'the lab samples to the end, completes the given rows, and evaluates the digit exactly', async () => {
  site = await sharedPage();
  await scrollTo('lab');
  await site.waitForValue('lab-complete', '4');
  await site.waitFor(hasValue, ['lab-surprise']);
  const exact = await site.number('lab-surprise');
  assert.ok(exact < 0 && Number.isFinite(exact), `log p(x) ${exact}`);
  await (
    await site.$('lab-speed')
  ).evaluate((slider) => {
    slider.value = '4';
  });
  await site.waitForValue('lab-paint', '784');
  assert.ok((await site.number('lab-log-likelihood')) < 0);
  await site.click('lab-table-open');
  const { painted, drawn } = await site.numbers('lab-table');
  assert.equal(painted.length, 28);
  assert.ok(Math.abs(painted[27].sum - (await site.number('lab-log-likelihood'))) < 1e-9);
  // The page sums in double precision, the engine separately.
  assert.ok(Math.abs(drawn[27].sum - exact) < 0.01, `${drawn[27].sum}, not ${exact}`);
  assert.equal(await site.page.$$eval('[data-testid="lab-table"] tbody tr', (rows) => rows.length), 28);
  // Each pixel by the arrow keys, in the sample and in the surprisal map.
  await (await site.$('lab-conditionals')).focus();
  for (const key of ['ArrowUp', 'ArrowLeft']) await site.page.keyboard.press(key);
  assert.equal(await site.number('lab-pixel'), 14 * 28 + 14);
  const [chance, surprise] = [await site.number('lab-probability'), await site.number('lab-pixel-surprise')];
  assert.ok(
    [chance, 1 - chance].some((p) => Math.abs(surprise + Math.log(Math.max(1e-7, p))) < 1e-4),
    `${surprise} of ${chance}`,
  );
  const shades = await site.page.$eval(
    '[data-testid="lab-conditionals"]',
    (map) => new Set(map.getContext('2d').getImageData(0, 0, 28, 28).data).size,
  );
  assert.ok(shades > 40, `${shades} greys: chances, not pixels`);
  await (await site.$('lab-surprise')).focus();
  assert.equal(await site.value('lab-surprise-pixel'), '');
  await site.page.keyboard.press('ArrowDown');
  assert.match(
    await site.page.$eval('[data-testid="lab-surprise-pixel"]', (line) => line.textContent),
    /^Pixel 407: probability of ink \d\.\d{3}, −log p \d+\.\d{3} nats$/,
  );
  await site.page.keyboard.press('Escape');
  await (
    await site.$('lab-rows')
  ).evaluate((slider) => {
    slider.value = '28';
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  });
  // With all rows given nothing is left to sample: all four are equal.
  await site.waitFor(() => {
    const pictures = [...document.querySelectorAll('[data-testid="lab-complete"] canvas')].map((canvas) =>
      canvas.toDataURL(),
    );
    return pictures.length === 4 && pictures.every((picture) => picture === pictures[0]);
  });
  await site.page.select('[data-testid="lab-model"]', 'made');
  await site.waitFor(
    ([test, was]) => {
      const now = document.querySelector(`[data-testid="${test}"]`)?.dataset.value;
      return now && Number(now) !== was;
    },
    ['lab-surprise', exact],
  );
});

testIn('chromium', 'the page’s own model may be any of the four, and reports what it lacks', async () => {
  site = await sharedPage();
  for (const [kind, train] of [
    ['ae', /not a bound on the likelihood/],
    ['fvbn', /itself/],
    ['made', /itself/],
    ['vae', /ELBO/],
  ]) {
    await site.page.select('[data-testid="field-model"]', kind);
    if (kind === 'made') await site.type('field-hidden', '20');
    await site.click('train-create');
    await site.waitFor(
      (pattern) => new RegExp(pattern).test(document.querySelector('#train-caption').textContent),
      train.source,
    );
    await site.waitForValue('train-step-count', '0');
    await site.click('train-step');
    await site.waitForValue('train-step-count', '1');
  }
  assert.equal(await site.value('notice'), '');
});

for (const lang of cases(['en', 'ko'], ['ko'])) {
  testIn('chromium', `the page has the texts of the model that its link opens: ${lang}`, async () => {
    const texts = async (site) => {
      // The texts below the first screen are fetched after the model is there.
      await site.waitFor(() => document.querySelector('#explore h2').textContent !== '');
      return site.page.$$eval('#spine h2, #map-caption, #train-caption, #objective-name', (all) =>
        all.map((element) => element.textContent),
      );
    };
    const created = await (await openPage({ hash: `#view=bench&lang=${lang}` })).ready();
    const ofVae = await texts(created);
    await created.page.select('[data-testid="field-model"]', 'ae');
    await created.click('train-create');
    await created.waitFor(() => document.getElementById('nats').dataset.kind === 'ae');
    // Views are drawn in different frames, and none once the other page is in front of this one.
    for (const id of ['train-caption', 'objective-name', 'map-caption'])
      await created.waitFor(([place, old]) => !old.includes(document.getElementById(place).textContent), [id, ofVae]);
    const linked = await (await openPage({ hash: `#view=bench&lang=${lang}&model=ae&weights=fresh` })).ready();
    await linked.waitFor(() => document.querySelector('#lab h2').textContent !== '');
    assert.deepEqual(await texts(linked), await texts(created));
    assert.notDeepEqual(await texts(linked), ofVae);
  });
}

testIn('chromium', 'pipeline, walks, comparison and lab are saved as images, with their text', async () => {
  await openCompare();
  await scrollTo('explore');
  await site.waitFor(() => document.querySelectorAll('[data-testid="explore-grid"] canvas').length > 0, undefined);
  await scrollTo('lab');
  await site.waitFor(hasValue, ['lab-surprise']);
  await site.page.evaluate(() => {
    window.offered = [];
    const original = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      window.offered.push(blob);
      return original.call(URL, blob);
    };
    HTMLAnchorElement.prototype.click = () => {};
  });
  const sizes = [
    ['spine', 1000, 300],
    ['explore', 1000, 500],
    ['compare', 1000, 500],
    ['lab', 1000, 500],
  ];
  for (const [i, [panel, wide, high]] of sizes.entries()) {
    await site.click(`picture-${panel}`);
    await site.waitFor((count) => window.offered.length > count, i);
    const { width, height } = await site.page.evaluate(async (index) => {
      const bitmap = await createImageBitmap(new Blob([window.offered[index]], { type: 'image/png' }));
      return { width: bitmap.width, height: bitmap.height };
    }, i);
    assert.ok(width > wide && height > high, `${panel}: ${width} × ${height}`);
  }
  // Where the page has the number of nats, the image has ink: the pipeline starts at the pad, twelve pixels from its edges.
  const ink = await site.page.evaluate(async () => {
    const bitmap = await createImageBitmap(new Blob([window.offered[0]], { type: 'image/png' }));
    const seen = [...document.querySelectorAll(':is(#spine, #nats) :is(canvas, svg, h2, .caption, dd)')]
      .map((each) => each.getBoundingClientRect())
      .filter(({ width }) => width > 0);
    const left = Math.min(...seen.map((box) => box.left)) - 12,
      top = Math.min(...seen.map((box) => box.top)) - 12;
    const box = document.querySelector('[data-term="elbo"] dd').getBoundingClientRect();
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(2 * (box.left - left), 2 * (box.top - top), 2 * box.width, 2 * box.height);
    return data.filter((value, i) => i % 4 === 0 && value < 128).length;
  });
  assert.ok(ink > 50, `${ink} dark pixels in the number`);
});
