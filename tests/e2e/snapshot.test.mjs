// A run survives a reload, and no storage is needed for anything else.
import assert from 'node:assert/strict';
import { stage } from './support/stage.mjs';

const { openPage, test, testIn } = stage();
let site;

const SHIPPED = 'fe2f96c9cf6eb751';
const reload = () => site.page.reload({ waitUntil: 'load' });

/** What is kept of the one tab there is: its record, changed or not. */
const kept = (change, wanted = 'size') => site.page.evaluate((changes, what) => new Promise((resolve, reject) => {
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
      if (changes) runs.put({ ...rest, bytes: changes.damaged ? new Uint8Array(changes.damaged) : bytes, ...changes }, name).onsuccess = () => done(null);
      else done((what === 'size' ? bytes?.byteLength : rest[what]) ?? null);
    };
  };
}), change, wanted);

const versionKept = () => kept(undefined, 'version');

/** Damages the weights that are kept, for good: the held-out digits' mean, once it has come, is written with them anew. */
async function damage() {
  do {
    await kept({ damaged: 64 });
    await new Promise((resolve) => setTimeout(resolve, 1500));
  } while (await kept() !== 64);
}

test('reloaded, the run is back at its step with its curves, and goes on as if nothing had been', async () => {
  site = await openPage({ hash: '#weights=fresh&hidden=16&seed=5&play=1' });
  await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) >= 40);
  await site.click('train-play');
  await site.waitForValue('train-state', 'paused');
  await site.click('pad-clear');
  const [step, checksum] = [await site.value('train-step-count'), await site.value('checksum')];
  await site.waitForValue('snapshot', step);
  await site.waitFor(() => document.querySelector('[data-testid="held-out-bound"]').dataset.value > 0);
  const bound = await site.value('held-out-bound');
  await site.waitFor((wanted) => location.hash.includes(`steps=${wanted}`) && location.hash.includes('draw=none'), step);

  // Another tab has a run of its own; neither sees the other's.
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
  assert.deepEqual([await site.value('train-step-count'), await site.value('train-state'), await site.value('model-sees')], [step, 'paused', 'blank']);
  await site.waitForValue('held-out-bound', bound);
  const next = await site.page.evaluate(() => window.latentpad.step());
  const first = await site.page.evaluate(() => window.latentpad.reset());
  // Made anew and run so far in one go.
  const again = await site.page.evaluate(async (steps) => {
    const made = await window.latentpad.createModel({ config: { hidden: [16], latentDim: 2 }, training: { seed: 5 } });
    return { first: made.checksum, next: (await window.latentpad.step(steps + 1)).checksum };
  }, Number(step));
  assert.deepEqual([next.checksum, first.checksum], [again.next, again.first]);
});

// Nothing is said to a page that crashes: what comes back is what was written while it trained. Only Chromium can be told to crash.
testIn('chromium', 'after a crash in the middle of training, the run of the last seconds is back', async () => {
  site = await openPage({ hash: '#weights=fresh&hidden=16&seed=6' });
  await site.ready();
  await site.page.evaluate(() => { window.addEventListener('pagehide', () => sessionStorage.setItem('left', 'in good order')); });
  await site.click('train-play');
  await site.waitFor(() => Number(document.querySelector('[data-testid="snapshot"]').dataset.value) > 0);
  const step = await site.number('snapshot');
  const crashed = new Promise((resolve) => { site.page.once('error', resolve); });
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
  assert.equal(checksum, again, 'the weights are those of so many steps');
});

testIn('firefox', 'one may start fresh; what is damaged or of an older version is dropped in silence; a link to a model comes first; a full storage is no obstacle', async () => {
  site = await openPage({ hash: '#weights=fresh&hidden=8&steps=3' });
  await site.waitForValue('snapshot', '3');
  await reload();
  await site.waitForValue('notice', 'snapshot.back');
  await site.click('notice-action');
  await site.waitForValue('checksum', SHIPPED);
  await site.waitFor(() => location.hash === '');
  await site.click('train-step');
  await site.waitForValue('snapshot', '1');
  await site.waitFor(() => location.hash === '#steps=1');
  await damage();
  // As if by hand: the address asks for no run.
  await site.page.evaluate(() => history.replaceState(null, '', '#lang=en'));
  await reload();
  await site.ready();
  assert.deepEqual([await site.value('checksum'), await site.value('notice')], [SHIPPED, '']);
  await site.click('train-step');
  await site.waitForValue('snapshot', '1');
  // The rest of the page may still be writing the held-out digits' mean.
  do await kept({ version: 1 }); while (await new Promise((done) => { setTimeout(done, 1500); }).then(versionKept) !== 1);
  await site.page.evaluate(() => history.replaceState(null, '', '#lang=en'));
  await reload();
  await site.ready();
  assert.deepEqual([await site.value('checksum'), await site.value('notice'), await versionKept()], [SHIPPED, '', null]);
  // No room for more: what a browser does then is to abort the write.
  await site.page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    window.refused = 0;
    IDBObjectStore.prototype.put = function (...all) {
      const request = put.apply(this, all);
      window.refused += 1;
      this.transaction.abort();
      return request;
    };
    window.makeRoom = () => { IDBObjectStore.prototype.put = put; };
  });
  await site.click('train-step');
  await site.waitFor(() => window.refused > 0);
  await site.waitForValue('train-step-count', '1');
  assert.deepEqual([await site.value('snapshot'), await site.value('notice')], ['', '']);
  await site.page.evaluate(() => window.makeRoom());
  await site.click('train-step');
  await site.waitForValue('snapshot', '2');
  await site.page.evaluate(() => history.replaceState(null, '', '#weights=fresh&hidden=9&lang=ko'));
  await reload();
  await site.waitFor(() => document.querySelector('[data-testid="field-hidden"]').value === '9');
  assert.equal(await site.value('notice'), '');
});

test('without storage all else works', async () => {
  site = await openPage();
  await site.page.evaluateOnNewDocument(() => {
    const refuse = () => { throw new DOMException('no storage here', 'SecurityError'); };
    for (const name of ['indexedDB', 'sessionStorage', 'localStorage']) Object.defineProperty(window, name, { get: refuse });
  });
  await reload();
  await site.ready();
  await site.click('train-step');
  await site.waitForValue('train-step-count', '1');
  await site.waitFor(() => location.hash === '#steps=1');
  assert.equal(await site.value('snapshot'), '');
});
