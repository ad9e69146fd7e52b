// The latent map: decoded grid, principal components, sliders, table, image, touch.
import assert from 'node:assert/strict';
import { browserName } from './support/site.mjs';
import { createFixture } from './support/fixture.mjs';
import { whenLong } from '../support/long.mjs';
import { createPlane } from '../../web/core/scatter/plane.js';
import { marginOf } from '../../web/core/scatter/scatter-axes.js';

const { sharedPage, test, testIn, testOnceIn } = createFixture();
let site;

const choose = async (id, value) => {
  await site.$(id);
  await site.page.select(`[data-testid="${id}"]`, value);
};
const manifold = (wanted) =>
  site.waitFor((grid) => document.querySelector('[data-testid="latent-map"]').dataset.manifold === grid, wanted);
/** Waits until z differs. */
const zLeaves = async (old) => {
  await site.waitFor((was) => document.querySelector('[data-testid="z"]').dataset.value !== was, old);
  return site.numbers('z');
};
/** z after all input has been rendered. */
const settledZ = async () => {
  for (let i = 0; i < 3; i++)
    await site.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done(0))));
  return site.numbers('z');
};
/** The number of ink pixels of the map's lowest canvas. */
const groundInk = () =>
  site.page.$eval('[data-testid="latent-map"] canvas', (canvas) => {
    const { width, height } = canvas;
    const copy = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', {
      willReadFrequently: true,
    });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    let inked = 0;
    for (let i = 3; i < data.length; i += 4) inked += data[i] > 0 ? 1 : 0;
    return inked;
  });
/** The picture beside the pointer: whether it is that of the reconstruction, and its box in the window. */
const loupe = () =>
  site.page.evaluate(() => {
    const canvas = document.querySelector('[data-testid="map-loupe"]');
    if (canvas.closest('[hidden]')) return null;
    const { left, top, right, bottom } = canvas.getBoundingClientRect();
    const isSame = canvas.toDataURL() === document.querySelector('[data-testid="reconstruction"]').toDataURL();
    return {
      isSame,
      left,
      top,
      right,
      bottom,
      isInWindow: top >= 0 && left >= 0 && right <= innerWidth && bottom <= innerHeight,
    };
  });
const at = async (u, v) => {
  const { x, y, width, height } = await site.box('latent-map');
  return [x + u * width, y + v * height];
};

