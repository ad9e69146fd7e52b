// The training panel: stop rule, choice of digits, pinned runs, warnings, numbers, dropped files.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { createEngine } from '../../web/engine/engine.js';
import { inkAlong, letters, savedLetters, watchPictures } from './support/pictures.mjs';
import { createFixture } from './support/fixture.mjs';
import { whenLong } from '../support/long.mjs';
import { dropFiles } from './support/give-files.mjs';

const { openPage, sharedPage, testIn, testOnceIn } = createFixture();
let site;
const packed = await readFile(new URL('../../build/data/digits.bin.gz', import.meta.url));

const open = async (options) => (site = await (await openPage(options)).ready());
const text = (id) => site.page.$eval(`[data-testid="${id}"]`, (node) => node.textContent);

/** Fills fields, all at once. */
const fill = (fields) =>
  site.page.evaluate((entries) => {
    for (const [id, value] of entries) {
      const field = document.querySelector(`[data-testid="${id}"]`);
      field.value = value;
      for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
    }
  }, Object.entries(fields));

async function create(fields) {
  await fill(fields);
  const checksum = await site.value('checksum');
  await site.click('train-create');
  await site.waitFor(
    (old) => !['', old].includes(document.querySelector('[data-testid="checksum"]').dataset.value),
    checksum,
  );
}

