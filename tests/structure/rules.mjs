// The rules of the sources' structure, as functions of text: which files may include or import which.
import { dirname, join, normalize } from 'node:path/posix';

/** Each folder of src/ with those whose headers it may include: cli, wasm -> bench -> training -> eval, io -> models -> nn -> math -> base; cli -> data -> io. */
const LAYERS = {
  base: ['base'],
  math: ['math', 'base'],
  nn: ['nn', 'math', 'base'],
  models: ['models', 'nn', 'math', 'base'],
  eval: ['eval', 'models', 'nn', 'math', 'base'],
  io: ['io', 'models', 'nn', 'math', 'base'],
  data: ['data', 'io', 'models', 'nn', 'math', 'base'],
  training: ['training', 'eval', 'io', 'models', 'nn', 'math', 'base'],
  bench: ['bench', 'training', 'eval', 'io', 'models', 'nn', 'math', 'base'],
  cli: ['cli', 'data', 'bench', 'training', 'eval', 'io', 'models', 'nn', 'math', 'base'],
  wasm: ['wasm', 'bench', 'training', 'eval', 'io', 'models', 'nn', 'math', 'base'],
};

/** Headers from outside that only these folders may include. */
const RESERVED = [
  [/^nlohmann\//, ['io']],
  [/^emscripten/, ['wasm']],
  [/^zlib\.h$/, ['io']],
  [/^CLI\//, ['cli']],
  [/^mpi\.h$/, ['cli']],
  [/^png\.h$/, ['cli', 'data']],
  [/^(zip\.h|stb\/)/, ['data']],
  [/^(unistd\.h|fcntl\.h|sys\/)/, ['io', 'cli']],
  // The mathematics knows no file, no clock and no chance but its own.
  // base formats numbers with snprintf: streams would bring 0.1 MB of locales into the page's core.
  [/^cstdio$/, ['base', 'io', 'cli']],
  [/^filesystem$/, ['io', 'data', 'cli']],
  [/^(fstream|iostream)$/, ['io', 'cli']],
  [/^(chrono|ctime)$/, ['cli', 'wasm']],
  [/^random$/, []],
];

/**
 * Each area of web/ with those it may import from; the files beside them, such as main.js, may import from all. An area
 * is a folder, or one feature: what two features need is in core.
 */
const WEB_LAYERS = {
  languages: ['languages'],
  core: ['core', 'languages'],
  engine: ['engine'],
  // What stands in for modules that name files of their own, in the page that is one file.
  single: ['single', 'engine', 'data'],
  // Reads the users' files, in a worker of its own.
  data: ['data', 'engine', 'core'],
};
const FEATURE_LAYERS = ['core', 'languages', 'data'];

/** The files that may use a package: each package is used in few places, so that it can be replaced there. */
const PACKAGES = {
  'core/state/store.js': ['@preact/signals-core'],
  'core/dom/watch.js': ['@preact/signals-core'],
  'core/texts/format.js': ['@preact/signals-core'],
  'core/texts/translate.js': ['@preact/signals-core'],
  'features/snapshot/snapshot-store.js': ['idb-keyval'],
  'features/snapshot/data-store.js': ['idb-keyval'],
  'features/own-data/drawn-set-store.js': ['idb-keyval'],
  'features/training/curve-chart.js': ['uplot'],
  'data/archive.js': ['fflate'],
  'data/write-idx.js': ['fflate'],
  'data/csv.js': ['papaparse'],
  'data/png.js': ['fast-png'],
};

/** The text without comments; strings with // in them survive, which is enough for finding imports. */
export function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

/** The headers that a C++ source includes. */
export function includesOf(text) {
  return [...withoutComments(text).matchAll(/^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]/gm)].map((match) => ({
    own: match[1] === '"',
    header: match[2],
  }));
}

/** The modules that a JavaScript source imports or loads: static, re-exported, dynamic, workers and assets. */
export function importsOf(text) {
  const code = withoutComments(text);
  const patterns = [
    /\b(?:import|export)\b[^;'"]*?\bfrom\s*['"]([^'"]+)['"]/g,
    /\bimport\s*['"]([^'"]+)['"]/g,
    /\bimport\(\s*['"]([^'"]+)['"]/g,
    /\bnew URL\(\s*['"]([^'"]+)['"]\s*,\s*import\.meta\.url/g,
  ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1]));
}

/** Which files the module at `path` imports by a relative path although they do not exist; `exists` takes a path from the root. */
export function missingImports(path, text, exists) {
  const targets = importsOf(text)
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(path), name)));
  return targets.filter((target) => !exists(target)).map((target) => `${path} imports ${target}, which does not exist`);
}

