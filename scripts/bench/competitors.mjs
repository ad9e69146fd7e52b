// The measured programs. Each receives a request and returns an answer. A competitor is identified by {who, where,
// arithmetic, threads}; it is started by its first request, and keeps running.
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { kDigits } from './setups.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** Debian's Python, required by Debian's PyTorch. */
const kPython = '/usr/bin/python3';

/** A program that answers each line on its standard input with one line. */
class Program {
  constructor(command, args, env = {}) {
    this.child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    this.complaint = '';
    this.child.stderr.on('data', (text) => {
      this.complaint = (this.complaint + text).slice(-2000);
    });
    // If a program cannot be started, or has died, its output ends.
    this.child.on('error', (error) => {
      this.complaint = error.message;
    });
    this.child.stdin.on('error', () => {});
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async answer() {
    const { value: line, done } = await this.lines.next();
    if (done) throw new Error(this.complaint.trim().split('\n').at(-1) || 'it ended');
    const { value, error } = JSON.parse(line);
    if (error !== undefined) throw new Error(error);
    return value;
  }

  ask(request) {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    return this.answer();
  }

  close() {
    this.child.kill();
  }
}

async function startNode({ arithmetic, threads }) {
  const flags = (process.env.LATENTPAD_NODE_FLAGS ?? '').split(' ').filter(Boolean);
  const script = fileURLToPath(new URL('node-engine.mjs', import.meta.url));
  const program = new Program(process.execPath, [...flags, script]);
  program.about = await program.ask({ task: 'start', arithmetic, threads });
  return program;
}

async function startPyTorch({ threads }) {
  const script = fileURLToPath(new URL('torch_tasks.py', import.meta.url));
  // Without the last two, glibc releases the memory of large temporaries and allocates it again at every step.
  const program = new Program(kPython, [script, '--threads', `${threads}`, '--data', kDigits], {
    OMP_NUM_THREADS: `${threads}`,
    OPENBLAS_NUM_THREADS: `${threads}`,
    MALLOC_TRIM_THRESHOLD_: `${2 ** 30}`,
    MALLOC_MMAP_THRESHOLD_: `${2 ** 30}`,
  });
  program.about = await program.answer();
  return program;
}

/** A competitor in a Worker of scripts/bench/page/. */
async function startInPage(page, name, script, request) {
  await page.evaluate((...args) => window.bench.start(...args), name, script);
  const ask = (asked) => page.evaluate((...args) => window.bench.ask(...args), name, asked);
  const close = () => page.evaluate((ended) => window.bench.end(ended), name);
  try {
    return { about: await ask(request), ask, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** jax-js's device or TensorFlow.js's backend, and the implementation of its layers (page/*-layers.mjs). */
function peerSetup(who) {
  const [device, layers = 'plain'] = who.replace(/^(jax-js|tfjs)-/, '').split('-');
  return { device, layers };
}

export class Competitors {
  /** @param {{page: (browser: string) => Promise<import('puppeteer-core').Page>}} browsers */
  constructor(browsers) {
    this.browsers = browsers;
    /** @type {Map<string, Promise<{about: any, ask: (request: object) => Promise<any>, close: () => void}>>} */
    this.started = new Map();
    this.fresh = 0;
  }

  /** @param {{who: string, where: string, arithmetic?: string | null, threads: number}} one */
  find(one) {
    const name = [one.who, one.where, one.arithmetic, one.threads].join(' ');
    if (!this.started.has(name)) this.started.set(name, this.start(name, one));
    return this.started.get(name);
  }

  /** A new process or page, separate from the others; the caller ends it. */
  startAfresh(one) {
    return this.start(`afresh ${(this.fresh += 1)}`, one);
  }

  async start(name, one) {
    const { who, where, arithmetic, threads } = one;
    if (where === 'node') return startNode(one);
    if (who === 'pytorch') return startPyTorch(one);
    const page = await this.browsers.page(where);
    if (who === 'latentpad') {
      return startInPage(page, name, 'engine-worker.mjs', { task: 'start', arithmetic, threads });
    }
    const script = who.startsWith('jax-js') ? 'jaxjs-worker.mjs' : 'tfjs-worker.js';
    return startInPage(page, name, script, { task: 'start', threads, ...peerSetup(who) });
  }

  async ask(one, request) {
    return (await this.find(one)).ask(request);
  }

  async close() {
    for (const [, competitor] of this.started)
      await competitor.then(
        (found) => found.close(),
        () => {},
      );
  }
}

/** The rows of `latentpad bench`, the native program's own measurement. */
export async function askNative({ arithmetic, threads }, args) {
  const command = ['bench', '--json', '--arithmetic', arithmetic, '--threads', `${threads}`, ...args];
  try {
    const { stdout } = await run(`${root}/build/native/latentpad`, command, { cwd: root, maxBuffer: 2 ** 26 });
    return JSON.parse(stdout);
  } catch (error) {
    throw new Error((error.stderr ?? '').trim().split('\n')[0] || error.message, { cause: error });
  }
}