testIn(
  'chromium',
  'a run on two digits stops by its rule, reports the reason and its collapse, is pinned, and its numbers are shown',
  async () => {
    await open();
    await site.click('more-settings');
    await site.click('train-digit-9');
    await site.page.evaluate(() => {
      for (const digit of [2, 3, 4, 5, 6, 7, 8]) document.querySelector(`[data-testid="train-digit-${digit}"]`).click();
    });
    assert.equal(await site.value('field-digits'), '01');
    await site.type('stop-epochs', '0');
    assert.match(await site.page.$eval('#error-stop-epochs', (node) => node.textContent), /whole number/);
    await fill({ 'stop-epochs': '3' });
    await create({
      'field-hidden': '8',
      'field-latent': '2',
      'field-seed': '5',
      'field-beta': '20',
      'field-batch': '200',
      'field-learning-rate': '0.003',
    });
    await site.trainToEnd();

    // The same run without a page: the same digits, steps and weights.
    const engine = await createEngine({ variant: JSON.parse(await site.value('engine')).arithmetic });
    const digits = await engine.loadDigits({ bytes: packed });
    const { train } = digits.countOf([0, 1]);
    const steps = Math.ceil((3 * train) / 200);
    assert.equal(await site.number('train-step-count'), steps);
    const settings = { seed: 5, beta: 20, batchSize: 200, learningRate: 0.003, digits: [0, 1] };
    const model = engine.createModel({ hidden: [8], latentDim: 2 }, settings, digits);
    model.train(digits, steps);
    await site.waitForValue('checksum', model.checksum());
    await site.waitFor(() =>
      /advice\.collapse/.test(document.querySelector('[data-testid="train-advice"]').dataset.value),
    );
    assert.match(await text('train-advice'), /after 3 epochs.*Posterior collapse/);
    assert.equal(await site.value('train-progress'), '1');
    await site.waitFor(
      (wanted) => document.querySelector('[data-testid="held-out-bound"]').dataset.value === wanted,
      String(model.evaluate(digits).negativeElbo),
    );
    assert.deepEqual(JSON.parse(await site.value('kl-per-dimension')), model.evaluate(digits).klPerDimension);
    assert.equal(await site.number('active-units'), model.evaluate(digits).activeUnits);
    assert.match(
      await site.page.$eval('#pixel-note', (node) => node.textContent),
      /training and held-out of 0, 1 only/,
    );

    // The pinned curve and its last value stay beside the next run's.
    const bound = await site.value('held-out-bound');
    await site.click('pin-run');
    // One press replaces the run by another model, and one restores it.
    await site.click('curves-data');
    await site.waitFor(() => document.querySelectorAll('[data-testid="curves-table"] tbody tr').length > 3);
    const before = await site.page.$eval('[data-testid="curves-table"] tbody', (rows) => rows.textContent);
    await site.click('new-seed');
    await site.waitForValue('notice', 'notice.replaced');
    assert.notEqual(await site.value('checksum'), model.checksum());
    await site.click('notice-action');
    await site.waitForValue('checksum', model.checksum());
    await site.waitForValue('held-out-bound', bound);
    await site.waitFor(
      (rows) => document.querySelector('[data-testid="curves-table"] tbody').textContent === rows,
      before,
    );
    assert.deepEqual([await site.number('train-step-count'), await site.value('notice')], [steps, '']);
    assert.equal(await site.page.$eval('#field-seed', (field) => field.value), '5');
    await site.click('curves-data');
    await site.click('new-seed');
    await site.waitFor(
      () =>
        document.querySelector('#field-seed').value !== '5'
        && document.querySelector('[data-testid="train-step-count"]').dataset.value === '0',
    );
    await site.waitFor(
      (old) => !['', old].includes(document.querySelector('[data-testid="held-out-bound"]').dataset.value),
      bound,
    );
    assert.equal(await site.value('pin-1'), bound);
    assert.match(await text('pins'), /VAE 8–2, β 20, η 0.003, n 200, \{0 1\}, #5/);
    const last = await text('pin-1');
    await site.page.$eval('#curves .u-over', (node) => {
      const { left, top } = node.getBoundingClientRect();
      node.dispatchEvent(new MouseEvent('mouseenter', { clientX: left + 1, clientY: top + 5 }));
      node.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX: left + 1, clientY: top + 5 }));
    });
    await site.waitFor((old) => document.querySelector('[data-testid="pin-1"]').textContent !== old, last);
    assert.match(await text('pin-1'), /at step 0$/);
    const note = () => site.page.$eval('#pixel-note', (line) => line.textContent);
    assert.equal(await note(), 'at step 0, epoch 0.00');
    await site.page.$eval('#curves .u-over', (node) => node.dispatchEvent(new MouseEvent('mouseleave')));
    await site.waitFor(() => /^nats per digit/.test(document.querySelector('#pixel-note').textContent));

    await site.click('curves-data');
    await site.waitFor(() => document.querySelectorAll('[data-testid="curves-table"] tbody tr').length > 0);
    // The table has the pinned run's columns and values.
    assert.equal(
      await site.page.$eval(
        '[data-testid="curves-table"] thead .of-pin',
        (head) => `${head.colSpan} ${head.textContent}`,
      ),
      '3 VAE 8–2, β 20, η 0.003, n 200, {0 1}, #5',
    );
    assert.equal(
      Number(
        await site.page.$$eval('[data-testid="curves-table"] tbody tr', (rows) =>
          rows.map((row) => row.cells[8].textContent).find((text) => text !== ''),
        ),
      ),
      Number(Number(bound).toFixed(3)),
    );
    await site.page.evaluate(() => {
      const original = URL.createObjectURL;
      URL.createObjectURL = (blob) => {
        blob.text().then((csv) => {
          window.savedCsv = csv;
        });
        return original.call(URL, blob);
      };
    });
    await site.click('curves-csv');
    await site.waitFor(() => window.savedCsv);
    const rows = (await site.page.evaluate(() => window.savedCsv)).split('\r\n');
    assert.equal(rows[0], 'run,digits,step,epoch,negative_elbo_nats,reconstruction_nats,kl_nats');
    assert.ok(
      rows.some(
        (row) =>
          row.startsWith('"VAE 8–2, β 20, η 0.003, n 200, {0 1}, #5 (1)",held-out,') && row.includes(`,${bound},`),
      ),
    );
    await site.click('unpin-1');
    await site.waitForValue('pins', '0');
    // Nothing is truncated, in Korean and on a phone, with everything open.
    await site.page.evaluate(() => {
      location.hash = '#lang=ko';
    });
    for (const [width, height] of [
      [1280, 800],
      [360, 740],
    ]) {
      await site.page.setViewport({ width, height });
      assert.deepEqual(
        await site.page.evaluate(() =>
          [...document.querySelectorAll('#train, #train :is(label, legend, button, dd, dt, figcaption, .row-name)')]
            .filter(
              (node) =>
                node.offsetParent
                && ((node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== 'inline')
                  || node.getBoundingClientRect().right > innerWidth),
            )
            .map((node) => node.outerHTML.slice(0, 120)),
        ),
        [],
        `${width} px`,
      );
    }
  },
);

