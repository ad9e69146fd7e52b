// The user's own images as training data: every format in the dialog, its errors, and the page afterwards.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { barImages, idxBytes, npyBytes, pngBytes } from '../support/data-files.mjs';
import { classShapes } from '../support/drawn-shapes.mjs';
import { finish } from '../../web/data/finish.js';
import { readFiles } from '../../web/data/read-files.js';
import { createEngine } from '../../web/engine/engine.js';
import { ImageSet } from '../../web/engine/image-set.js';
import { createFixture } from './support/fixture.mjs';
import { cases, whenLong } from '../support/long.mjs';

const { openPage, testIn, testOnceIn } = createFixture();
let site;

/** Gives files to an input, or drops them on the page. @param {Record<string, Uint8Array>} files  by name */
async function give(files, how = 'choose') {
  const list = Object.entries(files).map(([name, bytes]) => ({ name, base64: Buffer.from(bytes).toString('base64') }));
  await site.page.evaluate(
    (given, way) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of given)
        transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
      if (way === 'drop') {
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
        return;
      }
      const input = document.querySelector('[data-testid="own-data-files"]');
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
    list,
    how,
  );
}
async function openDialog() {
  await site.click('load-data');
  await site.page.waitForSelector('dialog[data-testid="own-data"][open]');
}
const found = () => site.waitFor(() => document.querySelector('[data-testid="own-data-found"]')?.hidden === false);
const textOfSelector = (selector) => site.page.$eval(selector, (node) => node.textContent);
const textOf = (id) => site.page.$eval(`[data-testid="${id}"]`, (node) => node.textContent);
/** The name of the data in use: some moments after a dialog has closed. @param {RegExp} pattern */
const named = (pattern) =>
  site.waitFor(
    (wanted) => new RegExp(wanted).test(document.querySelector('[data-testid="digits-name"]').textContent),
    pattern.source,
  );
const failure = async (pattern) => {
  await site.waitFor(
    (wanted) => new RegExp(wanted).test(document.querySelector('[data-testid="own-data-failure"]').textContent),
    pattern.source,
  );
};
/** Takes steps, one after the other. */
async function steps(count) {
  const before = await site.number('train-step-count');
  for (let n = 1; n <= count; n++) {
    await site.click('train-step');
    await site.waitForValue('train-step-count', String(before + n));
  }
  // The checksum in the footer is drawn with it or in the next frame.
  await site.drawn();
}
/** Uses what is shown, and waits until the dialog has closed and the map shows the new held-out images. */
async function use() {
  await site.click('own-data-use');
  await site.waitFor(() => !document.querySelector('dialog[data-testid="own-data"]').open);
}
const ink = (index) =>
  site.page.$eval(
    '[data-testid="own-data-examples"]',
    (box, at) => {
      const canvas = box.querySelectorAll('canvas')[at];
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      const paper = data[0];
      return Array.from({ length: canvas.width * canvas.height }, (_, i) => Math.abs(data[4 * i] - paper) > 60);
    },
    index,
  );

