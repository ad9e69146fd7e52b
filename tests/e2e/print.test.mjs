// The printed page: ink on white in either theme, no controls, nothing wider than the paper, the article readable.
import assert from 'node:assert/strict';
import { browserName } from './support/site.mjs';
import { savedLetters, watchPictures } from './support/pictures.mjs';
import { createFixture } from './support/fixture.mjs';

const { openPage, test, testOnceIn } = createFixture();

/** The minimum and maximum brightness of the opaque pixels of each canvas, 0 … 255: paper and ink. */
const light = (site) =>
  site.page.evaluate(() =>
    ['[data-testid="pad"]', '[data-testid="model-sees"]', '[data-testid="reconstruction"]', '.plane canvas'].map(
      (selector) => {
        const canvas = document.querySelector(selector);
        // A copy: canvases that are read repeatedly are drawn more slowly, and Chromium warns about it.
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
        const greens = [];
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) greens.push(data[i + 1]);
        return greens.reduce(([least, most], green) => [Math.min(least, green), Math.max(most, green)], [255, 0]);
      },
    ),
  );

testOnceIn(
  'firefox',
  'drawings on the dark page are printed as dark ink, immediately, and are light again after it',
  async () => {
    const site = await (await openPage({ hash: '#theme=dark' })).ready();
    const onScreen = await light(site);
    const [pad, sees, painted] = onScreen;
    assert.ok(pad[0] > 200 && sees[0] < 40 && sees[1] > 200 && painted[0] < 40, JSON.stringify(onScreen));
    const onPaper = await site.page
      .evaluate(() => {
        window.dispatchEvent(new Event('beforeprint'));
      })
      .then(() => light(site));
    assert.deepEqual(
      [onPaper[0], onPaper[1]],
      [
        [0, 0],
        [0, 255],
      ],
      'the pad has ink only, the digit ink and paper',
    );
    assert.equal(onPaper[2][1], 255);
    assert.ok(onPaper[3][0] < 100, `the map’s axes: ${onPaper[3]}`);
    await site.page.evaluate(() => {
      window.dispatchEvent(new Event('afterprint'));
    });
    assert.deepEqual(await light(site), onScreen);
  },
);

// WebDriver BiDi, which drives Firefox, cannot emulate the medium; it prints by the same rules.
test(
  'printed, the dark page is ink on white without controls, and as wide as the paper',
  { skip: browserName !== 'chromium' },
  async () => {
    // From the first screen, without scrolling: the article loads automatically.
    const site = await (await openPage({ hash: '#theme=dark' })).ready();
    await site.waitForValue('article', 'en');
    await site.page.emulateMediaType('print');
    await site.page.setViewport({ width: 760, height: 1000 });
    const seen = await site.page.evaluate(() => {
      const visible = (node) => node.getClientRects().length > 0;
      const { backgroundColor, color } = getComputedStyle(document.body);
      return {
        backgroundColor,
        color,
        controls: [...document.querySelectorAll('button, input, select')]
          .filter(visible)
          .map((node) => node.dataset.testid ?? node.textContent),
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        article: document.querySelector('#article').innerText.length,
        row: visible(document.querySelector('[data-testid="reconstruction"]')),
        sections: [...document.querySelectorAll('section[id]')].filter(visible).map(({ id }) => id),
        empty: [...document.querySelectorAll('section[id]')]
          .filter((node) => visible(node) && node.getBoundingClientRect().height > 400 && node.innerText.length < 80)
          .map(({ id }) => id),
      };
    });
    assert.deepEqual(seen.controls, []);
    assert.equal(seen.backgroundColor, 'rgb(255, 255, 255)');
    assert.equal(seen.color, 'rgb(0, 0, 0)');
    assert.ok(seen.overflow <= 0 && seen.article > 5000 && seen.row, JSON.stringify(seen));
    assert.deepEqual(seen.sections, ['spine', 'nats', 'map', 'train', 'article']);
    assert.deepEqual(seen.empty, []);
    assert.ok((await site.page.pdf({ format: 'A4' })).length > 50_000);
    // Loaded sections are printed as well, including images that are buttons on the screen.
    await site.page.emulateMediaType('screen');
    await (await site.$('explore')).evaluate((node) => node.scrollIntoView());
    await site.waitForValue('explore-rows', '22');
    await site.page.emulateMediaType('print');
    assert.equal(
      await site.page.$$eval(
        '[data-testid="explore-rows"] canvas',
        (pictures) => pictures.filter((node) => node.getClientRects().length > 0).length,
      ),
      22,
    );
    // Of the form for new models neither the seed nor its name.
    await site.page.emulateMediaType('screen');
    await (await site.$('compare')).evaluate((node) => node.scrollIntoView());
    await site.waitForValue('compare-state', 'idle');
    await site.page.emulateMediaType('print');
    assert.equal(
      await site.page.$eval('label[for="compare-seed"]', (name) => name.getClientRects().length),
      0,
      'no name without its value',
    );
  },
);

testOnceIn(
  'chromium',
  'the row’s PNG: pixels are squares as on the page, and nothing names a control that is not in it',
  async () => {
    const site = await (await openPage()).ready();
    await watchPictures(site.page);
    await site.page.evaluate(() => {
      window.drawn = {};
      const { drawImage } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.drawImage = function (source, ...rest) {
        if (!this.canvas.isConnected && source.dataset?.testid)
          window.drawn[source.dataset.testid] = this.imageSmoothingEnabled;
        return drawImage.call(this, source, ...rest);
      };
    });
    const words = await savedLetters(site, 'picture-spine');
    const { pad, 'model-sees': sees, reconstruction } = await site.page.evaluate(() => window.drawn);
    assert.deepEqual({ pad, sees, reconstruction }, { pad: true, sees: false, reconstruction: false });
    assert.match(words, /modelinput/);
    assert.doesNotMatch(words, /saveas|Drawyourown/);
  },
);