/** The share of a canvas's pixels that differ from its first, and their number of colours. */
const drawnOn = (selector) =>
  site.page.$$eval(selector, (canvases) =>
    canvases.map((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height),
        pixels = [...new Uint32Array(data.buffer)];
      return {
        share: pixels.filter((pixel) => pixel !== pixels[0]).length / pixels.length,
        colors: new Set(pixels).size,
      };
    }),
  );

whenLong(testOnceIn)(
  'firefox',
  'a pinned run keeps its map and samples, and says what has changed since; a reload keeps them',
  async () => {
    await open({ hash: '#weights=fresh&hidden=16&steps=20&seed=3' });
    await site.waitForValue('train-step-count', '20');
    await site.waitForValue('train-state', 'paused');
    await site.waitFor(() => document.querySelector('[data-testid="held-out-bound"]').dataset.value > 0);
    await site.click('pin-run');
    await site.waitForValue('pins', '1');
    assert.equal(await text('pin-changed-1'), 'changed since: nothing');
    await create({ 'field-seed': '4' });
    await site.waitForValue('pin-changed-1', 'seed');
    assert.equal(await text('pin-changed-1'), 'changed since: same settings, seed 3 → 4');
    await create({ 'field-beta': '20', 'field-latent': '20' });
    await site.waitForValue('pin-changed-1', 'latentDim seed beta');
    await site.click('train-step');
    await site.waitForValue('train-step-count', '1');
    assert.equal(await text('pin-changed-1'), 'changed since: latent size 2 → 20, seed 3 → 4, β 1 → 20');

    // A canvas that nothing was painted on yet is 300 pixels wide, and empty.
    const isPainted = () => {
      const map = document.querySelector('[data-testid="pin-map-1"]');
      if (!map || map.width === 300) return false;
      return map
        .getContext('2d')
        .getImageData(0, 0, map.width, map.height)
        .data.some((value) => value > 0);
    };
    async function shows() {
      await site.waitFor(() => document.querySelectorAll('[data-testid="pin-samples-1"] canvas').length === 5);
      await site.waitFor(isPainted);
      const [map] = await drawnOn('[data-testid="pin-map-1"]');
      assert.ok(map.share > 0.005 && map.colors >= 10, `the map: ${JSON.stringify(map)}`);
      for (const sample of await drawnOn('[data-testid="pin-samples-1"] canvas'))
        assert.ok(sample.colors > 10, `a sample: ${JSON.stringify(sample)}`);
      assert.deepEqual(
        await site.page.$$eval('#pins [role="img"]', (pictures) => pictures.map((picture) => picture.ariaLabel)),
        ['Latent map of VAE 16–2, #3 at step 20', 'Samples of VAE 16–2, #3 at step 20'],
      );
    }
    await shows();
    // Rows made anew are painted when they are inserted, not in a later frame.
    await site.page.evaluate(`window.isPainted = ${isPainted}`);
    await site.page.evaluate(() => {
      window.unpainted = [];
      new MutationObserver(() => window.unpainted.push(!window.isPainted())).observe(document.querySelector('#pins'), {
        childList: true,
      });
    });
    const pictures = () => site.page.$$eval('#pins canvas', (canvases) => canvases.map((canvas) => canvas.toDataURL()));
    const [light] = await pictures();
    // In the other theme they are drawn in its colours.
    await site.click('theme');
    await site.waitFor((was) => document.querySelector('[data-testid="pin-map-1"]').toDataURL() !== was, light);
    await shows();
    const unpainted = await site.page.evaluate(() => window.unpainted);
    assert.ok(unpainted.length > 0 && !unpainted.includes(true), JSON.stringify(unpainted));
    const before = await pictures();
    await site.waitForValue('snapshot', '1');
    await site.page.reload();
    await site.waitForValue('pins', '1');
    await shows();
    assert.deepEqual(await pictures(), before);
    await site.waitForValue('pin-changed-1', 'latentDim seed beta');
    assert.equal(await text('pin-changed-1'), 'changed since: latent size 2 → 20, seed 3 → 4, β 1 → 20');

    // A model without a code has neither.
    await site.page.evaluate(() => {
      location.hash = '#model=fvbn&weights=fresh&hidden=none&steps=1';
    });
    await site.waitFor(() => document.querySelector('[data-testid="pin-changed-1"]').dataset.value.includes('model'));
    await site.waitFor(() => document.querySelector('[data-testid="held-out-bound"]').dataset.value > 0);
    await site.click('pin-run');
    await site.waitForValue('pins', '2');
    assert.equal(await site.page.$('[data-testid="pin-map-2"]'), null);
    assert.equal((await site.page.$$('#pins li:nth-child(2) canvas')).length, 0);
    // The browser remembers the theme.
    await site.click('theme');
  },
);

