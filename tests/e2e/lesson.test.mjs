// One training step in slow motion, the layers' activations, and linked symbols.
import assert from 'node:assert/strict';
import { letters, savedLetters, watchPictures } from './support/pictures.mjs';
import { createFixture } from './support/fixture.mjs';
import { whenLong } from '../support/long.mjs';

const { openPage, testIn, testOnceIn } = createFixture();
let site;

const press = (key) => site.page.keyboard.press(key);
const trace = async () => JSON.parse(await site.value('lesson-formula'));
const stageIs = (stage) => site.waitForValue('lesson-stage', stage);
const lit = () => site.page.$$eval('#spine .is-lit', (parts) => parts.map((part) => part.id.replace('-stage', '')));
const text = (id) => site.page.$eval(`[data-testid="${id}"]`, (node) => node.innerText);

async function openLesson() {
  await (await site.$('lesson-open')).focus();
  await press('Enter');
  await site.waitForValue('lesson', 'traced');
}

testOnceIn(
  'chromium',
  'by keyboard: seven stages on the pipeline, with the digit’s numbers; the model is unchanged',
  async () => {
    site = await (await openPage()).ready();
    const checksum = await site.value('checksum');
    await openLesson();
    const boxes = await site.page.evaluate(() =>
      ['#spine', '#lesson'].map((part) => {
        const { top, bottom } = document.querySelector(part).getBoundingClientRect();
        return [top, bottom];
      }),
    );
    assert.ok(
      boxes[0][0] >= 0 && boxes[0][1] <= boxes[1][0] && boxes[1][1] <= 801,
      `row and strip are seen together: ${boxes}`,
    );
    assert.deepEqual(await lit(), ['sees', 'encoder', 'code']);

    await press('ArrowRight');
    await stageIs('sample');
    assert.deepEqual(await lit(), ['code', 'z']);
    const [
      {
        before: { mu, logVar, z },
        after,
        before,
      },
      epsilon,
    ] = [await trace(), await site.numbers('epsilon')];
    z.forEach((value, i) =>
      assert.ok(
        Math.abs(value - (mu[i] + Math.exp(logVar[i] / 2) * epsilon[i])) < 1e-4,
        'z = μ + σ·ε with the row’s ε',
      ),
    );
    assert.ok((await text('lesson-formula')).includes(Math.abs(z[0]).toFixed(2)));
    assert.match(await text('lesson-code'), /src\/models\/posterior\.cpp, line \d+[^]*epsilon\.data\(\)\[i\]/);

    await press('ArrowRight');
    await press('ArrowRight');
    await stageIs('loss');
    const share = async () => JSON.parse(await site.value('lesson-share')).klShare;
    assert.ok((await share()) < 0.5);
    await site.click('lesson-mean');
    await site.waitFor(
      () => JSON.parse(document.querySelector('[data-testid="lesson-share"]').dataset.value).klShare > 0.9,
    );

    await press('ArrowRight');
    await stageIs('gradients');
    assert.ok('decoder.0' in JSON.parse(await site.value('lesson-layers')));
    await site.waitFor(() => document.querySelector('[data-testid="lesson-noise"]').dataset.value !== '');
    assert.deepEqual(
      JSON.parse(await site.value('lesson-noise')).map(({ estimator, signal, noise }) => [
        estimator,
        signal > 0 && noise > 0,
      ]),
      [
        ['reparameterized', true],
        ['stl', true],
      ],
    );
    assert.match(await text('lesson-noise'), /STL\s*\d+\.\d\d/);
    for (let i = 0; i < 4; ++i) await press('ArrowRight');
    await stageIs('changed');
    const changes = await text('lesson-changes');
    for (const { reconstruction, kl } of [before, after])
      assert.ok(changes.includes(reconstruction.toFixed(2)) && changes.includes(kl.toFixed(2)), changes);
    assert.notDeepEqual(after.mu, before.mu);
    assert.equal(await site.value('checksum'), checksum);

    await watchPictures(site.page);
    const saved = await savedLetters(site, 'picture-lesson');
    for (const part of ['lesson-stage', 'lesson-formula', 'lesson-changes'])
      assert.ok(saved.includes(letters(await text(part))), `${part} in ${saved}`);

    const was = await site.value('lesson-formula');
    await site.page.$eval('[data-testid="resample"]', (button) => button.click());
    await site.waitFor((old) => document.querySelector('[data-testid="lesson-formula"]').dataset.value !== old, was);
    await press('Escape');
    await site.waitForValue('lesson', 'closed');
    assert.deepEqual(await lit(), []);
    assert.equal(await site.page.evaluate(() => document.activeElement.dataset.testid), 'lesson-open');
  },
);

