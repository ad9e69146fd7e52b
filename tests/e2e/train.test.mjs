// Training in the tab, and loading and saving files.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { createEngine } from '../../web/engine/engine.js';
import { browserName } from './support/site.mjs';
import { RECIPE } from '../../web/core/model/recipe.js';
import { createFixture } from './support/fixture.mjs';
import { savedWeights } from './support/saved-weights.mjs';

const { openPage, sharedPage, testIn, testOnceIn } = createFixture();
let site;
const folder = await mkdtemp(join(tmpdir(), 'latentpad-'));
after(() => rm(folder, { recursive: true }));

const open = async (options) => (site = await (await openPage(options)).ready());
const noticeKey = () => site.value('notice');

/** Creates a model with the panel's fields. */
async function create(fields) {
  const checksum = await site.value('checksum');
  for (const [id, text] of Object.entries(fields)) await site.type(id, text);
  await site.click('train-create');
  await site.waitFor((old) => {
    const now = document.querySelector('[data-testid="checksum"]').dataset.value;
    return now && now !== old;
  }, checksum);
}

const reached = (step, timeout) =>
  site.waitFor(
    (wanted) => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) >= wanted,
    step,
    timeout,
  );

/** Passes files to a file picker, in both browsers. */
async function choose(id, files) {
  const input = await site.$(id);
  if (browserName === 'chromium') {
    await input.uploadFile(...files.map(({ path }) => path));
    return;
  }
  const contents = await Promise.all(
    files.map(async ({ path, name }) => ({ name, base64: (await readFile(path)).toString('base64') })),
  );
  await input.evaluate((node, list) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of list) {
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
    }
    node.files = transfer.files;
    node.dispatchEvent(new Event('change', { bubbles: true }));
  }, contents);
}

