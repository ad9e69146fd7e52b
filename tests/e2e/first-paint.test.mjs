// The cost of a first visit until the first digit is decoded: at most 0.95 MB transferred, on a host that compresses.
import assert from 'node:assert/strict';
import { noteFirstDigit } from '../../scripts/bench/workloads/page.mjs';
import { createFixture, newVisitor } from './support/fixture.mjs';

const mostBytes = 950_000;

/** Serves the page, and records the bytes of bodies by path, in request order. */
async function serveCounting() {
  /** @type {{path: string, bytes: number, at: number}[]} */
  const sent = [];
  await serve({
    intercept(request, response) {
      const entry = { path: request.url.split(/[?#]/, 1)[0], bytes: 0, at: Date.now() };
      sent.push(entry);
      const { writeHead } = response;
      response.writeHead = (status, headers) => {
        if (status === 200) entry.bytes = Number(headers['Content-Length']);
        return writeHead.call(response, status, headers);
      };
      return false;
    },
  });
  return sent;
}
const { openPage, serve, server, testOnceIn } = createFixture({ server: false });

for (const [view, browser] of [
  ['story', 'firefox'],
  ['bench', 'chromium'],
]) {
  testOnceIn(
    browser,
    `${view}: the first digit is decoded after at most 0.95 MB, and before the digits are fetched`,
    async () => {
      const sent = await serveCounting();
      const started = Date.now();
      const options = { hash: `#view=${view}`, before: [noteFirstDigit] };
      const site = await (await openPage(options, { by: await newVisitor() })).ready();
      const shown = await site.page.evaluate(() => window.firstDigit.at);
      const seconds = (shown - started) / 1000;
      const first = sent.filter(({ at }) => at <= shown);
      const bytes = first.reduce((sum, entry) => sum + entry.bytes, 0);
      console.log(
        `# ${view}, first decoded digit: ${(bytes / 1e6).toFixed(3)} MB in ${first.length} answers, ${seconds.toFixed(2)} s`,
      );
      assert.equal(
        first.filter(({ path }) => path.includes('.safetensors')).length,
        1,
        'only the displayed one of the shipped models',
      );
      assert.ok(first.some(({ path }) => path.endsWith('.wasm')));
      assert.ok(bytes > 100_000 && bytes <= mostBytes, JSON.stringify(first, null, 1));
    },
  );
}

testOnceIn(
  'chromium',
  'the host sends text and WebAssembly compressed, other files uncompressed, and the same bytes either way',
  async () => {
    const sent = await serveCounting();
    await (await openPage({ hash: '#view=bench' })).ready();
    const page = await (await fetch(server.address)).text();
    const script = new URL(/src="([^"]+\.js)"/.exec(page)[1], server.address);
    const plain = await fetch(script, { headers: { 'Accept-Encoding': 'identity' } });
    const packed = await fetch(script, { headers: { 'Accept-Encoding': 'gzip' } });
    assert.equal(plain.headers.get('content-encoding'), null);
    assert.equal(packed.headers.get('content-encoding'), 'gzip');
    assert.equal(packed.headers.get('vary'), 'Accept-Encoding');
    assert.ok(Number(packed.headers.get('content-length')) < Number(plain.headers.get('content-length')));
    assert.equal(await packed.text(), await plain.text());
    const digits = sent.find(({ path }) => path.endsWith('.gz')).path;
    const gz = await fetch(new URL(digits, server.address), { headers: { 'Accept-Encoding': 'gzip' } });
    assert.equal(gz.headers.get('content-encoding'), null);
  },
);
