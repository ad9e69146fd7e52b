// The builds of the core: which are supported, what each computes, and the fallback where one is not supported.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { canFuse } from '../../../web/engine/can-fuse.js';
import { createEngine } from '../../../web/engine/engine.js';
import { isLong } from '../../support/long.mjs';

const packed = await readFile(new URL('../../../build/data/digits.bin.gz', import.meta.url));
const golden = JSON.parse(await readFile(new URL('../../golden/checksums.json', import.meta.url), 'utf8'));
const early = golden['after 20 steps, seed 1'],
  pinned = golden['after 200 steps, seed 1'];
/** Node 20 has fused arithmetic behind a flag. */
const variants = canFuse() ? ['exact', 'fused'] : ['exact'];

async function checksumAfter(steps, config, options) {
  const engine = await createEngine(options);
  const [result] = await checksumsAfter(steps, [config], engine);
  return { info: engine.info, ...result };
}

/** The same for several models of one engine. */
async function checksumsAfter(steps, configs, engine) {
  const digits = await engine.loadDigits({ bytes: packed });
  const results = configs.map((config) => {
    const model = engine.createModel(config, { seed: 1 }, digits);
    model.train(digits, steps);
    const { negativeElbo } = model.evaluate(digits);
    const checksum = model.checksum();
    model.dispose();
    return { model: config.model, checksum, negativeElbo };
  });
  digits.dispose();
  return results;
}

/** Runs `use` in an engine without, or with another, part of WebAssembly. */
async function inEngineWith(target, name, replacement, use) {
  const original = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { ...original, value: replacement });
  try {
    await use();
  } finally {
    Object.defineProperty(target, name, original);
  }
}

test('784-400-20 has the pinned weights of its class after 20 and 200 steps, with 1, 2 and 3 threads', async () => {
  for (const variant of variants) {
    // To the end in one class; tests/e2e/engine.test.mjs does so in the other.
    const isWhole = isLong || variant === variants.at(-1);
    for (const [threads, steps, wanted] of [
      [1, 20, early[variant]],
      [2, 20, early[variant]],
      [3, 20, early[variant]],
      ...(isWhole ? [[1, 200, pinned[variant]]] : []),
    ]) {
      const run = await checksumAfter(steps, { hidden: [400], latentDim: 20 }, { variant, threads });
      assert.equal(run.checksum, wanted, `${variant}, ${threads} threads`);
      assert.deepEqual([run.info.arithmetic, run.info.threads, run.info.fallback], [variant, threads, null]);
    }
  }
});

test(
  'the arithmetics differ in the last bits, not in what is learnt',
  { skip: !canFuse() && 'this Node cannot fuse' },
  async () => {
    const [exact, fused] = await Promise.all(
      variants.map((variant) => checksumAfter(50, { hidden: [32], latentDim: 2 }, { variant, threads: 1 })),
    );
    assert.notEqual(exact.checksum, fused.checksum);
    assert.ok(Math.abs(exact.negativeElbo - fused.negativeElbo) < 0.1, `${exact.negativeElbo}, ${fused.negativeElbo}`);
  },
);

test('every kind of model has the same weights with one thread and with several', async () => {
  const kinds = [
    { model: 'vae', hidden: [128, 64, 32], latentDim: 2, activation: 'tanh' },
    { model: 'ae', hidden: [33], latentDim: 3 },
    { model: 'fvbn', hidden: [], latentDim: 0 },
    { model: 'made', hidden: [50], latentDim: 0 },
  ];
  for (const variant of variants) {
    const [one, two, eight] = await Promise.all(
      [1, 2, 8].map(async (threads) => {
        const engine = await createEngine({ variant, threads });
        assert.equal(engine.info.threads, threads);
        return checksumsAfter(5, kinds, engine);
      }),
    );
    assert.deepEqual(two, one, `${variant}, two threads`);
    assert.deepEqual(eight, one, `${variant}, eight threads`);
  }
});

test('auto chooses the fastest supported build', async () => {
  const { info } = await createEngine();
  assert.equal(info.arithmetic, variants.at(-1));
  assert.deepEqual(info.possible.arithmetic, variants);
  assert.equal(info.possible.sharedMemory, true);
  assert.ok(info.threads >= 1 && info.threads <= 4);
  assert.equal(info.fallback, null);
  assert.match(info.version, /^\d+\.\d+\.\d+/);
});

test('unsupported options are rejected with the supported ones', async () => {
  for (const threads of [0, 9, 1.5, -1, NaN, '2', null]) {
    await assert.rejects(createEngine({ threads }), {
      message: `createEngine: expected threads 'auto' or from 1 to 8, got ${threads}`,
    });
  }
  const names = variants.join(', ');
  for (const variant of ['fast', '', null, 'Exact']) {
    await assert.rejects(createEngine({ variant }), {
      message: `createEngine: expected variant 'auto' or one that this engine can run (${names}), got '${variant}'`,
    });
  }
});

