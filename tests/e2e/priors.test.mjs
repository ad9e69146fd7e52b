// A VAE with a learned prior in the page: made by a link, trained, its components on the map, its pseudo-inputs, its file.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createEngine } from '../../web/engine/engine.js';
import { createFixture } from './support/fixture.mjs';
import { chooseFiles } from './support/give-files.mjs';
import { savedWeights } from './support/saved-weights.mjs';

const { openPage, testOnceIn } = createFixture();
const packed = await readFile(new URL('../../build/data/digits.bin.gz', import.meta.url));

const RUN =
  'weights=fresh&model=vae&hidden=32&latent=2&prior=vamp&components=12&seed=5&batch=500&lr=0.01&epochs=1&view=bench';
const COMPONENTS = 12;

testOnceIn(
  'chromium',
  'a VampPrior is made by a link, and its components and pictures follow the training and come back from its file',
  async () => {
    const site = await (await openPage({ hash: `#${RUN}` })).ready();
    const components = () => site.page.$eval('[data-testid="latent-map"]', (map) => map.dataset.components);
    const caption = () => site.page.$eval('#map-caption', (node) => node.textContent);
    const pictures = () =>
      site.page.$$eval('[data-testid="pseudo-inputs"] canvas', (all) => all.map((canvas) => canvas.toDataURL()));
    /** The map's marks, without motion. */
    const marks = () =>
      site.page.$eval('[data-testid="latent-map"] canvas:last-of-type', (canvas) => canvas.toDataURL());

    await site.waitForValue('pseudo-inputs', String(COMPONENTS));
    assert.equal(await components(), String(COMPONENTS));
    assert.match(await caption(), /learned prior’s 12 Gaussians .* of the pictures below/);
    assert.doesNotMatch(await caption(), /Circles/);
    assert.equal(await site.page.$eval('[data-testid="field-components"]', ({ value }) => value), '12');
    // There is no closed form of this KL.
    assert.equal(await site.page.$eval('[data-term="kl"] dt', (name) => name.textContent), 'KL, est.');
    const first = await pictures();
    assert.equal(new Set(first).size, COMPONENTS, 'each is another picture');

    await site.trainToEnd();
    // The same run without a page.
    const engine = await createEngine({ variant: JSON.parse(await site.value('engine')).arithmetic, threads: 1 }),
      digits = await engine.loadDigits({ bytes: packed }),
      model = engine.createModel(
        { hidden: [32], latentDim: 2, prior: 'vamp', components: COMPONENTS },
        { seed: 5, batchSize: 500, learningRate: 0.01 },
        digits,
      );
    model.train(digits, Math.ceil(digits.trainCount / 500));
    await site.waitForValue('checksum', model.checksum());
    const { means } = model.prior();
    // There is no KL of each dimension, but the number of the active ones.
    await site.waitForValue('active-units', String(model.evaluate(digits).activeUnits));
    assert.equal(await site.value('kl-per-dimension'), '[]');

    // The components of the last step, of which the table has the numbers.
    await site.click('map-table-open');
    await site.waitFor(
      (wanted) => {
        const { value } = document.querySelector('[data-testid="map-prior-table"]').dataset;
        return value && JSON.stringify(JSON.parse(value).flatMap(({ mean }) => mean)) === wanted;
      },
      JSON.stringify([...means]),
    );

    /** Presses a picture, whose component is then marked, with z at its mean. */
    const press = async (index) => {
      await site.page.$$eval('[data-testid="pseudo-inputs"] button', (all, at) => all[at].click(), index);
      await site.waitFor(
        ([at, z]) => {
          const { component, value } = document.querySelector('[data-testid="latent-map"]').dataset;
          return component === String(at) && value === z;
        },
        [index, JSON.stringify([...means.slice(2 * index, 2 * index + 2)])],
      );
    };
    const trained = await pictures();
    trained.forEach((picture, i) => assert.notEqual(picture, first[i], `picture ${i} has been trained`));
    await press(3);
    await site.drawn();
    const third = await marks();
    await press(7);
    // Another component is marked: the canvas is drawn in another frame than the attributes are written.
    await site.waitFor(
      (before) => document.querySelector('[data-testid="latent-map"] canvas:last-of-type').toDataURL() !== before,
      third,
    );
    assert.deepEqual(
      await site.page.$$eval('[data-testid="pseudo-inputs"] button', (all) =>
        all.flatMap((button, i) => (button.matches('.is-marked') ? [i] : [])),
      ),
      [7],
    );
    await site.click('probe-end');
    await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.component === '');

    const bytes = await savedWeights(site);
    await site.click('load-shipped');
    await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.components === '0');
    await site.waitFor(() => document.querySelector('#pseudo-inputs').hidden);
    assert.match(await caption(), /Circles: the prior’s 1, 2, 3 σ/);
    await chooseFiles(site, 'load-weights', { 'vamp.safetensors': bytes }, () =>
      site.waitForValue('checksum', model.checksum()),
    );
    await site.waitForValue('pseudo-inputs', String(COMPONENTS));
    assert.deepEqual(await pictures(), trained);
    await site.waitFor(() => /prior=vamp/.test(location.hash) && /components=12/.test(location.hash));
  },
);