// Creating charts when training starts was a task of 100 ms while it used both processors.
testOnceIn('chromium', 'the chart is created before training, and is in no image until it shows a curve', async () => {
  await open();
  await site.waitFor(() => document.querySelectorAll('#curves .chart canvas').length === 1);
  assert.equal(await site.value('train-step-count'), '0');
  await site.page.evaluate(() => {
    const { drawImage } = CanvasRenderingContext2D.prototype;
    window.charts = 0;
    CanvasRenderingContext2D.prototype.drawImage = function (source, ...rest) {
      if (source instanceof Element && source.closest('.chart')) window.charts++;
      return drawImage.call(this, source, ...rest);
    };
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      window.offered = blob;
      return createObjectURL.call(URL, blob);
    };
  });
  for (const [step, charts] of [
    [0, 0],
    [1, 1],
  ]) {
    await site.page.evaluate(() => {
      window.offered = null;
    });
    if (step > 0) {
      await site.click('train-step');
      await site.waitFor(() => document.querySelector('#train.has-no-curve') === null);
    }
    await site.click('picture-curves');
    await site.waitFor(() => window.offered !== null);
    assert.equal(await site.page.evaluate(() => window.charts), charts, `after ${step} steps`);
  }
  // The image has their legend, and the pinned runs: their names and dashes.
  await site.click('pin-run');
  await site.waitForValue('pins', '1');
  await watchPictures(site.page);
  const saved = await savedLetters(site, 'picture-curves');
  for (const words of [
    'held-out, unseen',
    'training',
    'nats per digit; pixels binarized at random',
    await site.page.$eval('#pins .pin-name', (node) => node.textContent),
  ]) {
    assert.ok(saved.includes(letters(words)), `${words} in ${saved}`);
  }
  assert.doesNotMatch(saved, /Remove|PNG/);
  const panels = ['#curves', '#curve-key', '#pins'];
  for (const key of ['.key-held-out', '.key-train']) {
    const rule = await inkAlong(site, panels, `#curve-key ${key}`, 14);
    // The position of its first pixel varies by half a pixel.
    assert.ok(rule.slice(2).every(Boolean), `${key} has its rule: ${rule.join('')}`);
  }
  const dashes = (await inkAlong(site, panels, '#pins .dash', 32)).join('');
  assert.ok(dashes.match(/1+/g)?.length >= 3 && /0/.test(dashes), `the first pin is dashed: ${dashes}`);
});

/** The colours of the chart's canvas down one column, at a share of the plot's width. */
const columnAt = (share) =>
  site.page.$eval(
    '#curves .chart canvas',
    (canvas, at) => {
      const over = document.querySelector('#curves .u-over').getBoundingClientRect(),
        box = canvas.getBoundingClientRect(),
        ratio = canvas.width / box.width;
      const top = Math.round((over.top - box.top) * ratio) + 2,
        height = Math.round(over.height * ratio) - 4;
      const { data } = canvas
        .getContext('2d')
        .getImageData(Math.round((over.left - box.left + at * over.width) * ratio), top, 1, height);
      return Array.from({ length: height }, (_, y) => data.slice(4 * y, 4 * y + 4).join());
    },
    share,
  );

