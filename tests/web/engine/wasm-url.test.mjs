// The .wasm files in a folder of one's own, or read by the caller: the options wasmUrl and wasmBinary.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { canFuse } from '../../../web/engine/can-fuse.js';
import { createClient } from '../../../web/engine/client.js';
import { createEngine } from '../../../web/engine/engine.js';
import { LocalWorker } from '../support/local-worker.mjs';

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

test('the worker creates its engine with the options of the client', async () => {
  const asked = [];
  const createWorker = () => new LocalWorker((given) => (asked.push(given), createEngine(given)));
  const absent = new URL('absent/', `${wasmUrl.href}/`);
  const client = createClient({ createWorker, ...options, wasmUrl: absent });
  await assert.rejects(client.ready, { code: 'unreachable' });
  assert.deepEqual(asked, [{ ...options, wasmUrl: absent.href }]);

  const read = createClient({ createWorker, wasmBinary: binaryOf('wasm/latentpad-exact') });
  assert.equal((await read.ready).arithmetic, 'exact');
  assert.deepEqual(Object.keys(asked[1]), ['wasmBinary']);
  read.dispose();
});

const binaryOf = (name) =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(`../../../build/${name}.wasm`, import.meta.url))));

test('an engine of bytes or of a module that the caller has read computes the same', async () => {
  const bytes = binaryOf('wasm/latentpad-exact');
  const checksums = new Set();
  for (const given of [
    { wasmBinary: bytes },
    { wasmBinary: bytes.buffer, ...options },
    { wasmBinary: new WebAssembly.Module(bytes), variant: 'exact' },
    { wasmBinary: binaryOf('wasm-threads/latentpad-exact-threads'), variant: 'exact', threads: 2 },
    options,
  ]) {
    const engine = await createEngine(given);
    assert.deepEqual(
      [engine.info.arithmetic, engine.info.threads, engine.info.fallback],
      ['exact', given.threads ?? 1, null],
    );
    const model = engine.createModel({ hidden: [16], latentDim: 2 }, { seed: 1 });
    model.trainStep(new Float32Array(784).fill(1));
    checksums.add(model.checksum());
  }
  assert.equal(checksums.size, 1);
});

test('a wasmBinary that is none, of another build or of another program is refused with what was expected', async () => {
  const exact = binaryOf('wasm/latentpad-exact'),
    threaded = binaryOf('wasm-threads/latentpad-exact-threads');
  const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
  // One import that the core's code does not provide: (import "x" "y" (func)).
  const foreign = Uint8Array.of(...empty, 1, 4, 1, 96, 0, 0, 2, 7, 1, 1, 120, 1, 121, 0, 0);
  for (const [given, message] of [
    [
      { wasmBinary: 'latentpad.wasm' },
      /expected wasmBinary to be a Uint8Array, an ArrayBuffer or a WebAssembly\.Module, got string/,
    ],
    [{ wasmBinary: null }, /got null/],
    [{ wasmBinary: new Float32Array(9) }, /got \[object Float32Array\]/],
    [{ wasmBinary: new Uint8Array(9) }, /expected wasmBinary to be latentpad-exact\.wasm of this version, got .*magic/],
    [{ wasmBinary: exact.slice(0, 4000) }, /expected wasmBinary to be latentpad-exact\.wasm/],
    [{ wasmBinary: threaded }, /latentpad-exact\.wasm of this version, got a module with threads/],
    [{ wasmBinary: exact, threads: 2 }, /latentpad-exact-threads\.wasm of this version, got a module without threads/],
    [{ wasmBinary: empty }, /got another module/],
    [{ wasmBinary: foreign }, /got another module/],
    [{ wasmBinary: exact, wasmUrl }, /expected wasmUrl or wasmBinary, got both/],
  ]) {
    await assert.rejects(createEngine(given), { code: 'invalidArgument', message });
  }
  if (canFuse()) {
    const message = /latentpad-exact\.wasm of this version, got a module of fused arithmetic/;
    await assert.rejects(createEngine({ wasmBinary: binaryOf('wasm/latentpad-fused') }), { message });
    const { info } = await createEngine({ wasmBinary: binaryOf('wasm/latentpad-fused'), variant: 'fused' });
    assert.equal(info.arithmetic, 'fused');
  }
  assert.equal((await createEngine(options)).info.threads, 1);
});
