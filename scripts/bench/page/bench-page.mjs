// The page in which the browsers' competitors run, each in its own Worker. scripts/bench/competitors.mjs calls
// window.bench from outside.

/** @type {Map<string, {worker: Worker, pending: Map<number, {resolve: Function, reject: Function}>}>} */
const competitors = new Map();
let nextId = 1;

/** Starts a competitor by its script; classic scripts end in .js, modules in .mjs. */
function start(name, script) {
  const worker = new Worker(script, { type: script.endsWith('.mjs') ? 'module' : 'classic' });
  const pending = new Map();
  worker.onmessage = ({ data: { id, value, error } }) => {
    const { resolve, reject } = pending.get(id);
    pending.delete(id);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  };
  worker.onerror = ({ message }) => {
    for (const { reject } of pending.values()) reject(new Error(message || `${script} could not be loaded`));
    pending.clear();
  };
  competitors.set(name, { worker, pending });
}

function ask(name, request) {
  const { worker, pending } = competitors.get(name);
  const id = nextId++;
  return new Promise((resolve, reject) => {
    pending.set(id, { resolve, reject });
    worker.postMessage({ id, request });
  });
}

function end(name) {
  competitors.get(name)?.worker.terminate();
  competitors.delete(name);
}

window.bench = { start, ask, end };
