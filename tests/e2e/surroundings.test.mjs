// Unusual environments of the page: slow hosts, rotated photographs, one processor or many,
// tabs in the background, other locales.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeWorker } from './support/before-worker.mjs';
import { PATIENCE, browserName } from './support/site.mjs';
import { createFixture } from './support/fixture.mjs';
import { whenLong } from '../support/long.mjs';

const { openPage, serve, server, testIn, testOnceIn } = createFixture({ server: false });
let site;

const notice = () => site.page.$eval('[data-testid="notice"]', (node) => node.textContent);
const says = (pattern) =>
  site.waitFor(
    (source) => new RegExp(source, 'i').test(document.querySelector('[data-testid="notice"]').textContent),
    pattern.source,
  );
const steps = () => site.number('train-step-count');
const stepsPass = (count) =>
  site.waitFor(
    (least) => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) >= least,
    count,
  );

/** Serves the page with this script before the worker's own. */
const serveWorkerAfter = (script) => serve({ intercept: beforeWorker(script) });

testIn(
  'firefox',
  'the digits stall halfway: the page reports it, draws and decodes, and retries on request',
  async () => {
    const digits = readFileSync(new URL('../../build/data/digits.bin.gz', import.meta.url));
    let stalls = true;
    await serve({
      intercept(request, response) {
        if (!/digits.*\.gz/.test(request.url) || !stalls) return false;
        response.writeHead(200, { 'Content-Type': 'application/gzip', 'Content-Length': digits.length });
        response.write(digits.subarray(0, digits.length / 2));
        return true;
      },
    });
    // Twenty seconds pass when everything else has arrived.
    site = await openPage({
      before: [
        () => {
          const { setTimeout: later, clearTimeout: clear } = window,
            held = new Map();
          let last = 1e9;
          window.setTimeout = (task, ms, ...rest) => {
            if (ms !== 20_000) return later(task, ms, ...rest);
            held.set(++last, task);
            return last;
          };
          window.clearTimeout = (id) => {
            if (!held.delete(id)) clear(id);
          };
          window.passTwentySeconds = () => {
            for (const [id, task] of [...held]) {
              held.delete(id);
              task();
            }
          };
        },
      ],
    });
    await site.waitForValue('reconstruction', 'shown');
    await site.page.waitForNetworkIdle({ concurrency: 1, timeout: PATIENCE });
    await site.page.evaluate(() => window.passTwentySeconds());
    await says(/digits .*no data arrived for 20 s/);
    await site.click('pad-clear');
    await site.waitForValue('reconstruction', 'blank');
    await site.click('pad-undo');
    await site.waitForValue('reconstruction', 'shown');
    stalls = false;
    await site.click('notice-action');
    await site.ready();
    assert.equal(await notice(), '');
  },
);

testIn('chromium', 'nothing can be computed: a screenshot of the page is shown', async () => {
  await serveWorkerAfter('globalThis.WebAssembly = undefined');
  site = await openPage();
  await says(/does not support WebAssembly/);
  await site.waitFor(() => {
    const picture = document.querySelector('[data-testid="fallback"] img');
    return picture.getClientRects().length > 0 && picture.complete && picture.naturalWidth > 1000;
  });
  await serve();
  site = await (await openPage()).ready();
  assert.ok(!site.requests.some((url) => url.endsWith('card.png')), 'fetched only where it is needed');
});