testOnceIn(
  'firefox',
  'the chart is the sum: the KL on the reconstruction error, at each step; an autoencoder has one line',
  async () => {
    site = await sharedPage({ hash: '#weights=fresh&hidden=16&steps=150&beta=0.5' });
    await site.waitForValue('train-step-count', '150');
    await site.waitForValue('train-state', 'paused');
    await site.waitFor(() => document.querySelector('[data-testid="held-out-kl"]').dataset.value > 1);
    const numbers = () =>
      Promise.all(['bound', 'reconstruction', 'kl'].map(async (id) => Number(await text(`held-out-${id}`))));
    const isSum = ([bound, reconstruction, kl]) =>
      assert.ok(Math.abs(bound - reconstruction - kl) < 0.0151, `${bound} = ${reconstruction} + ${kl}`);
    isSum(await numbers());
    const chart = await site.page.$('#curves .uplot');
    const told = () => chart.evaluate((node) => node.getAttribute('aria-valuetext'));
    await chart.focus();
    for (const key of ['End', 'ArrowLeft', 'Home']) {
      await site.page.keyboard.press(key);
      await site.waitFor(() => document.querySelectorAll('#curves .is-hovered').length === 6);
      const [, bound, reconstruction, kl] = /held-out (\S+) = (\S+) \+ (\S+), training/.exec(await told());
      assert.deepEqual(
        (await numbers()).map((value) => value.toFixed(2)),
        [bound, reconstruction, kl],
      );
      isSum([bound, reconstruction, kl].map(Number));
    }
    await site.page.keyboard.press('Escape');
    // From the top, near the end: blank, the line, the KL and the reconstruction error down to the edge.
    const column = await columnAt(0.9);
    const areas = column.filter((color, y) => color === column[y - 1] && color === column[y + 1]);
    const kinds = areas.filter((color, y) => color !== areas[y - 1]);
    assert.notEqual(column.at(-1), '0,0,0,0', 'the areas reach the edge');
    assert.ok(new Set(kinds).size >= 3, `blank, KL, reconstruction: ${kinds.join(' ')}`);
    assert.equal(kinds[0], '0,0,0,0');

    // The chart of the VAE is named anew before another one replaces it.
    await chart.evaluate((node) => node.classList.add('of-vae'));
    await site.page.evaluate(() => {
      location.hash = '#model=ae&weights=fresh&hidden=16&steps=60';
    });
    await site.waitFor(() => document.querySelector('#train.has-one-term') !== null);
    await site.waitForValue('train-step-count', '60');
    await site.waitFor(
      () =>
        document.querySelector('#curves .uplot:not(.of-vae)')?.getAttribute('aria-label')
        === 'Curve of reconstruction error over training steps',
    );
    await site.drawn();
    const alone = await columnAt(0.9);
    assert.ok(
      alone.some((color) => color !== '0,0,0,0'),
      'the line',
    );
    assert.equal(alone.at(-1), '0,0,0,0', 'no area below the line');
  },
);

testIn('firefox', 'the answer to one change of a setting does not undo the next', async () => {
  site = await sharedPage();
  const undone = await site.page.evaluate(async () => {
    const set = (id, value) => {
      const field = document.querySelector(`[data-testid="${id}"]`);
      field.value = value;
      for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
    };
    const samples = document.querySelector('[data-testid="field-samples"]'),
      seen = [];
    set('field-objective', 'iwae');
    for (let k = 2; k < 60; k += 2) {
      set('field-samples', String(k));
      // The answer has arrived, and the form is not yet updated.
      await new Promise((done) => {
        setTimeout(done, k / 4);
      });
      set('field-samples', String(k + 1));
      await new Promise((done) => {
        requestAnimationFrame(done);
      });
      if (samples.value !== String(k + 1)) seen.push(`${k + 1} became ${samples.value}`);
    }
    return seen;
  });
  assert.deepEqual(undone, []);
});

testIn('chromium', 'a change of a setting while another is unanswered does not undo that one', async () => {
  site = await sharedPage();
  await site.page.evaluate(() => {
    for (const [id, value] of [
      ['field-beta', '7'],
      ['field-learning-rate', '0.002'],
      ['field-batch', '32'],
    ]) {
      const field = document.querySelector(`[data-testid="${id}"]`);
      field.value = value;
      for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
    }
  });
  await site.waitFor(() => ['beta=7', 'lr=0.002', 'batch=32'].every((key) => location.hash.includes(key)));
});

testIn('chromium', 'a setting is applied to the current model, whatever the form’s next model is', async () => {
  await open();
  await fill({ 'field-beta': '4' });
  await site.waitFor(() => location.hash.includes('beta=4'));
  await site.page.select('[data-testid="field-model"]', 'ae');
  await fill({ 'field-hidden': 'nonsense', 'field-learning-rate': '0.002' });
  await site.waitFor(() => location.hash.includes('lr=0.002'));
  assert.match(
    await site.page.$eval('#train-caption', (node) => node.textContent),
    /reconstruction error \+ β · KL, β = 4/,
  );
  assert.match(await site.page.evaluate(() => location.hash), /beta=4/);
  assert.equal(await site.page.$eval('[data-testid="field-hidden"]', (field) => field.value), 'nonsense');
});

