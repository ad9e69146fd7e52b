#!/usr/bin/env node
// Serves a folder over HTTP on this machine only, with the page's intended headers: isolated from
// other origins, which allows threads, and with a strict content security policy.
//
//   node scripts/serve.mjs [--port N] [--directory DIR]      defaults: 8080 (0 selects any free port) and dist/
//
// Tests import createStaticServer() instead.

import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { gzip } from 'node:zlib';

const kMimeTypes = {
  '.css': 'text/css; charset=utf-8',
  '.gz': 'application/gzip',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};

const kHeaders = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** The reference of the engine, as TypeDoc writes it: inline scripts and styles, and its index as an address with data. */
const kReference = /^\/api\//;
const kReferencePolicy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Types that hosts compress; images, fonts and .gz are compressed already. */
const kCompressed = /^(text\/|application\/(json|wasm|manifest\+json)|image\/svg)/;

/** The bytes of a compressed file by path and ETag: a file is compressed once. @type {Map<string, Promise<Buffer>>} */
const compressed = new Map();

/** @param {{path: string}} file @param {string} tag */
function compressedBytes(file, tag) {
  const key = `${file.path} ${tag}`;
  if (!compressed.has(key))
    compressed.set(
      key,
      readFile(file.path).then((bytes) => promisify(gzip)(bytes, { level: 9 })),
    );
  return compressed.get(key);
}

/** The file of a request path inside root, as {path, stats}; null if there is none. Does not follow links out of root. */
async function findFile(root, pathname) {
  if (pathname.includes('\0')) return null;
  try {
    const name = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const path = await realpath(join(root, name));
    if (!path.startsWith(root + sep)) return null;
    const stats = await stat(path);
    return stats.isFile() ? { path, stats } : null;
  } catch {
    return null;
  }
}

function sendText(response, status, text, headers) {
  const body = { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': Buffer.byteLength(text) };
  response.writeHead(status, { ...headers, ...body });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}

async function answer(root, common, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return sendText(response, 405, 'only GET and HEAD\n', { ...common, Allow: 'GET, HEAD' });
  }
  let pathname;
  try {
    pathname = decodeURIComponent(request.url.split(/[?#]/, 1)[0]);
  } catch {
    return sendText(response, 400, 'malformed address\n', common);
  }
  const file = await findFile(root, pathname);
  if (!file) return sendText(response, 404, 'not found\n', common);
  const headers = {
    ...common,
    ...(kReference.test(pathname) && { 'Content-Security-Policy': kReferencePolicy }),
    'Content-Type': kMimeTypes[extname(file.path)] ?? 'application/octet-stream',
    ETag: `"${file.stats.size.toString(36)}-${Math.round(file.stats.mtimeMs).toString(36)}"`,
  };
  if (request.headers['if-none-match'] === headers.ETag) {
    response.writeHead(304, headers);
    return response.end();
  }
  const mayCompress = kCompressed.test(headers['Content-Type']);
  if (mayCompress) headers.Vary = 'Accept-Encoding';
  if (mayCompress && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
    const bytes = await compressedBytes(file, headers.ETag);
    response.writeHead(200, { ...headers, 'Content-Encoding': 'gzip', 'Content-Length': bytes.length });
    return response.end(request.method === 'HEAD' ? undefined : bytes);
  }
  response.writeHead(200, { ...headers, 'Content-Length': file.stats.size });
  if (request.method === 'HEAD') return response.end();
  const stream = createReadStream(file.path);
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
  return stream.pipe(response);
}

/**
 * A node:http server for the files below a folder; the caller calls listen() and close().
 * @param {string} directory the folder; must exist
 * @param {{headers?: Record<string, string | undefined>}} [options] headers that replace the default ones; undefined
 *     omits one, for example to test the page without isolation
 */
export async function createStaticServer(directory, { headers = {} } = {}) {
  const root = await realpath(resolve(directory));
  const all = Object.entries({ ...kHeaders, ...headers });
  const common = Object.fromEntries(all.filter(([, value]) => value !== undefined));
  return createServer((request, response) => {
    answer(root, common, request, response).catch(() => response.destroy());
  });
}

async function main() {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '8080' }, directory: { type: 'string' } },
  });
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65535) throw new Error(`--port: expected 0 to 65535, got ${values.port}`);
  const directory = values.directory ?? fileURLToPath(new URL('../dist', import.meta.url));
  const server = await createStaticServer(directory).catch(() => {
    throw new Error(`there is no folder ${directory}`);
  });
  server.on('error', (error) => {
    const taken = error.code === 'EADDRINUSE';
    console.error(
      taken ? `port ${port} is taken by another program; choose one with --port` : `serve.mjs: ${error.message}`,
    );
    process.exit(1);
  });
  // A host name that browsers treat as secure, so that isolation and WebAssembly threads work without TLS.
  server.listen(port, '127.0.0.1', () => console.log(`latentpad is at http://localhost:${server.address().port}/`));
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
}

if (process.argv[1] && import.meta.url === pathToFileURL(await realpath(process.argv[1])).href) {
  await main().catch((error) => {
    console.error(`serve.mjs: ${error.message}`);
    process.exitCode = 1;
  });
}
