// The pad and the row: pens, pictures, the noise's seed and factor, a conditional VAE, and what no one ought to draw.
import assert from 'node:assert/strict';
import { browserName } from './support/site.mjs';
import { stage } from './support/stage.mjs';

const { openPage, test } = stage();
let site;

const line = [[0.3, 0.2], [0.5, 0.5], [0.6, 0.8]];
/** What a canvas of 28×28 shows, as text. */
const shades = (id) => site.page.$eval(`[data-testid="${id}"]`, (canvas) => canvas.toDataURL());
const notBefore = (id, old) => site.waitFor(([test, was]) => document.querySelector(`[data-testid="${test}"]`).toDataURL() !== was, [id, old]);
/** Drops or pastes a picture made in the page, or bytes that are none. */
const give = (how, { ink = '#000', paper = '#fff', bytes = null, name = 'mine.png' }) => site.page.evaluate(async (given) => {
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
  const event = given.how === 'drop' ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
    : Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData: data });
  document.querySelector('[data-testid="pad"]').dispatchEvent(event);
}, { how, ink, paper, bytes, name });

test('each stroke keeps its pen; the noise has a seed and a factor; the link says so', async () => {
  site = await (await openPage({ hash: '#noise=7' })).ready();
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
  await site.drawWithMouse([[0.8, 0.1], [0.8, 0.9]]);
  await notBefore('model-sees', usual);
  await site.click('pad-undo');
  await site.waitFor(([was]) => document.querySelector('[data-testid="model-sees"]').toDataURL() === was, [usual]);
  assert.equal(await site.value('epsilon'), noise, 'the noise stays while one draws');

  await (await site.$('sigma-scale')).focus();
  await site.page.keyboard.press('End');
  await site.waitForValue('sigma-scale-value', '3');
  assert.match(await site.page.$eval('#z-stage h2', (title) => title.textContent), /3/);
  const [mu, sigma, epsilon, z] = await Promise.all(['mu', 'sigma', 'epsilon', 'z'].map((id) => site.numbers(id)));
  z.forEach((value, d) => assert.ok(Math.abs(value - (mu[d] + 3 * sigma[d] * epsilon[d])) < 1e-5, 'z = μ + 3·σ·ε'));
  await site.waitForValue('latent-map', await site.value('z'));
  await site.waitFor(() => /noise=7/.test(location.hash) && /scale=3/.test(location.hash) && /pen=0.04/.test(location.hash));
  await site.click('resample');
  await site.waitFor((was) => document.querySelector('[data-testid="epsilon"]').dataset.value !== was, noise);
});

test('a picture is dropped, pasted, refused', async () => {
  site = await (await openPage()).ready();
  const first = await shades('model-sees');
  await give('drop', {});
  await site.waitForValue('model-sees', 'picture');
  await notBefore('model-sees', first);
  const dark = await shades('model-sees');
  await site.click('pad-clear');
  await site.waitForValue('model-sees', 'blank');
  await site.waitFor(() => /draw=none/.test(location.hash));
  await give('paste', { ink: '#fff', paper: '#000' });
  await site.waitForValue('model-sees', 'picture');
  const light = await shades('model-sees');
  assert.ok(dark.length > 100 && light.length > 100);
  // It is in the address, and so on any page that is opened with it.
  await site.waitFor(() => /picture=[\w-]{100}/.test(location.hash));
  const copy = await (await openPage({ hash: await site.page.evaluate(() => location.hash) })).ready();
  await copy.waitForValue('model-sees', 'picture');
  await copy.waitForValue('mu', await site.value('mu'));
  await site.page.bringToFront();
  await give('drop', { bytes: [1, 2, 3, 4], name: 'broken.png' });
  await site.waitForValue('notice', 'picture.unreadable');
  assert.equal(await shades('model-sees'), light, 'the drawing is as it was');
  await give('drop', { ink: '#fff' });
  await site.waitForValue('notice', 'picture.noInk');
  const header = [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 1, 0, 0, 0, 1, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0];
  await give('drop', { bytes: header, name: 'bomb.png' });
  await site.waitForValue('notice', 'picture.tooManyPixels');
  assert.equal(await shades('model-sees'), light);
  await site.click('pad-undo');
  await site.waitForValue('model-sees', 'blank');
});