testIn(
  'firefox',
  'IWAE by DReG with a schedule and averaged weights, a step to stop at, a batch too large for the digits, and files dropped during a run',
  async () => {
    await open();
    await site.click('more-settings');
    const isOff = (selector) => site.page.$eval(selector, (element) => element.disabled);
    assert.equal(await isOff('#field-estimator [value="dreg"]'), true);
    assert.equal(await isOff('#field-schedule-epochs'), true);
    await site.page.select('[data-testid="field-objective"]', 'iwae');
    assert.equal(await isOff('#field-beta'), true);
    await site.page.select('[data-testid="field-estimator"]', 'dreg');
    await site.page.select('[data-testid="field-schedule"]', 'cosine');
    assert.deepEqual(
      await Promise.all(['#field-schedule-at', '#field-schedule-epochs', '#field-schedule-factor'].map(isOff)),
      [true, false, false],
    );
    await site.waitFor(() => /&schedule=cosine&lrepochs=10&lrfactor=0.1/.test(location.hash));
    // DReG remains chosen and is reported; the model keeps its objective.
    await site.page.select('[data-testid="field-objective"]', 'elbo');
    assert.match(
      await site.page.$eval('#error-estimator', (node) => node.textContent),
      /DReG needs the objective IWAE/,
    );
    await site.page.select('[data-testid="field-objective"]', 'iwae');
    assert.equal(await site.page.$eval('#error-estimator', (node) => node.textContent), '');
    await create({
      'field-schedule-epochs': '1',
      'field-schedule-factor': '0.25',
      'field-average-decay': '0.9',
      'field-hidden': '8',
      'field-latent': '2',
      'field-samples': '3',
      'field-seed': '4',
      'field-batch': '100',
    });
    await site.page.evaluate(() => window.latentpad.play({ untilStep: 41 }));
    await site.waitForValue('train-state', 'paused');
    assert.equal(await site.number('train-step-count'), 41);
    assert.equal(await site.value('train-advice'), 'stopped.step');
    assert.match(
      await site.page.$eval('#train-caption', (node) => node.textContent),
      /raise the bound from 3 weighted samples/,
    );
    const engine = await createEngine({ variant: JSON.parse(await site.value('engine')).arithmetic });
    const digits = await engine.loadDigits({ bytes: packed });
    const model = engine.createModel(
      { hidden: [8], latentDim: 2 },
      {
        objective: 'iwae',
        importanceSamples: 3,
        estimator: 'dreg',
        schedule: 'cosine',
        scheduleEpochs: 1,
        scheduleFactor: 0.25,
        averageDecay: 0.9,
        seed: 4,
        batchSize: 100,
      },
      digits,
    );
    model.train(digits, 41);
    await site.waitForValue('checksum', model.checksum());
    await site.click('train-digit-0');
    await fill({ 'field-batch': '8900' });
    await site.click('train-create');
    assert.match(await site.page.$eval('#error-batchSize', (node) => node.textContent), /from 1 to 8.?\d{3}/);
    assert.equal(await site.number('train-step-count'), 41, 'nothing has changed');

    // Files dropped during training: a valid one is loaded and pauses, an invalid one changes nothing.
    await fill({ 'field-batch': '100' });
    await site.click('train-play');
    await site.waitForValue('train-state', 'running');
    await dropFiles(site, { 'notes.txt': Buffer.from('some text') });
    await site.waitFor(() =>
      /notes\.txt: this is plain text/.test(document.querySelector('[data-testid="own-data-failure"]')?.textContent),
    );
    await site.click('own-data-cancel');
    await dropFiles(site, { 'broken.safetensors': new Uint8Array(50) });
    await site.waitForValue('notice', 'notice.loadFailed');
    assert.equal(await site.value('train-state'), 'running');

    const count = 240;
    const head = (...numbers) =>
      Buffer.concat(
        numbers.map((number) =>
          Buffer.from([number >>> 24, number >>> 16, number >>> 8, number].map((byte) => byte & 255)),
        ),
      );
    const images = gzipSync(Buffer.concat([head(0x803, count, 28, 28), digits.images(0, count)]));
    const labels = Buffer.concat([head(0x801, count), digits.labels.subarray(0, count)]);
    await dropFiles(site, { labels: labels.subarray(1), 'images.gz': images });
    await site.waitFor(() =>
      /labels cannot be read/.test(document.querySelector('[data-testid="own-data-notes"]').textContent),
    );
    assert.equal(await site.value('train-state'), 'running');
    const before = await site.number('train-step-count');
    await dropFiles(site, { labels, 'images.gz': images });
    await site.waitFor(() =>
      /in 10 classes/.test(document.querySelector('[data-testid="own-data-summary"]').textContent),
    );
    await site.click('own-data-use');
    await site.waitForValue('notice', 'notice.loadedPaused');
    await site.waitForValue('train-state', 'paused');
    assert.equal(await site.value('digits-name'), String(count));
    assert.ok((await site.number('train-step-count')) >= before);
    await site.waitFor(() => document.querySelector('[data-testid="latent-map"]').dataset.points === '40');
    await site.click('train-step');
    await site.waitFor(
      (old) => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) > old,
      before,
    );

    const [mine, other] = [1, 2].map((seed) => engine.createModel({ hidden: [8], latentDim: 2 }, { seed }));
    await dropFiles(site, { 'mine.safetensors': mine.saveWeights() });
    await site.waitForValue('checksum', mine.checksum());
    await site.waitForValue('notice', 'notice.loaded');
    await site.click('train-play');
    await site.waitForValue('train-state', 'running');
    await dropFiles(site, { 'other.safetensors': other.saveWeights() });
    await site.waitForValue('notice', 'notice.loadedPaused');
    await site.waitForValue('checksum', other.checksum());
    assert.deepEqual([await site.value('train-state'), await site.value('train-step-count')], ['idle', '0']);
  },
);

