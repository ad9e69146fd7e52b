// Fetching over a connection that breaks.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { toPlanes } from '../../../../web/features/files/weight-planes.js';
import { fetchBytes } from '../../../../web/features/files/fetch-bytes.js';

const packed = gzipSync(Buffer.alloc(300_000, 7));
const weights = await readFile(new URL('../../../../weights/classifier.safetensors', import.meta.url)),
  packedWeights = gzipSync(toPlanes(weights));
let server, address;
before(async () => {
  server = createServer((request, response) => {
    if (request.url === '/packed') return response.end(packed);
    if (request.url === '/encoded') return response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(packed);
    if (request.url === '/weights') return response.end(packedWeights);
    if (request.url === '/encoded-weights')
      return response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(packedWeights);
    if (request.url === '/shorter') return response.end(packed.subarray(0, packed.length - 4));
    if (request.url === '/whole') return response.end(Buffer.alloc(300_000, 7));
    if (request.url === '/part')
      return response.writeHead(206, { 'Content-Range': 'bytes 0-499/1000' }).end(Buffer.alloc(500));
    if (request.url === '/missing') return response.writeHead(404).end();
    if (request.url === '/cut')
      return response.writeHead(200, { 'Content-Length': 1000 }).write(Buffer.alloc(500), () => response.destroy());
    // Half of it, and then nothing more.
    response.writeHead(200, { 'Content-Length': 1000 });
    response.write(Buffer.alloc(500));
  });
  await new Promise((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  address = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

test('all bytes of a file are received, in order', async () => {
  const bytes = new Uint8Array(await fetchBytes(`${address}/whole`));
  assert.equal(bytes.length, 300_000);
  assert.ok(bytes.every((byte) => byte === 7));
});

test('a connection that stalls, one that is cut, and a missing file are errors', async () => {
  await assert.rejects(fetchBytes(`${address}/cut`), { code: 'network' });
  await assert.rejects(fetchBytes('http://127.0.0.1:1/'), { code: 'network' });
  await assert.rejects(fetchBytes(`${address}/stalled`, { stallMs: 100 }), /no data arrived for/);
  await assert.rejects(fetchBytes(`${address}/missing`), /HTTP 404/);
  await assert.rejects(fetchBytes(`${address}/part`), /HTTP 206/);
});

test('bytes are compared with their SHA-256 if one is given and the browser can compute it', async (context) => {
  const whole = createHash('sha256').update(Buffer.alloc(300_000, 7)).digest('hex'),
    other = createHash('sha256').update('other').digest('hex');
  assert.equal((await fetchBytes(`${address}/whole`, { sha256: whole })).byteLength, 300_000);
  await assert.rejects(fetchBytes(`${address}/whole`, { sha256: other }), {
    code: 'otherBytes',
    params: { count: 300_000, type: '–' },
  });
  // An insecure context has no SubtleCrypto.
  context.mock.getter(globalThis, 'crypto', () => ({}));
  assert.equal((await fetchBytes(`${address}/whole`, { sha256: other })).byteLength, 300_000);
});

test('a packed file is unpacked, once also where the host declared it as an encoded one; an incomplete one is rejected', async () => {
  for (const name of ['packed', 'encoded', 'whole']) {
    const bytes = new Uint8Array(await fetchBytes(`${address}/${name}`, { isPacked: true }));
    assert.equal(bytes.length, 300_000, name);
    assert.ok(bytes.every((byte) => byte === 7));
  }
  assert.equal((await fetchBytes(`${address}/packed`)).byteLength, packed.length);
  const count = packed.length - 4;
  await assert.rejects(fetchBytes(`${address}/shorter`, { isPacked: true }), {
    code: 'otherBytes',
    params: { count, type: '–' },
  });
});

test('weights in planes are returned as their safetensors file', async () => {
  for (const name of ['weights', 'encoded-weights']) {
    const bytes = await fetchBytes(`${address}/${name}`, { isPacked: true });
    assert.ok(Buffer.from(bytes).equals(weights), name);
  }
});
