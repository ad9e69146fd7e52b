// The manifest and the types of the packed engine, by the tools that package authors use.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pack, packedEngine, root, unpack } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'latentpad-manifest-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const tarball = packedEngine();
unpack(tarball, join(folder, 'package'));

/** @param {string} name @param {string[]} args */
const run = (name, args) => {
  const { bin } = JSON.parse(readFileSync(join(import.meta.dirname, 'node_modules', name, 'package.json'), 'utf8'));
  const file = typeof bin === 'string' ? bin : Object.values(bin)[0];
  return execFileSync(process.execPath, [join(import.meta.dirname, 'node_modules', name, file), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
};

test('publint finds nothing in the packed package', () => {
  assert.match(run('publint', [join(folder, 'package'), '--strict', '--pack', 'false']), /All good!/);
});

test('arethetypeswrong finds types for each entry, for every module resolution of ES modules', () => {
  const answer = run('@arethetypeswrong/cli', [
    tarball,
    '--profile',
    'esm-only',
    '--format',
    'json',
    '--exclude-entrypoints',
    './thread-worker',
    './wasm/*.wasm',
    './package.json',
  ]);
  const { analysis } = JSON.parse(answer);
  assert.deepEqual(
    analysis.problems.filter(({ resolutionKind }) => resolutionKind !== 'node10' && resolutionKind !== 'node16-cjs'),
    [],
  );
});

test('the manifest of a release names the public address; a tag of another version, or without a list of changes, is refused', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const local = JSON.parse(readFileSync(join(folder, 'package/package.json'), 'utf8'));
  assert.deepEqual(local.publishConfig, { access: 'public', provenance: true });
  assert.ok(local.keywords.length >= 5 && local.license === 'MIT');
  assert.deepEqual([local.repository, local.homepage, local.bugs], [undefined, undefined, undefined]);

  const release = join(folder, 'release');
  unpack(pack(release, '--repository', 'https://host.example/owner/name'), release);
  const { repository, homepage, bugs } = JSON.parse(readFileSync(join(release, 'package.json'), 'utf8'));
  assert.deepEqual(
    [repository, homepage, bugs],
    [
      { type: 'git', url: 'git+https://host.example/owner/name.git' },
      'https://host.example/owner/name#readme',
      { url: 'https://host.example/owner/name/issues' },
    ],
  );

  assert.throws(() => pack(release, '--tag', 'v99.0.0'), new RegExp(`expected the tag v${version}`));
  const isListed = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').includes(`## ${version}`);
  if (!isListed) assert.throws(() => pack(release, '--tag', `v${version}`), /expected a section '## /);
});

test('the workflow of a release tests, packs with the address of its host, and publishes what was packed', () => {
  const workflow = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8');
  const [pack, publish] = workflow.split('\n  publish:\n');
  assert.match(pack, /tags: \['v\*\.\*\.\*'\]/);
  assert.match(
    pack,
    /bash scripts\/test\.sh\n[\s\S]+pack-engine\.mjs --pack release --repository "\$GITHUB_SERVER_URL\/\$GITHUB_REPOSITORY" --tag "\$GITHUB_REF_NAME"/,
  );
  assert.match(
    publish,
    /needs: pack[\s\S]+id-token: write[\s\S]+npm publish \.\/latentpad-engine-\*\.tgz --provenance/,
  );
  assert.doesNotMatch(pack, /id-token|secrets\./);
});