testIn(
  'firefox',
  'reset is undone by the button and by Control Z: weights, optimiser, curves and pins are restored, and training continues exactly',
  async () => {
    const site = await openPage({ hash: '#lang=en&weights=fresh&hidden=8&seed=5&steps=40' });
    await site.waitForValue('train-step-count', '40');
    await site.waitFor(
      () =>
        document.querySelector('[data-testid="checksum"]').dataset.value !== ''
        && document.querySelector('[data-testid="held-out-bound"]').dataset.value > 0,
    );
    const shown = () =>
      Promise.all(
        ['checksum', 'held-out-bound', 'train-bound', 'train-step-count', 'pins', 'kl-per-dimension'].map((id) =>
          site.value(id),
        ),
      );
    await site.click('pin-run');
    await site.waitForValue('pins', '1');
    const before = await shown();
    for (const undo of [
      () => site.click('notice-action'),
      async () => {
        await (await site.$('train-reset')).focus();
        await site.page.keyboard.down('Control');
        await site.page.keyboard.press('z');
        await site.page.keyboard.up('Control');
      },
    ]) {
      await site.click('train-reset');
      await site.waitForValue('notice', 'notice.reset');
      await site.waitForValue('train-step-count', '0');
      assert.notEqual(await site.value('checksum'), before[0]);
      await undo();
      await site.waitForValue('checksum', before[0]);
      await site.waitForValue('held-out-bound', before[1]);
      await site.waitForValue('notice', '');
      assert.deepEqual(await shown(), before);
    }
    await site.click('train-step');
    await site.waitForValue('train-step-count', '41');
    const [next, first] = await site.page.evaluate(async () => {
      const { checksum } = await window.latentpad.pause();
      await window.latentpad.createModel({ config: { hidden: [8], latentDim: 2 }, training: { seed: 5 } });
      return [checksum, (await window.latentpad.step(41)).checksum];
    });
    assert.equal(next, first);
  },
);

