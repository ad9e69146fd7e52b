// Writes web/core/model/core-description.js: the core's kinds of models and settings, which the page needs
// before the engine has started. Run by every build of the modules; the file is committed, and a test compares it
// with the core.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const kFile = new URL('../web/core/model/core-description.js', import.meta.url);

/** The text of the file, from the built modules. */
export async function coreDescription() {
  const { default: create } = await import('../build/wasm/latentpad-exact.mjs');
  const { kinds, settings, likelihoods, layers } = (await create()).describeCore();
  const rows = (/** @type {unknown[]} */ list) => list.map((one) => `  ${JSON.stringify(one)},\n`).join('');
  const entries = Object.entries(settings)
    .map(([name, setting]) => `  ${name}: ${JSON.stringify(setting)},\n`)
    .join('');
  return `/* Written by scripts/describe-core.mjs from what the core says of itself: do not edit. */

/** Kinds of models with their traits; see src/models/model_kind.h. */
export const KINDS = /** @type {const} */ ([
${rows(kinds)}]);

/** Settings that are numbers, by their names in files; see src/models/settings.h. */
export const SETTINGS = /** @type {const} */ ({
${entries}});

/** Likelihoods, with the pixels of which each is a probability or density; see src/models/likelihood.h. */
export const LIKELIHOODS = /** @type {const} */ (${JSON.stringify(likelihoods)});
export const LAYERS = /** @type {const} */ (${JSON.stringify(layers)});
`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = await coreDescription();
  let present = '';
  try {
    present = readFileSync(kFile, 'utf8');
  } catch {
    // The file does not exist yet.
  }
  if (present !== text) writeFileSync(kFile, text);
}
