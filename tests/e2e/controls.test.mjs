// Controls that no other test covers.
import assert from 'node:assert/strict';
import { createFixture } from './support/fixture.mjs';
import { whenLong } from '../support/long.mjs';

const { openPage, sharedPage, testIn, testOnceIn } = createFixture();
let site;

const hashHas = (part) => site.waitFor((wanted) => location.hash.includes(wanted), part);
const hashLacks = (part) => site.waitFor((wanted) => !location.hash.includes(wanted), part);
/** The number of ink pixels of the map's points, and a checksum that changes when marks move. */
const cloud = () =>
  site.page.$eval('[data-testid="latent-map"] canvas:nth-of-type(2)', (canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let ink = 0,
      places = 0;
    for (let i = 3; i < data.length; i += 4)
      if (data[i] > 0) {
        ink++;
        places = (places * 31 + i) % 1_000_003;
      }
    return { ink, places };
  });

testIn(
  'firefox',
  'the pipeline and the map: pens, an image from a file, ε = 0, a digit switched off, horizontal and vertical dimensions',
  async () => {
    site = await sharedPage({ hash: '#hide=lesson,explore,compare,lab,article' });
    await site.click('pen-4');
    await hashHas('pen=');
    await site.click('pen-3');
    await hashLacks('pen=');

    await site.click('at-mean');
    await site.waitFor(() =>
      JSON.parse(document.querySelector('[data-testid="epsilon"]').dataset.value).every((value) => value === 0),
    );
    assert.deepEqual(await site.numbers('z'), await site.numbers('mu'));
    await hashHas('mean=1');
    await site.click('at-mean');
    await hashLacks('mean=');

    // Pixels sampled with the probabilities of the reconstruction are 0 or 1.
    const greys = (id) =>
      site.page.$eval(`[data-testid="${id}"]`, (canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return new Set(data.filter((_, i) => i % 4 === 0)).size;
      });
    await site.click('sample-pixels');
    await site.waitForValue('sampled-pixels', 'shown');
    await hashHas('ink=1');
    assert.deepEqual([await greys('sampled-pixels'), (await greys('reconstruction')) > 20], [2, true]);
    await site.click('sample-pixels');
    await site.waitForValue('sampled-pixels', '');
    await hashLacks('ink=');

    const all = await cloud();
    assert.ok(all.ink > 500, `${all.ink} pixels of ink`);
    await site.page.click('.legend .digit-1');
    await hashHas('show=023456789');
    await site.waitFor(() => document.querySelector('.legend .digit-1').getAttribute('aria-pressed') === 'false');
    await site.waitFor(
      ([most]) => {
        const canvas = document.querySelector('[data-testid="latent-map"] canvas:nth-of-type(2)');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((value, i) => i % 4 === 3 && value > 0).length < 0.97 * most;
      },
      [all.ink],
    );

    const seen = await site.page.$eval('[data-testid="model-sees"]', (canvas) => canvas.toDataURL());
    await site.page.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 90, height: 90 }),
        context = canvas.getContext('2d');
      context.fillStyle = '#fff';
      context.fillRect(0, 0, 90, 90);
      context.fillStyle = '#000';
      context.fillRect(40, 10, 12, 70);
      const transfer = new DataTransfer(),
        input = document.querySelector('[data-testid="pad-picture"]');
      transfer.items.add(
        new File([await new Promise((done) => canvas.toBlob(done))], 'one.png', { type: 'image/png' }),
      );
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await site.waitForValue('model-sees', 'picture');
    await site.waitFor((before) => document.querySelector('[data-testid="model-sees"]').toDataURL() !== before, seen);

    await site.page.select('[data-testid="shipped-choice"]', 'vae-20d');
    await site.click('load-shipped');
    await site.waitFor(
      () => JSON.parse(document.querySelector('[data-testid="mu"]').dataset.value || '[]').length === 20,
    );
    await site.page.select('[data-testid="map-projection"]', 'axes');
    await site.page.select('[data-testid="axis-horizontal"]', '6');
    await site.page.select('[data-testid="axis-vertical"]', '2');
    await hashHas('axes=7,3');
    await site.page.select('[data-testid="shipped-choice"]', 'vae-2d');
  },
);