testOnceIn(
  'firefox',
  'a rotated photograph is read according to its EXIF, and an SVG is read or rejected with a message',
  async () => {
    await serve();
    site = await (await openPage()).ready();
    const ink = () =>
      site.page.$eval('[data-testid="model-sees"]', (canvas) => {
        const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, 28, 28);
        const dark = (x, y) => 255 - data[4 * (28 * y + x)];
        let across = 0,
          down = 0,
          all = 0;
        for (let y = 0; y < 28; y++)
          for (let x = 0; x < 28; x++) {
            all += dark(x, y);
            across += x * dark(x, y);
            down += y * dark(x, y);
          }
        let spreadX = 0,
          spreadY = 0;
        for (let y = 0; y < 28; y++)
          for (let x = 0; x < 28; x++) {
            spreadX += (x - across / all) ** 2 * dark(x, y);
            spreadY += (y - down / all) ** 2 * dark(x, y);
          }
        return spreadY / spreadX;
      });
    /** A bar, horizontal in the sensor's orientation; the tag has the camera's orientation. */
    const give = (orientation) =>
      site.page.evaluate(async (turned) => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 300, height: 200 });
        const context = canvas.getContext('2d');
        context.fillStyle = '#fff';
        context.fillRect(0, 0, 300, 200);
        context.fillStyle = '#000';
        context.fillRect(60, 90, 180, 20);
        const jpeg = new Uint8Array(
          await (await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.95))).arrayBuffer(),
        );
        // After the JFIF header: APP1, "Exif", a TIFF header, and one entry, tag 0x112.
        const exif = [
          0xff,
          0xe1,
          0,
          34,
          0x45,
          0x78,
          0x69,
          0x66,
          0,
          0,
          0x4d,
          0x4d,
          0,
          42,
          0,
          0,
          0,
          8,
          0,
          1,
          1,
          0x12,
          0,
          3,
          0,
          0,
          0,
          1,
          0,
          turned,
          0,
          0,
          0,
          0,
          0,
          0,
        ];
        const data = new DataTransfer();
        data.items.add(
          new File([jpeg.subarray(0, 20), new Uint8Array(exif), jpeg.subarray(20)], 'photo.jpg', {
            type: 'image/jpeg',
          }),
        );
        document
          .querySelector('[data-testid="pad"]')
          .dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      }, orientation);
    const first = await site.page.$eval('[data-testid="model-sees"]', (canvas) => canvas.toDataURL());
    await give(1);
    await site.waitForValue('model-sees', 'picture');
    await site.waitFor((old) => document.querySelector('[data-testid="model-sees"]').toDataURL() !== old, first);
    const flat = await site.page.$eval('[data-testid="model-sees"]', (canvas) => canvas.toDataURL());
    assert.ok((await ink()) < 0.5, 'the bar is horizontal');
    await give(6);
    await site.waitFor((old) => document.querySelector('[data-testid="model-sees"]').toDataURL() !== old, flat);
    assert.ok((await ink()) > 2, 'the bar is vertical');

    const before = await site.page.$eval('[data-testid="model-sees"]', (canvas) => canvas.toDataURL());
    await site.page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(
        new File(
          [
            '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><script>document.title = "run"</script><path d="M20 50H80" stroke="#000" stroke-width="9"/></svg>',
          ],
          'mine.svg',
          { type: 'image/svg+xml' },
        ),
      );
      document
        .querySelector('[data-testid="pad"]')
        .dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await site.waitFor(
      (old) =>
        document.querySelector('[data-testid="notice"]').dataset.value === 'picture.unreadable'
        || document.querySelector('[data-testid="model-sees"]').toDataURL() !== old,
      before,
    );
    assert.notEqual(await site.page.title(), 'run', 'nothing in it runs');
  },
);

testIn('chromium', 'one processor, sixty-four, or an unknown number: from one to four threads', async () => {
  for (const [told, threads] of [
    ['1', 1],
    ['64', 4],
    ['undefined', 1],
  ]) {
    await serveWorkerAfter(
      `Object.defineProperty(WorkerNavigator.prototype, 'hardwareConcurrency', { get: () => ${told} })`,
    );
    site = await openPage();
    await site.waitForValue('reconstruction', 'shown');
    assert.equal(JSON.parse(await site.value('engine')).threads, threads, told);
    await site.close();
  }
});

