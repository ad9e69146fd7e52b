// The reference of the engine's interface: every export of every entry has its page, and every method of the client its comment.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { writeServiceWorker } from '../../../scripts/service-worker.mjs';
import { calls } from '../../../web/engine/calls.js';
import { Engine, ImageSet, Model } from '../../../web/engine/engine.js';

const root = resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'latentpad-api-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const write = () => execFileSync(process.execPath, [join(root, 'scripts/api-reference.mjs')], { stdio: 'inherit' });

test('every export of an entry has a page, and every method a section', async () => {
  const folder = join(root, 'build/api-reference');
  write();
  /** The page of an export, by the kind that TypeDoc gives it. */
  const pageOf = (name) =>
    ['classes', 'functions', 'interfaces', 'variables', 'types']
      .map((kind) => join(folder, kind, `${name}.html`))
      .find(existsSync);
  const absent = [];
  for (const entry of ['engine', 'client', 'exact', 'exact-client', 'measures', 'element']) {
    assert.ok(existsSync(join(folder, 'modules', `${entry}.html`)), entry);
    const names = Object.keys(await import(`../../../web/engine/${entry}.js`));
    // The page of what another entry exports too is the other's.
    for (const name of names) {
      const other = ['engine', 'client', 'measures'].map((from) => `${from}.${name}`).find(pageOf);
      if (!pageOf(`${entry}.${name}`) && !other) absent.push(`${entry}.${name}`);
    }
  }
  assert.deepEqual(absent, []);
  const methods = Object.entries(calls)
    .filter(([, { internal }]) => !internal)
    .map(([name]) => name);
  const isIn = (page, name) => readFileSync(page, 'utf8').includes(`id="${name.toLowerCase()}"`);
  const clientPage = pageOf('client-methods.ClientMethods');
  assert.deepEqual(
    methods.filter((name) => !isIn(clientPage, name)),
    [],
  );
  for (const Class of [Engine, ImageSet, Model]) {
    const own = Object.getOwnPropertyNames(Class.prototype).filter((name) => name !== 'constructor');
    assert.ok(own.length > 1);
    assert.deepEqual(
      own.filter((name) => !isIn(pageOf(`engine.${Class.name}`), name)),
      [],
      Class.name,
    );
  }
  assert.match(readFileSync(join(folder, 'index.html'), 'utf8'), /latentpad-engine/);
  assert.doesNotMatch(readFileSync(clientPage, 'utf8'), new RegExp(root));
});

test('the service worker of the page does not keep the reference', () => {
  const dist = join(folder, 'dist');
  mkdirSync(join(dist, 'api/classes'), { recursive: true });
  for (const name of ['index.html', 'api/index.html', 'api/classes/a.html']) writeFileSync(join(dist, name), name);
  writeServiceWorker(dist);
  const source = readFileSync(join(dist, 'sw.js'), 'utf8');
  assert.doesNotMatch(source, /"api\//);
  assert.match(source, /"files":\{"":"/);
});

test('the reference is not written again if nothing it is made of has changed', () => {
  const index = join(root, 'build/api-reference/index.html');
  write();
  const { mtimeMs } = statSync(index);
  write();
  assert.equal(statSync(index).mtimeMs, mtimeMs);
});
