// The custom element of the packed engine, in a page with one script tag.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { kLaunch } from '../../scripts/browsers.mjs';
import { INDEX, shard } from '../support/sharded-weights.mjs';
import { newVisitor, root, serve, unpackEngine } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'latentpad-element-'));
after(() => rmSync(folder, { recursive: true, force: true }));
unpackEngine(join(folder, 'latentpad-engine'));
cpSync(join(root, 'weights/vae-2d.safetensors'), join(folder, 'weights.safetensors'));
execFileSync(join(root, 'build/native/latentpad'), [
  ...['train', '--data', join(root, 'build/data/digits.bin.gz'), '--hidden', '8', '--latent', '2', '--epochs', '1'],
  ...['--prior', 'mixture', '--components', '3', '--out', join(folder, 'mixture.safetensors')],
]);
const { files, index } = shard(readFileSync(join(root, 'weights/vae-2d.safetensors')), 3);
mkdirSync(join(folder, 'several'));
for (const [name, bytes] of Object.entries({ ...files, [INDEX]: index }))
  writeFileSync(join(folder, 'several', name), bytes);
mkdirSync(join(folder, 'index-alone'));
writeFileSync(join(folder, 'index-alone', INDEX), index);
writeFileSync(
  join(folder, 'index.html'),
  `<!doctype html><meta charset="utf-8">
  <script>
    addEventListener('ready', () => (window.ready = (window.ready ?? 0) + 1), true);
    addEventListener('error', ({ message }) => (window.failure = message), true);
  </script>
  <script type="module" src="latentpad-engine/element.js"></script>
  <latentpad-vae src="weights.safetensors"></latentpad-vae>`,
);

const kWait = { timeout: 120_000, polling: 50 };

for (const browserName of Object.keys(kLaunch)) {
  test(`<latentpad-vae> shows a plane that pointer and keys move in, in ${browserName}`, async () => {
    const { address, close } = await serve(folder);
    const visitor = await newVisitor(browserName);
    try {
      const page = await visitor.newPage();
      await page.goto(address);
      await page.waitForFunction(() => window.ready === 1, kWait);
      /** Whether the picture has ink, and differs from the one that was seen last. */
      const isNew = () => {
        const canvas = document.querySelector('latentpad-vae').shadowRoot.querySelector('canvas');
        const seen = canvas.toDataURL();
        const { data } = canvas.getContext('2d').getImageData(0, 0, 28, 28);
        if (seen === window.seen || !data.some((value) => value > 100)) return false;
        window.seen = seen;
        return true;
      };
      await page.waitForFunction(isNew, kWait);
      const plane = await page.evaluateHandle(() =>
        document.querySelector('latentpad-vae').shadowRoot.querySelector('div'),
      );
      const { x, y, width, height } = await plane.boundingBox();
      await page.mouse.move(x + 0.8 * width, y + 0.3 * height);
      await page.waitForFunction(isNew, kWait);
      await plane.focus();
      await page.keyboard.press('ArrowLeft');
      await page.waitForFunction(isNew, kWait);
      await page.$eval('latentpad-vae', (element) => element.setAttribute('range', '5'));
      await page.waitForFunction(isNew, kWait);
      const circles = await page.$eval(
        'latentpad-vae',
        (element) => element.shadowRoot.querySelectorAll('ellipse').length,
      );
      assert.equal(circles, 5);
      // A learned prior has an ellipse for each of its Gaussians.
      await page.$eval('latentpad-vae', (element) => element.setAttribute('src', 'mixture.safetensors'));
      await page.waitForFunction(() => window.ready === 2, kWait);
      const centres = await page.$eval('latentpad-vae', (element) =>
        [...element.shadowRoot.querySelectorAll('ellipse')].map((one) => Number(one.getAttribute('cx'))),
      );
      assert.equal(centres.length, 3);
      assert.equal(new Set(centres).size, 3);

      await page.$eval('latentpad-vae', (element) => element.setAttribute('src', 'absent.safetensors'));
      await page.waitForFunction(() => /absent.safetensors: the host returned HTTP 404/.test(window.failure), kWait);
      const status = await page.$eval('latentpad-vae', (element) => element.shadowRoot.querySelector('p').textContent);
      assert.match(status, /HTTP 404/);
      await page.$eval('latentpad-vae', (element) => element.setAttribute('src', 'weights.safetensors'));
      await page.waitForFunction(() => window.ready === 3, kWait);
      // Weights in several files give the same picture; without them the first is named.
      const shown = () => document.querySelector('latentpad-vae').shadowRoot.querySelector('canvas').toDataURL();
      const picture = await page.evaluate(shown);
      const setSource = (src) => page.$eval('latentpad-vae', (element, to) => element.setAttribute('src', to), src);
      await setSource(`index-alone/${INDEX}`);
      await page.waitForFunction(
        () => /model-00001-of-00003.safetensors: the host returned HTTP 404/.test(window.failure),
        kWait,
      );
      await setSource(`several/${INDEX}`);
      await page.waitForFunction(() => window.ready === 4, kWait);
      assert.equal(await page.evaluate(shown), picture);
      // Removed and put back, it starts anew.
      await page.evaluate(() => {
        const element = document.querySelector('latentpad-vae');
        element.remove();
        document.body.append(element);
      });
      await page.waitForFunction(() => window.ready === 5, kWait);
    } finally {
      await visitor.close();
      close();
    }
  });
}

test('the element can be imported where there are no elements', () => {
  const answer = execFileSync(process.execPath, [
    '--input-type=module',
    '-e',
    `import(${JSON.stringify(join(folder, 'latentpad-engine/node/element.js'))}).then(({ LatentpadVae }) => console.log(typeof LatentpadVae))`,
  ]);
  assert.equal(answer.toString().trim(), 'function');
});
