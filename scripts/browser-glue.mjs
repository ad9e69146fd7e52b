// The glue that Emscripten writes for a core, as browsers need it: bundlers cannot resolve its imports of Node's modules, and
// emit a second copy of each file that it names, although the engine passes it the module and the workers of its threads.

const kCore = /latentpad-(?:exact|fused|plain)(-threads)?\.mjs$/;

/** What is replaced in each glue, and in that of a core with threads. */
const kChanges = [
  { what: 'the test for Node', from: /var ENVIRONMENT_IS_NODE=.*?!="renderer";/, to: '' },
  { what: 'uses of the test', from: /\bENVIRONMENT_IS_NODE\b/g, to: 'false' },
  { what: 'its own URL', from: /(var _scriptName) = import\.meta\.url;/, to: '$1;' },
  {
    what: 'the URL of the .wasm file',
    from: /new URL\("latentpad-[\w-]+\.wasm", ?import\.meta\.url\)\.href/,
    to: '""',
  },
];
const kChangesOfThreads = [
  {
    what: 'its own workers',
    from: /new Worker\(new URL\("[^"]+", ?import\.meta\.url\), ?workerOptions\)/,
    to: 'new Worker',
  },
  { what: 'the last test for Node', from: /var isNode = .*\nif \(isNode\).*\n/, to: '' },
];

/**
 * The code without Node's branches, up to dead code, which bundlers remove.
 * @param {string} code
 * @param {string} file   its name
 */
export function browserGlue(code, file) {
  const [, threads] = kCore.exec(file) ?? [];
  return [...kChanges, ...(threads ? kChangesOfThreads : [])].reduce((text, { what, from, to }) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`browser-glue: ${file} does not contain ${what} in the expected form`);
    return changed;
  }, code);
}

/** The same as a plugin of Vite and Rolldown. */
export const browserGluePlugin = {
  name: 'browser-glue',
  enforce: /** @type {const} */ ('pre'),
  /** @param {string} code @param {string} id */
  transform: (code, id) => (kCore.test(id) ? { code: browserGlue(code, id), map: null } : null),
};