testOnceIn(
  'chromium',
  'a ZIP file of pictures, a folder for each class: shown, used, trained on, with the names of the classes',
  async () => {
    site = await (await openPage()).ready();
    await openDialog();
    const { images } = barImages(120, 20, 20, 3);
    const names = ['cat', 'dog', 'eel'];
    const files = {};
    for (let n = 0; n < 120; n++) {
      // Dark ink on paper, as pictures usually are.
      const grey = images.subarray(n * 400, (n + 1) * 400).map((value) => 255 - value);
      files[`pets/${names[n % 3]}/${n}.png`] = pngBytes(20, 20, grey);
    }
    await give({ 'pets.zip': zipSync(files) });
    await found();
    assert.match(await textOf('own-data-summary'), /pets\.zip: 120 images of 20 × 20 pixels in 3 classes/);
    assert.match(await textOf('own-data-notes'), /Dark pixels/);
    const shown = await site.page.$$eval('[data-testid="own-data-examples"] figcaption', (all) =>
      all.map((one) => one.textContent),
    );
    assert.equal(shown.length, 20);
    assert.deepEqual([...new Set(shown)].sort(), names);
    const count = (await ink(0)).filter(Boolean).length;
    assert.ok(count > 10 && count < 200, `a bar of ink: ${count} pixels`);
    assert.equal(await textOfSelector('[data-t="pad.title"]'), 'Your digit');
    await use();
    await site.waitFor(() => document.querySelector('[data-t="pad.title"]').textContent === 'Your image');
    await site.waitFor(() => /held-out images/.test(document.querySelector('.map .section-head').textContent));
    await named(/pets\.zip/);
    await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.points === '20');
    assert.deepEqual(
      await site.page.$$eval('[data-testid="legend"] .mark:not([hidden]) small', (all) =>
        all.map((one) => one.textContent),
      ),
      names,
    );
    // 100 training images are fewer than the usual batch.
    assert.equal(await site.page.$eval('[data-testid="field-batch"]', (field) => field.value), '16');
    await site.click('train-scratch');
    await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) >= 20);
    await site.click('train-play');
  },
);

testOnceIn(
  'firefox',
  'what cannot be used is named, and the data in use stays; then the right file works',
  async () => {
    site = await (await openPage({ hash: '#view=bench' })).ready();
    const before = await textOf('digits-name');
    await openDialog();
    const { images, labels } = barImages(60, 8, 8, 4);
    await give({ 'a-images': idxBytes([60, 8, 8], images), 'a-labels': idxBytes([59], labels.subarray(1)) });
    await failure(/a-labels: 59 labels for 60 images/);
    await give({ 'page.gz': gzipSync(Buffer.from('<!DOCTYPE html><title>404 Not Found</title>')) });
    await failure(/web page/);
    await give({ 'model.pt': zipSync({ 'model/data.pkl': Buffer.from([0x80, 2]) }) });
    await failure(/PyTorch/);
    await give({ 'x.npy': npyBytes([60, 8, 8], images).subarray(0, 1000) });
    await failure(/x\.npy.*cut off/);
    assert.equal(await site.page.$eval('[data-testid="own-data-use"]', (button) => button.disabled), true);
    assert.equal(await textOf('digits-name'), before);
    await give({ 'x.npz': zipSync({ 'x.npy': npyBytes([60, 8, 8], images), 'y.npy': npyBytes([60], labels) }) });
    await found();
    assert.equal(await site.page.$eval('[data-testid="own-data-failure"]', (node) => node.hidden), true);
    assert.match(await textOf('own-data-summary'), /60 images of 8 × 8 pixels in 4 classes/);
    assert.match(await textOf('own-data-size'), /8 × 8/);
    await use();
    await named(/x\.npz/);
  },
);

const MODEL = { model: 'vae', hidden: [16], latentDim: 2, activation: 'relu' },
  EPOCHS = 5,
  BATCH = 32;
/** The weights' checksum after a training by the engine in Node, and by the program. */
async function checksumByEngine({ images, labels, width, height, heldOut }) {
  const engine = await createEngine({ variant: 'exact', threads: 1 });
  const digits = ImageSet.from(engine, { images, labels, width, height, heldOut });
  const model = engine.createModel(MODEL, { seed: 1, batchSize: BATCH }, digits);
  while (model.epochs(digits) < EPOCHS) model.train(digits, 1);
  const checksum = model.checksum();
  return checksum;
}
async function checksumByProgram(file) {
  const folder = await mkdtemp(join(tmpdir(), 'latentpad-'));
  try {
    await writeFile(join(folder, 'bars.npz'), file);
    const settings = `--hidden 16 --latent 2 --batch ${BATCH} --epochs ${EPOCHS} --seed 1 --arithmetic exact --threads 1`;
    const all = ['train', '--data', 'bars.npz', ...settings.split(' '), '--out', 'bars.safetensors', '--json'];
    return JSON.parse((await promisify(execFile)(PROGRAM, all, { cwd: folder })).stdout).checksum;
  } finally {
    await rm(folder, { recursive: true });
  }
}
const PROGRAM = fileURLToPath(new URL('../../build/native/latentpad', import.meta.url));

