#!/usr/bin/env node
// The development server of scripts/dev.sh: Vite's, and a build of the WebAssembly module when its sources change.
//   node scripts/dev-server.mjs [--port N]
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds the module of the preset wasm. Rejects with the compiler's messages on failure. */
function buildModule() {
  return new Promise((resolve, reject) => {
    const build = spawn('cmake', ['--build', 'build/wasm', '--target', 'src/wasm/all'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    build.stdout.on('data', (text) => (output += text));
    build.on('error', reject);
    build.on('close', (code) => (code === 0 ? resolve() : reject(new Error(output))));
  });
}

/**
 * A Vite plugin that builds when a file in a folder changes, one build at a time, and then reloads the page. A build
 * that fails shows its messages over the page.
 * @param {string} sources
 * @param {() => Promise<void>} build
 */
const rebuildOnChange = (sources, build) => ({
  name: 'rebuild-on-change',
  /** @param {import('vite').ViteDevServer} server */
  configureServer({ watcher, ws, config }) {
    let building = false,
      changed = false;
    async function rebuild() {
      changed = true;
      if (building) return;
      building = true;
      while (changed) {
        changed = false;
        config.logger.info('building the WebAssembly module', { timestamp: true });
        try {
          await build();
          ws.send({ type: 'full-reload' });
        } catch (error) {
          config.logger.error(error.message, { timestamp: true });
          ws.send({ type: 'error', err: { message: error.message, stack: '' } });
        }
      }
      building = false;
    }
    watcher.add(sources);
    watcher.on('all', (_, path) => {
      if (!relative(sources, path).startsWith(`..${sep}`)) rebuild();
    });
  },
});

/** Serves the packed digits unchanged. Vite would declare a .gz file an encoding, and the browser would unpack it. */
const digitsAsTheyAre = {
  name: 'digits-as-they-are',
  /** @param {import('vite').ViteDevServer} server */
  configureServer({ middlewares }) {
    middlewares.use(async (request, response, next) => {
      if (!/\/build\/data\/digits\.bin\.gz(\?|$)/.test(request.url)) return next();
      const bytes = await readFile(new URL('../build/data/digits.bin.gz', import.meta.url));
      return response.writeHead(200, { 'Content-Type': 'application/gzip', 'Content-Length': bytes.length }).end(bytes);
    });
  },
};

/**
 * @param {object} [options]
 * @param {number} [options.port]                 0 selects any free port
 * @param {string} [options.sources]              of the module
 * @param {() => Promise<void>} [options.build]
 * @param {import('vite').LogLevel} [options.logLevel]
 */
export async function startDevServer({
  port = 5173,
  sources = fileURLToPath(new URL('../src', import.meta.url)),
  build = buildModule,
  logLevel = 'info',
} = {}) {
  const server = await createServer({
    configFile: fileURLToPath(new URL('../web/vite.config.js', import.meta.url)),
    plugins: [rebuildOnChange(sources, build), digitsAsTheyAre],
    server: { host: '127.0.0.1', port, strictPort: port !== 0 },
    logLevel,
  });
  await server.listen();
  return server;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { port: { type: 'string' } } });
  const server = await startDevServer(values.port === undefined ? {} : { port: Number(values.port) });
  server.printUrls();
}