/** What is wrong with the includes of src/<path>; `exists` tells whether a path below src/ is there. */
export function includeFaults(path, text, exists) {
  const folder = path.split('/')[0];
  if (!(folder in LAYERS)) return [`src/${path}: the folder ${folder} is not in the list of layers`];
  return includesOf(text).flatMap(({ own, header }) => {
    if (own) {
      if (!exists(header)) return [`src/${path} includes "${header}", which is not in src/`];
      const target = header.split('/')[0];
      return LAYERS[folder].includes(target) ? [] : [`src/${path} (${folder}) must not include ${header} (${target})`];
    }
    const rule = RESERVED.find(([pattern]) => pattern.test(header));
    return !rule || rule[1].includes(folder) ? [] : [`src/${path} (${folder}) must not include <${header}>`];
  });
}

/** The area of web/<path>: 'core', 'features/map', … */
const areaOf = (path) =>
  path
    .split('/')
    .slice(0, path.startsWith('features/') ? 2 : 1)
    .join('/');

/** What is wrong with the imports of web/<path>. */
export function importFaults(path, text) {
  if (!path.includes('/')) return [];
  const area = areaOf(path),
    allowed = area.startsWith('features/') ? [area, ...FEATURE_LAYERS] : WEB_LAYERS[area];
  if (!allowed) return [`web/${path}: the folder ${area} is not in the list of layers`];
  return importsOf(text).flatMap((name) => {
    if (path === 'engine/messages.js') return [`web/${path} must import nothing, but imports ${name}`];
    if (!name.startsWith('.')) {
      return name.startsWith('virtual:') || PACKAGES[path]?.includes(name)
        ? []
        : [`web/${path} must not use the package ${name}`];
    }
    const target = normalize(join('web', dirname(path), name));
    if (['engine', 'single'].includes(area) && /^build\/wasm(-\w+)?\//.test(target)) return [];
    if (area === 'single' && /^(build\/data|weights)\//.test(target)) return [];
    return target.startsWith('web/') && allowed.includes(areaOf(target.slice('web/'.length)))
      ? []
      : [`web/${path} (${area}) must not import ${target}`];
  });
}

/** A cycle in a graph {name: [names]}, as the list of names along it, or null. */
export function findCycle(graph) {
  const state = new Map();
  const path = [];
  const visit = (name) => {
    if (state.get(name) === 'done') return null;
    if (state.get(name) === 'open') return [...path.slice(path.indexOf(name)), name];
    state.set(name, 'open');
    path.push(name);
    for (const next of graph[name] ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    path.pop();
    state.set(name, 'done');
    return null;
  };
  for (const name of Object.keys(graph)) {
    const cycle = visit(name);
    if (cycle) return cycle;
  }
  return null;
}

/**
 * Uses in a C++ source of Eigen's own dynamic types. math/dense_storage.h makes the aliases of math/matrix.h safe against
 * an allocation that fails, for float and double only.
 * @param {string} path  within src/
 * @param {string} text
 */
export function unsafeMatrices(path, text) {
  const code = withoutComments(text);
  const own =
    path === 'math/matrix.h' || path === 'math/dense_storage.h'
      ? []
      : [
          ...code.matchAll(
            /\bEigen::(?:Matrix|Array|Tensor|SparseMatrix|DenseStorage|PermutationMatrix|(?:Matrix|Vector|RowVector|Array)X\w*)\b/g,
          ),
        ];
  const scalars = [
    ...code.matchAll(/(?<!:)\b(?:Matrix|WeightMatrix|Vector)<(?!(?:const )?(?:float|double|Scalar)>)[^<>]*>/g),
  ];
  return [...own, ...scalars].map(([use]) => use);
}