const SHAPES = /** @type {const} */ ([
  ['firefox', 64, 64],
  ['chromium', 6, 10],
  ['chromium', 8, 8],
]);
for (const [browser, width, height] of cases(SHAPES, SHAPES.slice(0, 2))) {
  testOnceIn(
    browser,
    `images of ${width} × ${height}: shown and trained on at their size, with the checksum of engine and program`,
    async () => {
      const settings = `arith=exact&threads=1&weights=fresh&hidden=16&latent=2&batch=${BATCH}&epochs=${EPOCHS}&seed=1`;
      site = await openPage({ hash: `#view=bench&${settings}` });
      await site.waitForValue('reconstruction', 'shown');
      const { images, labels } = barImages(300, width, height, 4),
        file = zipSync({ 'x.npy': npyBytes([300, height, width], images), 'y.npy': npyBytes([300], labels) });
      await openDialog();
      await give({ 'bars.npz': file });
      await found();
      assert.match(await textOf('own-data-size'), new RegExp(`new model for images of ${width} × ${height} pixels`));
      await use();
      const isSized = ([wanted, ...ids]) =>
        ids.every((id) => {
          const canvas = document.querySelector(`[data-testid="${id}"]`);
          return `${canvas.width} ${canvas.height}` === wanted;
        });
      await site.waitFor(isSized, [`${width} ${height}`, 'model-sees', 'reconstruction', 'pad-echo']);
      await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.points === '50');
      // The drawing is prepared for the new size.
      assert.equal(await site.value('model-sees'), 'pen');
      await site.click('train-play');
      await site.waitForValue('train-state', 'paused');
      const read = await readFiles([
        { name: 'bars.npz', size: file.length, arrayBuffer: async () => file.slice().buffer },
      ]);
      const set = finish(read, { isTransposed: false, isInverted: false, isScaled: false, classes: null });
      const checksum = await checksumByEngine(set);
      await site.waitForValue('checksum', checksum);
      assert.equal(checksum, await checksumByProgram(file));
      await site.click('pad-random');
      await site.waitForValue('model-sees', 'held-out');
      await site.click('keep-a');
      await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.kept === 'A');
      await site.waitFor(() => /&ea=\d\.[\w-]+/.test(window.location.hash));
      assert.ok((await site.number('train-step-count')) > 30);
    },
  );
}

whenLong(testOnceIn)(
  'chromium',
  'the digits again after images of another size, and back by Undo, where the run continues as if undisturbed',
  async () => {
    site = await (await openPage({ hash: '#view=bench&arith=exact&threads=1' })).ready();
    const { images, labels } = barImages(300, 8, 8, 4);
    await openDialog();
    await give({ i: idxBytes([300, 8, 8], images), l: idxBytes([300], labels) });
    await found();
    assert.equal(await site.page.$eval('[data-testid="own-data-digits"]', (button) => button.hidden), true);
    await use();
    const seed = await site.page.$eval('[data-testid="field-seed"]', (field) => Number(field.value));
    await steps(8);
    const step = await site.number('train-step-count'),
      checksum = await site.value('checksum');
    await openDialog();
    await site.click('own-data-digits');
    await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.points === '1000');
    await named(/MNIST/);
    assert.match(await textOf('notice'), /MNIST digits are in use again/);
    await site.click('notice-action');
    await site.waitForValue('checksum', checksum);
    assert.equal(await site.number('train-step-count'), step);
    await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.points === '50');
    await steps(2);
    const read = await readFiles([
      { name: 'i', size: 1, arrayBuffer: async () => idxBytes([300, 8, 8], images).slice().buffer },
      { name: 'l', size: 1, arrayBuffer: async () => idxBytes([300], labels).slice().buffer },
    ]);
    const set = finish(read, { isTransposed: false, isInverted: false, isScaled: false, classes: null });
    const engine = await createEngine({ variant: 'exact', threads: 1 }),
      all = ImageSet.from(engine, set);
    const config = { model: 'vae', hidden: [128, 64, 32], latentDim: 2, activation: 'relu' };
    const model = engine.createModel(config, { seed, batchSize: BATCH }, all);
    model.train(all, 10);
    await site.waitForValue('checksum', model.checksum());
  },
);