testOnceIn(
  'chromium',
  'in the background, frozen, and left and returned to: training continues, or is at its step, at a plausible rate',
  async (t) => {
    await serve({
      intercept: (request, response) =>
        request.url === '/elsewhere'
        && response
          .writeHead(200, { 'Content-Type': 'text/html' })
          .end('<!doctype html><link rel="icon" href="data:,"><title>Elsewhere</title>')
        && true,
    });
    site = await (await openPage({ hash: '#weights=fresh&hidden=16&play=1' })).ready();
    await stepsPass(20);
    const other = await site.page.browserContext().newPage();
    await other.bringToFront();
    const before = await steps();
    await new Promise((resolve) => {
      setTimeout(resolve, 1500);
    });
    await site.page.bringToFront();
    await stepsPass(before + 20);
    if (browserName === 'chromium') {
      const session = await site.page.createCDPSession();
      await session.send('Page.setWebLifecycleState', { state: 'frozen' });
      await new Promise((resolve) => {
        setTimeout(resolve, 1500);
      });
      const frozen = await steps();
      await session.send('Page.setWebLifecycleState', { state: 'active' });
      await other.bringToFront();
      await site.page.bringToFront();
      await stepsPass(frozen + 20);
    }
    await other.close();
    const rate = await site.number('train-rate');
    assert.ok(rate > 0 && rate < 1e7, `${rate} images/s`);
    assert.equal(await notice(), '');
    await site.click('train-play');
    await site.waitForValue('train-state', 'paused');
    const [step, checksum] = [await site.value('train-step-count'), await site.value('checksum')];
    await site.waitForValue('snapshot', step);
    await site.page.evaluate(() => {
      window.wasHere = true;
      window.addEventListener('pageshow', ({ persisted }) => {
        window.isAsLeft = persisted;
      });
    });
    await site.page.goto(`${server.address}elsewhere`);
    // Not goBack(): a page restored from the back/forward cache does not load.
    await site.page.evaluate(() => {
      setTimeout(() => history.back());
    });
    await site.waitForValue('train-step-count', step);
    await site.waitForValue('checksum', checksum);
    // A browser with a back/forward cache restores this page with its worker, another loads it and its run again.
    const { wasHere = false, isAsLeft = false } = await site.page.evaluate(() => ({
      wasHere: window.wasHere,
      isAsLeft: window.isAsLeft,
    }));
    t.diagnostic(`${browserName}: ${isAsLeft ? 'kept as it was left' : 'loaded anew'}`);
    assert.equal(wasHere, isAsLeft);
    assert.equal(await site.value('notice'), isAsLeft ? '' : 'snapshot.back');
    await site.click('train-step');
    await site.waitForValue('train-step-count', String(Number(step) + 1));
  },
);

whenLong(testIn)(
  'firefox',
  'a locale with decimal commas, or with its own digits from right to left: numbers are displayed and entered the same',
  async () => {
    await serve();
    for (const locale of ['de-DE', 'ar-EG']) {
      const speak = (name) => {
        for (const key of ['NumberFormat', 'DateTimeFormat']) {
          const Original = Intl[key];
          Intl[key] = function (locales, options) {
            return new Original(locales ?? name, options);
          };
        }
        const { toLocaleString } = Number.prototype;
        Number.prototype.toLocaleString = function (locales, options) {
          return toLocaleString.call(this, locales ?? name, options);
        };
        Object.defineProperty(navigator, 'language', { get: () => name });
        Object.defineProperty(navigator, 'languages', { get: () => [name] });
      };
      site = await (
        await openPage({ before: [speak, locale], hash: '#weights=fresh&hidden=8&lr=0.003&steps=71' })
      ).ready();
      await site.waitForValue('train-step-count', '71');
      await site.waitFor(() => Number(document.querySelector('[data-testid="held-out-bound"]').dataset.value) > 0);
      assert.equal(await site.page.$eval('[data-testid="field-learning-rate"]', (field) => field.value), '0.003');
      await site.type('field-learning-rate', '0,004');
      assert.match(
        await site.page.$eval('#error-learningRate', (node) => node.textContent),
        /\S/,
        'not parsed as 4 or 0',
      );
      await site.type('field-learning-rate', '0.002');
      await site.waitFor(() => location.hash.includes('lr=0.002'));
      const { text, direction, outside } = await site.page.evaluate(() => ({
        text: document.querySelector('main').innerText,
        direction: getComputedStyle(document.body).direction,
        outside: document.documentElement.scrollWidth - innerWidth,
      }));
      assert.doesNotMatch(text, /[\u0660-\u0669\u06f0-\u06f9]/, locale);
      // Commas are the page's own: between groups of three, never before decimals.
      assert.doesNotMatch(text.replace(/(?<![\d.,])[1-9]\d{0,2}(,\d{3})+(?![\d,])/g, ''), /\d,\d/, locale);
      const readings = await site.page.$$eval('[data-value]', (nodes) =>
        nodes.map((node) => [node.textContent.trim(), node.dataset.value]),
      );
      const numbers = readings.filter(
        ([shown, value]) => value !== '' && Number.isFinite(Number(value)) && /^[−\d][\d.,]*$/.test(shown),
      );
      assert.ok(numbers.length >= 8, JSON.stringify(readings));
      for (const [shown, value] of numbers) {
        const decimals = /\.(\d+)$/.exec(shown)?.[1].length ?? 0;
        assert.ok(
          Math.abs(Number(shown.replaceAll(',', '').replace('−', '-')) - Number(value)) <= 0.6 * 10 ** -decimals,
          `${locale}: ${value} is shown as ${shown}`,
        );
      }
      // Thousands are grouped as in the page's language.
      const [parameters, count] = await site.page.$eval('[data-testid="parameters"]', (node) => [
        node.textContent,
        Number(node.dataset.value),
      ]);
      assert.ok(parameters.includes(` ${new Intl.NumberFormat('en').format(count)} `), `${locale}: ${parameters}`);
      assert.equal(direction, 'ltr');
      assert.ok(outside <= 0);
      await site.close();
    }
  },
);

