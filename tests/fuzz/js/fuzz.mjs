#!/usr/bin/env node
// Random inputs for the page's parsers of text from strangers.
//   node tests/fuzz/js/fuzz.mjs TARGET [--runs N | --seconds N] [--seed N] [--findings FOLDER]
//   node tests/fuzz/js/fuzz.mjs TARGET --reproduce FILE
// TARGET: link, drawing, picture, or canary, which has a fault on purpose. The same seed gives the same inputs. At the
// first finding it ends with 1, and the input is in FOLDER.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { watchPrototypes } from './oracles.mjs';
import { createRandom } from './random.mjs';

const TARGETS = ['link', 'drawing', 'picture', 'canary'];
/** Number of inputs between checks of the clock and the prototypes. */
const BATCH = 64;

/** @param {string} name @returns {Promise<{generate: (random: import('./random.mjs').Random) => string, check: (input: string) => boolean}>} */
async function targetOf(name) {
  if (name !== 'canary') return import(`./target-${name}.mjs`);
  return {
    generate: (random) => (random.chance(0.01) ? 'fault' : 'good'),
    check(input) {
      if (input === 'fault') throw new Error('the input is "fault"');
      return true;
    },
  };
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        runs: { type: 'string' },
        seconds: { type: 'string' },
        seed: { type: 'string', default: '1' },
        findings: { type: 'string', default: 'build/fuzz/findings' },
        reproduce: { type: 'string' },
      },
    });
    const [name, ...more] = positionals;
    if (more.length > 0 || !TARGETS.includes(name))
      throw new Error(`expected one of ${TARGETS.join(', ')}, got ${positionals.join(' ')}`);
    for (const key of /** @type {const} */ (['runs', 'seconds', 'seed'])) {
      if (values[key] !== undefined && !/^\d{1,9}$/.test(values[key]))
        throw new Error(`--${key}: expected a whole number, got ${values[key]}`);
    }
    return { name, ...values };
  } catch (error) {
    console.error(`fuzz.mjs: ${/** @type {Error} */ (error).message}`);
    process.exit(2);
  }
}

const { name, runs, seconds, seed, findings, reproduce } = readArguments();
const { generate, check } = await targetOf(name);
if (reproduce !== undefined) {
  console.log(check(JSON.parse(readFileSync(reproduce, 'utf8'))) ? 'accepted' : 'refused');
  process.exit(0);
}

const random = createRandom(Number(seed)),
  expectSamePrototypes = watchPrototypes();
const most = runs === undefined ? (seconds === undefined ? 10_000 : Infinity) : Number(runs);
const end = seconds === undefined ? Infinity : performance.now() + 1000 * Number(seconds);
let done = 0,
  accepted = 0,
  input = '';
try {
  while (done < most && performance.now() < end) {
    for (let i = 0; i < BATCH && done < most; i++, done++) {
      input = generate(random);
      if (check(input)) accepted++;
    }
    expectSamePrototypes();
  }
} catch (error) {
  mkdirSync(findings, { recursive: true });
  const file = join(findings, `${name}-${seed}-${done}.json`);
  // As JSON, which preserves invalid UTF-16.
  writeFileSync(file, JSON.stringify(input));
  console.error(error);
  console.log(`executions ${done + 1} accepted ${accepted} findings 1`);
  console.log(`reproducer ${file}`);
  process.exit(1);
}
console.log(`executions ${done} accepted ${accepted} findings 0`);