whenLong(testIn)(
  'chromium',
  'slow motion; linked symbols; activations; Korean; a model without a pipeline',
  async () => {
    site = await (await openPage()).ready();
    const marks = (part) =>
      site.page.$$eval(`#${part}-stage .unit`, (units) => units.map((unit) => unit.getAttribute('fill-opacity')));
    await site.waitFor(() =>
      [...document.querySelectorAll('#decoder-stage .unit')].some(
        (unit) => unit.getAttribute('fill-opacity') === '1.00',
      ),
    );
    assert.ok(new Set(await marks('encoder')).size > 10, 'the marks have many shades');
    assert.match(
      await site.page.$eval('#encoder-stage svg', (picture) => picture.getAttribute('aria-label')),
      /Hidden layer 1: 128 units, \d+ active/,
    );

    await site.page.hover('#code-stage h2 .sym-mu');
    await site.waitFor(() => document.documentElement.className === 'is-linked-mu');
    const marked = await site.page.$eval(
      '[data-testid="mu"] span',
      (number) => getComputedStyle(number.parentElement).textDecorationLine,
    );
    assert.equal(marked, 'underline');
    await site.page.hover('[data-testid="z"] span:nth-child(2)');
    await site.waitFor(
      () =>
        document.documentElement.className === 'is-linked-z'
        && document.querySelectorAll('.numbers > .is-linked').length === 4,
    );
    // In the figure too: the lines of that dimension are highlighted, the others dimmed.
    const opacities = () =>
      site.page.$$eval('#code-stage .bell, #z-stage .point', (paths) =>
        paths.map((path) => Number(getComputedStyle(path).opacity)),
      );
    assert.deepEqual(await opacities(), [0.3, 1, 0.3, 1]);

    // On the map: symbols hovered elsewhere are highlighted, and symbols hovered there are highlighted elsewhere.
    const marksOnMap = () =>
      site.page.$eval('[data-testid="latent-map"] canvas:nth-of-type(3)', (canvas) => canvas.toDataURL());
    await site.page.hover('#sees-stage .body');
    await site.waitFor(() => document.documentElement.className === '');
    const unmarked = await marksOnMap();
    await site.page.hover('[data-testid="sigma"] span');
    await site.waitFor(
      (old) => document.querySelector('[data-testid="latent-map"] canvas:nth-of-type(3)').toDataURL() !== old,
      unmarked,
    );
    const plane = await site.box('latent-map');
    const [across, up] = await site.page.$eval('[data-testid="latent-map"]', (map) => {
      const size = parseFloat(getComputedStyle(map).fontSize),
        width = map.clientWidth - 3.05 * size,
        height = map.clientHeight - 2.45 * size;
      const z = JSON.parse(map.dataset.value),
        scale = Math.min(width, height) / 2 / Number(map.dataset.extent);
      return [2.6 * size + width / 2 + z[0] * scale, 0.45 * size + height / 2 - z[1] * scale];
    });
    await site.page.mouse.move(plane.x + across, plane.y + up);
    await site.waitFor(() => document.documentElement.className === 'is-linked-z');
    await site.page.mouse.move(plane.x + across, plane.y + plane.height - 30);
    await site.waitFor(() => document.documentElement.className === '');

    // The terms in nats and the bars of their chart.
    await site.waitFor(() => document.querySelector('.nats-bars .gap'));
    for (const [from, name, figure] of [
      ['[data-term="elbo"] dd', 'elbo', '.bar[data-symbol="elbo"]'],
      ['[data-term="kl"] dd', 'kl', '.bar[data-symbol="kl"]'],
      ['.nats-bars .name[data-symbol="loglik"]', 'loglik', '.bar[data-symbol="loglik"]'],
      ['[data-term="gap"] dd', 'gap', '.gap'],
    ]) {
      const width = () =>
        site.page.$eval(`.nats-bars ${figure}`, (line) => parseFloat(getComputedStyle(line).strokeWidth));
      const usual = await width();
      await site.page.hover(from);
      await site.waitFor((wanted) => document.documentElement.className === `is-linked-${wanted}`, name);
      await site.waitFor(
        ([bar, least]) => parseFloat(getComputedStyle(document.querySelector(bar)).strokeWidth) > least,
        [`.nats-bars ${figure}`, 1.5 * usual],
      );
      await site.page.hover('#sees-stage .body');
      await site.waitFor(() => document.documentElement.className === '');
    }
    await (await site.page.$('#z-stage h2')).focus();
    await site.waitFor(() =>
      ['mu', 'sigma', 'epsilon', 'z'].every((name) => document.documentElement.classList.contains(`is-linked-${name}`)),
    );

    await openLesson();
    await site.click('lesson-play');
    await site.waitFor(() => document.querySelector('[data-testid="lesson-play"]').dataset.on === 'true');
    await site.click('lesson-play');
    await site.waitFor(() => document.querySelector('[data-testid="lesson-play"]').dataset.on === 'false');

    await site.click('pad-clear');
    await site.waitForValue('lesson', 'blank');
    assert.ok((await marks('encoder')).every((opacity) => opacity === '0.12'));
    await site.click('pad-undo');
    await site.waitForValue('lesson', 'traced');

    await site.choose('language', 'ko');
    await site.waitFor(() => /[가-힣]/.test(document.querySelector('[data-testid="lesson-stage"]').textContent));
    assert.match(await text('lesson-code'), /\d+행/);
    await (await site.$('field-model')).select('fvbn');
    await site.page.$eval('[data-testid="train-create"]', (button) => button.click());
    await site.waitForValue('lesson', 'noCode');
    assert.match(await site.page.$eval('#lesson-note', (note) => note.textContent), /FVBN/);
    assert.deepEqual(await lit(), []);
    // The choice is saved, and the next test expects English.
    await site.choose('language', 'en');
  },
);

