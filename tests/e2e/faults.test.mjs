// Failures around the engine: the module, the worker, the host.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeWorker } from './support/before-worker.mjs';
import { createFixture } from './support/fixture.mjs';

const { openPage, serve, testIn, testOnceIn } = createFixture({ server: false, mayComplain: true });
let site;

const notice = () => site.page.$eval('[data-testid="notice"]', (node) => node.textContent);
const says = (pattern) =>
  site.waitFor(
    (source) => new RegExp(source, 'i').test(document.querySelector('[data-testid="notice"]').textContent),
    pattern.source,
  );

/** In place of the engine. */
const seesPicture = () =>
  site.waitFor(() => {
    const picture = document.querySelector('[data-testid="fallback"] img');
    return picture.getClientRects().length > 0 && picture.complete && picture.naturalWidth > 1000;
  });

testOnceIn(
  'firefox',
  'the engine’s file is missing on the host: a message instead of a blank page, and the pad still draws',
  async () => {
    await serve({
      intercept: (request, response) =>
        request.url.endsWith('.wasm') && response.writeHead(404).end('not found') && true,
    });
    site = await openPage();
    await says(/missing on this host/);
    await seesPicture();
    await site.choose('language', 'ko');
    // In place, and complete: including the engine's message.
    await says(/이 호스트에 엔진이 없습니다. .* 요청에 404 응답이 왔습니다/);
    await site.click('pad-clear');
    await site.waitForValue('model-sees', 'blank');
    await site.drawWithMouse([
      [0.5, 0.2],
      [0.5, 0.8],
    ]);
    await site.waitForValue('model-sees', 'pen');
  },
);

testOnceIn(
  'chromium',
  'the engine’s file is truncated or corrupted: fetched once more without the cache, then a message and an image',
  async () => {
    let asked = 0,
      isCut = true;
    await serve({
      intercept(request, response) {
        if (!request.url.endsWith('.wasm')) return false;
        asked += 1;
        response.writeHead(200, { 'Content-Type': 'application/wasm', 'Cross-Origin-Resource-Policy': 'same-origin' });
        if (isCut) return response.end(Buffer.from('0061736d01000000ff', 'hex')) && true;
        const module = readFileSync(new URL(`../../dist${request.url}`, import.meta.url));
        for (let at = module.length >> 1, i = 0; i < 4096; i++) module[at + i] ^= 0xff;
        return response.end(module) && true;
      },
    });
    for (const cut of [true, false]) {
      [isCut, asked] = [cut, 0];
      site = await openPage();
      await says(/arrived damaged/);
      await seesPicture();
      // The module with threads, then the one without.
      assert.equal(asked, 4);
    }
  },
);

testOnceIn('firefox', 'a damaged copy is replaced by the second fetch', async () => {
  let asked = 0;
  await serve({
    intercept(request, response) {
      if (!request.url.endsWith('.wasm') || ++asked > 1) return false;
      response.writeHead(200, { 'Content-Type': 'application/wasm', 'Cross-Origin-Resource-Policy': 'same-origin' });
      response.end(Buffer.from('0061736d01', 'hex'));
      return true;
    },
  });
  site = await (await openPage()).ready();
  assert.equal(asked, 2);
});

testOnceIn('chromium', 'the host sends a wrong type for the module: the page still works', async () => {
  await serve({
    headers: { 'X-Content-Type-Options': undefined },
    intercept(request, response) {
      if (request.url.endsWith('.wasm')) {
        const writeHead = response.writeHead.bind(response);
        response.writeHead = (status, headers) => writeHead(status, { ...headers, 'Content-Type': 'text/plain' });
      }
      return false;
    },
  });
  site = await (await openPage()).ready();
  assert.deepEqual(site.errors, []);
});

testOnceIn('firefox', 'no isolation headers, no CSP: the page works the same', async () => {
  await serve({
    headers: {
      'Cross-Origin-Embedder-Policy': undefined,
      'Cross-Origin-Opener-Policy': undefined,
      'Content-Security-Policy': undefined,
    },
  });
  site = await (await openPage()).ready();
  assert.deepEqual(site.errors, []);
});