testOnceIn('firefox', 'after a reload the run continues on the user’s own images', async () => {
  site = await (await openPage({ hash: '#view=bench' })).ready();
  const { images, labels } = barImages(300, 8, 8, 4);
  await openDialog();
  await give({ 'x.npz': zipSync({ 'x.npy': npyBytes([300, 8, 8], images), 'y.npy': namesOf(labels) }) });
  await found();
  await use();
  await steps(4);
  const [step, checksum] = [await site.number('train-step-count'), await site.value('checksum')];
  await site.waitFor(
    (saved) => document.querySelector('[data-testid="snapshot"]').dataset.value === saved,
    String(step),
  );
  await site.page.reload();
  await site.waitForValue('checksum', checksum);
  assert.equal(await site.number('train-step-count'), step);
  await named(/x\.npz/);
  await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.points === '50');
  await site.waitFor(() => document.querySelector('[data-t="pad.title"]').textContent === 'Your image');
  const legend = await site.page.$$eval('[data-testid="legend"] .mark', (all) => all.map((one) => one.ariaLabel));
  assert.deepEqual(legend, ['Class bar 0', 'Class bar 1', 'Class bar 2', 'Class bar 3']);
  await steps(1);
});
const namesOf = (labels, nameOf = (label) => `bar ${label}`) =>
  npyBytes([labels.length], Array.from(labels, nameOf), { type: 'U' });

/** Images of 28 × 28 whose classes have these names. */
function namedFile(names, count = 20 * names.length) {
  const { images, labels } = barImages(count, 28, 28, names.length);
  return zipSync({ 'x.npy': npyBytes([count, 28, 28], images), 'y.npy': namesOf(labels, (label) => names[label]) });
}
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const isTold = () => site.page.$eval('.stage-sees .told', (label) => !label.hidden);
const reconstruction = () => site.page.$eval('[data-testid="reconstruction"]', (canvas) => canvas.toDataURL());
async function useFile(name, file) {
  await openDialog();
  await give({ [name]: file });
  await found();
  await use();
}
async function createModel(fields) {
  const { kind, ...typed } = fields;
  if (kind) await site.choose('field-model', kind);
  for (const [field, text] of Object.entries(typed)) await site.type(`field-${field}`, text);
  await site.click('train-create');
}
/** Waits until both menus offer these labels. */
const offers = (names) =>
  site.waitFor(
    (wanted) =>
      ['told-label', 'paint-as'].every((id) => {
        const options = [...document.querySelectorAll(`[data-testid="${id}"] option`)].filter(({ value }) => value);
        return options.map(({ text }) => text).join() === wanted;
      }),
    names.join(),
  );

