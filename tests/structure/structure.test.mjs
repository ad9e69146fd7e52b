// The sources keep to the direction of dependencies. Run by ctest, or: node structure.test.mjs
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { errorCodesOf, errorFaults } from './error-rules.mjs';
import {
  findCycle,
  importFaults,
  importsOf,
  includeFaults,
  includesOf,
  missingImports,
  unsafeMatrices,
  withoutComments,
} from './rules.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Paths below a folder, relative to it, with one of these endings, and their text. */
function sources(folder, endings) {
  const found = readdirSync(join(ROOT, folder), { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.includes('node_modules/') && endings.some((ending) => path.endsWith(ending)));
  return new Map(found.map((path) => [path, readFileSync(join(ROOT, folder, path), 'utf8')]));
}

const cpp = sources('src', ['.h', '.cpp']);
const js = sources('web', ['.js', '.mjs']);

test('includes in src/ follow the layers', () => {
  assert.ok(cpp.size > 40, `only ${cpp.size} sources found`);
  assert.deepEqual(
    [...cpp].flatMap(([path, text]) => includeFaults(path, text, (header) => cpp.has(header))),
    [],
  );
});

/**
 * Selectors with :has() that select something below the element that has it, but for children by children: each change in the
 * element may then restyle all of it.
 * @param {string} css
 */
const wideHas = (css) =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split(/[{}]/)
    .filter((text) => /:has\(/.test(text))
    .map((text) => text.trim())
    .filter((text) => {
      const after = text.replace(/:has\(\s*>[^()]*(?:\([^()]*\)[^()]*)*\)(?=\s*>|[^\s>]*$)/g, '');
      return /:has\(.*\)\s+\S|(?:html|body|instrument|first-screen)\S*:has\(/.test(after);
    });

test('no change of the page restyles all of it: no :has() on large elements', () => {
  assert.deepEqual(wideHas('html:has(.notice) { a: b }'), ['html:has(.notice)']);
  assert.deepEqual(wideHas('.spine:has(.is-probed) .link { a: b }'), ['.spine:has(.is-probed) .link']);
  assert.deepEqual(
    wideHas('.foot:has(> .told:not([hidden])) > .sizes { a: b } .pen:has(:checked)::before { a: b }'),
    [],
  );
  assert.deepEqual(
    [...sources('web', ['.css'])].flatMap(([path, css]) => wideHas(css).map((selector) => `${path}: ${selector}`)),
    [],
  );
});

test('no JSON text crosses the border between the core and JavaScript', () => {
  const jsonOfCore = /(?:handle|core)\b[\w.?]*\(.*\bJSON\.|\bJSON\.\w+\(.*\b(?:handle|core)\b[\w.?]*\(/;
  assert.match('return JSON.parse(this.handle.train(digits));', jsonOfCore);
  assert.match('this.core.costOf(JSON.stringify(config));', jsonOfCore);
  const engine = [...js].filter(([path]) => path.startsWith('engine/'));
  assert.deepEqual(
    engine
      .filter(
        ([, text]) =>
          /\bJSON\.parse\b/.test(withoutComments(text))
          || withoutComments(text)
            .split('\n')
            .some((line) => jsonOfCore.test(line)),
      )
      .map(([path]) => path),
    [],
  );
  const json = (text) =>
    includesOf(text).some(({ header }) => header === 'io/json.h' || header.startsWith('nlohmann/'))
    || /\bnlohmann\b|\bparse_strict_json\b|\bdump\(/.test(withoutComments(text));
  assert.ok(json('#include "io/json.h"') && json('nlohmann::json x;') && json('return value.dump();'));
  assert.deepEqual(
    [...cpp].filter(([path, text]) => path.startsWith('wasm/') && json(text)).map(([path]) => path),
    [],
  );
});

test('the types of the modules are written by the build alone', () => {
  const kept = readdirSync(join(ROOT, 'src/wasm')).filter((name) => /\.d\.m?ts$/.test(name));
  assert.deepEqual(kept, []);
  assert.match(readFileSync(join(ROOT, 'src/wasm/CMakeLists.txt'), 'utf8'), /--emit-tsd/);
});

test('only the module of scripts/bench contains the pieces of work to be timed', () => {
  const includesBench = ([, text]) => includesOf(text).some(({ header }) => header.startsWith('bench/'));
  const paths = [...cpp]
    .filter(includesBench)
    .map(([path]) => path)
    .filter((path) => !path.startsWith('bench/'));
  assert.deepEqual(paths.sort(), ['cli/bench.cpp', 'wasm/bench_bindings.cpp']);
  const cmake = readFileSync(join(ROOT, 'src/wasm/CMakeLists.txt'), 'utf8');
  assert.match(cmake, /add_executable\(\$\{name\} EXCLUDE_FROM_ALL bench_bindings\.cpp\)/);
  assert.equal(cmake.match(/bench_bindings\.cpp|latentpad_bench\)/g).length, 2);
});

test('no header includes itself by way of others', () => {
  const graph = Object.fromEntries(
    [...cpp].map(([path, text]) => [
      path,
      includesOf(text)
        .filter(({ own }) => own)
        .map(({ header }) => header),
    ]),
  );
  assert.equal(findCycle(graph), null);
});

test('no dynamic matrix but those whose memory is safe when an allocation fails', () => {
  assert.deepEqual(unsafeMatrices('nn/a.cpp', 'Eigen::MatrixXf a; Matrix<int> b; Eigen::Matrix<float, 2, 2> c;'), [
    'Eigen::MatrixXf',
    'Eigen::Matrix',
    'Matrix<int>',
  ]);
  assert.deepEqual(
    unsafeMatrices('nn/a.cpp', 'Eigen::Map<const Matrix<float>> a; Vector<const double> b; Matrix<Scalar> c;'),
    [],
  );
  assert.deepEqual(
    [...cpp].flatMap(([path, text]) => unsafeMatrices(path, text).map((use) => `${path}: ${use}`)),
    [],
  );
});

test('features of web/ import only from core, and core imports from no feature', () => {
  assert.ok(js.size > 20, `only ${js.size} sources found`);
  assert.deepEqual(
    [...js].flatMap(([path, text]) => importFaults(path, text)),
    [],
  );
});

/** Those of the program and of its readers of data speak to whoever typed the command: they need no other language. */
const hasCodes = (path) => !/^(cli|data)\//.test(path) && path !== 'base/error.h' && path !== 'base/error_codes.h';

test('every error that src/ can raise has a code and the parameters that its sentence names', () => {
  const codes = errorCodesOf(cpp.get('base/error_codes.h'));
  assert.ok(codes.size > 80, `only ${codes.size} codes found`);
  assert.deepEqual(
    [...cpp].filter(([path]) => hasCodes(path)).flatMap(([path, text]) => errorFaults(path, text, codes)),
    [],
  );
});

test('every code of an error is raised somewhere', () => {
  const all = [...cpp]
    .filter(([path]) => path !== 'base/error_codes.h')
    .map(([, text]) => text)
    .join('\n');
  const raised = new Set([...all.matchAll(/\bErrorCode::(\w+)/g)].map(([, code]) => code));
  assert.deepEqual(
    [...errorCodesOf(cpp.get('base/error_codes.h')).keys()].filter((code) => !raised.has(code)),
    [],
  );
});

test('no C++ compares the name of a model kind: what one needs to know of a model is a trait', () => {
  const kinds = [...cpp.get('models/model_kind.cpp').matchAll(/\bkind<[^>]*>\("(\w+)"/g)].map(([, name]) => name);
  assert.ok(kinds.length >= 5);
  // The registry itself, the default of a configuration, and the net that the benchmark times.
  const mayName = ['models/model_kind.cpp', 'models/model_config.h', 'bench/workload.cpp'];
  const named = [...cpp]
    .filter(([path]) => !mayName.includes(path))
    .flatMap(([path, text]) =>
      kinds.filter((kind) => withoutComments(text).includes(`"${kind}"`)).map((kind) => `${path}: ${kind}`),
    );
  assert.deepEqual(named, []);
});

test('no JavaScript compares the name of a model kind, but asks for a trait', () => {
  const compared =
    /[=!]==? ?['"](vae|cvae|ae|fvbn|made)['"]|['"](vae|cvae|ae|fvbn|made)['"] ?[=!]==?|case ['"](vae|cvae|ae|fvbn|made)['"]/;
  assert.match("kind === 'ae'", compared);
  assert.deepEqual(
    [...js].filter(([, text]) => compared.test(withoutComments(text))).map(([path]) => path),
    [],
  );
});

/** Whether the package.json beside node_modules asks for the package of `target`; null if `target` is none of a package's. */
function isDeclaredPackage(target) {
  const path = /^(?<folder>.+)\/node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)/.exec(target);
  if (!path) return null;
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, path.groups.folder, 'package.json'), 'utf8'));
  return path.groups.name in dependencies;
}

test('every module of scripts and tests imports files that exist, or packages that its package.json declares', () => {
  assert.equal(isDeclaredPackage('scripts/bench/node_modules/@jax-js/jax/package.json'), true);
  assert.equal(isDeclaredPackage('scripts/bench/node_modules/absent/index.js'), false);
  const built = /^(build|dist)(\/|$)/;
  // Packages are looked up in package.json: those of the benchmark are installed only when it runs.
  const exists = (target) => isDeclaredPackage(target) ?? (built.test(target) || existsSync(join(ROOT, target)));
  const texts = ['scripts', 'tests'].flatMap((folder) =>
    [...sources(folder, ['.js', '.mjs'])].map(([path, text]) => [join(folder, path), text]),
  );
  const all = texts.filter(([path]) => path !== 'tests/structure/structure.test.mjs'); // its examples import what is not there
  assert.ok(all.length > 150, `only ${all.length} modules found`);
  assert.deepEqual(
    all.flatMap(([path, text]) => missingImports(path, text, exists)),
    [],
  );
});

test('no module imports itself by way of others', () => {
  const graph = Object.fromEntries(
    [...js].map(([path, text]) => [
      path,
      importsOf(text)
        .filter((name) => name.startsWith('.'))
        .map((name) => normalize(join(dirname(path), name))),
    ]),
  );
  assert.equal(findCycle(graph), null);
});

// The rules themselves: each must be able to find what it is there to find.

test('a back-edge between C++ layers is found', () => {
  const faults = (path, text) => includeFaults(path, text, () => true).length;
  assert.equal(faults('math/a.h', '#include "nn/linear.h"'), 1);
  assert.equal(faults('models/a.cpp', '  #  include "io/files.h"'), 1);
  assert.equal(faults('io/a.cpp', '#include "training/session.h"'), 1);
  assert.equal(faults('io/a.cpp', '#include "eval/likelihood.h"'), 1);
  assert.equal(faults('wasm/a.cpp', '#include "cli/command.h"'), 1);
  assert.equal(faults('training/a.cpp', '#include <nlohmann/json.hpp>'), 1);
  assert.equal(faults('cli/a.cpp', '#include <emscripten/bind.h>'), 1);
  assert.equal(faults('wasm/a.cpp', '#include "data/data_set.h"'), 1);
  assert.equal(faults('data/a.cpp', '#include "training/session.h"'), 1);
  assert.equal(faults('io/a.cpp', '#include <zip.h>'), 1);
  assert.equal(faults('nn/a.cpp', '#include <random>'), 1);
  assert.equal(faults('models/a.cpp', '#include <fstream>'), 1);
  assert.equal(faults('other/a.cpp', ''), 1);
  assert.equal(includeFaults('nn/a.cpp', '#include "nn/absent.h"', () => false).length, 1);
  assert.equal(faults('training/a.cpp', '#include "math/matrix.h"\n#include <vector>\n// #include "cli/command.h"'), 0);
});

test('a back-edge between areas of web/ is found', () => {
  const faults = (path, text) => importFaults(path, text).length;
  assert.equal(faults('features/map/a.js', "import { createClient } from '../../engine/client.js';"), 1);
  assert.equal(faults('features/map/a.js', "import {\n  createCode,\n} from '../code/code.js';"), 1);
  assert.equal(faults('features/map/a.js', "const code = await import('../code/code.js');"), 1);
  assert.equal(faults('features/map/a.js', "import '../../main.js';"), 1);
  assert.equal(faults('core/state/a.js', "import '../../features/map/map.js';"), 1);
  assert.equal(faults('core/state/a.js', "new Worker(new URL('../../engine/worker.js', import.meta.url));"), 1);
  assert.equal(faults('core/model/a.js', "import uPlot from 'uplot';"), 1);
  assert.equal(faults('features/snapshot/snapshot-store.js', "import { get } from 'idb-keyval';"), 0);
  assert.equal(faults('features/snapshot/snapshot-store.js', "import uPlot from 'uplot';"), 1);
  assert.equal(
    faults('features/map/map.js', "import './map-view.js'; import { t } from '../../core/texts/translate.js';"),
    0,
  );
  assert.equal(faults('languages/en/a.js', "import '../../core/texts/translate.js';"), 1);
  assert.equal(faults('engine/a.js', "import '../core/texts/translate.js';"), 1);
  assert.equal(faults('engine/messages.js', "import './client.js';"), 1);
  assert.equal(faults('other/a.js', ''), 1);
  assert.equal(
    faults(
      'features/map/a.js',
      "/** @type {import('../../engine/messages.js').Code} */\nimport '../../core/state/store.js';",
    ),
    0,
  );
  assert.equal(faults('engine/engine.js', "import create from '../../build/wasm/latentpad-exact.mjs';"), 0);
  assert.equal(
    faults('engine/engine.js', "import create from '../../build/wasm-threads/latentpad-exact-threads.mjs';"),
    0,
  );
  assert.equal(faults('engine/engine.js', "import pack from '../../build/data/pack.mjs';"), 1);
});

test('the development container has every system package that set-up installs', () => {
  const read = (path) => readFileSync(join(ROOT, path), 'utf8');
  const wanted = [...read('scripts/system-packages.sh').matchAll(/^\w+_packages=\(([^)]*)\)/gm)].flatMap(([, list]) =>
    list.split(/\s+/),
  );
  const installed = new Set(read('.devcontainer/Dockerfile').split(/\s+/));
  assert.ok(wanted.length > 15, wanted.join(' '));
  assert.deepEqual(
    wanted.filter((name) => !installed.has(name)),
    [],
  );
});

test('an error without a code or with other parameters than its sentence names is found', () => {
  const codes = errorCodesOf('X(plain, "nothing")  \\\n  X(two, "{a}: expected "  \\\n "{b}, \\"{a}\\"")');
  assert.deepEqual(
    [...codes],
    [
      ['plain', []],
      ['two', ['a', 'b']],
    ],
  );
  const faults = (text) => errorFaults('x.cpp', text, codes).length;
  assert.equal(faults('throw std::invalid_argument("x");'), 1);
  assert.equal(faults('throw std::runtime_error("x: " + y);'), 1);
  assert.equal(faults('throw 3;'), 1);
  assert.equal(faults('try {} catch (...) { throw; }  throw std::bad_alloc(); throw error;  // throw 3;'), 0);
  assert.equal(faults('throw FormatError(ErrorCode::plain, {});'), 0);
  assert.equal(faults('throw FormatError(ErrorCode::plain, {{"a", 1}});'), 1);
  assert.equal(faults('throw FormatError(ErrorCode::other, {});'), 1);
  assert.equal(faults('throw FormatError(ErrorCode::two, {{"a", f({"q", 2})}, {"b", "}"}});'), 0);
  assert.equal(faults('throw FormatError(ErrorCode::two, {{"a", 1}});'), 1);
  assert.equal(faults('throw FormatError(ErrorCode::two, params);'), 1);
  assert.equal(faults('throw FormatError(c ? ErrorCode::two : ErrorCode::plain, {{"a", 1}, {"b", 2}});'), 1);
  assert.equal(faults('refuse(file, {ErrorCode::two, {{"a", 1}}});'), 1);
  assert.equal(
    faults('ErrorCode f() { return ErrorCode::two; } void g() { throw ArgumentError(f(x), {{"a", 1}}); }'),
    1,
  );
  assert.equal(
    faults('ErrorCode f() { return ErrorCode::two; } void g() { throw ArgumentError(f(x), {{"a", 1}, {"b", 1}}); }'),
    0,
  );
});

test('an import of a file that was moved is found', () => {
  const text =
    "import { a } from '../src/here.js';\nimport fs from 'node:fs';\nconst b = await import('./moved.mjs');\n";
  const exists = (path) => path === 'src/here.js';
  assert.deepEqual(missingImports('tests/some.test.mjs', text, exists), [
    'tests/some.test.mjs imports tests/moved.mjs, which does not exist',
  ]);
});

test('a cycle is found', () => {
  assert.deepEqual(findCycle({ a: ['b'], b: ['c'], c: ['b'] }), ['b', 'c', 'b']);
  assert.deepEqual(findCycle({ a: ['a'] }), ['a', 'a']);
  assert.equal(findCycle({ a: ['b', 'c'], b: ['c'], c: [] }), null);
});