testIn(
  'chromium',
  'an error remains beside later events, and notices waiting behind it are counted, shown after it and announced once',
  async () => {
    const site = await openPage({ hash: '#lang=en&latent=1e9&weights=fresh&hidden=8&seed=5&steps=3' });
    await site.waitForValue('train-step-count', '3');
    await site.waitFor(() => document.querySelector('[data-testid="checksum"]').dataset.value !== '');
    const lines = () =>
      site.page.$$eval('[data-testid="notice"] span', (all) =>
        all.map((line) => `${line.getAttribute('role')} ${line.textContent !== ''}`),
      );
    assert.equal(await site.value('notice'), 'link.expects.whole');
    assert.deepEqual(await lines(), ['status false', 'alert true', 'null false']);
    await site.click('train-reset');
    await site.waitForValue('train-step-count', '0');
    await site.waitForValue('notice-dismiss', '1');
    assert.equal(await site.value('notice'), 'link.expects.whole');
    assert.match(await site.page.$eval('[data-testid="notice-dismiss"]', (button) => button.textContent), /1 more/);
    // Another error is shown before those already announced; then the first is shown again, without an announcement.
    const bad = await site.page.evaluateHandle(() => {
      const list = new DataTransfer();
      for (const name of ['a.safetensors', 'b.safetensors']) list.items.add(new File(['?'], name));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: list, bubbles: true, cancelable: true }));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: list, bubbles: true, cancelable: true }));
    });
    await bad.dispose();
    await site.waitForValue('notice', 'notice.dropUnknown');
    assert.equal(await site.value('notice-dismiss'), '2');
    await site.click('notice-dismiss');
    await site.waitForValue('notice', 'link.expects.whole');
    assert.deepEqual(await lines(), ['status false', 'alert false', 'null true']);
    await site.click('notice-dismiss');
    await site.waitForValue('notice', 'notice.reset');
    await site.click('notice-action');
    await site.waitForValue('train-step-count', '3');
    await site.waitForValue('notice', '');
  },
);

testOnceIn(
  'chromium',
  'sliders of β and the learning rate act at once, also during training, and follow their fields',
  async () => {
    site = await sharedPage({ hash: '#weights=fresh&hidden=16&seed=3&play=1' });
    await site.waitForValue('train-state', 'running');
    const shareOf = (id) => site.page.$eval(`[data-testid="${id}"]`, (slider) => Number(slider.value));
    for (const [id, key, text] of [
      ['beta', 'End', '20'],
      ['learning-rate', 'Home', '0.000032'],
    ]) {
      await (await site.$(`slider-${id}`)).evaluate((slider) => slider.focus());
      await site.page.keyboard.press(key);
      await site.waitFor(
        ([field, wanted]) => document.querySelector(`[data-testid="field-${field}"]`).value === wanted,
        [id, text],
      );
    }
    // Without Enter or leaving the field, and the run goes on.
    await site.waitFor(() => location.hash.includes('beta=20') && location.hash.includes('lr=0.000032'));
    assert.equal(await site.value('train-state'), 'running');
    await site.type('field-beta', '1');
    await site.waitFor(() => !location.hash.includes('beta='));
    assert.ok(Math.abs((await shareOf('slider-beta')) - 0.37) < 0.01);
    // A mouse on the line moves it.
    const box = await site.box('slider-beta');
    await site.page.mouse.click(box.x + 0.8 * box.width, box.y + box.height / 2);
    await site.waitFor(() => /beta=(9|1\d)/.test(location.hash));
    // An AE has no β.
    await site.choose('field-model', 'ae');
    assert.equal(await site.page.$eval('[data-testid="slider-beta"]', (slider) => slider.disabled), true);
  },
);

testOnceIn(
  'chromium',
  'a shipped model that is chosen waits for its button, which is marked; a new model asks to be trained',
  async () => {
    for (const [lang, words] of [
      ['en', /Train from scratch/],
      ['ko', /처음부터 학습/],
    ]) {
      site = await sharedPage({ hash: `#lang=${lang}` });
      const parameters = await site.value('parameters');
      await site.choose('shipped-choice', 'ae-2d');
      assert.equal(await site.page.$eval('.start-from', (part) => part.classList.contains('is-pending')), true);
      assert.equal(await site.value('parameters'), parameters, 'the model is unchanged');
      await site.click('load-shipped');
      await site.waitFor(() => document.querySelector('[data-testid="field-model"]').value === 'ae');
      assert.equal(await site.page.$eval('.start-from', (part) => part.classList.contains('is-pending')), false);
      assert.doesNotMatch(await text('curves-empty'), words);
      await site.click('train-create');
      await site.waitFor(
        (source) => new RegExp(source).test(document.querySelector('[data-testid="curves-empty"]').textContent),
        words.source,
      );
      await site.click('train-step');
      await site.waitFor(() => document.querySelector('#train.has-no-curve') === null);
      await site.page.select('[data-testid="shipped-choice"]', 'vae-2d');
    }
  },
);