whenLong(testOnceIn)(
  'chromium',
  'a CVAE has a label for each of 26 classes: chosen by name, after a reload, and by Undo after the digits',
  async () => {
    site = await (await openPage({ hash: '#view=bench&arith=exact&threads=1' })).ready();
    const file = namedFile(LETTERS);
    await useFile('letters.npz', file);
    assert.equal(await isTold(), false);
    await createModel({ kind: 'cvae', hidden: '32', batch: '32', seed: '7' });
    await offers(LETTERS);
    const read = await readFiles([{ name: 'letters.npz', size: 1, arrayBuffer: async () => file.slice().buffer }]);
    const engine = await createEngine({ variant: 'exact', threads: 1 }),
      all = ImageSet.from(
        engine,
        finish(read, { isTransposed: false, isInverted: false, isScaled: false, classes: null }),
      );
    const twin = engine.createModel(
      { model: 'cvae', hidden: [32], latentDim: 2, activation: 'relu' },
      { seed: 7, batchSize: 32 },
      all,
    );
    twin.train(all, 8);
    await steps(8);
    await site.waitForValue('checksum', twin.checksum());

    await site.choose('told-label', '24');
    const same = await reconstruction();
    await site.choose('paint-as', '25');
    await site.waitFor((old) => document.querySelector('[data-testid="reconstruction"]').toDataURL() !== old, same);
    await site.page.evaluate(() => document.querySelector('#explore').scrollIntoView());
    await site.waitForValue('explore-classes', '26');
    const titles = await site.page.$$eval('[data-testid="explore-classes"] button', (cells) =>
      cells.map((one) => one.title),
    );
    assert.deepEqual([titles[0], titles[25]], ['Decoded as a', 'Decoded as z']);
    assert.match(await textOf('walks-label'), /one label, z/);
    await site.page.$eval('[data-testid="explore-classes"] button:nth-child(4)', (cell) => cell.click());
    await site.waitFor(() => document.querySelector('[data-testid="paint-as"]').value === '3');
    await site.choose('paint-as', '25');

    await site.waitForValue('snapshot', '8');
    // A browser may ignore what a page writes as it closes.
    await site.waitFor(() => /told=24&paint=25/.test(location.hash));
    await site.page.reload();
    await site.waitForValue('checksum', twin.checksum());
    await offers(LETTERS);
    const chosen = () =>
      site.page.evaluate(() =>
        ['told-label', 'paint-as'].map((id) => document.querySelector(`[data-testid="${id}"]`).value),
      );
    assert.deepEqual(await chosen(), ['24', '25']);
    await named(/letters\.npz/);
    twin.train(all, 2);
    await steps(2);
    await site.waitForValue('checksum', twin.checksum());

    const returnToDigits = async () => {
      await openDialog();
      await site.click('own-data-digits');
      await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.points === '1000');
      await named(/MNIST/);
      assert.equal(await isTold(), false);
    };
    await returnToDigits();
    await site.click('notice-action');
    await site.waitForValue('checksum', twin.checksum());
    await offers(LETTERS);
    await named(/letters\.npz/);
    twin.train(all, 1);
    await steps(1);
    await site.waitForValue('checksum', twin.checksum());
    await returnToDigits();
    // A CVAE of the digits has ten labels: those chosen for the letters are not among them.
    await createModel({ kind: 'cvae', hidden: '16' });
    await offers([...'0123456789']);
    assert.deepEqual(await chosen(), ['0', '']);
    await steps(1);
  },
);

whenLong(testOnceIn)(
  'firefox',
  'images of other classes replace a CVAE by one with their labels, and a shipped one brings the digits back',
  async () => {
    site = await (await openPage({ hash: '#view=bench&model=cvae&weights=fresh&hidden=16&latent=2&told=7' })).ready();
    await offers([...'0123456789']);
    await useFile('shapes.npz', namedFile(['circle', 'line', 'spiral'], 300));
    await offers(['circle', 'line', 'spiral']);
    assert.match(await textOf('notice'), /shapes\.npz is loaded, with a new model for its 3 classes/);
    assert.equal(await site.page.$eval('[data-testid="told-label"]', (menu) => menu.value), '0');
    await steps(3);
    // As many classes: the run goes on.
    const checksum = await site.value('checksum');
    await useFile('others.npz', namedFile(['a', 'b', 'c'], 300));
    await offers(['a', 'b', 'c']);
    assert.equal(await site.value('checksum'), checksum);
    await useFile('letters.npz', namedFile(LETTERS));
    await offers(LETTERS);
    await steps(1);
    await site.choose('shipped-choice', 'cvae-2d');
    await site.click('load-shipped');
    await offers([...'0123456789']);
    await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.points === '1000');
    assert.match(await textOf('notice'), /MNIST digits are in use again/);
    // So does a link to it.
    await useFile('letters.npz', namedFile(LETTERS));
    await offers(LETTERS);
    await site.page.evaluate(() => {
      location.hash = '#model=cvae&paint=9';
    });
    await offers([...'0123456789']);
    await named(/MNIST/);
    await site.waitFor(() => document.querySelector('[data-testid="paint-as"]').value === '9');
    // A file of ten labels does not fit letters: the model in use stays.
    await useFile('letters.npz', namedFile(LETTERS));
    await offers(LETTERS);
    const kept = await site.value('checksum');
    const input = await site.page.$('[data-testid="load-weights"]');
    await input.uploadFile(fileURLToPath(new URL('../../weights/cvae-2d.safetensors', import.meta.url)));
    await site.waitFor(() =>
      /10 labels, but the images have 26 classes/.test(document.querySelector('[data-testid="notice"]').textContent),
    );
    assert.equal(await site.value('checksum'), kept);
    await steps(1);
  },
);

