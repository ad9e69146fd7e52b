// Failures of the engine's worker: it throws, traps or hangs, receives invalid messages, and commands arrive faster than it executes them.
import assert from 'node:assert/strict';
import { beforeWorker } from './support/before-worker.mjs';
import { createFixture } from './support/fixture.mjs';

const { openPage, serve, testIn, testOnceIn } = createFixture({ server: false });
let site;

const engine = (use, ...rest) => site.page.evaluate(use, ...rest);
const state = async () => ({
  step: await site.value('train-step-count'),
  checksum: await site.value('checksum'),
  training: await site.value('train-state'),
});

/** Counts the workers that hold a core, and the page's restart notices. Runs in each document. */
const watch = () => {
  const Original = window.Worker;
  window.cores = 0;
  window.restarts = 0;
  window.Worker = class extends Original {
    constructor(url, options) {
      super(url, options);
      this.isCore = options.name === 'latentpad';
      window.cores += Number(this.isCore);
    }

    terminate() {
      window.cores -= Number(this.isCore);
      this.isCore = false;
      super.terminate();
    }
  };
  let said = '';
  new MutationObserver(() => {
    const now = document.querySelector('[data-testid="notice"]')?.dataset.value ?? '';
    if (now === 'notice.restarted' && said !== now) window.restarts += 1;
    said = now;
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-value'] });
};

/** The worker can be made to fail: immediately, by a trap during the core's next call, or by never returning. */
const canFail = `{
  const { instantiate } = WebAssembly;
  // (func (export "trap") unreachable)
  const trapping = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, 116, 114, 97, 112, 0, 0, 10, 5, 1, 3, 0, 0, 11);
  const { trap } = new WebAssembly.Instance(new WebAssembly.Module(trapping)).exports;
  let armed = false;
  const armable = (part) => Object.fromEntries(Object.entries(part).map(([name, value]) => [name, typeof value !== 'function' ? value
    : (...all) => { if (armed) { armed = false; trap(); } return value(...all); }]));
  WebAssembly.instantiate = (module, imports) => instantiate(module, Object.fromEntries(Object.entries(imports).map(([name, part]) => [name, armable(part)])));
  addEventListener('message', ({ data }) => {
    if (data?.fault === 'throws') setTimeout(() => { throw new Error('thrown by the test'); });
    if (data?.fault === 'traps') armed = true;
    if (data?.fault === 'hangs') for (;;);
  });
}`;

testOnceIn(
  'chromium',
  'a worker that throws, traps or hangs: detected within a number of checks, once; a new one continues from the snapshot',
  async () => {
    await serve({ intercept: beforeWorker(canFail) });
    site = await (
      await openPage({
        before: [watch],
        hash: '#weights=fresh&hidden=16&seed=5&threads=1&hide=lesson,explore,compare,lab,article',
      })
    ).ready();
    for (const [i, [fault, reason]] of [
      ['throws', /thrown by the test/],
      ['traps', /unreachable/],
      ['hangs', /stopped answering/],
    ].entries()) {
      const { kept, silentChecks, maxSilentChecks } = await engine(
        async (name, untilStep) => {
          const { latentpad } = window,
            { channel } = latentpad.supervisor;
          const stopped = new Promise((done) =>
            latentpad.addEventListener('progress', ({ detail }) => detail.stopped && done(detail)),
          );
          await latentpad.play({ untilStep });
          const { step, checksum } = await stopped;
          await latentpad.play();
          // Counted in the page's own checks since the last message: a busy worker fails later than it is told to.
          let checks = 0;
          const { checkSilence, onMessage } = channel;
          channel.checkSilence = () => {
            checks += 1;
            checkSilence.call(channel);
          };
          channel.onMessage = (message) => {
            checks = 0;
            onMessage.call(channel, message);
          };
          channel.worker.postMessage({ fault: name });
          await new Promise((done) => {
            const timer = setInterval(() => channel.closed && done(clearInterval(timer)), 50);
          });
          return {
            kept: { step: String(step), checksum, training: 'paused' },
            silentChecks: checks,
            maxSilentChecks: channel.maxSilentChecks(),
          };
        },
        fault,
        20 * (i + 1),
      );
      // A check is half a second. On a machine that is not busy ten are allowed (tests/web/engine/client.test.mjs).
      assert.ok(
        silentChecks <= maxSilentChecks + 1,
        `${fault}: detected after ${silentChecks} checks without a message, not ${maxSilentChecks}`,
      );
      assert.equal(kept.step, String(20 * (i + 1)));
      await site.waitForValue('notice', 'notice.restarted');
      assert.match(await site.page.$eval('[data-testid="notice"]', (node) => node.textContent), reason);
      await site.waitForValue('train-step-count', kept.step);
      await site.waitForValue('checksum', kept.checksum);
      assert.deepEqual(await state(), kept);
      assert.deepEqual(await engine(() => [window.cores, window.restarts]), [1, i + 1]);
      await site.click('notice-dismiss');
    }
    // Finally the weights equal those of an undisturbed run.
    const { checksum } = await state();
    const undisturbed = await engine(async () => {
      await window.latentpad.createModel({ config: { hidden: [16], latentDim: 2 }, training: { seed: 5 } });
      return (await window.latentpad.step(60)).checksum;
    });
    assert.equal(undisturbed, checksum);
    // The browsers write the worker's error to the console differently.
    site.errors = site.errors.filter((line) => !/thrown by the test/.test(line));
  },
);

testIn(
  'firefox',
  'invalid messages: unknown types, wrong fields, outdated ids, detached buffers change nothing and end nothing',
  async () => {
    await serve();
    site = await (await openPage({ before: [watch] })).ready();
    const before = await state();
    const { answers, stale, late } = await engine(async () => {
      const { channel } = window.latentpad.supervisor;
      const gone = new Float32Array(784);
      structuredClone(gone, { transfer: [gone.buffer] });
      const asked = [
        ['eval'],
        ['constructor'],
        ['__proto__'],
        ['toString'],
        [''],
        [null],
        [['play']],
        ['x'.repeat(1e5)],
        ['encode'],
        ['encode', { pixels: 'x' }],
        ['encode', { pixels: new Float32Array(3) }],
        ['encode', { pixels: new Uint8Array(784) }],
        ['encode', { pixels: gone }],
        ['decode', { z: [0, 0] }],
        ['decode', { z: new Float32Array(3) }],
        ['step', { steps: -1 }],
        ['step', { steps: 'all' }],
        ['step', { steps: NaN }],
        ['play', { untilStep: 0.5 }],
        ['play', { epochs: 'many' }],
        ['setTraining', { training: { learningRate: NaN } }],
        ['setTraining', { training: { sedd: 1 } }],
        ['createModel', {}],
        ['createModel', { config: 7 }],
        ['createModel', { config: { hidden: 'x' }, training: {} }],
        ['loadModel', { bytes: {} }],
        ['loadModel', { bytes: new ArrayBuffer(0) }],
        ['loadDigits', { bytes: 7 }],
        ['resume', { bytes: new Uint8Array(9) }],
        ['samplePrior', { count: -1 }],
        ['samplePrior', { count: 1e12 }],
        ['sampleGiven', {}],
        ['conditionals', { pixels: gone }],
        ['posteriorGrid', { pixels: new Float32Array(784), side: 1e9 }],
        ['traceStep', { pixels: new Float32Array(784), epsilon: new Float32Array(77) }],
        ['activations', {}],
        ['digitLikelihood', { pixels: new Float32Array(784), samples: 1e12 }],
        ['sampleQuality', { classifier: new ArrayBuffer(8) }],
      ];
      const found = await Promise.all(
        asked.map(([type, fields]) =>
          channel.request(type, fields).then(
            () => `${String(type).slice(0, 20)} ${JSON.stringify(fields)} was taken`,
            ({ message }) => (message.length > 10 ? '' : `${type}: ${message}`),
          ),
        ),
      );
      // Values that are not requests, and invalid messages about threads.
      for (const message of [
        null,
        undefined,
        7,
        'play',
        [],
        {},
        { event: 'threads' },
        { event: 'threads', detail: null },
        { event: 'threads', detail: { index: 99, message: 1 } },
        { event: 'progress', detail: {} },
      ])
        channel.worker.postMessage(message);
      // The id of an earlier request: its reply is ignored.
      channel.worker.postMessage({ id: 1, type: 'encode', pixels: new Float32Array(784) });
      let told = 0;
      // The page makes its own requests meanwhile, which the test must not answer.
      const mine = channel.nextId;
      const answered = channel.request('encode', { pixels: new Float32Array(784) }).then(({ mu }) => {
        told += 1;
        return mu.length;
      });
      for (const data of [
        null,
        'text',
        { id: 1, ok: true, value: 'stale' },
        { id: channel.nextId + 50, ok: true, value: 'early' },
        { ok: true },
        { id: 'x', ok: false },
      ])
        channel.worker.onmessage({ data });
      const length = await answered;
      channel.worker.onmessage({ data: { id: mine, ok: true, value: 'twice' } });
      window.postMessage({ id: 1, type: 'reset' }, '*');
      return { answers: found.filter(Boolean), stale: [length, told], late: channel.pending.has(mine) };
    });
    assert.deepEqual(answers, []);
    assert.deepEqual([stale, late], [[2, 1], false]);
    assert.deepEqual(await state(), before);
    assert.deepEqual(
      await engine(() => [window.cores, window.restarts, window.latentpad.supervisor.restarts]),
      [1, 0, 0],
    );
    await site.click('train-step');
    await site.waitForValue('train-step-count', '1');
  },
);

testIn('chromium', 'commands faster than their execution: one worker, and the last command wins', async () => {
  /** The pending request for the selected core. @type {(() => void) | null} */
  let release = null,
    asked;
  const isAsked = new Promise((done) => {
    asked = done;
  });
  await serve({
    intercept(request, response) {
      if (request.url === '/sw.js') response.writeHead(200, { 'Content-Type': 'text/javascript' }).end();
      else if (release === null && /latentpad-exact-.*\.wasm/.test(request.url)) {
        release = () =>
          response.writeHead(302, { Location: request.url, 'Cross-Origin-Resource-Policy': 'same-origin' }).end();
        asked();
      } else return false;
      return true;
    },
  });
  site = await (
    await openPage({
      before: [watch],
      hash: '#weights=fresh&hidden=64&seed=8&threads=1&hide=lesson,explore,compare,lab,article',
    })
  ).ready();
  const first = await state();
  const press = (id, times = 1) =>
    engine(
      (name, count) => {
        const button = document.querySelector(`[data-testid="${name}"]`);
        for (let i = 0; i < count; i++) button.click();
      },
      id,
      times,
    );
  const trains = async () =>
    site.waitFor(
      (before) => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) > before,
      await site.number('train-step-count'),
    );
  /** The state after a while without changes. */
  const rests = async (wanted) => {
    await site.waitForValue('train-state', wanted);
    const { step } = await state();
    await new Promise((done) => {
      setTimeout(done, 250);
    });
    assert.deepEqual([await site.value('train-state'), await site.value('train-step-count')], [wanted, step]);
    assert.equal(await engine(() => window.cores), 1);
    return state();
  };

  // Start, fifty times: every second press is a pause.
  await press('train-play', 51);
  await trains();
  await site.waitForValue('train-state', 'running');
  // Start while it starts, and the other concurrent commands.
  const { answers } = await engine(async () => {
    const { latentpad } = window;
    return {
      answers: (await Promise.all([latentpad.play(), latentpad.play(), latentpad.pause(), latentpad.play()])).map(
        (progress) => progress.state,
      ),
    };
  });
  assert.deepEqual(answers, ['running', 'running', 'paused', 'running']);
  await trains();
  await press('train-play', 50);
  await trains();
  await press('train-play', 3);
  await rests('paused');

  // Pause while another core compiles for a move.
  await press('train-play');
  await trains();
  await site.page.evaluate(() => {
    document.querySelector('.engine-choice').open = true;
  });
  await site.page.select('[data-testid="engine-arithmetic"]', 'exact');
  await isAsked;
  await press('train-play');
  release();
  await site.waitForValue('engine', JSON.stringify({ arithmetic: 'exact', threads: 1 }));
  await rests('paused');

  // Reset during a batch.
  await press('train-play');
  await trains();
  await press('train-reset');
  assert.deepEqual(await rests('idle'), { ...first, training: 'idle' });

  // Another model during an epoch, and another one immediately after.
  await press('train-play');
  await trains();
  await engine(() => {
    for (const sizes of ['7', '9']) {
      const field = document.querySelector('[data-testid="field-hidden"]');
      field.value = sizes;
      for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
      document.querySelector('[data-testid="train-create"]').click();
    }
  });
  await site.waitFor(() => /\b9\b/.test(document.querySelector('[data-testid="encoder-sizes"]').textContent));
  const made = await rests('idle');
  assert.equal(made.step, '0');
  assert.equal(
    made.checksum,
    await engine(
      async () =>
        (await window.latentpad.createModel({ config: { hidden: [9], latentDim: 2 }, training: { seed: 8 } })).checksum,
    ),
  );
  assert.deepEqual(await engine(() => [window.cores, window.restarts]), [1, 0]);
});