testIn('chromium', 'two dimensions: the grid, points, sliders with hostile input, the table, the image', async () => {
  site = await sharedPage();
  const bare = await groundInk();
  await choose('map-grid', '10');
  await manifold('10 3');
  await choose('map-range', '4');
  await manifold('10 4');
  await settledZ();
  const inked = await groundInk();
  assert.ok(inked > 3 * bare, `${inked} pixels have ink, ${bare} without the grid`);
  assert.ok(
    Number(await site.page.$eval('[data-testid="latent-map"]', (map) => map.dataset.extent)) >= 4,
    'all of the grid is in view',
  );

  for (const shown of [0, 10]) {
    await site.click('map-points');
    await site.waitFor(
      (count) => document.querySelectorAll('[data-testid="legend"] [aria-pressed="true"]').length === count,
      shown,
    );
  }

  await site.click('map-dimensions-open');
  const own = await site.value('z');
  await site.type('dimension-value-1', '1.25');
  const z = await zLeaves(own);
  assert.deepEqual([z[0], z[1]], [1.25, JSON.parse(own)[1]]);
  for (const [typed, expected, reason] of [
    ['1e9', 6, /6.*1e9/],
    ['abc', 6, /abc/],
    ['NaN', 6, /NaN/],
    ['-0', 0, /^$/],
  ]) {
    await site.type('dimension-value-1', typed);
    await site.waitFor(
      (value) => JSON.parse(document.querySelector('[data-testid="z"]').dataset.value)[0] === value,
      expected,
    );
    assert.match(await site.page.$eval('[data-testid="dimension-error"]', (error) => error.textContent), reason, typed);
    assert.equal(await site.number('dimension-value-1'), expected, typed);
  }
  await (await site.$('dimension-2')).focus();
  const before = await site.value('z');
  await site.page.keyboard.press('ArrowRight');
  assert.ok((await zLeaves(before))[1] > z[1], 'the slider by its key');

  await site.click('probe-end');
  await site.waitForValue('z', own);
  // The mouse on the plane shows a preview; the set z is unchanged, also when it leaves.
  const painted = () => site.page.$eval('[data-testid="reconstruction"]', (canvas) => canvas.toDataURL());
  await site.waitFor(() => !/[#&]z=/.test(location.hash));
  const ownPicture = await painted();
  await site.page.mouse.move(...(await at(0.5, 0.3)));
  await site.page.mouse.move(...(await at(0.5, 0.32)), { steps: 3 });
  await site.waitForValue('reconstruction', 'preview');
  assert.notEqual(await painted(), ownPicture);
  const { isSame, left, top } = await loupe();
  const [pointerX, pointerY] = await at(0.5, 0.32);
  assert.ok(isSame && left > pointerX && top < pointerY - 60, 'the picture is to the upper right of the pointer');
  const caption = () => site.page.$eval('#xhat-caption', (text) => text.textContent);
  const [, across, up] = /\((−?\d+\.\d\d), (−?\d+\.\d\d)\)/
    .exec(await caption())
    .map((text) => Number(text.replace('−', '-')));
  assert.ok(Math.abs(across) < 0.5 && up > 1, `${across}, ${up}: above the middle`);
  assert.equal(await site.value('z'), own);
  await site.page.hover('#sees-stage .body');
  await site.waitForValue('reconstruction', 'shown');
  await site.waitFor((was) => document.querySelector('[data-testid="reconstruction"]').toDataURL() === was, ownPicture);
  assert.doesNotMatch(await site.page.evaluate(() => location.hash), /[#&]z=/);
  // A press sets z, and no preview replaces it.
  await site.page.mouse.move(...(await at(0.5, 0.3)));
  await site.page.mouse.down();
  await site.page.mouse.up();
  await zLeaves(own);
  await site.page.mouse.move(...(await at(0.3, 0.6)), { steps: 5 });
  await new Promise((done) => setTimeout(done, 200));
  assert.equal(await site.value('reconstruction'), 'shown');

  await site.click('map-table-open');
  const means = await site.numbers('map-table');
  assert.equal(
    means.reduce((sum, { count }) => sum + count, 0),
    1000,
  );
  assert.equal(await site.page.$$eval('[data-testid="map-table"] tbody tr', (rows) => rows.length), 10);
  await site.click('probe-end');
  await site.waitFor(
    (wanted) => document.querySelector('[data-testid="map-code-table"]').dataset.value.includes(wanted.slice(1, -1)),
    own,
  );
  const code = await site.numbers('map-code-table');
  assert.deepEqual(code.mu, await site.numbers('mu'));
  assert.deepEqual(code.sigma, await site.numbers('sigma'));
  assert.deepEqual(code.epsilon, await site.numbers('epsilon'));
  for (const cell of ['[data-testid="map-code-table"] tr:nth-child(2) td:nth-child(4)', 'label[for="dimension-2"]']) {
    await site.page.hover(cell);
    await site.waitFor(
      () =>
        document.documentElement.className === 'is-linked-epsilon'
        || document.documentElement.className === 'is-linked-z',
    );
    assert.equal(
      await site.page.$eval('[data-testid="z"] span:nth-child(2)', (number) => number.classList.contains('is-linked')),
      true,
      cell,
    );
  }
  // The posterior below the ellipse, in numbers: approximately at the encoder's mean.
  await site.waitFor(
    () => JSON.parse(document.querySelector('[data-testid="map-code-table"]').dataset.value).trueMean.length === 2,
  );
  const truth = await site.numbers('map-code-table');
  truth.mu.forEach((mean, d) =>
    assert.ok(
      Math.abs(truth.trueMean[d] - mean) < 5 * truth.sigma[d] && truth.trueDeviation[d] > 0,
      JSON.stringify(truth),
    ),
  );
  assert.equal(await site.page.$$eval('[data-testid="map-code-table"] thead th', (heads) => heads.length), 7);

  await site.page.evaluate(() => {
    const original = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      window.offered = blob;
      return original.call(URL, blob);
    };
  });
  await site.click('map-picture');
  await site.waitFor(() => Boolean(window.offered));
  const picture = await site.page.evaluate(async () => {
    const bitmap = await createImageBitmap(new Blob([window.offered], { type: 'image/png' }));
    const canvas = Object.assign(document.createElement('canvas'), { width: bitmap.width, height: bitmap.height });
    const context = canvas.getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const shades = new Set();
    for (let i = 0; i < data.length; i += 4) shades.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    return {
      width: bitmap.width,
      shades: shades.size,
      corner: [...data.slice(0, 4)],
      onScreen: document.querySelector('[data-testid="latent-map"]').clientWidth,
    };
  });
  assert.ok(picture.width >= 2 * picture.onScreen, 'twice as sharp as the page');
  assert.ok(picture.shades > 100, `${picture.shades} colours`);
  assert.deepEqual(picture.corner, [250, 248, 243, 255], 'on paper');
});

whenLong(testIn)(
  'firefox',
  'twenty dimensions: principal components that do not flip during training, a drag that preserves the rest of z',
  async () => {
    site = await sharedPage();
    await site.type('field-hidden', '32');
    await site.type('field-latent', '20');
    await site.click('train-create');
    await site.waitFor(
      () => JSON.parse(document.querySelector('[data-testid="mu"]').dataset.value || '[]').length === 20,
    );
    await choose('map-projection', 'pca');
    const shares = async () => JSON.parse((await site.value('map-projection-note')) || '[]');
    await site.waitFor(() => document.querySelector('[data-testid="map-projection-note"]').dataset.value !== '');
    const [first, second] = await shares();
    assert.ok(first >= second && second > 0 && first + second <= 1, `${first} ${second}`);

    const own = await site.value('z');
    await site.page.mouse.move(...(await at(0.35, 0.3)));
    await site.page.mouse.down();
    const start = await settledZ();
    assert.notDeepEqual(start, JSON.parse(own));
    await site.page.mouse.move(...(await at(0.6, 0.6)), { steps: 4 });
    await site.page.mouse.up();
    const end = await settledZ();
    await site.page.mouse.click(...(await at(0.6, 0.3)));
    const mid = await settledZ();
    await site.page.mouse.click(...(await at(0.35, 0.6)));
    const fourth = await settledZ();
    const [one, other, third] = [end, mid, fourth].map((point) => point.map((value, d) => value - start[d]));
    const dot = (a, b) => a.reduce((sum, value, d) => sum + value * b[d], 0);
    const off = (vector, direction) =>
      vector.map((value, d) => value - (dot(vector, direction) / dot(direction, direction)) * direction[d]);
    const away = off(off(third, one), off(other, one));
    assert.ok(Math.hypot(...away) < 1e-4 * Math.hypot(...third), 'four points of a drag lie in one plane');
    assert.ok(
      start.filter((value, d) => Math.abs(value - end[d]) > 1e-6).length > 2,
      'along components, not along axes',
    );
    await (await site.$('latent-map')).focus();
    await site.page.keyboard.press('ArrowRight');
    await zLeaves(JSON.stringify(fourth));
    await site.page.keyboard.press('Escape');
    await site.waitForValue('z', own);

    await choose('map-grid', '10');
    await manifold('10 3');
    await site.click('train-play');
    await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) >= 60);
    await site.click('train-play');
    await site.waitForValue('train-state', 'paused');
    await manifold('10 3');
    const [after1, after2] = await shares();
    assert.ok(after1 >= after2, 'when training pauses, the components themselves');
    await site.click('map-dimensions-open');
    assert.equal(await site.page.$$eval('#map-sliders input[type="range"]', (sliders) => sliders.length), 20);
  },
);

test('touch input on the map: a tap and a horizontal drag decode; a vertical swipe scrolls the page', async () => {
  site = await sharedPage({ width: 360, height: 740, touch: true });
  const own = await site.value('z');
  await site.page.touchscreen.tap(...(await at(0.5, 0.3)));
  await zLeaves(own);
  const tapped = await settledZ();
  const [x, y] = await at(0.3, 0.6);
  await site.page.touchscreen.touchStart(x, y);
  for (let i = 1; i <= 6; i++) await site.page.touchscreen.touchMove(x + 20 * i, y - 8 * i);
  await site.page.touchscreen.touchEnd();
  const dragged = await settledZ();
  assert.notDeepEqual(dragged, tapped);
  // The reconstruction is outside the window; the picture above the finger is not.
  await site.waitFor(() => document.querySelector('[data-testid="reconstruction"]').getBoundingClientRect().bottom < 0);
  const shown = await loupe();
  assert.ok(shown?.isSame && shown.isInWindow && shown.bottom < y - 48, JSON.stringify(shown));
  // A test's touches do not scroll Firefox.
  if (browserName !== 'chromium') return;
  const [left, low] = await at(0.5, 0.6);
  const scrolled = await site.page.evaluate(() => window.scrollY);
  await site.page.touchscreen.touchStart(left, low);
  for (let i = 1; i <= 8; i++) await site.page.touchscreen.touchMove(left, low - 20 * i);
  await site.page.touchscreen.touchEnd();
  await site.waitFor((from) => window.scrollY > from + 60, scrolled);
  assert.deepEqual(await settledZ(), dragged, 'a swipe over the map does not change z');
});

/** The mark that is farthest from its neighbours, of those in the map's upper part: the index of its digit, and its position. */
async function loneMark() {
  const { mu, extent, type } = await site.page.evaluate(async () => {
    const map = document.querySelector('[data-testid="latent-map"]');
    map.scrollIntoView({ block: 'center' });
    const codes = await window.latentpad.encodeHeldOut();
    return { mu: [...codes.mu], extent: Number(map.dataset.extent), type: parseFloat(getComputedStyle(map).fontSize) };
  });
  const points = Array.from({ length: mu.length / 2 }, (_, i) => [mu[2 * i], mu[2 * i + 1]]);
  const alone = ([x, y]) => Math.min(...points.map(([u, v]) => Math.hypot(u - x, v - y)).filter((away) => away > 0));
  const candidates = points.flatMap(([x, y], index) => (y > 0.3 && y < 2.2 && Math.abs(x) < 2.2 ? [index] : []));
  const index = candidates.reduce((best, i) => (alone(points[i]) > alone(points[best]) ? i : best));
  return {
    index,
    /** Where it is now, in the window. */
    async place() {
      const { x, y, width, height } = await site.box('latent-map');
      const { left, top, right, bottom } = marginOf(type);
      const plane = createPlane(width - left - right, height - top - bottom, extent);
      return [x + left + plane.toX(points[index][0]), y + top + plane.toY(points[index][1])];
    },
  };
}
/** What the page shows beside the decoded picture: '' for none. */
const shownMark = () =>
  site.page.$eval('[data-testid="map-mark"]', (mark) => (mark.closest('[hidden]') ? '' : mark.dataset.value));
const marked = (index) =>
  site.waitFor((wanted) => {
    const mark = document.querySelector('[data-testid="map-mark"]');
    return !mark.closest('[hidden]') && mark.dataset.value === wanted;
  }, String(index));
const pictureOf = (id) => site.page.$eval(`[data-testid="${id}"]`, (canvas) => canvas.toDataURL());

testOnceIn(
  'firefox',
  'the mouse at a mark shows that held-out digit and its decoded code; a press and keys show it at z',
  async () => {
    site = await sharedPage();
    const { index, place } = await loneMark();
    const point = async (dx = 0) => {
      const [x, y] = await place();
      await site.page.mouse.move(x + 30, y);
      await site.page.mouse.move(x + dx, y, { steps: 3 });
    };
    // The caption of the first preview may move the map.
    await point(25);
    await site.waitForValue('reconstruction', 'preview');
    await settledZ();
    await point(2);
    await marked(index);
    assert.equal((await loupe()).isSame, true, 'beside the decoded picture');
    const own = await pictureOf('map-mark');
    const decoded = await pictureOf('map-loupe');
    // The code is decoded, not a point near it.
    await point(-2);
    await site.waitFor(
      ([wanted, picture]) =>
        document.querySelector('[data-testid="map-mark"]').dataset.value === wanted
        && document.querySelector('[data-testid="map-loupe"]').toDataURL() === picture,
      [String(index), decoded],
    );

    // Switched off in the legend, it is not there.
    const name = await site.page.$eval('.loupe-name', (text) => text.textContent);
    const label = Number(/label (\d)/.exec(name)[1]);
    assert.match(name, new RegExp(`\\b${index}\\b`));
    const toggle = () =>
      site.page.$$eval('[data-testid="legend"] .mark', (buttons, which) => buttons[which].click(), label);
    await toggle();
    await point();
    await site.waitFor(() => {
      const mark = document.querySelector('[data-testid="map-mark"]');
      return mark.dataset.value === '' && !mark.closest('.loupe').hidden;
    });
    await toggle();

    const before = await site.value('z');
    await site.page.mouse.click(...(await place()));
    await zLeaves(before);
    await marked(index);
    // The keys show it beside the mark, without a mouse.
    await site.page.mouse.move(5, 5);
    await site.waitFor(() => document.querySelector('.loupe').hidden);
    await (await site.$('latent-map')).focus();
    const pressed = await site.value('z');
    for (let i = 0; i < 4; i++) {
      await site.page.keyboard.press('ArrowRight');
      await settledZ();
    }
    await zLeaves(pressed);
    assert.notEqual(await shownMark(), String(index), 'z is elsewhere');
    for (let i = 0; i < 4; i++) await site.page.keyboard.press('ArrowLeft');
    await marked(index);
    await site.waitFor(
      (wanted) => document.querySelector('#announcement').textContent.includes(wanted),
      `Held-out digit ${index}, label ${label}`,
    );
    await site.page.keyboard.press('Escape');
    await site.waitFor(() => document.querySelector('.loupe').hidden);

    // It is the digit of that number.
    site = await sharedPage({ hash: `#view=bench&digit=${index}` });
    await site.waitForValue('model-sees', 'held-out');
    await settledZ();
    assert.equal(await pictureOf('model-sees'), own);
  },
);

testIn('chromium', 'a tap at a mark shows that held-out digit, in the window', async () => {
  site = await sharedPage({ width: 360, height: 740, touch: true });
  const { index, place } = await loneMark();
  const [x, y] = await place();
  await site.page.touchscreen.tap(x + 3, y + 3);
  await marked(index);
  const box = await loupe();
  assert.ok(box.isSame && box.isInWindow, JSON.stringify(box));
});