whenLong(testIn)('chromium', 'settings apply during training, and the map’s marks move', async () => {
  site = await sharedPage({ hash: '#weights=fresh&hidden=32&hide=lesson,explore,compare,lab,article' });
  await site.page.select('[data-testid="field-activation"]', 'tanh');
  await site.click('train-create');
  await hashHas('act=tanh');
  await site.click('train-play');
  await site.waitForValue('train-state', 'running');
  const before = await cloud();
  for (const [field, text, key] of [
    ['field-learning-rate', '0.002', 'lr=0.002'],
    ['field-beta', '2', 'beta=2'],
    ['field-warmup', '50', 'warmup=50'],
    ['field-batch', '64', 'batch=64'],
  ]) {
    await site.type(field, text);
    await hashHas(key);
  }
  await site.page.select('[data-testid="field-pixels"]', 'thresholded');
  await hashHas('pixels=thresholded');
  const step = await site.number('train-step-count');
  assert.ok(step > 0);
  await site.waitFor(
    (passed) => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) > passed + 20,
    step,
  );
  assert.equal(await site.value('train-state'), 'running');
  assert.notEqual((await cloud()).places, before.places);

  // No improvement for an epoch, with a step that learns nothing: early stopping ends the run.
  await site.click('more-settings');
  await site.type('field-learning-rate', '1e-12');
  await site.type('stop-patience', '1');
  await site.waitFor(() =>
    document.querySelector('[data-testid="train-advice"]').dataset.value.startsWith('stopped.patience'),
  );
  const [bound, reconstruction, kl] = await Promise.all(
    ['held-out-bound', 'held-out-reconstruction', 'held-out-kl'].map((id) => site.number(id)),
  );
  assert.ok(Math.abs(bound - reconstruction - kl) < 1e-3 * bound, `${bound} = ${reconstruction} + ${kl}`);
});

whenLong(testIn)(
  'firefox',
  'below the first screen: the lesson’s buttons, new samples, new completions, and their images',
  async () => {
    site = await sharedPage({ hash: '#cseed=2' });
    await site.click('lesson-start');
    await site.waitForValue('lesson', 'traced');
    await site.click('lesson-next');
    await site.waitForValue('lesson-stage', 'sample');
    await site.click('lesson-previous');
    await site.waitForValue('lesson-stage', 'encode');
    await site.click('lesson-next');
    await site.click('lesson-again');
    await site.waitForValue('lesson-stage', 'encode');
    await site.click('lesson-close');
    await site.waitForValue('lesson', 'closed');

    await site.click('go-lab');
    await site.waitForValue('lab-complete', '4');
    await site.click('lab-complete-again');
    await hashHas('lfill=');
    const on = await site.page.$eval('[data-testid="lab-play"]', (button) => button.dataset.on);
    await site.click('lab-play');
    await site.waitFor((was) => document.querySelector('[data-testid="lab-play"]').dataset.on !== was, on);

    await site.click('go-compare');
    await site.waitForValue('compare-state', 'idle');
    await site.click('compare-resample');
    await hashHas('csamples=');
    await site.click('share-hide');
    await site.click('share-hide-map');
    await site.waitFor(() =>
      /cseed=2.*hide=map/.test(document.querySelector('[data-testid="share-class-link"]').value),
    );
    await site.click('share-class-copy');
    await site.waitFor(() => document.querySelector('[data-testid="notice"]').textContent !== '');
    // The page is shared.
    await site.click('share-hide');
  },
);

testOnceIn(
  'chromium',
  'presets of the link for a class: one press, and the link opens the page for that purpose',
  async () => {
    const site = await sharedPage();
    await site.click('share-hide');
    const linkAfter = async (name, key) => {
      await site.click(`share-preset-${name}`);
      // The link also changes when the page's first texts and numbers arrive.
      await site.waitFor(
        (wanted) => document.querySelector('[data-testid="share-class-link"]').value.includes(wanted),
        key,
      );
      return site.page.$eval('[data-testid="share-class-link"]', ({ value }) => new URL(value).hash);
    };
    const [lecture, map] = [await linkAfter('lecture', 'present=1'), await linkAfter('map', 'hide=')];
    const opened = await (await openPage({ hash: map })).ready();
    const shown = await opened.page.evaluate(() =>
      ['pad', 'latent-map', 'train-play', 'compare', 'parameters'].filter((id) =>
        document.querySelector(`[data-testid="${id}"]`).checkVisibility(),
      ),
    );
    assert.deepEqual(shown, ['pad', 'latent-map']);
    const lectured = await openPage({ hash: lecture });
    await lectured.waitFor(() => document.documentElement.hasAttribute('data-presenting'));
  },
);