testOnceIn('firefox', 'on a phone the current stage is visible above the strip, and nothing overflows', async () => {
  site = await (await openPage({ width: 360, height: 740, touch: true })).ready();
  await site.click('lesson-open');
  await site.waitForValue('lesson', 'traced');
  for (const stage of ['sample', 'decode']) {
    await site.page.$eval('[data-testid="lesson-next"]', (button) => button.click());
    await stageIs(stage);
  }
  await site.waitFor(() => {
    const picture = document.querySelector('[data-testid="reconstruction"]').getBoundingClientRect();
    return picture.top >= 0 && picture.bottom <= document.querySelector('#lesson').getBoundingClientRect().top + 1;
  });
  const outside = await site.page.evaluate(() => ({
    page: Math.max(0, document.documentElement.scrollWidth - innerWidth),
    parts: [...document.querySelectorAll('#lesson *, .train-bar *')]
      .filter((node) => node.getClientRects().length > 0 && node.getBoundingClientRect().right > innerWidth + 1)
      .map((node) => node.outerHTML.slice(0, 80)),
  }));
  assert.deepEqual(outside, { page: 0, parts: [] });
});

whenLong(testOnceIn)(
  'chromium',
  'the strip’s edge cuts no control and no line, and on a phone its own are in one line',
  async () => {
    for (const [width, height] of [
      [1280, 800],
      [1366, 650],
    ]) {
      site = await (await openPage({ width, height })).ready();
      await openLesson();
      await site.waitFor(() => {
        const edge = document.querySelector('#lesson').getBoundingClientRect().top;
        return ![...document.querySelectorAll(':is(.spine, .nats, .train) :is(button, input, h2, p, dt, dd)')].some(
          (line) => {
            const { top, bottom } = line.getBoundingClientRect();
            return top < edge && bottom > edge;
          },
        );
      });
      await site.close();
    }
    for (const lang of ['en', 'ko']) {
      site = await (await openPage({ width: 360, height: 740, hash: `#lang=${lang}` })).ready();
      await openLesson();
      const lines = await site.page.$$eval('#lesson-controls > :not([hidden])', (buttons) =>
        buttons.map((button) => button.getBoundingClientRect().top),
      );
      assert.equal(new Set(lines).size, 1, `${lang}: ${lines}`);
      await site.close();
    }
  },
);