whenLong(testOnceIn)(
  'firefox',
  'with reduced motion changes are immediate, and nothing plays automatically',
  async () => {
    await serve();
    // Firefox has no emulation per page: there the media query is replaced, and the style sheet is tested in Chromium.
    const isEmulated = browserName === 'chromium';
    site = await openPage({
      before: isEmulated
        ? undefined
        : [
            () => {
              const { matchMedia } = window;
              window.matchMedia = (query) =>
                query.includes('prefers-reduced-motion: reduce')
                  ? Object.assign(new EventTarget(), { matches: true, media: query })
                  : matchMedia.call(window, query);
            },
          ],
    });
    if (isEmulated) {
      await site.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
      await site.page.reload();
    }
    await site.ready();
    await site.click('lesson-open');
    await site.waitForValue('lesson', 'traced');
    assert.equal(await site.page.$eval('[data-testid="lesson-play"]', (button) => button.getClientRects().length), 0);
    await (await site.$('latent-map')).focus();
    for (const key of ['ArrowRight', 'ArrowUp']) await site.page.keyboard.press(key);
    await site.waitForValue('reconstruction', 'shown');
    if (isEmulated) {
      assert.deepEqual(
        await site.page.evaluate(() =>
          [...document.querySelectorAll('body *')]
            .filter((node) => {
              const { transitionProperty, animationName } = getComputedStyle(node);
              return transitionProperty !== 'none' || animationName !== 'none';
            })
            .map((node) => node.outerHTML.slice(0, 80)),
        ),
        [],
        'nothing moves by the style sheet',
      );
    }
    // The walk does not play, and the lab's sample is complete immediately.
    await (await site.$('explore')).evaluate((node) => node.scrollIntoView());
    await site.waitForValue('explore-rows', '22');
    assert.equal(await site.page.$eval('[data-testid="explore-play"]', (button) => button.hidden), true);
    await (
      await site.$('lab')
    ).evaluate((node) => {
      window.painted = new Set();
      const picture = document.querySelector('[data-testid="lab-paint"]');
      new MutationObserver(() => window.painted.add(picture.dataset.value)).observe(picture, {
        attributeFilter: ['data-value'],
      });
      node.scrollIntoView();
    });
    await site.waitForValue('lab-paint', '784');
    assert.deepEqual(await site.page.evaluate(() => [...window.painted].filter((count) => count !== '')), ['784']);
  },
);
