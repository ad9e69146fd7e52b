// The pad and the pipeline: pens, images, the noise's seed and factor, a conditional VAE, and unusual drawings.
import assert from 'node:assert/strict';
import { browserName } from './support/site.mjs';
import { createFixture } from './support/fixture.mjs';
import { photograph, shade, sheet } from '../web/support/photographs.mjs';

const { openPage, sharedPage, testIn, testOnceIn } = createFixture();
let site;

const line = [
  [0.3, 0.2],
  [0.5, 0.5],
  [0.6, 0.8],
];
/** The content of a 28×28 canvas, as text. */
const shades = (id) => site.page.$eval(`[data-testid="${id}"]`, (canvas) => canvas.toDataURL());
const notBefore = (id, old) =>
  site.waitFor(([test, was]) => document.querySelector(`[data-testid="${test}"]`).toDataURL() !== was, [id, old]);
/** Drops or pastes an image created in the page, or invalid bytes. */
const give = (how, { ink = '#000', paper = '#fff', bytes = null, name = 'mine.png' }) =>
  site.page.evaluate(
    async (given) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 300, height: 200 });
      const context = canvas.getContext('2d');
      if (given.paper) {
        context.fillStyle = given.paper;
        context.fillRect(0, 0, 300, 200);
      }
      context.strokeStyle = given.ink;
      context.lineWidth = 14;
      context.strokeRect(120, 50, 60, 100);
      const blob = given.bytes ? new Uint8Array(given.bytes) : await new Promise((resolve) => canvas.toBlob(resolve));
      const data = new DataTransfer();
      data.items.add(new File([blob], given.name, { type: 'image/png' }));
      const event =
        given.how === 'drop'
          ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
          : Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData: data });
      document.querySelector('[data-testid="pad"]').dispatchEvent(event);
    },
    { how, ink, paper, bytes, name },
  );

/** Four bytes, the last first. */
const little = (number, count = 4) => Array.from({ length: count }, (_, i) => (number >>> (8 * i)) & 255);
const text = (letters) => [...letters].map((letter) => letter.charCodeAt(0));
const padded = (bytes) => [...bytes, ...Array(Math.max(0, 40 - bytes.length)).fill(0)];
/** The first bytes of images with this number of pixels, by format. */
const heads = {
  png: (width, height) => [
    0x89,
    ...text('PNG\r\n\x1a\n'),
    0,
    0,
    0,
    13,
    ...text('IHDR'),
    ...little(width).reverse(),
    ...little(height).reverse(),
    8,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  ],
  gif: (width, height) => padded([...text('GIF89a'), ...little(width, 2), ...little(height, 2)]),
  bmp: (width, height) =>
    padded([
      ...text('BM'),
      ...little(0),
      ...little(0),
      ...little(54),
      ...little(40),
      ...little(width),
      ...little(height),
    ]),
  webp: (width, height) =>
    padded([
      ...text('RIFF'),
      ...little(100),
      ...text('WEBPVP8X'),
      ...little(10),
      ...little(0),
      ...little(width - 1, 3),
      ...little(height - 1, 3),
    ]),
  avif: (width, height) => [
    ...little(24).reverse(),
    ...text('ftypavif'),
    ...little(0),
    ...text('avifmif1'),
    ...little(20).reverse(),
    ...text('ispe'),
    ...little(0),
    ...little(width).reverse(),
    ...little(height).reverse(),
  ],
};

