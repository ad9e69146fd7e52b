// A run survives a reload, and nothing else needs storage.
import assert from 'node:assert/strict';
import { createFixture } from './support/fixture.mjs';
import { whenLong } from '../support/long.mjs';

const { openPage, serve, testIn, testOnceIn } = createFixture();
let site;

const SHIPPED = 'a26561e21717caff';
const reload = () => site.page.reload({ waitUntil: 'load' });

/** Loads the page in the same tab with a URL that it has not written itself. */
async function comeWith(hash) {
  // From another page: the page writes its own URL as it is left, and a change of the fragment alone loads nothing.
  await site.page.goto('about:blank');
  await site.page.goto(site.address + hash, { waitUntil: 'load' });
}

/** The record of the only tab, optionally changed. */
const kept = (change, wanted = 'size') =>
  site.page.evaluate(
    (changes, what) =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('latentpad');
        request.onerror = reject;
        request.onsuccess = () => {
          const runs = request.result.transaction('runs', 'readwrite').objectStore('runs');
          const name = sessionStorage.getItem('latentpad.tab');
          const done = (bytes) => {
            request.result.close();
            resolve(bytes);
          };
          runs.get(name).onsuccess = ({ target }) => {
            const { bytes = null, ...rest } = target.result ?? {};
            if (changes)
              runs.put(
                { ...rest, bytes: changes.damaged ? new Uint8Array(changes.damaged) : bytes, ...changes },
                name,
              ).onsuccess = () => done(null);
            else done((what === 'size' ? bytes?.byteLength : rest[what]) ?? null);
          };
        };
      }),
    change,
    wanted,
  );

const versionKept = () => kept(undefined, 'version');

/** Waits until nothing more will be written: the record has the step with its held-out bound. */
async function settledAt(step) {
  await site.waitFor(() => document.querySelector('[data-testid="held-out-bound"]').dataset.value > 0);
  while ((await kept(undefined, 'heldOutCurve'))?.step.at(-1) !== step)
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
}

testOnceIn(
  'firefox',
  'after a reload the run is restored at its step with its curves, and continues as without it',
  async () => {
    site = await openPage({ hash: '#weights=fresh&hidden=16&seed=5&play=1' });
    await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) >= 40);
    await site.click('train-play');
    await site.waitForValue('train-state', 'paused');
    await site.click('pad-clear');
    const [step, checksum] = [await site.value('train-step-count'), await site.value('checksum')];
    await site.waitForValue('snapshot', step);
    await site.waitFor(() => document.querySelector('[data-testid="held-out-bound"]').dataset.value > 0);
    const bound = await site.value('held-out-bound');
    await site.waitFor(
      (wanted) => location.hash.includes(`steps=${wanted}`) && location.hash.includes('draw=none'),
      step,
    );

    // Another tab has its own run; neither affects the other.
    const other = await openPage({ hash: '#weights=fresh&hidden=8&steps=3' });
    await other.waitForValue('snapshot', '3');
    const others = await other.value('checksum');
    await other.page.reload({ waitUntil: 'load' });
    await other.waitForValue('notice', 'snapshot.back');
    await other.waitForValue('checksum', others);
    await other.close();
    await site.page.bringToFront();
    await reload();
    await site.waitForValue('notice', 'snapshot.back');
    await site.waitForValue('checksum', checksum);
    assert.deepEqual(
      [await site.value('train-step-count'), await site.value('train-state'), await site.value('model-sees')],
      [step, 'paused', 'blank'],
    );
    await site.waitForValue('held-out-bound', bound);
    const next = await site.page.evaluate(() => window.latentpad.step());
    const first = await site.page.evaluate(() => window.latentpad.reset());
    // Created again and trained to that step at once.
    const again = await site.page.evaluate(async (steps) => {
      const made = await window.latentpad.createModel({
        config: { hidden: [16], latentDim: 2 },
        training: { seed: 5 },
      });
      return { first: made.checksum, next: (await window.latentpad.step(steps + 1)).checksum };
    }, Number(step));
    assert.deepEqual([next.checksum, first.checksum], [again.next, again.first]);
  },
);

// A crashing page receives no event: the restored state was written during training. Only Chromium can be crashed by a test.
testIn('chromium', 'after a crash during training, the run of the last seconds is restored', async () => {
  site = await openPage({ hash: '#weights=fresh&hidden=16&seed=6' });
  await site.ready();
  await site.page.evaluate(() => {
    window.addEventListener('pagehide', () => sessionStorage.setItem('left', 'in good order'));
  });
  await site.click('train-play');
  await site.waitFor(() => Number(document.querySelector('[data-testid="snapshot"]').dataset.value) > 0);
  const step = await site.number('snapshot');
  const crashed = new Promise((resolve) => {
    site.page.once('error', resolve);
  });
  const session = await site.page.createCDPSession();
  session.send('Page.crash').catch(() => {});
  assert.match((await crashed).message, /crashed/);

  await reload();
  await site.waitForValue('notice', 'snapshot.back');
  assert.equal(await site.page.evaluate(() => sessionStorage.getItem('left')), null);
  await site.waitForValue('train-state', 'paused');
  const back = await site.number('train-step-count');
  assert.ok(back >= step, `${back} of ${step}`);
  const checksum = await site.value('checksum');
  const again = await site.page.evaluate(async (steps) => {
    await window.latentpad.createModel({ config: { hidden: [16], latentDim: 2 }, training: { seed: 6 } });
    return (await window.latentpad.step(steps)).checksum;
  }, back);
  assert.equal(checksum, again, 'the weights are those of this number of steps');
});

