// Writes the table of settings into web/README.md, from web/core/model/settings.js.
//   node scripts/settings-table.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { MODEL_KINDS } from '../web/core/model/model-kind.js';
import { SETTINGS_TABLE, applies } from '../web/core/model/settings.js';

const kFile = new URL('../web/README.md', import.meta.url);
const [kBegin, kEnd] = ['<!-- settings -->', '<!-- end of settings -->'];

/** @type {Record<string, (params: Record<string, any>) => string>} */
const kValues = {
  whole: ({ low, high }) => `${low} … ${high.toLocaleString('en')}`,
  number: ({ low, high }) => `${low} … ${high.toLocaleString('en', { maximumSignificantDigits: 12 })}, decimal`,
  positive: ({ high }) => `above 0, at most ${high}`,
  choice: ({ choices }) =>
    choices
      .split(', ')
      .map((/** @type {string} */ one) => `\`${one}\``)
      .join(', '),
  sizes: ({ layers, size }) =>
    `up to ${layers} sizes, 1 … ${size.toLocaleString('en')}, as in \`128-64-32\`, convolutions as in \`conv32k4s2p1-64\` (vae, ae), or \`none\``,
  lowerLayers: ({ most, layers, latent }) =>
    `up to ${most} layers, each up to ${layers} hidden sizes and a latent size, 1 … ${latent}, as in \`200-100:50,none:20\``,
  rising: ({ count, high }) =>
    `up to ${count} rising epochs, 1 … ${high.toLocaleString('en')}, as in \`10-20-50\`, or \`none\``,
  labels: () => 'labels, as in `017`',
  sigma: ({ low, high }) => `${low} … ${high}, or \`learned\``,
};

/** Settings that determine whether others apply, with values for which those may. */
const kCases = [{}, { objective: 'iwae' }, { likelihood: 'gaussian' }, { prior: 'mixture' }, { schedule: 'steps' }];

/** @param {import('../web/core/model/settings.js').Setting} setting */
function rowOf(setting) {
  const {
    key,
    link: { expects },
    defaultValue,
    format = String,
    needsNewModel,
  } = setting;
  const kinds = MODEL_KINDS.filter((model) => kCases.some((values) => applies(setting, { model, ...values })));
  return `| \`${key}\` | ${kValues[expects.kind](expects.params)} | ${setting.name === 'sigma' ? '`learned`' : `\`${format(defaultValue)}\``} | ${kinds.length === MODEL_KINDS.length ? 'all' : kinds.join(', ')} | ${needsNewModel ? 'new model' : 'at any time'} |`;
}

/** The expected text of web/README.md. */
export function readmeWithSettings() {
  const text = readFileSync(kFile, 'utf8'),
    from = text.indexOf(kBegin),
    to = text.indexOf(kEnd);
  if (from < 0 || to < from) throw new Error(`web/README.md: expected ${kBegin} and ${kEnd}`);
  const table = [
    '| key | value | where the link is silent | kinds | changes |',
    '|---|---|---|---|---|',
    ...SETTINGS_TABLE.map(rowOf),
  ].join('\n');
  return `${text.slice(0, from + kBegin.length)}\n${table}\n${text.slice(to)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(kFile, readmeWithSettings());
