#!/usr/bin/env node
// Combines the page, built by vite.single.config.js into build/single/, into one file: dist/latentpad.html.
//
// Its CSP lists script and style by their hashes and allows no other origin: the page fetches data:
// URLs within it, and its worker is a blob: of its own text.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const kBuilt = fileURLToPath(new URL('../build/single/', import.meta.url));
const kResult = fileURLToPath(new URL('../dist/latentpad.html', import.meta.url));

/** The one file of the build's assets with that ending. */
function asset(ending) {
  const names = readdirSync(`${kBuilt}assets`).filter((name) => name.endsWith(ending));
  if (names.length !== 1)
    throw new Error(`expected one ${ending} in build/single/assets, found ${names.join(', ') || 'none'}`);
  return readFileSync(`${kBuilt}assets/${names[0]}`, 'utf8');
}

/** Replaces the only match of the pattern. */
function swap(html, pattern, text) {
  if ([...html.matchAll(new RegExp(pattern, 'g'))].length !== 1)
    throw new Error(`expected one ${pattern} in the built page`);
  return html.replace(pattern, () => text);
}

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

// An end tag within a script can only be in strings, where an added backslash has no effect.
const script = asset('.js')
  .replace(/<\/(script)/gi, '<\\/$1')
  .replaceAll('<!--', '<\\!--');
const style = asset('.css');
const policy = [
  "default-src 'none'",
  `script-src ${hashOf(script)} 'wasm-unsafe-eval'`,
  `style-src ${hashOf(style)}`,
  'img-src data: blob:',
  'font-src data:',
  'connect-src data:',
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

let html = readFileSync(`${kBuilt}index.html`, 'utf8');
html = swap(
  html,
  /<meta\s+http-equiv="Content-Security-Policy"[^>]*>/,
  `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
);
html = swap(html, /<link rel="stylesheet"[^>]*>/, `<style>${style}</style>`);
const icon = readFileSync(new URL('../web/public/favicon.svg', import.meta.url), 'base64');
html = swap(html, /href="[^"]*favicon\.svg"/, `href="data:image/svg+xml;base64,${icon}"`);
// The script is last: in a truncated file, the notice that the page does not work must precede it.
html = swap(html, /<script[^>]*><\/script>/, '');
html = swap(html, /<\/body>/, `<script type="module">${script}</script>\n</body>`);
mkdirSync(fileURLToPath(new URL('../dist/', import.meta.url)), { recursive: true });
writeFileSync(kResult, html);
console.log(`${kResult}: ${(Buffer.byteLength(html) / 1e6).toFixed(1)} MB`);
