// The packed engine outside the project in Node: imported by its name, and typed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createEngine } from '../../web/engine/engine.js';
import { root, unpackEngine } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'latentpad-package-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const run = (command, args, cwd = folder) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Ten steps on a batch computed from its indices. */
const work = (model) => {
  const batch = Float32Array.from({ length: 4 * 784 }, (_, i) => ((i * 2654435761) % 97 < 13 ? 1 : 0));
  for (let step = 0; step < 10; step++) model.trainStep(batch);
  return model.checksum();
};
const settings = [{ hidden: [32], latentDim: 2 }, { seed: 3 }];

test('packed, unpacked and imported by its name, the engine trains to the same weights, and its types hold', async () => {
  unpackEngine(join(folder, 'node_modules/latentpad-engine'));

  writeFileSync(
    join(folder, 'use.mjs'),
    `import { createEngine } from 'latentpad-engine';
    import { createClient } from 'latentpad-engine/client';
    const work = ${work};
    const engine = await createEngine({ variant: 'exact', threads: 2 });
    console.log(JSON.stringify({ checksum: work(engine.createModel(...${JSON.stringify(settings)})), client: typeof createClient }));
    process.exit();`,
  );
  const told = JSON.parse(run(process.execPath, ['use.mjs']));
  const engine = await createEngine({ variant: 'exact' });
  assert.deepEqual(told, { checksum: work(engine.createModel(...settings)), client: 'function' });

  writeFileSync(
    join(folder, 'typed.ts'),
    `import { createEngine, downloadWeights, type Model } from 'latentpad-engine';
    import { createClient } from 'latentpad-engine/client';
    const engine = await createEngine({ variant: 'auto', threads: 1 });
    const model: Model = engine.createModel({ hidden: [32], latentDim: 2 }, { seed: 1 });
    const mu: Float32Array = model.encode(new Float32Array(784)).mu;
    const bound: number = model.trainStep(new Float32Array(784)).negativeElbo;
    const whole: Uint8Array = await downloadWeights('model.safetensors.index.json', { engine });
    const files: Record<string, ArrayBuffer> = {};
    for (const name of engine.weightFiles({ index: whole })) files[name] = new ArrayBuffer(0);
    const joined: Model = engine.loadModel(engine.joinWeights({ index: whole, files }));
    const client = createClient();
    const again: Uint8Array = await downloadWeights('model.safetensors.index.json', { engine: client });
    await client.loadModel({ bytes: await client.joinWeights({ index: again, files }) });
    // @ts-expect-error there is no such model
    engine.createModel({ model: 'gan' });
    console.log(mu, bound, joined);`,
  );
  run(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--target',
    'es2023',
    '--module',
    'esnext',
    '--moduleResolution',
    'bundler',
    'typed.ts',
  ]);
});
