// Models beyond the page's limits: the message describes settings that fit and stays, the page continues, and its memory is unchanged.
import assert from 'node:assert/strict';
import { PATIENCE } from './support/site.mjs';
import { createFixture } from './support/fixture.mjs';
import { cases } from '../support/long.mjs';

const { openPage, testIn, testOnceIn } = createFixture();
const below = 'hide=lesson,explore,compare,lab,article';

/** Draws, encodes and trains, as a user does. */
async function isAtWork(site) {
  await site.click('pad-clear');
  await site.waitForValue('model-sees', 'blank');
  await site.waitForValue('mu', '');
  await site.drawWithMouse([
    [0.5, 0.1],
    [0.5, 0.3],
    [0.5, 0.5],
    [0.5, 0.7],
    [0.5, 0.9],
  ]);
  await site.waitForValue('model-sees', 'pen');
  await site.waitFor(() => document.querySelector('[data-testid="mu"]').dataset.value !== '');
  const before = await site.number('train-step-count');
  await site.click('train-step');
  await site.waitForValue('train-step-count', String(before + 1));
}

/** The engine's memory use, after writing a resumable file. */
const usage = (site) =>
  site.page.evaluate(async () => {
    const { latentpad } = window;
    await latentpad.saveModel({ resumable: true });
    return { ...(await latentpad.usage()), restarts: latentpad.supervisor.restarts };
  });

for (const [browser, name, hash, what] of /** @type {const} */ ([
  [
    'chromium',
    'a thousand importance samples',
    '#weights=fresh&objective=iwae&k=1000&play=1',
    /One training step would take about [\d.]+ times as long as this page allows\. Settings that fit: k up to \d+, or a batch size up to \d+, or hidden layers up to [\d,]+ units/,
  ],
  [
    'firefox',
    'layers of 4,096',
    '#weights=fresh&hidden=4096-4096-4096&latent=512',
    /The model needs [\d,]+ MB of memory; this page can use at most 1,600 MB\. Settings that fit: hidden layers up to [\d,]+ units/,
  ],
])) {
  testOnceIn(
    browser,
    `${name} by a link: rejected with settings that fit; the message stays, the page works, the heap is unchanged`,
    async () => {
      const usual = await (await openPage({ hash: `#${below}` })).ready();
      // After a step and a resumable file, which the page itself writes at some time: both need memory.
      await isAtWork(usual);
      const { heapBytes: heapBefore } = await usage(usual);

      const site = await (await openPage({ hash: `${hash}&${below}` })).ready();
      const said = () => site.page.$eval('[data-testid="notice"]', (node) => node.textContent);
      await site.waitForValue('notice', 'notice.command');
      assert.match(await said(), what);
      await isAtWork(site);
      assert.equal(await site.value('notice'), 'notice.command');
      assert.match(await said(), what);
      const { heapBytes, restarts } = await usage(site);
      assert.equal(restarts, 0);
      assert.ok(heapBytes <= heapBefore * 1.25, `${heapBytes} after, ${heapBefore} before`);
      await site.click('notice-dismiss');
      await site.waitForValue('notice', '');
    },
  );
}

testIn(
  'chromium',
  'settings rejected in the form leave the current run unchanged, with the message in Korean too',
  async () => {
    const site = await (await openPage({ hash: `#weights=fresh&hidden=16&seed=5&lang=ko&${below}` })).ready();
    const { before, refused, after } = await site.page.evaluate(async () => {
      const { latentpad } = window;
      const { checksum } = await latentpad.pause();
      const error = await latentpad
        .createModel({ config: { hidden: [4096, 4096, 4096], latentDim: 512 }, training: { seed: 1 } })
        .catch(({ code, params }) => ({ code, fits: params.fits.code }));
      return { before: checksum, refused: error, after: (await latentpad.pause()).checksum };
    });
    assert.deepEqual([after, refused], [before, { code: 'modelTooLarge', fits: 'fitWidth' }]);
    await site.page.evaluate(() => {
      location.hash = '#weights=fresh&hidden=400&objective=iwae&k=1000';
    });
    await site.waitForValue('notice', 'notice.command');
    assert.match(
      await site.page.$eval('[data-testid="notice"]', (node) => node.textContent),
      /한도보다 약 [\d.]+배 오래 걸립니다\. 가능한 설정: k를 \d+ 이하로/,
    );
    await isAtWork(site);
  },
);

testOnceIn(
  'firefox',
  'models that once stopped the engine: each is rejected, or trains without stopping the engine',
  async () => {
    const site = await (await openPage({ hash: `#${below}` })).ready();
    // Each takes half a minute.
    const once = cases(
      [
        [[2048, 2048], 128],
        [[4096, 1024], 128],
        [[4096, 2048], 8],
      ],
      [],
    );
    for (const [hidden, batchSize] of [...once, [[4096, 3072], 8]]) {
      const outcome = await site.page.evaluate(
        async (sizes, batch) => {
          const { latentpad } = window,
            pixels = new Float32Array(784).fill(0.5);
          const made = await latentpad
            .createModel({ config: { hidden: sizes, latentDim: 2 }, training: { seed: 1, batchSize: batch } })
            .then(
              () => null,
              ({ code }) => code,
            );
          if (made) return made;
          await latentpad.play();
          // The page's requests at every change of the drawing, and a snapshot.
          const grid = latentpad.posteriorGrid({ pixels, side: 64 });
          await latentpad.encodeInTurn(pixels);
          await grid;
          await latentpad.encodeHeldOut();
          await latentpad.saveModel({ resumable: true });
          const { step } = await latentpad.pause();
          await latentpad.step();
          return (await latentpad.pause()).step > step && latentpad.supervisor.restarts === 0
            ? 'trained'
            : `step ${step}, ${latentpad.supervisor.restarts} restarts`;
        },
        hidden,
        batchSize,
      );
      assert.equal(outcome, hidden[1] === 3072 ? 'modelTooLarge' : 'trained', `${hidden}, ${batchSize}`);
    }
    await site.page.evaluate(() =>
      window.latentpad.createModel({ config: { hidden: [16], latentDim: 2 }, training: { seed: 1 } }),
    );
    // The heap is that of a small model again, once no request is pending.
    await site.page.waitForFunction(async () => (await window.latentpad.usage()).heapBytes < 100e6, {
      timeout: PATIENCE,
      polling: 500,
    });
    assert.equal(await site.page.evaluate(() => window.latentpad.supervisor.restarts), 0);
  },
);