testIn(
  'firefox',
  'a fresh start; invalid snapshots are discarded silently; a link to a model takes precedence; storage may be full',
  async () => {
    site = await openPage({ hash: '#weights=fresh&hidden=8&steps=3' });
    await site.waitForValue('snapshot', '3');
    await reload();
    await site.waitForValue('notice', 'snapshot.back');
    await site.click('notice-action');
    await site.waitForValue('checksum', SHIPPED);
    await site.waitFor(() => location.hash === '');
    await site.click('train-step');
    await site.waitForValue('snapshot', '1');
    await settledAt(1);
    await kept({ damaged: 64 });
    await comeWith('#lang=en');
    await site.ready();
    await site.waitForValue('checksum', SHIPPED);
    assert.equal(await site.value('notice'), '');
    await site.click('train-step');
    await site.waitForValue('snapshot', '1');
    await settledAt(1);
    await kept({ version: 1 });
    await comeWith('#lang=en');
    await site.ready();
    await site.waitForValue('checksum', SHIPPED);
    assert.deepEqual([await site.value('notice'), await versionKept()], ['', null]);
    // Storage quota exceeded: a browser then aborts the write.
    await site.page.evaluate(() => {
      const { put } = IDBObjectStore.prototype;
      window.refused = 0;
      IDBObjectStore.prototype.put = function (...all) {
        const request = put.apply(this, all);
        window.refused += 1;
        this.transaction.abort();
        return request;
      };
      window.makeRoom = () => {
        IDBObjectStore.prototype.put = put;
      };
    });
    await site.click('train-step');
    await site.waitFor(() => window.refused > 0);
    await site.waitForValue('train-step-count', '1');
    assert.deepEqual([await site.value('snapshot'), await site.value('notice')], ['', '']);
    await site.page.evaluate(() => window.makeRoom());
    await site.click('train-step');
    await site.waitForValue('snapshot', '2');
    await comeWith('#weights=fresh&hidden=9&lang=ko');
    await site.waitFor(() => document.querySelector('[data-testid="field-hidden"]').value === '9');
    assert.equal(await site.value('notice'), '');
  },
);

testOnceIn('chromium', 'without storage everything else works', async () => {
  site = await openPage({ hash: '#view=bench' });
  await site.page.evaluateOnNewDocument(() => {
    const refuse = () => {
      throw new DOMException('no storage here', 'SecurityError');
    };
    for (const name of ['indexedDB', 'sessionStorage', 'localStorage'])
      Object.defineProperty(window, name, { get: refuse });
  });
  await reload();
  await site.ready();
  await site.click('train-step');
  await site.waitForValue('train-step-count', '1');
  await site.waitFor(() => location.hash === '#view=bench&steps=1');
  assert.equal(await site.value('snapshot'), '');
});

/** Trains from the first step; resolves after this many steps. */
async function trained(steps, hash = '#weights=fresh&hidden=16&seed=5&play=1') {
  site = await openPage({ hash });
  await site.waitFor(
    (least) => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) >= least,
    steps,
  );
}

