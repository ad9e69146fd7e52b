// The pad and the row: pens, pictures of one's own, noise by its seed, and what a hostile hand can do to a drawing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Site, launch, serve } from './support/site.mjs';

let browser, server;
before(async () => {
  [browser, server] = [await launch(), await serve()];
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const open = async (options) => (await Site.open(browser, server.address, options)).ready();
/** Mean ink on the pad, once it has been drawn. */
const ink = (site) => site.page.$eval('[data-testid="pad"]', async (canvas) => {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  // Off a copy: Chromium warns of reading a canvas that is drawn on.
  const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
  const context = copy.getContext('2d', { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let sum = 0;
  for (let i = 3; i < data.length; i += 4) sum += data[i] / 255;
  return sum / (data.length / 4);
});
const isFinite = (values) => values.length > 0 && values.every(Number.isFinite);

/** Gives the pad a picture drawn in the page, as a file dropped on it. */
const drop = (site, name, make) => site.page.evaluate(async ([fileName, source]) => {
  const blob = await new Function(`return (${source})()`)();
  const data = new DataTransfer();
  data.items.add(new File([blob], fileName, { type: blob.type }));
  document.querySelector('[data-testid="pad"]').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
}, [name, make.toString()]);

test('pens: a broad one leaves more ink, a stroke keeps its own, and keys choose them', async () => {
  const site = await open();
  const line = [[0.5, 0.2], [0.5, 0.8]];
  const drawn = [];
  for (const keys of ['', '[[', ']]']) {
    await (await site.$('pad')).focus();
    for (const key of keys) await site.page.keyboard.press(key);
    await site.click('pad-clear');
    await site.drawWithMouse(line);
    drawn.push(await ink(site));
  }
  assert.ok(drawn[1] < 0.8 * drawn[0] && drawn[2] > 1.3 * drawn[0], drawn.join());
  // A second stroke, finer: the first stays as broad as it was.
  await site.page.keyboard.press('[');
  await site.drawWithMouse([[0.2, 0.2], [0.2, 0.3]]);
  assert.ok((await ink(site)) > drawn[2]);
  await site.click('pad-undo');
  assert.ok(Math.abs((await ink(site)) - drawn[2]) < 1e-3);
  assert.deepEqual(site.errors, []);
  await site.close();
});

test('noise follows from its seed, and its factor from the slider: z = μ + s σ ε', async () => {
  const site = await open({ hash: '#noise=7&scale=2' });
  const row = async () => Object.fromEntries(await Promise.all(['mu', 'sigma', 'epsilon', 'z'].map(async (id) => [id, await site.numbers(id)])));
  const first = await row();
  first.z.forEach((z, i) => assert.ok(Math.abs(z - (first.mu[i] + 2 * first.sigma[i] * first.epsilon[i])) < 1e-5));
  await (await site.$('sigma-scale')).focus();
  for (let i = 0; i < 20; i++) await site.page.keyboard.press('ArrowLeft');
  await site.waitFor(() => document.querySelector('[data-testid="z"]').dataset.value === document.querySelector('[data-testid="mu"]').dataset.value);
  await site.click('resample');
  assert.notDeepEqual((await row()).epsilon, first.epsilon);
  const again = await open({ hash: '#noise=7' });
  assert.deepEqual(await again.numbers('epsilon'), first.epsilon);
  await again.close();
  assert.deepEqual(site.errors, []);
  await site.close();
});

test('a picture of one’s own becomes the drawing; one that cannot be read leaves the drawing as it was', async () => {
  const site = await open();
  const before = await site.value('mu');
  await drop(site, 'seven.png', () => new Promise((done) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 600, height: 400 });
    const context = canvas.getContext('2d');
    const light = context.createLinearGradient(0, 0, 600, 0);
    light.addColorStop(0, '#999');
    light.addColorStop(1, '#eee');
    context.fillStyle = light;
    context.fillRect(0, 0, 600, 400);
    context.lineWidth = 26;
    context.strokeStyle = '#223';
    context.lineJoin = 'round';
    context.beginPath();
    for (const [x, y] of [[220, 90], [380, 90], [290, 320]]) context.lineTo(x, y);
    context.stroke();
    canvas.toBlob(done, 'image/png');
  }));
  await site.waitForValue('model-sees', 'picture');
  await site.waitFor((old) => document.querySelector('[data-testid="mu"]').dataset.value !== old, before);
  const seven = await site.value('mu');
  const bad = {
    'no.png': () => new Blob(['no picture'], { type: 'image/png' }),
    'empty.png': () => new Blob([], { type: 'image/png' }),
    'grey.png': () => new Promise((done) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 40 });
      canvas.getContext('2d').fillStyle = '#777';
      canvas.getContext('2d').fillRect(0, 0, 40, 40);
      canvas.toBlob(done, 'image/png');
    }),
    'huge.svg': () => new Blob(['<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="20000"><path d="M0 0h9v9z"/></svg>'], { type: 'image/svg+xml' }),
  };
  const keys = { 'no.png': 'picture.unreadable', 'empty.png': 'picture.unreadable', 'grey.png': 'picture.noContrast', 'huge.svg': 'picture.tooLarge' };
  for (const [name, make] of Object.entries(bad)) {
    await drop(site, name, make);
    await site.waitForValue('notice', keys[name]);
    assert.equal(await site.value('mu'), seven, name);
    await site.click('notice-dismiss');
  }
  await site.click('pad-undo');
  await site.waitForValue('mu', before);
  assert.deepEqual(site.errors, []);
  await site.close();
});