testOnceIn(
  'chromium',
  'a browser without WebAssembly, and a host whose CSP forbids it: a message, and the pad still draws',
  async () => {
    await serve({ intercept: beforeWorker('globalThis.WebAssembly = undefined') });
    site = await openPage();
    await says(/does not support WebAssembly/);
    await site.click('pad-clear');
    await site.waitForValue('model-sees', 'blank');

    const policy =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'";
    await serve({ headers: { 'Content-Security-Policy': policy } });
    site = await openPage();
    await says(/cannot run/);
    await seesPicture();
    await site.click('pad-clear');
    await site.waitForValue('model-sees', 'blank');
  },
);

testIn(
  'firefox',
  'the digits are missing or wrong: drawing works, the page reports the failure, and retries on request',
  async () => {
    const plain = {
      'Cross-Origin-Embedder-Policy': undefined,
      'Cross-Origin-Opener-Policy': undefined,
      'Content-Security-Policy': undefined,
    };
    const digits = gunzipSync(readFileSync(new URL('../../build/data/digits.bin.gz', import.meta.url)));
    // These bytes are a valid file: one pixel differs.
    digits[digits.length - 1] ^= 1;
    // Another origin, without CORS headers.
    let asked = 0;
    const elsewhere = createServer((_, response) => {
      asked += 1;
      response.end('not for you');
    });
    await new Promise((done) => {
      elsewhere.listen(0, '127.0.0.1', done);
    });
    const cross = `http://127.0.0.1:${elsewhere.address().port}/digits`;
    const blocked = /could not be fetched \(the connection failed.*\[(Failed to fetch|NetworkError)/;
    /** @type {[(response: import('node:http').ServerResponse) => void, RegExp][]} */
    const faults = [
      [(response) => response.writeHead(404).end(), /HTTP 404/],
      [
        (response) =>
          response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Log in</title>'),
        /does not belong to this page: 36, text\/html/,
      ],
      [
        (response) => response.writeHead(302, { Location: '/index.html' }).end(),
        /does not belong to this page: .*text\/html/,
      ],
      [(response) => response.writeHead(302, { Location: cross }).end(), blocked],
      [(response) => response.destroy(), blocked],
      [
        (response) =>
          response
            .writeHead(206, { 'Content-Type': 'application/gzip', 'Content-Range': 'bytes 0-9/99' })
            .end('0123456789'),
        /HTTP 206/,
      ],
      [
        (response) => response.writeHead(200, { 'Content-Type': 'application/gzip' }).end(gzipSync(digits)),
        /does not belong to this page: .*application\/gzip/,
      ],
    ];
    let at = 0;
    // Without its CSP, which would block the request.
    const page = readFileSync(new URL('../../dist/index.html', import.meta.url), 'utf8').replace(
      /<meta\s[^>]*Content-Security-Policy[^>]*>/,
      '',
    );
    await serve({
      headers: plain,
      intercept(request, response) {
        if (request.url === '/') response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
        else if (request.url === '/sw.js') response.writeHead(404).end();
        else if (/digits.*\.gz/.test(request.url) && at < faults.length) faults[at][0](response);
        else return false;
        return true;
      },
    });
    try {
      site = await openPage();
      await site.waitForValue('reconstruction', 'shown');
      for (const [, said] of faults) {
        await says(said);
        await site.click('pad-clear');
        await site.waitForValue('reconstruction', 'blank');
        await site.click('pad-undo');
        await site.waitForValue('reconstruction', 'shown');
        at += 1;
        await site.click('notice-action');
      }
      await site.ready();
      await site.waitForValue('notice', '');
    } finally {
      elsewhere.close();
    }
    assert.equal(asked, 1, 'redirected by the host');
    site.requests = site.requests.filter((url) => url !== cross);
  },
);

testOnceIn('firefox', 'a model of the comparison is missing: its map reports it, also in the story', async () => {
  await serve({
    intercept: (request, response) => request.url.includes('/ae-2d') && response.writeHead(404).end() && true,
  });
  const site = await (await openPage({ hash: '#view=story&chapter=compare&lang=en', view: 'story' })).ready();
  const note = (name) =>
    site.page.$eval(`[data-testid="compare-scatter-${name}"] .plane-note`, (text) => text.textContent);
  await site.waitFor(() => document.querySelector('[data-testid="compare-scatter-vae"]').dataset.points === '1000');
  assert.equal(await note('vae'), '');
  await site.waitFor(() =>
    /404/.test(document.querySelector('[data-testid="compare-scatter-ae"] .plane-note').textContent),
  );
  assert.ok(await site.page.$eval('[data-testid="compare-scatter-ae"] .plane-note', (text) => text.checkVisibility()));
});

testOnceIn('firefox', 'the weights are missing: the page reports it', async () => {
  await serve({
    intercept: (request, response) => request.url.includes('.safetensors') && response.writeHead(404).end() && true,
  });
  site = await openPage();
  await says(/weights/);
});

testIn('chromium', 'a worker killed during training is replaced from the last snapshot, with one notice', async () => {
  await serve();
  site = await (await openPage()).ready();
  await site.click('train-step');
  await site.waitForValue('train-step-count', '1');
  await site.click('train-play');
  await site.waitForValue('train-state', 'running');
  await site.click('train-play');
  await site.waitForValue('train-state', 'paused');
  const step = await site.number('train-step-count');
  await site.click('train-play');
  await site.waitForValue('train-state', 'running');
  // The page is not notified: the worker is terminated, as when the system runs out of memory.
  await site.page.evaluate(() => window.latentpad.supervisor.channel.worker.terminate());
  await says(/restarted|started again|took over/);
  await site.choose('language', 'ko');
  await says(/응답이 끊겼습니다/);
  await site.choose('language', 'en');
  await site.waitFor(
    (wanted) => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) >= wanted,
    step,
  );
  assert.notEqual(await site.value('train-state'), 'running');
  const mu = await site.value('mu');
  await site.click('pad-clear');
  await site.waitForValue('mu', '');
  await site.drawWithMouse([
    [0.3, 0.2],
    [0.7, 0.8],
  ]);
  await site.waitFor((old) => !['', old].includes(document.querySelector('[data-testid="mu"]').dataset.value), mu);
  await site.click('train-play');
  await site.waitForValue('train-state', 'running');
});

testOnceIn('chromium', 'an error with markup is shown as text: no part of the notice is parsed as HTML', async () => {
  await serve();
  site = await (await openPage()).ready();
  await site.page.evaluate(() => window.latentpad.supervisor.channel.fail(new Error('<img src=x onerror=alert(1)>')));
  await says(/<img/);
  assert.equal(await site.page.$('[data-testid="notice"] img'), null);
  assert.match(await notice(), /<img/);
});

/** The file of the English story, among those of the build. */
function fileOfText() {
  const assets = new URL('../../dist/assets/', import.meta.url);
  const isText = (name) => {
    const content = readFileSync(new URL(name, assets), 'utf8');
    return content.includes('story-part-1') && content.includes('What will the decoder paint');
  };
  return readdirSync(assets).find((name) => name.endsWith('.js') && isText(name));
}

testOnceIn(
  'firefox',
  'a text that cannot be fetched is reported; a reload brings it, the chapter and the run back',
  async () => {
    const file = fileOfText();
    let isBroken = true;
    await serve({
      intercept(request, response) {
        if (!isBroken || !request.url.includes(file)) return false;
        response.writeHead(503).end();
        return true;
      },
    });
    const hash = '#view=story&chapter=map&weights=fresh&hidden=16&seed=5&steps=20';
    const site = await openPage({ hash });
    await site.waitFor(() => !document.querySelector('#story-failed').hidden);
    assert.match(await site.page.$eval('#story-failed', (line) => line.innerText), /could not be fetched.*Reload/s);
    await site.waitForValue('snapshot', '20');
    const checksum = await site.value('checksum');
    isBroken = false;
    await site.click('story-reload');
    await site.waitFor(() => document.querySelector('#story-body').dataset.value === '8');
    await site.waitForValue('checksum', checksum);
    assert.deepEqual([await site.value('story-place'), await site.value('train-step-count')], ['map', '20']);
    assert.equal(await site.page.$eval('#story-failed', (line) => line.hidden), true);
  },
);
