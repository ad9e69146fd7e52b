// An engine on a page's main thread: dispose() ends the workers of its threads.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { newVisitor, serve, unpackEngine } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'latentpad-dispose-'));
after(() => rmSync(folder, { recursive: true, force: true }));
unpackEngine(join(folder, 'latentpad-engine'));
writeFileSync(
  join(folder, 'index.html'),
  `<!doctype html><link rel="icon" href="data:," />
  <script type="module">
    import { createEngine } from '/latentpad-engine/engine.js';
    const engine = await createEngine({ variant: 'exact', threads: 3 });
    const model = engine.createModel({ hidden: [64], latentDim: 2 }, { seed: 1 });
    model.trainStep(new Float32Array(64 * 784).fill(0.5));
    window.engine = engine;
    window.result = engine.info.threads;
  </script>`,
);

test('dispose() of an engine with three threads ends their two workers, in Chromium, which reports them', async () => {
  const { address, close } = await serve(folder);
  const visitor = await newVisitor('chromium');
  try {
    const page = await visitor.newPage();
    await page.goto(address);
    await page.waitForFunction(() => window.result, { timeout: 120_000, polling: 50 });
    assert.equal(await page.evaluate(() => window.result), 3);
    assert.equal(page.workers().length, 2);
    const ended = new Promise((resolve) => {
      page.on('workerdestroyed', () => page.workers().length === 0 && resolve());
    });
    await page.evaluate(() => window.engine.dispose());
    await ended;
  } finally {
    await visitor.close();
    close();
  }
});