test('whatever a hand does to the pad, the code is finite and nothing breaks', async () => {
  const site = await open();
  const settled = async () => {
    await site.waitFor(() => document.querySelector('[data-testid="mu"]').dataset.value !== '');
    assert.ok(isFinite(await site.numbers('mu')) && isFinite(await site.numbers('z')));
  };
  await site.click('pad-clear');
  await site.waitForValue('mu', '');
  assert.equal(await site.value('reconstruction'), 'blank');
  await site.drawWithMouse([[0.5, 0.5]]);
  await settled();
  // All black; then out of the pad and back; then hundreds of points within one frame, from two pointers.
  await site.drawWithMouse(Array.from({ length: 30 }, (_, i) => [i % 2, i / 30]));
  await settled();
  await site.drawWithMouse([[0.5, 0.5], [-0.1, 0.5], [0.4, -0.2], [0.6, 0.6]]);
  await settled();
  await site.page.$eval('[data-testid="pad"]', (pad) => {
    const box = pad.getBoundingClientRect();
    const fire = (type, id, x, y) => pad.dispatchEvent(new PointerEvent(type, { pointerId: id, clientX: box.left + x, clientY: box.top + y, button: type === 'pointerdown' ? 0 : -1, bubbles: true }));
    pad.setPointerCapture = () => {};
    fire('pointerdown', 71, 20, 20);
    fire('pointerdown', 72, 90, 90);
    for (let i = 0; i < 500; i++) {
      fire('pointermove', 71, 20 + 60 * Math.sin(i), 40 + 60 * Math.cos(i));
      fire('pointermove', 72, 5, 5);
    }
    fire('pointercancel', 71, 0, 0);
    fire('pointermove', 71, 300, 300);
  });
  await settled();
  // Another size in the middle of a stroke, and a denser screen.
  const { x, y, width, height } = await site.box('pad');
  await site.page.mouse.move(x + 10, y + 10);
  await site.page.mouse.down();
  await site.page.setViewport({ width: 400, height: 800, deviceScaleFactor: 3 });
  await site.page.mouse.move(x + width / 2, y + height / 2);
  await site.page.mouse.up();
  await settled();
  assert.deepEqual(site.errors, []);
  await site.close();
});

test('a conditional VAE paints the digit it is told in the style of another', async () => {
  const site = await open({ hash: '#model=cvae&hidden=64&latent=2&seed=1&weights=fresh&steps=120' });
  await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) === 120);
  const middle = (label) => site.page.evaluate(async ([digit]) => {
    const select = document.querySelector('[data-testid="paint-as"]');
    select.value = digit;
    select.dispatchEvent(new Event('change'));
    await new Promise((done) => { setTimeout(done, 300); });
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    context.drawImage(document.querySelector('[data-testid="reconstruction"]'), 0, 0);
    const { data } = context.getImageData(12, 11, 4, 6);
    return data.reduce((sum, value) => sum + value, 0);
  }, [label]);
  // Ink is dark here: a 1 goes through the middle, a 0 around it.
  assert.ok((await middle('1')) < (await middle('0')));
  assert.equal(await site.page.$eval('#label-choice', (node) => node.hidden), false);
  assert.deepEqual(site.errors, []);
  await site.close();
});
