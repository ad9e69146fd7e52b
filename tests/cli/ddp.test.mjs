// examples/ddp.py continues weights of latentpad in PyTorch, with two processes. Skipped without PyTorch.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { idxFile } from '../../scripts/idx.mjs';
import { digits, execute, ownFolder, run } from './support.mjs';

const script = fileURLToPath(new URL('../../examples/ddp.py', import.meta.url));
const hasTorch = 'import torch.distributed as d; assert d.is_available()';
const pythons = [];
for (const name of ['python3', '/usr/bin/python3']) {
  if ((await execute(name, ['-c', hasTorch])).code === 0) pythons.push(name);
}
const python = pythons[0];
const skip = !python && 'PyTorch (python3 -c "import torch") is not installed';
const folder = await ownFolder();
const at = (name) => join(folder, name);

test('two processes of PyTorch continue weights, which latentpad then reads', { skip }, async () => {
  // The packed file: 32 bytes with the number of digits, their labels, and the images.
  const packed = gunzipSync(await readFile(digits)),
    first = 32 + packed.readUInt32LE(12),
    images = at('images-idx3-ubyte.gz');
  await writeFile(images, gzipSync(idxFile([2000, 28, 28], packed.subarray(first, first + 2000 * 784))));
  const weights = at('vae.safetensors');
  const training = ['--data', digits, '--hidden', '64,32', '--latent', '5', '--epochs', '3', '--threads', '1'];
  assert.equal((await run('train', ...training, '--out', weights)).code, 0);
  const scoreOf = async (path) => {
    const result = await run('eval', '--weights', path, '--data', digits, '--importance-samples', 'none', '--json');
    assert.equal(result.code, 0, result.stderr);
    return JSON.parse(result.stdout).negative_elbo;
  };
  const before = await scoreOf(weights);
  // As torchrun starts them.
  const continued = async (epochs, out) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    const group = { MASTER_ADDR: '127.0.0.1', MASTER_PORT: `${port}`, WORLD_SIZE: '2', OMP_NUM_THREADS: '1' };
    const results = await Promise.all(
      ['0', '1'].map((rank) =>
        execute(python, [script, weights, images, out, `${epochs}`], {
          env: { ...process.env, ...group, RANK: rank, LOCAL_RANK: rank },
        }),
      ),
    );
    for (const { code, stderr } of results) assert.equal(code, 0, stderr);
    const lines = results[0].stdout.trim().split('\n').filter(Boolean);
    return lines.map((line) => Number(line.split(' ')[1]));
  };

  // No step: the same weights.
  await continued(0, at('same.safetensors'));
  assert.deepEqual(await scoreOf(at('same.safetensors')), before);

  const losses = await continued(8, at('continued.safetensors'));
  // The first loss is that of latentpad's weights on 64 images, and training goes on from it.
  assert.ok(Math.abs(losses[0] - before.mean) < 0.1 * before.mean, `${losses[0]}, ${before.mean}`);
  const after = await scoreOf(at('continued.safetensors'));
  assert.ok(after.mean < before.mean - 4, `${after.mean}, before ${before.mean}`);
});