/** An animated 20 × 20 GIF in black and white: a vertical bar, then a horizontal one. */
function movingBar() {
  const image = (isInk) => {
    // Codes of three bits, the table cleared (4) before it needs a fourth; 5 ends it.
    const codes = Array.from({ length: 400 }, (_, i) => [
      ...(i % 2 ? [] : [4]),
      isInk(i % 20, Math.floor(i / 20)) ? 1 : 0,
    ])
      .flat()
      .concat(5);
    const bits = codes.flatMap((code) => [code & 1, (code >> 1) & 1, code >> 2]);
    const bytes = Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) =>
      bits.slice(8 * i, 8 * i + 8).reduce((sum, bit, at) => sum + (bit << at), 0),
    );
    const blocks = Array.from({ length: Math.ceil(bytes.length / 255) }, (_, i) =>
      bytes.slice(255 * i, 255 * i + 255),
    ).flatMap((block) => [block.length, ...block]);
    return [0x21, 0xf9, 4, 0, 5, 0, 0, 0, 0x2c, 0, 0, 0, 0, 20, 0, 20, 0, 0, 2, ...blocks, 0];
  };
  return [
    ...text('GIF89a'),
    20,
    0,
    20,
    0,
    0x80,
    0,
    0,
    255,
    255,
    255,
    0,
    0,
    0,
    0x21,
    0xff,
    11,
    ...text('NETSCAPE2.0'),
    3,
    1,
    0,
    0,
    0,
    ...image((x, y) => x >= 9 && x < 12 && y > 2 && y < 17),
    ...image((x, y) => y >= 9 && y < 12 && x > 2 && x < 17),
    0x3b,
  ];
}

testIn(
  'firefox',
  'each stroke has its own pen; the noise has a seed and a factor; the link contains them',
  async () => {
    site = await sharedPage({ hash: '#noise=7' });
    const noise = await site.value('epsilon');
    await (await site.$('pad')).focus();
    await site.page.keyboard.press('Delete');
    await site.drawWithMouse(line);
    await site.waitForValue('model-sees', 'pen');
    const prepared = await shades('model-sees');
    await site.click('prepare');
    await notBefore('model-sees', prepared);
    const usual = await shades('model-sees');
    await (await site.$('pad')).focus();
    await site.page.keyboard.press(']');
    await site.waitForValue('pen-width', '0.125');
    assert.equal(await shades('model-sees'), usual, 'a stroke keeps the pen it was drawn with');
    for (let i = 0; i < 5; i++) await site.page.keyboard.press('[');
    await site.waitForValue('pen-width', '0.04');
    await site.drawWithMouse([
      [0.8, 0.1],
      [0.8, 0.9],
    ]);
    await notBefore('model-sees', usual);
    await site.click('pad-undo');
    await site.waitFor(([was]) => document.querySelector('[data-testid="model-sees"]').toDataURL() === was, [usual]);
    assert.equal(await site.value('epsilon'), noise, 'the noise is unchanged by drawing');

    await (await site.$('sigma-scale')).focus();
    await site.page.keyboard.press('End');
    await site.waitForValue('sigma-scale-value', '3');
    assert.match(await site.page.$eval('#z-stage h2', (title) => title.textContent), /3/);
    const [mu, sigma, epsilon, z] = await Promise.all(['mu', 'sigma', 'epsilon', 'z'].map((id) => site.numbers(id)));
    z.forEach((value, d) => assert.ok(Math.abs(value - (mu[d] + 3 * sigma[d] * epsilon[d])) < 1e-5, 'z = μ + 3·σ·ε'));
    await site.waitForValue('latent-map', await site.value('z'));
    await site.waitFor(
      () => /noise=7/.test(location.hash) && /scale=3/.test(location.hash) && /pen=0.04/.test(location.hash),
    );
    await site.click('resample');
    await site.waitFor((was) => document.querySelector('[data-testid="epsilon"]').dataset.value !== was, noise);
  },
);