test('a conditional VAE is told which digit it sees, and paints another', async () => {
  site = await (await openPage({ hash: '#model=cvae&hidden=64&weights=fresh&steps=100&lr=0.003' })).ready();
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
  await site.waitFor(() => document.querySelector('#sees-caption').textContent.endsWith(` ${document.querySelector('[data-testid="told-label"]').value}`));
  await site.waitFor(() => document.querySelector('[data-testid="digit-nats"]').dataset.value !== '');
  // All that is said of its density is said of one given the digit.
  const said = await site.page.evaluate(() => ['[data-term="logLikelihood"] dt', '[data-term="gap"] dt', '.nats-bars', '#map-caption', '#train-caption']
    .map((selector) => document.querySelector(selector)).map((node) => `${node.textContent} ${node.ariaLabel ?? ''}`));
  for (const text of said) assert.match(text, /[|,] ?y\)/, text);
});

test('no one ought to draw like this: a dot, all ink, outside, two pointers, a lost one, a canvas that changes its size', async () => {
  site = await (await openPage({ touch: true })).ready();
  if (browserName === 'chromium') await site.page.setViewport({ width: 900, height: 800, deviceScaleFactor: 3, hasTouch: true });
  await site.click('pad-clear');
  await site.waitForValue('reconstruction', 'blank');
  await site.click('prepare');
  const seen = await site.page.evaluate(async () => {
    const pad = document.querySelector('[data-testid="pad"]');
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    pad.setPointerCapture = () => {};
    const say = (type, x, y, pointerId = 1) => {
      const box = pad.getBoundingClientRect();
      pad.dispatchEvent(new PointerEvent(type, { pointerId, button: 0, clientX: box.left + x * box.width, clientY: box.top + y * box.height, bubbles: true }));
    };
    const ink = () => {
      const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      copy.drawImage(document.querySelector('[data-testid="model-sees"]'), 0, 0);
      const { data } = copy.getImageData(0, 0, 28, 28);
      return Array.from({ length: 784 }, (_, i) => (250 - data[4 * i]) / 222).reduce((sum, value) => sum + Math.max(0, value), 0);
    };
    const result = {};
    say('pointerdown', 0.5, 0.5);
    say('pointerup', 0.5, 0.5);
    await frame();
    result.dot = ink();
    // A second finger draws nothing; a cancelled pointer lets the next one draw.
    say('pointerdown', 0.1, 0.1);
    say('pointerdown', 0.9, 0.9, 2);
    say('pointermove', 0.9, 0.1, 2);
    say('pointercancel', 0.1, 0.1);
    await frame();
    result.two = ink();
    say('pointerdown', 0.9, 0.9, 2);
    // 2000 moves at once, many of them outside, with the pad's size changed halfway.
    const began = performance.now();
    for (let i = 0; i < 2000; i++) {
      if (i === 1000) pad.style.width = '60%';
      say('pointermove', 0.5 + 0.9 * Math.sin(i / 7), (i % 97) / 97, 2);
    }
    result.took = performance.now() - began;
    pad.style.width = '';
    say('pointerup', 0.5, 0.5, 2);
    await frame();
    result.full = ink();
    say('pointerdown', -3, 7);
    say('pointerup', -3, 7);
    await frame();
    return result;
  });
  assert.ok(seen.dot > 2 && seen.dot < 12, `a dot has ${seen.dot} pixels of ink`);
  assert.ok(seen.two > seen.dot && seen.two < seen.dot + 12, `two pointers: ${seen.two}`);
  assert.ok(seen.full > 500, `a scribble has ${seen.full}`);
  assert.ok(seen.took < 10_000, `2000 moves took ${seen.took} ms`);
  const numbers = await site.numbers('z');
  assert.ok(numbers.every(Number.isFinite));
  await site.waitForValue('reconstruction', 'shown');
  await site.click('pad-clear');
  await site.waitForValue('reconstruction', 'blank');
});