test('an engine without relaxed SIMD rejects fused, and auto is exact', async () => {
  class Unknown {
    constructor() {
      throw new WebAssembly.CompileError('invalid simd opcode');
    }
  }
  await inEngineWith(WebAssembly, 'Module', Unknown, async () => {
    await assert.rejects(createEngine({ variant: 'fused' }), /one that this engine can run \(exact\), got 'fused'/);
    assert.equal((await createEngine({ threads: 1 })).info.arithmetic, 'exact');
  });
});

test('an engine whose relaxed multiply-add rounds twice is not fused', async () => {
  class RoundsTwice {
    exports = { madd: (a, b, c) => Math.fround(Math.fround(a * b) + c) };
  }
  await inEngineWith(WebAssembly, 'Instance', RoundsTwice, async () => {
    assert.equal(canFuse(), false);
    await assert.rejects(createEngine({ variant: 'fused' }), /got 'fused'/);
  });
});

test(
  'without SIMD: another build, on one thread, with the weights of the exact class for every kind of model',
  { skip: process.arch !== 'x64' && 'SIMD can be switched off on x64 only' },
  async () => {
    const kinds = [
      { hidden: [400], latentDim: 20 },
      { model: 'ae', hidden: [33], latentDim: 3, activation: 'tanh' },
      { model: 'made', hidden: [50], latentDim: 0 },
    ];
    // On processors without SSE4.1, V8 rejects each module with a vector instruction.
    const told = JSON.parse(
      execFileSync(
        process.execPath,
        [
          '--no-enable-sse4-1',
          '--input-type=module',
          '--eval',
          `
    import { readFile } from 'node:fs/promises';
    import { createEngine } from ${JSON.stringify(new URL('../../../web/engine/engine.js', import.meta.url).href)};
    const simdCompiles = await WebAssembly.compile(await readFile(${JSON.stringify(fileURLToPath(new URL('../../../build/wasm/latentpad-exact.wasm', import.meta.url)))})).then(() => true, () => false);
    const engine = await createEngine();
    const digits = await engine.loadDigits({ bytes: await readFile(${JSON.stringify(fileURLToPath(new URL('../../../build/data/digits.bin.gz', import.meta.url)))}) });
    const runs = ${JSON.stringify(kinds)}.map((config) => {
      const model = engine.createModel(config, { seed: 1 }, digits);
      model.train(digits, 8);
      return [model.checksum(), model.evaluate(digits).negativeElbo];
    });
    const { info } = engine, asked = (await createEngine({ threads: 2 })).info;
    const refused = await createEngine({ variant: 'fused' }).catch(({ message }) => message);
    console.log(JSON.stringify({ simdCompiles, info, runs, asked, refused }));
  `,
        ],
        { encoding: 'utf8' },
      ),
    );
    assert.equal(told.simdCompiles, false);
    assert.deepEqual(
      [
        told.info.arithmetic,
        told.info.threads,
        told.info.fallback,
        told.info.possible.simd,
        told.info.possible.arithmetic,
      ],
      ['exact', 1, null, false, ['exact']],
    );
    const withSimd = await checksumsAfter(8, kinds, await createEngine({ variant: 'exact', threads: 1 }));
    assert.deepEqual(
      told.runs,
      withSimd.map(({ checksum, negativeElbo }) => [checksum, negativeElbo]),
    );
    assert.deepEqual([told.asked.threads, told.asked.fallback.code], [1, 'noSimd']);
    assert.match(told.refused, /\(exact\), got 'fused'/);
  },
);

test('without shared memory there is one thread; if more were requested, the reason is given', async () => {
  await inEngineWith(globalThis, 'SharedArrayBuffer', undefined, async () => {
    const { info } = await createEngine();
    assert.deepEqual([info.threads, info.fallback, info.possible.sharedMemory], [1, null, false]);
    const asked = await createEngine({ variant: 'exact', threads: 2 });
    assert.deepEqual([asked.info.threads, asked.info.fallback.code], [1, 'notIsolated']);
  });
});

test('if a start with threads fails, here for lack of memory, one thread is used', async () => {
  class NoMemory {
    constructor() {
      throw new RangeError('could not allocate memory');
    }
  }
  await inEngineWith(WebAssembly, 'Memory', NoMemory, async () => {
    const { info } = await createEngine({ variant: 'exact', threads: 2 });
    assert.deepEqual([info.arithmetic, info.threads, info.fallback.message], ['exact', 1, 'could not allocate memory']);
  });
});