testOnceIn('chromium', 'an image is dropped, pasted, rejected', async () => {
  site = await sharedPage();
  const first = await shades('model-sees');
  await give('drop', {});
  await site.waitForValue('model-sees', 'picture');
  await notBefore('model-sees', first);
  const dark = await shades('model-sees');
  await site.click('pad-clear');
  await site.waitForValue('model-sees', 'blank');
  await site.waitFor(() => /draw=none/.test(location.hash));
  await site.waitForValue('mu', '');
  await give('paste', { ink: '#fff', paper: '#000' });
  await site.waitForValue('model-sees', 'picture');
  const light = await shades('model-sees');
  assert.ok(dark.length > 100 && light.length > 100);
  // It is in the URL, and therefore on any page opened with it.
  await site.waitFor(() => /picture=[\w-]{100}/.test(location.hash));
  await site.waitFor(() => document.querySelector('[data-testid="mu"]').dataset.value !== '');
  const copy = await (await openPage({ hash: await site.page.evaluate(() => location.hash) })).ready();
  await copy.waitForValue('model-sees', 'picture');
  await copy.waitForValue('mu', await site.value('mu'));
  await site.page.bringToFront();
  await give('drop', { bytes: [1, 2, 3, 4], name: 'broken.png' });
  await site.waitForValue('notice', 'picture.unreadable');
  assert.equal(await shades('model-sees'), light, 'the drawing is unchanged');
  await give('drop', { ink: '#fff' });
  await site.waitForValue('notice', 'picture.noInk');
  // Too large according to their headers, before anything is decoded; and without pixels.
  for (const [format, head] of Object.entries(heads)) {
    for (const [side, said] of [
      [20_000, 'picture.tooManyPixels'],
      [format === 'webp' ? 1 : 0, 'picture.unreadable'],
    ]) {
      await give('drop', { bytes: head(side, side), name: `bomb.${format}` });
      await site.waitForValue('notice', said);
    }
  }
  assert.equal(await shades('model-sees'), light);
  // The first frame of an animation.
  await give('drop', { bytes: movingBar(), name: 'moving.gif' });
  await notBefore('model-sees', light);
  const { up, across } = await site.page.$eval('[data-testid="model-sees"]', (canvas) => {
    const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, 28, 28),
      isDark = (x, y) => data[4 * (28 * y + x)] < 128;
    const lengths = [...Array(28).keys()];
    return {
      up: lengths.filter((y) => lengths.some((x) => isDark(x, y))).length,
      across: lengths.filter((x) => lengths.some((y) => isDark(x, y))).length,
    };
  });
  assert.ok(up >= 15 && across <= 8, `${up} high, ${across} across`);
  await site.click('pad-undo');
  await site.waitFor((was) => document.querySelector('[data-testid="model-sees"]').toDataURL() === was, light);
  await site.click('pad-undo');
  await site.waitForValue('model-sees', 'blank');
});

testIn('chromium', 'a conditional VAE encodes with one label and decodes with another', async () => {
  site = await sharedPage({ hash: '#model=cvae&hidden=64&weights=fresh&steps=100&lr=0.003' });
  await site.waitForValue('train-step-count', '100');
  const same = await shades('reconstruction');
  await (await site.$('paint-as')).select('0');
  await notBefore('reconstruction', same);
  const nought = await shades('reconstruction');
  await (await site.$('paint-as')).select('1');
  await notBefore('reconstruction', nought);
  const mu = await site.value('mu');
  await (await site.$('told-label')).select('7');
  await site.waitFor((was) => document.querySelector('[data-testid="mu"]').dataset.value !== was, mu);
  await site.waitFor(() => /told=7/.test(location.hash) && /paint=1/.test(location.hash));
  await site.click('pad-random');
  await site.waitFor(() =>
    document
      .querySelector('#sees-caption')
      .textContent.endsWith(` ${document.querySelector('[data-testid="told-label"]').value}`),
  );
  await site.waitFor(() => document.querySelector('[data-testid="digit-nats"]').dataset.value !== '');
  // Texts on its density refer to the density given the digit.
  const said = await site.page.evaluate(() =>
    ['[data-term="logLikelihood"] dt', '[data-term="gap"] dt', '.nats-bars', '#map-caption', '#train-caption']
      .map((selector) => document.querySelector(selector))
      .map((node) => `${node.textContent} ${node.ariaLabel ?? ''}`),
  );
  for (const text of said) assert.match(text, /[|,] ?y\)/, text);
});

