#!/usr/bin/env node
// Writes the page's fonts into build/fonts/: those of the npm package "@fontsource/source-serif-4", reduced to the characters
// that the page shows. Latin keeps ASCII and Latin-1; of everything else only what stands in the sources of web/ is kept. The
// accented letters of Latin-1 have files of their own: the page's texts need none, only what its user writes.
//
//   node scripts/subset-fonts.mjs [--force]     does nothing if the fonts exist and are newer than all of web/ and this script

import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const kSources = path('../web/');
const kFonts = path('../node_modules/@fontsource/source-serif-4/files/');
const kOutput = path('../build/fonts/');

const kLatin = ['400-normal', '400-italic', '600-normal'].map((style) => `source-serif-4-latin-${style}.woff2`);
const kGreek = ['400-normal', '400-italic', '600-normal', '600-italic'].map(
  (style) => `source-serif-4-greek-${style}.woff2`,
);

/** An accented letter of Latin-1. @param {string} character */
const isAccented = (character) => /[À-ÖØ-öø-ÿ]/.test(character);

/**
 * The files of web/styles/fonts.css: their names, the package's file that each is taken from, and the characters of the
 * page that it may have.
 * @type {{name: string, whole: string, has: (character: string) => boolean}[]}
 */
export const kFiles = [
  ...kLatin.map((whole) => ({ name: whole, whole, has: (/** @type {string} */ character) => !isAccented(character) })),
  ...kLatin.map((whole) => ({ name: whole.replace('latin', 'accented'), whole, has: isAccented })),
  ...kGreek.map((whole) => ({ name: whole, whole, has: () => true })),
];

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i));
/** In no source: spaces and signs that Intl writes into numbers. */
const kOfNumbers = [0x2009, 0x202f, 0x2212, 0x2011].map((code) => String.fromCodePoint(code));

/** @returns {string[]}  the paths of the page's sources that hold text */
function sources(folder = kSources) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = join(folder, entry.name);
    if (entry.isDirectory()) return sources(name);
    return ['.css', '.html', '.js', '.md'].includes(extname(name)) ? [name] : [];
  });
}

/** The characters that the fonts keep. @returns {Set<string>} */
export function charactersOfPage() {
  const text = sources().map((name) => readFileSync(name, 'utf8'));
  // A source may write a character as an escape.
  const escaped = text.flatMap((source) =>
    [...source.matchAll(/\\u\{?([0-9a-fA-F]{4,6})\}?/g)].map(([, code]) => String.fromCodePoint(parseInt(code, 16))),
  );
  return new Set([...range(0x20, 0x7e), ...range(0xa0, 0xff), ...kOfNumbers, ...escaped, ...text.join('')]);
}

/** Writes the fonts, unless they are newer than what they are made from. */
export async function subsetFonts() {
  if (isFresh()) return;
  const characters = [...charactersOfPage()];
  mkdirSync(kOutput, { recursive: true });
  for (const { name, whole, has } of kFiles) {
    const kept = characters.filter(has).join('');
    const font = await subsetFont(readFileSync(kFonts + whole), kept, { targetFormat: 'woff2' });
    writeFileSync(`${kOutput}${name}.part`, font);
    renameSync(`${kOutput}${name}.part`, kOutput + name);
  }
}

function isFresh() {
  if (process.argv.includes('--force') || !kFiles.every(({ name }) => existsSync(kOutput + name))) return false;
  const oldest = Math.min(...kFiles.map(({ name }) => statSync(kOutput + name).mtimeMs));
  return [fileURLToPath(import.meta.url), ...sources()].every((name) => statSync(name).mtimeMs < oldest);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await subsetFonts();