testOnceIn('chromium', 'scaled to 28 × 28 on request, the model in use stays', async () => {
  site = await (await openPage({ hash: '#view=bench' })).ready();
  const before = await site.value('checksum');
  const { images, labels } = barImages(300, 8, 8, 4);
  await openDialog();
  await give({ i: idxBytes([300, 8, 8], images), l: idxBytes([300], labels) });
  await found();
  await site.click('own-data-scaled');
  await site.waitFor(() => document.querySelector('[data-testid="own-data-size"]').hidden);
  await use();
  await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.points === '50');
  assert.equal(await site.value('checksum'), before);
});

testIn('chromium', 'EMNIST is turned; more than ten classes are shown by their letters and trained on', async () => {
  site = await (await openPage({ hash: '#view=bench' })).ready();
  const letters = 12,
    { images } = barImages(120, 28, 28, letters);
  const labels = Uint8Array.from({ length: 120 }, (_, n) => 1 + (n % letters));
  // Dropped, not chosen.
  await give(
    {
      'emnist-letters-train-images-idx3-ubyte': idxBytes([120, 28, 28], images),
      'emnist-letters-train-labels-idx1-ubyte': idxBytes([120], labels),
    },
    'drop',
  );
  await found();
  const isRow = async () => {
    const pixels = await ink(6);
    const columns = new Set(pixels.flatMap((dark, i) => (dark ? [i % 28] : [])));
    return columns.size > 10;
  };
  assert.equal(await site.page.$eval('[data-testid="own-data-transposed"]', (box) => box.checked), true);
  assert.ok(await isRow(), 'the vertical bars are horizontal');
  await site.click('own-data-transposed');
  await site.waitFor(() => !document.querySelector('[data-testid="own-data-transposed"]').checked);
  assert.ok(!(await isRow()));
  await site.click('own-data-transposed');
  const boxes = await site.page.$$('[data-testid="own-data-classes"] input');
  assert.equal(boxes.length, letters);
  await boxes[0].click();
  await use();
  const marks = () =>
    site.page.$$eval('[data-testid="legend"] .mark', (all) => all.map((one) => [one.textContent, one.ariaLabel]));
  assert.deepEqual(
    await marks(),
    [...'BCDEFGHIJKL'].map((letter) => [letter, `Class ${letter}`]),
    'each marked by its letter',
  );
  await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.points === '18');
  await site.click('train-scratch');
  await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) >= 10);
  await site.click('train-play');
  await site.click('map-table-open');
  assert.deepEqual(
    await site.page.$$eval('[data-testid="map-table"] tbody th', (rows) => rows.map((row) => row.textContent)),
    [...'BCDEFGHIJKL'],
  );
});

testIn('firefox', 'closing the dialog while files are read changes nothing, and it can be opened again', async () => {
  site = await (await openPage({ hash: '#view=bench' })).ready();
  const before = await textOf('digits-name');
  await openDialog();
  const rows = `${Array(785).fill(7).join(',')}\n`.repeat(4000);
  await give({ 'large.csv': Buffer.from(rows) });
  await site.waitFor(() => document.querySelector('[data-testid="own-data-status"]').dataset.value === 'reading');
  await site.page.keyboard.press('Escape');
  await site.waitFor(() => !document.querySelector('dialog[data-testid="own-data"]').open);
  await openDialog();
  assert.equal(await site.page.$eval('[data-testid="own-data-found"]', (node) => node.hidden), true);
  assert.equal(await textOf('own-data-status'), '');
  const { images, labels } = barImages(60, 28, 28, 4);
  await give({ i: idxBytes([60, 28, 28], images), l: idxBytes([60], labels) });
  await found();
  assert.match(await textOf('own-data-summary'), /^i: 60 images/);
  assert.equal(await textOf('digits-name'), before);
  await use();
});