testOnceIn(
  'firefox',
  'unusual drawings: a dot, all black, five hundred strokes, outside, two pointers, a lost one, a canvas that changes its size',
  async () => {
    site = await sharedPage({ touch: true });
    await site.page.setViewport({
      width: 900,
      height: 800,
      deviceScaleFactor: 3,
      hasTouch: browserName === 'chromium',
    });
    await site.waitFor(() => devicePixelRatio === 3);
    await site.click('pad-clear');
    await site.waitForValue('reconstruction', 'blank');
    await site.click('prepare');
    const seen = await site.page.evaluate(async () => {
      const pad = document.querySelector('[data-testid="pad"]');
      const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      pad.setPointerCapture = () => {};
      const say = (type, x, y, pointerId = 1) => {
        const box = pad.getBoundingClientRect();
        pad.dispatchEvent(
          new PointerEvent(type, {
            pointerId,
            button: 0,
            clientX: box.left + x * box.width,
            clientY: box.top + y * box.height,
            bubbles: true,
          }),
        );
      };
      const ink = () => {
        const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        copy.drawImage(document.querySelector('[data-testid="model-sees"]'), 0, 0);
        const { data } = copy.getImageData(0, 0, 28, 28);
        return Array.from({ length: 784 }, (_, i) => (250 - data[4 * i]) / 222).reduce(
          (sum, value) => sum + Math.max(0, value),
          0,
        );
      };
      /** The picture is drawn in one of the next frames: each has time for some of the views only. */
      const inkAbove = async (least) => {
        for (let i = 0; i < 1000 && ink() <= least; i++) await frame();
        return ink();
      };
      const result = {};
      say('pointerdown', 0.5, 0.5);
      say('pointerup', 0.5, 0.5);
      result.dot = await inkAbove(2);
      // A second finger draws nothing; after a cancelled pointer the next one draws.
      say('pointerdown', 0.1, 0.1);
      say('pointerdown', 0.9, 0.9, 2);
      say('pointermove', 0.9, 0.1, 2);
      say('pointercancel', 0.1, 0.1);
      result.two = await inkAbove(result.dot);
      say('pointerdown', 0.9, 0.9, 2);
      // 2000 moves at once, many of them outside, with a change of the pad's size halfway.
      for (let i = 0; i < 2000; i++) {
        if (i === 1000) pad.style.width = '60%';
        say('pointermove', 0.5 + 0.9 * Math.sin(i / 7), (i % 97) / 97, 2);
      }
      pad.style.width = '';
      say('pointerup', 0.5, 0.5, 2);
      result.full = await inkAbove(500);
      say('pointerdown', -3, 7);
      say('pointerup', -3, 7);
      await frame();
      // From edge to edge, so dense that no paper is left; then five hundred strokes over it at once.
      say('pointerdown', -0.1, 0);
      for (let i = 0; i <= 60; i++) say('pointermove', i % 2 ? 1.1 : -0.1, i / 60);
      for (let i = 60; i >= 0; i--) say('pointermove', i % 2 ? 1.1 : -0.1, i / 60);
      say('pointerup', 0, 0);
      result.black = await inkAbove(780);
      for (let i = 0; i < 500; i++) {
        say('pointerdown', Math.random(), Math.random());
        say('pointermove', Math.random(), Math.random());
        say('pointerup', 0.5, 0.5);
      }
      await frame();
      result.still = ink();
      return result;
    });
    assert.ok(seen.dot > 2 && seen.dot < 12, `a dot has ${seen.dot} pixels of ink`);
    assert.ok(seen.two > seen.dot && seen.two < seen.dot + 12, `two pointers: ${seen.two}`);
    assert.ok(seen.full > 500, `a scribble has ${seen.full}`);
    assert.ok(seen.black > 780 && seen.still > 780, `all black has ${seen.black}, ${seen.still}`);
    const numbers = await site.numbers('z');
    assert.ok(numbers.every(Number.isFinite));
    await site.waitForValue('reconstruction', 'shown');
    await site.click('pad-clear');
    await site.waitForValue('reconstruction', 'blank');
  },
);

