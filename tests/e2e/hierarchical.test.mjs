// A VAE with several stochastic layers in the page: created in the form, trained, its layers' KL, the map of its top layer.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createEngine } from '../../web/engine/engine.js';
import { createFixture } from './support/fixture.mjs';

const { openPage, testIn } = createFixture();
const packed = await readFile(new URL('../../build/data/digits.bin.gz', import.meta.url));

testIn(
  'chromium',
  'a VAE of several stochastic layers is made in the form, and the map is that of its top layer',
  async () => {
    const site = await (await openPage({ hash: '#view=bench' })).ready();
    const disabled = (id) => site.page.$eval(`[data-testid="${id}"]`, (field) => field.disabled);
    assert.equal(await disabled('field-lower-layers'), true);
    const checksum = await site.value('checksum');
    await site.page.evaluate(
      (entries) => {
        for (const [id, value] of entries) {
          const field = document.querySelector(`[data-testid="${id}"]`);
          field.value = value;
          for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
        }
      },
      Object.entries({
        'field-model': 'hvae',
        'field-hidden': '12',
        'field-latent': '2',
        'field-lower-layers': '32: 8',
        'field-inference': 'top_down',
        'field-seed': '5',
        'field-batch': '500',
        'stop-epochs': '1',
      }),
    );
    assert.equal(await disabled('field-lower-layers'), false);
    assert.equal(await disabled('field-estimator'), true);
    await site.click('train-create');
    await site.waitFor(
      (old) => !['', old].includes(document.querySelector('[data-testid="checksum"]').dataset.value),
      checksum,
    );
    for (const [stage, sizes] of [
      ['encoder', [784, 32, 12, 2]],
      ['decoder', [2, 12, 32, 784]],
    ]) {
      const drawn = () => site.page.$eval(`#${stage}-stage .sizes`, (node) => node.getAttribute('data-value'));
      assert.deepEqual(JSON.parse(await drawn()), sizes);
    }
    await site.trainToEnd();

    // The same run without a page.
    const engine = await createEngine({ variant: JSON.parse(await site.value('engine')).arithmetic });
    const digits = await engine.loadDigits({ bytes: packed });
    const model = engine.createModel(
      {
        model: 'hvae',
        hidden: [12],
        latentDim: 2,
        lowerLayers: [{ hidden: [32], latentDim: 8 }],
        inference: 'top_down',
      },
      { seed: 5, batchSize: 500 },
      digits,
    );
    model.train(digits, Math.ceil(digits.trainCount / 500));
    await site.waitForValue('checksum', model.checksum());
    const report = model.evaluate(digits);
    await site.waitFor(
      (wanted) => document.querySelector('[data-testid="kl-per-dimension"]').dataset.layers === wanted,
      JSON.stringify(report.klPerLayer),
    );
    assert.deepEqual(JSON.parse(await site.value('kl-per-dimension')), report.klPerDimension);
    assert.match(
      await site.page.$eval('[data-testid="kl-per-dimension"]', (node) => node.textContent),
      /KL of each stochastic layer in nats.*of the code: z1/,
    );
    await site.waitFor(() => /model=hvae/.test(location.hash) && /lower=32(:|%3A)8/.test(location.hash));
  },
);