testOnceIn(
  'chromium',
  'a reload during training, in its first seconds or later, loses at most about a second of work',
  async () => {
    for (const seconds of [1, 3]) {
      await trained(10);
      // The duration of a save on this machine: the engine's part, and the storage's.
      await site.page.evaluate(() => {
        window.took = { engine: [], storage: [] };
        const client = window.latentpad,
          ask = client.saveForRestore.bind(client),
          { put } = IDBObjectStore.prototype;
        client.saveForRestore = async () => {
          const began = performance.now(),
            answer = await ask();
          window.took.engine.push(performance.now() - began);
          return answer;
        };
        IDBObjectStore.prototype.put = function (...all) {
          const began = performance.now();
          this.transaction.addEventListener('complete', () => window.took.storage.push(performance.now() - began));
          return put.apply(this, all);
        };
        window.began = performance.now();
      });
      await site.waitFor(
        (ms) =>
          performance.now() - window.began > ms && Math.min(window.took.engine.length, window.took.storage.length) > 1,
        1000 * seconds,
      );
      // Steps per second, as the page measures them.
      const [step, rate, took] = await site.page.evaluate(async () => {
        const { step: at } = await new Promise((resolve) => {
          window.latentpad.addEventListener('progress', ({ detail }) => resolve(detail), { once: true });
        });
        return [at, Number(document.querySelector('[data-testid="train-rate"]').dataset.value) / 128, window.took];
      });
      await reload();
      await site.waitForValue('notice', 'snapshot.back');
      const back = await site.number('train-step-count'),
        lost = (step - back) / rate;
      const [engine, storage] = [took.engine, took.storage].map((all) => Math.max(...all) / 1000);
      console.log(
        `# after ${seconds} s: at step ${step}, ${Math.round(rate)} steps/s, back at ${back}: ${lost.toFixed(2)} s of work; a save took ${(1000 * engine).toFixed(0)} + ${(1000 * storage).toFixed(0)} ms`,
      );
      // Half a second between two saves, or the time at which one takes a twentieth; on a busy machine each takes longer.
      const pause = Math.max(0.5, (engine - 0.03) / 0.05);
      assert.ok(lost <= pause + 2 * (engine + storage) + 0.4, `${lost} s of work`);
      const checksum = await site.value('checksum');
      const again = await site.page.evaluate(async (steps) => {
        await window.latentpad.createModel({ config: { hidden: [16], latentDim: 2 }, training: { seed: 5 } });
        return (await window.latentpad.step(steps)).checksum;
      }, back);
      assert.equal(checksum, again);
      await site.close();
    }
  },
);

testOnceIn('firefox', 'a page hidden during training is saved in that state', async () => {
  await trained(10);
  // As when another tab is activated; a driven browser cannot hide a page.
  const step = await site.page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
    return Number(document.querySelector('[data-testid="train-step-count"]').dataset.value);
  });
  await site.waitFor(
    (least) => Number(document.querySelector('[data-testid="snapshot"]').dataset.value) >= least,
    step,
  );
});

// Pages from an insecure address have no locks; the channel is the same code in every browser.
for (const [how, run] of [
  ['locks', (...rest) => testOnceIn('firefox', ...rest)],
  ['a channel', (...rest) => whenLong(testIn)('chromium', ...rest)],
]) {
  run(
    `a duplicated tab, detected by ${how}, shows the same run and continues with its own; neither loses anything`,
    async () => {
      // The opened window has a service worker, which serves only the build's own bytes.
      await serve();
      const before =
        how === 'locks'
          ? undefined
          : [
              () => {
                delete Navigator.prototype.locks;
              },
            ];
      site = await openPage({ hash: '#weights=fresh&hidden=16&seed=5&steps=40', before });
      await site.waitForValue('snapshot', '40');
      // A tab duplicated before that is opened with a link of the user's, and trains what the link says.
      await site.waitFor(() => sessionStorage.getItem('latentpad.link')?.includes(location.hash));
      const original = await site.value('checksum');
      // A window opened by a page gets a copy of its session storage.
      const opened = new Promise((resolve) => {
        site.page.once('popup', resolve);
      });
      await site.page.evaluate(() => {
        window.open(location.href);
      });
      const copy = Object.create(
        Object.getPrototypeOf(site),
        Object.getOwnPropertyDescriptors({ ...site, page: await opened }),
      );
      if (before) {
        // The driver rejects a reload during the first load.
        await copy.waitFor(() => document.readyState === 'complete');
        await copy.page.evaluateOnNewDocument(...before);
        await copy.page.reload({ waitUntil: 'load' });
      }
      await copy.waitForValue('checksum', original);
      await copy.waitForValue('notice', 'snapshot.back');
      await copy.waitForValue('snapshot', '40');
      // On a busy machine the first page may answer late.
      const nameOf = ({ page }) => page.evaluate(() => sessionStorage.getItem('latentpad.tab'));
      const name = await nameOf(site);
      await copy.waitFor((taken) => sessionStorage.getItem('latentpad.tab') !== taken, name);
      assert.equal(await nameOf(site), name);
      // A reload finds the run under the new name, whether or not the copy has saved it since. On a busy machine the page
      // before it may hold that name for too long: then it takes another one, and the run with it.
      await copy.page.reload({ waitUntil: 'load' });
      await copy.waitForValue('notice', 'snapshot.back');
      assert.equal(await copy.value('checksum'), original);
      assert.notEqual(await nameOf(copy), name);
      await copy.page.evaluate(() => {
        location.hash = '#weights=fresh&model=ae&hidden=24&latent=3&seed=9&steps=7';
      });
      await copy.waitForValue('snapshot', '7');
      const others = await copy.value('checksum');
      await site.page.bringToFront();
      await reload();
      await site.waitForValue('notice', 'snapshot.back');
      assert.deepEqual([await site.value('checksum'), await site.value('train-step-count')], [original, '40']);
      await copy.page.bringToFront();
      await copy.page.reload({ waitUntil: 'load' });
      await copy.waitForValue('checksum', others);
      assert.equal(await copy.value('train-step-count'), '7');
      await copy.page.close();
    },
  );
}