/** Drops a computed photograph. */
const drop = async (scene) => {
  const { data, width, height } = photograph(scene);
  await site.page.evaluate(
    async ([values, columns, rows]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: columns, height: rows });
      canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(values), columns, rows), 0, 0);
      const transfer = new DataTransfer();
      transfer.items.add(
        new File([await new Promise((resolve) => canvas.toBlob(resolve))], 'photo.png', { type: 'image/png' }),
      );
      document
        .querySelector('[data-testid="pad"]')
        .dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    },
    [[...data], width, height],
  );
};

testOnceIn(
  'chromium',
  'a photograph of a sheet on a table is read; without a digit, or of shade, it is rejected with what to do',
  async () => {
    site = await sharedPage({ hash: '#lang=en' });
    const first = await shades('model-sees');
    const isSheet = sheet(0.38, 0.4, 0.2);
    for (const scene of [{ isSheet }, { light: shade(0.5, { x: 0.5, y: 0.5, depth: 0.6, width: 0.15 }) }]) {
      await drop(scene);
      await site.waitForValue('notice', 'picture.noInk');
      assert.match(
        await site.page.$eval('[data-testid="notice"]', (notice) => notice.textContent),
        /No digit stands out/,
      );
      assert.equal(await shades('model-sees'), first, 'the drawing is unchanged');
      await site.click('notice-dismiss');
      await site.waitForValue('notice', '');
    }
    await drop({ isSheet, digits: [{ digit: 7, x: 0.3, y: 0.3, size: 0.4 }] });
    await site.waitForValue('model-sees', 'picture');
    await notBefore('model-sees', first);
    await drop({
      digits: [
        { digit: 3, x: 0.05, y: 0.3, size: 0.45 },
        { digit: 7, x: 0.5, y: 0.3, size: 0.45 },
      ],
    });
    await site.waitForValue('recognition', 'several');
  },
);

testOnceIn(
  'firefox',
  'an empty pad says nothing of a digit; two digits and a scribble are named, until the drawing is usual',
  async () => {
    site = await sharedPage({ hash: '#lang=en' });
    const said = () => site.page.$eval('[data-testid="recognition"] span', (text) => text.textContent);
    const height = () => site.page.$eval('#spine', (row) => row.getBoundingClientRect().height);
    const before = await height();
    await site.click('pad-clear');
    await site.waitForValue('reconstruction', 'blank');
    assert.equal(await site.value('recognition'), '');
    // Two bars: eleven.
    await site.drawWithMouse([
      [0.25, 0.2],
      [0.25, 0.8],
    ]);
    await site.drawWithMouse([
      [0.65, 0.2],
      [0.65, 0.8],
    ]);
    await site.waitForValue('recognition', 'several');
    assert.equal(await said(), 'More than one digit? The models know one at a time.');
    assert.ok(Math.abs((await height()) - before) <= 1, 'nothing below it moves');
    // The remaining bar is a one.
    await site.click('pad-undo');
    await site.waitForValue('recognition', '');
    await site.waitFor(() => document.querySelector('[data-testid="usual"]').dataset.value !== '');
    assert.equal(await said(), '');
    await site.click('pad-clear');
    await site.drawWithMouse(Array.from({ length: 13 }, (_, i) => [i % 2 ? 0.85 : 0.15, 0.1 + i / 15]));
    await site.waitForValue('recognition', 'unusual');
    assert.match(await said(), /^Unlike the training digits/);
    assert.ok(Math.abs((await height()) - before) <= 1, 'nothing below it moves');
    await site.click('pad-clear');
    await site.waitForValue('recognition', '');
    assert.equal(await said(), '');
  },
);
