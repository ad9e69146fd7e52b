// A MADE of several orderings in the page: made by a link, trained, its likelihood, its name, its file, a reload, and what is refused.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createEngine } from '../../web/engine/engine.js';
import { ImageSet } from '../../web/engine/image-set.js';
import { conditionals } from '../../web/engine/measures.js';
import { createFixture } from './support/fixture.mjs';
import { chooseFiles } from './support/give-files.mjs';
import { savedWeights } from './support/saved-weights.mjs';

const { openPage, testOnceIn } = createFixture();
const packed = await readFile(new URL('../../build/data/digits.bin.gz', import.meta.url));

const RUN =
  'weights=fresh&model=made&hidden=12&orderings=4&seed=5&batch=500&lr=0.01&pixels=thresholded&digit=3&epochs=1&view=bench';

const opened = async (options) => {
  const site = await openPage(options);
  await site.waitFor(
    () => !['', undefined].includes(document.querySelector('[data-testid="checksum"]')?.dataset.value),
  );
  return site;
};
const textOf = (site, selector) => site.page.$eval(selector, (node) => node.textContent);
const orderingsField = (site) =>
  site.page.$eval('[data-testid="field-orderings"]', ({ value, disabled, labels }) => ({
    value,
    disabled,
    label: labels[0].textContent,
  }));

testOnceIn(
  'chromium',
  'a MADE of four orderings trains in turn, shows the likelihood of their mean, and comes back from a reload and its file',
  async () => {
    const site = await opened({ hash: `#${RUN}` });
    assert.deepEqual(await orderingsField(site), { value: '4', disabled: false, label: 'orderings' });
    await site.trainToEnd();

    // The same run without a page.
    const engine = await createEngine({ variant: JSON.parse(await site.value('engine')).arithmetic, threads: 1 }),
      digits = await engine.loadDigits({ bytes: packed }),
      model = engine.createModel(
        { model: 'made', hidden: [12], latentDim: 0, orderings: 4, orderingSeed: 5 },
        { seed: 5, batchSize: 500, learningRate: 0.01, pixels: 'thresholded' },
        digits,
      );
    model.train(digits, Math.ceil(digits.trainCount / 500));
    await site.waitForValue('checksum', model.checksum());
    await site.waitForValue('held-out-bound', String(model.evaluate(digits).negativeElbo));

    // The likelihood of the drawn digit is that by which the core scores it, of the mean over the orderings.
    const image = digits.images(digits.trainCount + 3, 1),
      alone = ImageSet.from(engine, { images: [image, image], labels: [0, 0], width: 28, height: 28, heldOut: 1 }),
      expected = -model.evaluate(alone).negativeElbo;
    await site.waitFor((wanted) => {
      const { value } = document.querySelector('[data-testid="digit-nats"]').dataset;
      return value && Math.abs(JSON.parse(value).logLikelihood - wanted) < 1e-3;
    }, expected);
    // That of the raster order alone, the sum of the conditionals, is another.
    const pixels = Float32Array.from(image, (value) => (value >= 128 ? 1 : 0)),
      { probabilities } = conditionals(model, { pixels }),
      raster = probabilities.reduce((sum, p, i) => sum + Math.log(pixels[i] === 1 ? p : 1 - p), 0);
    assert.ok(Math.abs(raster - expected) > 0.1, `${raster}, and ${expected} of the mean`);

    // The page says so.
    assert.match(await textOf(site, '#nats-note'), /log of the mean of p\(x\) over 4 orderings/);
    assert.match(await textOf(site, '#train-caption'), /in one of 4 orderings of the pixels, in turn/);
    await site.waitFor(() => /orderings=4/.test(location.hash) && /model=made/.test(location.hash));
    await site.click('pin-run');
    await site.waitForValue('pins', '1');
    assert.match(await textOf(site, '[data-testid="pins"]'), /MADE 12, orderings 4, .*#5/);

    // After a reload.
    await site.waitForValue('snapshot', await site.value('train-step-count'));
    await site.page.reload({ waitUntil: 'load' });
    await site.waitForValue('notice', 'snapshot.back');
    await site.waitForValue('checksum', model.checksum());
    assert.equal((await orderingsField(site)).value, '4');

    // From its file, after another model.
    const bytes = await savedWeights(site);
    const read = engine.loadModel(bytes);
    assert.deepEqual([read.config.orderings, read.config.orderingSeed], [4, 5]);
    await site.page.evaluate(() => {
      location.hash = '#weights=fresh&model=fvbn&seed=1';
    });
    await site.waitFor(
      (old) => !['', old].includes(document.querySelector('[data-testid="checksum"]').dataset.value),
      model.checksum(),
    );
    assert.equal((await orderingsField(site)).disabled, true, 'an FVBN has one ordering');
    assert.match(await textOf(site, '#nats-note'), /chain rule/);
    await chooseFiles(site, 'load-weights', { 'ordered.safetensors': bytes }, () =>
      site.waitForValue('checksum', model.checksum()),
    );
    assert.deepEqual(await orderingsField(site), { value: '4', disabled: false, label: 'orderings' });
  },
);

testOnceIn(
  'firefox',
  'numbers of orderings beyond the limits are refused by the link and the form; other kinds have no such field',
  async () => {
    const site = await opened({ hash: '#weights=fresh&model=made&hidden=8&orderings=300&open=settings&view=bench' });
    await site.waitForValue('notice', 'link.expects.whole');
    assert.match(await textOf(site, '[data-testid="notice"]'), /“orderings” .*whole number from 1 to 256, got “300”/);
    assert.deepEqual(await orderingsField(site), { value: '1', disabled: false, label: 'orderings' });
    const isShown = () => site.page.$eval('[data-testid="field-orderings"]', (field) => field.checkVisibility());
    assert.equal(await isShown(), true);
    await site.type('field-orderings', '257');
    assert.equal(await textOf(site, '#error-orderings'), 'Enter a whole number from 1 to 256.');
    await site.choose('field-model', 'vae');
    assert.equal(await isShown(), false);
  },
);

testOnceIn('firefox', 'in Korean, on a phone, the orderings fit', async () => {
  const site = await opened({
    width: 360,
    height: 740,
    touch: true,
    hash: '#weights=fresh&model=made&hidden=8&orderings=24&seed=2&digit=3&open=settings&lang=ko&view=bench',
  });
  assert.deepEqual(await orderingsField(site), { value: '24', disabled: false, label: '픽셀 순서' });
  await site.waitFor(() => /픽셀 순서 24가지/.test(document.querySelector('#nats-note').textContent));
  assert.match(await textOf(site, '#train-caption'), /픽셀 순서 24가지/);
  assert.equal(await site.page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth)), 0);
});