testOnceIn(
  'firefox',
  'a new model trains, the held-out bound falls, pause and step hold, reset returns to the initial weights',
  async () => {
    site = await sharedPage();
    await create({ 'field-hidden': '32', 'field-latent': '2', 'field-seed': '3' });
    const first = await site.value('checksum');
    await site.click('train-play');
    await site.waitForValue('train-state', 'running');
    await reached(120);
    await site.click('train-play');
    await site.waitForValue('train-state', 'paused');
    const step = await site.number('train-step-count');
    const bound = await site.number('held-out-bound');
    assert.ok(bound > 100 && bound < 200, `held-out −ELBO ${bound}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(await site.number('train-step-count'), step, 'paused means paused');
    await site.click('train-step');
    await site.waitForValue('train-step-count', String(step + 1));
    await site.click('train-reset');
    await site.waitForValue('train-step-count', '0');
    await site.waitForValue('checksum', first);
  },
);

testOnceIn(
  'chromium',
  '“Train from scratch” replaces the shipped weights by new ones and trains them; play trains the model that the form describes',
  async () => {
    await open();
    const shipped = await site.value('checksum');
    const isPending = () => site.page.$eval('#settings-model', (legend) => legend.textContent);
    assert.equal(await isPending(), 'New model');
    await site.click('train-scratch');
    await site.waitForValue('train-state', 'running');
    await reached(20);
    await site.click('train-play');
    await site.waitForValue('train-state', 'paused');
    const [step, checksum] = [await site.number('train-step-count'), await site.value('checksum')];
    const { seed, learningRate } = await site.page.evaluate(
      async () => (await window.latentpad.setTraining({ training: {} })).training,
    );
    // By the recipe, which the form and the link show.
    assert.equal(learningRate, RECIPE.learningRate);
    assert.equal(
      await site.page.$eval('[data-testid="field-learning-rate"]', ({ value }) => value),
      String(learningRate),
    );
    await site.waitFor((wanted) => location.hash.includes(wanted), `lr=${learningRate}`);
    const again = await site.page.evaluate(
      async ({ steps, training }) => {
        await window.latentpad.createModel({ config: { hidden: [128, 64, 32], latentDim: 2 }, training });
        return (await window.latentpad.step(steps)).checksum;
      },
      { steps: step, training: { seed, learningRate } },
    );
    assert.equal(checksum, again);
    assert.notEqual(checksum, shipped);

    // Another architecture in the form: marked, and in force with the next press.
    await open({ hash: '#weights=fresh&hidden=16&seed=5' });
    await site.type('field-hidden', '8');
    assert.equal(await isPending(), 'Not created yet');
    assert.equal(await site.page.$eval('.field.is-pending label', (label) => label.htmlFor), 'field-hidden');
    await site.click('train-play');
    await site.waitForValue('train-state', 'running');
    await site.waitFor(() => /784.8.2/.test(document.querySelector('[data-testid="parameters"]').textContent));
    assert.equal(await isPending(), 'New model');
    await site.click('train-play');
    await site.waitForValue('train-state', 'paused');
    // An invalid form is explained, and the run stays.
    const kept = await site.value('checksum');
    await site.type('field-latent', 'many');
    await site.click('train-scratch');
    assert.match(await site.page.$eval('#error-latentDim', (line) => line.textContent), /whole number/);
    assert.equal(await site.page.evaluate(() => document.activeElement.id), 'field-latent');
    assert.equal(await site.value('checksum'), kept);
  },
);

testOnceIn(
  'chromium',
  'a convolutional VAE trains in the tab: form, network, link, and refusals with both sizes',
  async () => {
    site = await sharedPage();
    const layers = 'conv4k4s2p1, conv8k4s2p1, 16';
    await create({ 'field-hidden': layers, 'field-latent': '2', 'field-seed': '3' });
    const { hidden } = await site.page.evaluate(
      async () => (await window.latentpad.setTraining({ training: {} })).config,
    );
    assert.deepEqual(hidden.at(-1), 16);
    assert.deepEqual(hidden[0], { layer: 'conv2d', channels: 4, kernel: 4, stride: 2, padding: 1 });
    await site.click('train-play');
    await site.waitForValue('train-state', 'running');
    await reached(30);
    await site.click('train-play');
    await site.waitForValue('train-state', 'paused');
    const bound = await site.number('held-out-bound');
    assert.ok(bound > 100 && bound < 400, `held-out −ELBO ${bound}`);
    assert.equal(
      await site.page.$eval('#encoder-stage .sizes', (sizes) => sizes.getAttribute('data-value')),
      '[784,784,392,16,2]',
    );
    await site.waitFor(() => location.hash.includes('hidden=conv4k4s2p1-conv8k4s2p1-16'));
    // A kernel that does not fit is refused, and the model stays.
    const kept = await site.value('train-step-count');
    await site.type('field-hidden', 'conv4k4s4, conv4k9');
    await site.click('train-create');
    await site.waitFor(() => /9 × 9/.test(document.querySelector('[data-testid="notice"]').textContent));
    assert.equal(await site.value('train-step-count'), kept);
  },
);

testOnceIn('firefox', 'drawing is responsive during training', async () => {
  site = await sharedPage();
  await create({ 'field-hidden': '400', 'field-latent': '2', 'field-seed': '1' });
  await site.click('train-play');
  await site.waitForValue('train-state', 'running');
  await reached(5);
  await site.click('pad-clear');
  await site.waitForValue('mu', '');
  await site.drawWithMouse([
    [0.5, 0.15],
    [0.5, 0.85],
  ]);
  await site.waitFor(() => document.querySelector('[data-testid="mu"]').dataset.value !== '');
  assert.equal(await site.value('train-state'), 'running');
  await site.click('train-play');
  await site.waitForValue('train-state', 'paused');
});

testOnceIn('firefox', 'save, reload, load: the same weights, and training continues exactly', async () => {
  await open();
  await create({ 'field-hidden': '24', 'field-latent': '2', 'field-seed': '9' });
  await site.click('train-play');
  await reached(40);
  await site.click('train-play');
  await site.waitForValue('train-state', 'paused');
  const [checksum, step] = [await site.value('checksum'), await site.value('train-step-count')];
  const bytes = await savedWeights(site);
  const path = join(folder, 'mine.safetensors');
  await writeFile(path, bytes);

  // Node's engine reads the page's file.
  const engine = await createEngine({ variant: JSON.parse(await site.value('engine')).arithmetic });
  const model = engine.loadModel(bytes);
  assert.equal(model.checksum(), checksum);

  // A new page: reloaded, this one would restore its run.
  await site.close();
  await open();
  assert.notEqual(await site.value('checksum'), checksum);
  await choose('load-weights', [{ path, name: 'mine.safetensors' }]);
  await site.waitForValue('checksum', checksum);
  await site.waitForValue('train-step-count', step);

  // The next step in the page equals the next step in Node.
  const digits = await engine.loadDigits({
    bytes: await readFile(new URL('../../build/data/digits.bin.gz', import.meta.url)),
  });
  model.train(digits, 1);
  await site.click('train-step');
  await site.waitForValue('checksum', model.checksum());

  // A file saved during training has the state between two steps, and its name contains the step.
  await site.click('train-play');
  await reached(Number(step) + 20);
  const amid = await savedWeights(site);
  assert.equal(await site.value('train-state'), 'running');
  const named = Number(
    (await site.page.evaluate(() => window.offeredAs)).match(/^latentpad-vae-2d-step-(\d+)\.safetensors$/)[1],
  );
  assert.ok(named >= Number(step) + 20, `${named}`);
  model.train(digits, named - model.describe().step);
  assert.equal(engine.loadModel(amid).checksum(), model.checksum());
});

testIn('chromium', 'each shipped model can be selected, and its URL restores it on another page', async () => {
  await open();
  const weights = new URL('../../weights/', import.meta.url);
  const names = (await readdir(weights))
    .filter((name) => /\.safetensors$/.test(name) && !/classifier/.test(name))
    .map((name) => name.replace('.safetensors', ''));
  assert.deepEqual(
    await site.page.$$eval('[data-testid="shipped-choice"] option', (options) =>
      options.map(({ value }) => value).sort(),
    ),
    names.sort(),
  );
  const engine = await createEngine({ variant: JSON.parse(await site.value('engine')).arithmetic });
  // The name with more in its URL than its kind is last.
  const inTurn = [...names.filter((name) => !/^vae-2/.test(name)), 'vae-2d', 'vae-20d'];
  assert.equal(inTurn.length, names.length);
  const checksums = {};
  for (const name of inTurn) {
    const model = engine.loadModel(await readFile(new URL(`${name}.safetensors`, weights)));
    checksums[name] = model.checksum();
    model.dispose();
    await site.page.select('[data-testid="shipped-choice"]', name);
    await site.click('load-shipped');
    await site.waitForValue('checksum', checksums[name]);
  }
  await site.waitFor(() => location.hash.includes('latent=20'));
  const hash = await site.page.evaluate(() => location.hash);
  assert.equal(hash, '#weights=shipped&latent=20');
  await site.close();
  site = await openPage({ hash });
  await site.waitForValue('checksum', checksums['vae-20d']);
  assert.equal(await noticeKey(), '');
});

testIn(
  'firefox',
  'a learning rate that diverges: training stops, the last finite weights are restored, the page reports it',
  async () => {
    site = await sharedPage();
    await create({ 'field-hidden': '32', 'field-latent': '2', 'field-learning-rate': '1' });
    await site.click('train-play');
    await site.waitForValue('train-state', 'diverged');
    assert.match(await site.page.$eval('[data-testid="notice"]', (node) => node.textContent), /learning rate/);
    assert.match(await site.value('checksum'), /^[0-9a-f]{16}$/);
    // There is no curve: in its place the panel says why, in either language.
    const empty = () => site.page.$eval('.chart-empty', (line) => line.innerText);
    assert.match(await empty(), /^The loss diverged at step 1, .*learning rate/);
    await site.choose('language', 'ko');
    await site.waitFor(() => /^스텝 1에서 .*학습률/.test(document.querySelector('.chart-empty').innerText));
    await site.choose('language', 'en');
  },
);

testIn('chromium', 'invalid settings are rejected beside their field, and nothing changes', async () => {
  site = await sharedPage();
  const checksum = await site.value('checksum');
  const cases = [
    ['field-latent', '0'],
    ['field-latent', '4096'],
    ['field-hidden', '400, x'],
    ['field-learning-rate', '0'],
    ['field-learning-rate', '1e9'],
    ['field-learning-rate', 'NaN'],
    ['field-batch', '0'],
    ['field-batch', '1000000000'],
    ['field-beta', '-1'],
    ['field-seed', '-1'],
  ];
  for (const [field, text] of cases) {
    const good = await (await site.$(field)).evaluate((node) => node.value);
    await site.type(field, text);
    await site.click('train-create');
    const said = await (
      await site.$(field)
    ).evaluate((node) => document.getElementById(node.getAttribute('aria-describedby')).textContent);
    assert.ok(said.length > 10, `${field} = ${text}: "${said}"`);
    await site.type(field, good);
  }
  await site.click('more-settings');
  await site.type('stop-epochs', '1000000000');
  assert.match(await site.page.$eval('#error-stop-epochs', (node) => node.textContent), /from 1 to/);
  // Without the form, from the console, the core rejects the same values and describes the expected ones.
  const complaints = await site.page.evaluate(async () => {
    const { latentpad } = window;
    const configs = [
      { latentDim: 0 },
      { latentDim: 4096 },
      { latentDim: NaN },
      { hidden: [0] },
      { hidden: [1e9] },
      { hidden: Array(9).fill(8) },
      { model: 'gan' },
      { activation: 'none' },
    ];
    const trainings = [
      { learningRate: 0 },
      { learningRate: 1e9 },
      { learningRate: NaN },
      { batchSize: 0 },
      { batchSize: 1e9 },
      { batchSize: 1.5 },
      { beta: -1 },
      { beta: Infinity },
      { betaWarmupSteps: 1e10 },
      { seed: -1 },
      { seed: 2 ** 32 },
      { digits: [] },
      { digits: [10] },
      { importanceSamples: 0 },
      { pixels: 'colour' },
    ];
    const made = [...configs.map((config) => [config, {}]), ...trainings.map((training) => [{}, training])];
    const said = ({ message }) => message;
    const refusals = [];
    for (const [config, training] of made)
      refusals.push([
        JSON.stringify([config, training]),
        await latentpad
          .createModel({ config: { hidden: [8], latentDim: 2, ...config }, training })
          .then(() => 'was made', said),
      ]);
    for (const training of trainings.slice(0, 9))
      refusals.push([JSON.stringify(training), await latentpad.setTraining({ training }).then(() => 'was set', said)]);
    for (const rule of [{ epochs: NaN }, { epochs: 0 }, { untilStep: -1 }, { patience: 'x' }])
      refusals.push([JSON.stringify(rule), await latentpad.play(rule).then(() => 'was started', said)]);
    return refusals;
  });
  for (const [asked, said] of complaints) assert.match(said, /expected/, asked);
  assert.equal(
    await site.page.evaluate(async () => (await window.latentpad.setTraining({ training: {} })).checksum),
    checksum,
  );
  assert.equal(await site.value('checksum'), checksum);
});

testIn('firefox', 'invalid weight files are rejected with a message, and the model stays', async () => {
  site = await sharedPage();
  const checksum = await site.value('checksum');
  const good = await savedWeights(site);
  const engine = await createEngine();
  const small = engine.createModel({ hidden: [4], latentDim: 2, width: 10, height: 10 }),
    square = Buffer.from(small.saveWeights());
  small.dispose();
  const files = {
    'empty.safetensors': [Buffer.alloc(0), /the file is empty/],
    'short.safetensors': [Buffer.alloc(5), /5 bytes, too few/],
    'square.safetensors': [square, /images of 10 × 10 pixels, and the data in use has 28 × 28/],
    'cut.safetensors': [good.subarray(0, good.length - 1), /cut off/],
    'page.safetensors': [Buffer.from('<!doctype html><title>404</title>'), /web page \(HTML/],
    'model.safetensors': [Buffer.from('PK\x03\x04 and so on, a zip archive'), /ZIP archive|PyTorch/],
    'model.pth': [Buffer.from('PK\x03\x04 and so on, a zip archive'), /cannot be opened as weights/],
    'huge.safetensors': [Buffer.from('ffffffffffffffff7b7d', 'hex'), /its header would take/],
  };
  for (const [name, [bytes, message]] of Object.entries(files)) {
    const path = join(folder, name);
    await writeFile(path, bytes);
    await choose('load-weights', [{ path, name }]);
    await site.waitFor(
      (pattern) => new RegExp(pattern).test(document.querySelector('[data-testid="notice"]').textContent),
      message.source,
    );
    assert.notEqual(await noticeKey(), '');
  }
  assert.equal(await site.value('checksum'), checksum);
  await site.click('notice-dismiss');
});
