// The .wasm files in a folder of one's own: option wasmUrl.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createClient } from '../../../web/engine/client.js';
import { createEngine } from '../../../web/engine/engine.js';

const folder = mkdtempSync(join(tmpdir(), 'latentpad-wasm-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const wasmUrl = pathToFileURL(folder);
const options = { variant: 'exact', threads: 1 };

test('the core is read from that folder; without the file, the error is one of the engine, and the next start works', async () => {
  await assert.rejects(createEngine({ ...options, wasmUrl }), {
    code: 'unreachable',
    message: /latentpad-exact\.wasm/,
  });
  const file = fileURLToPath(new URL('../../../build/wasm/latentpad-exact.wasm', import.meta.url));
  cpSync(file, join(folder, 'latentpad-exact.wasm'));
  for (const form of [wasmUrl, wasmUrl.href, `${wasmUrl.href}/`]) {
    const { info } = await createEngine({ ...options, wasmUrl: form });
    assert.equal(info.arithmetic, 'exact');
  }
  await assert.rejects(createEngine({ ...options, wasmUrl: 'http://' }), { code: 'invalidArgument' });
});

test('the client passes its worker an absolute URL, also when it moves to another engine', async () => {
  const asked = [];
  class Recorder {
    postMessage({ id, type, ...fields }) {
      asked.push({ type, ...fields });
      queueMicrotask(() => this.onmessage({ data: { id, ok: true, value: {} } }));
    }
    terminate() {}
  }
  const client = createClient({ createWorker: () => new Recorder(), ...options, wasmUrl: wasmUrl.href });
  await client.ready;
  await client.choose({ variant: 'exact', threads: 2 });
  client.dispose();
  assert.deepEqual(asked, [
    { type: 'start', ...options, wasmUrl: `${wasmUrl.href}/` },
    { type: 'start', variant: 'exact', threads: 2, wasmUrl: `${wasmUrl.href}/` },
  ]);
});
