// The development server serves the page from its sources; changes are built, and the page is reloaded. The
// test waits for the server's messages, not for a time.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startDevServer } from '../../../scripts/dev-server.mjs';

test('serves the page; a changed source is built and reloads it; a failed build shows its error', async (t) => {
  const sources = await mkdtemp(join(tmpdir(), 'latentpad-dev-'));
  t.after(() => rm(sources, { recursive: true }));
  await writeFile(join(sources, 'core.cpp'), '1');
  let builds = 0,
    failure = null;
  const build = async () => {
    builds += 1;
    if (failure) throw failure;
  };
  const server = await startDevServer({ port: 0, sources, build, logLevel: 'silent' });
  t.after(() => server.close());

  const [address] = server.resolvedUrls.local;
  const page = await (await fetch(address)).text();
  assert.match(page, /<title[^>]*>latentpad: /);
  assert.match(page, /@vite\/client/);
  const script = await fetch(new URL('main.js', address));
  assert.match(script.headers.get('content-type'), /javascript/);
  const digits = await fetch(
    new URL(`/@fs${fileURLToPath(new URL('../../../build/data/digits.bin.gz', import.meta.url))}`, address),
  );
  assert.equal(digits.headers.get('content-encoding'), null);
  await digits.body.cancel();

  /** The first message of the type after at least this number of builds. Vite sends messages of its own. */
  const sent = (wanted, least) =>
    new Promise((resolve) => {
      server.ws.send = (message) => {
        if (message.type === wanted && builds >= least) resolve(message);
      };
    });
  // A change at the moment when the watcher starts may be missed: the file is written until the server answers.
  const change = async (wanted) => {
    const message = sent(wanted, builds + 1),
      write = () => writeFile(join(sources, 'core.cpp'), String(Math.random()));
    const timer = setInterval(write, 300);
    try {
      await write();
      return await message;
    } finally {
      clearInterval(timer);
    }
  };
  await change('full-reload');
  failure = new Error('core.cpp:1: expected a declaration');
  const { err } = await change('error');
  assert.equal(err.message, failure.message);
});