testOnceIn(
  'firefox',
  'a data set of two classes is drawn, kept over a reload, and trained on; its classes separate on the map',
  async () => {
    site = await (await openPage({ hash: '#view=bench' })).ready();
    const openDrawing = async () => {
      await openDialog();
      await site.click('own-data-draw');
      await site.page.waitForSelector('dialog[data-testid="drawn-set"][open]');
    };
    const counts = () =>
      site.page.$$eval('[data-testid="drawn-classes"] [aria-pressed]', (all) => all.map((one) => one.textContent));
    await openDrawing();
    const isUsable = () => site.page.$eval('[data-testid="drawn-use"]', (button) => !button.disabled);
    assert.equal(await isUsable(), false);
    const shapes = classShapes(10);
    for (const [label, { name, drawings }] of shapes.entries()) {
      await site.page.$$eval('[data-testid="drawn-classes"] [aria-pressed]', (all, index) => all[index].click(), label);
      await site.page.$eval(
        '[data-testid="drawn-name"]',
        (input, value) => {
          input.value = value;
          input.dispatchEvent(new Event('input', { bubbles: true }));
        },
        name,
      );
      for (const [stroke] of drawings) {
        const pad = await (await site.$('drawn-pad')).boundingBox();
        const at = ([x, y]) => [pad.x + x * pad.width, pad.y + y * pad.height];
        await site.page.mouse.move(...at(stroke[0]));
        await site.page.mouse.down();
        for (const point of stroke.slice(1)) await site.page.mouse.move(...at(point), { steps: 2 });
        await site.page.mouse.up();
        await site.click('drawn-add');
      }
    }
    assert.deepEqual(await counts(), ['circle 10', 'zigzag 10']);
    // By keyboard: Space lowers the pen, arrows move it, Enter adds the drawing and leaves the dialog open.
    await site.page.focus('[data-testid="drawn-pad"]');
    await site.page.keyboard.press(' ');
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowLeft']) {
      await site.page.keyboard.press(key);
    }
    await site.page.keyboard.press('Enter');
    assert.deepEqual(await counts(), ['circle 10', 'zigzag 11']);
    await site.page.$eval('[data-testid="drawn-thumbnails"] button:last-child', (button) => button.click());
    await site.page.$eval('[data-testid="drawn-thumbnails"] button', (button) => button.click());
    assert.deepEqual(await counts(), ['circle 10', 'zigzag 9']);
    assert.equal(await isUsable(), true);

    await site.page.reload();
    await site.ready();
    await openDrawing();
    assert.deepEqual(await counts(), ['circle 10', 'zigzag 9']);
    await site.click('drawn-use');
    await site.waitFor(() => !document.querySelector('dialog[data-testid="drawn-set"]').open);
    await named(/My data set/);
    await site.waitFor(() => Number(document.querySelector('[data-testid="latent-map"]').dataset.points) === 200);
    await site.click('train-scratch');
    await site.waitFor(() => Number(document.querySelector('[data-testid="train-epoch"]').dataset.value) >= 8);
    await site.click('train-play');
    await site.click('map-table-open');
    const codes = await site.page.$$eval('[data-testid="map-table"] tbody tr', (rows) =>
      rows.map((row) => [...row.cells].map((cell) => cell.textContent)),
    );
    const numbers = codes.map(([, ...cells]) => cells.map((cell) => Number(cell.replace('−', '-'))));
    assert.deepEqual(
      codes.map(([name]) => name),
      ['circle', 'zigzag'],
    );
    const [[, x, y, spread], [, u, v, otherSpread]] = numbers;
    const distance = Math.hypot(x - u, y - v);
    assert.ok(distance > (spread + otherSpread) / 2, `${distance} apart, spread by ${spread} and ${otherSpread}`);
  },
);
