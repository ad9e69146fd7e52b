#!/usr/bin/env node
// Measures latentpad and its peers on the same work, in turns; scripts/bench.sh sets up what this needs.
//
//   node scripts/bench/run.mjs [--full] [--until PERCENT] [--json FILE] [--only WORD] [--no-peers]
//
// Tables of medians, limits and the goals reached go to standard output; progress to standard error.
import { execFile } from 'node:child_process';
import { appendFile, readFile } from 'node:fs/promises';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { Browsers } from './browsers.mjs';
import { Competitors } from './competitors.mjs';
import { Measuring } from './measuring.mjs';
import { kModes } from './setups.mjs';
import { sharesOfPeak } from './conv-vae.mjs';
import { evaluateGoals } from './goals.mjs';
import { parseRuns, slowerRows } from './history.mjs';
import { rooflines } from './roofline.mjs';
import { noiseOf } from './stats.mjs';
import {
  goalsTable,
  leftOutTable,
  noiseLine,
  resultsTable,
  rooflineTable,
  sharesTable,
  slowerTable,
  widerLine,
} from './table.mjs';
import { measureConvVae } from './workloads/conv-vae.mjs';
import { measureDrag } from './workloads/map-drag.mjs';
import { measurePen } from './workloads/pen.mjs';
import { measureGemm, measureParts } from './workloads/kernels.mjs';
import { measureBound, measureDrawing, measureFirstDigit, measureLongTasks } from './workloads/page.mjs';
import { measureScaling, measureStep } from './workloads/step.mjs';
import { measureHeap, measureTimeTo } from './workloads/training.mjs';

/** By the names that --only searches. The page is first, before other engines have started. */
const kWorkloads = {
  'first digit': measureFirstDigit,
  'long tasks': measureLongTasks,
  'map drag': measureDrag,
  pen: measurePen,
  heap: measureHeap,
  'encode+decode': measureDrawing,
  step: measureStep,
  gemm: measureGemm,
  parts: measureParts,
  scaling: measureScaling,
  'conv vae': measureConvVae,
  'iwae bound': measureBound,
  'time to': measureTimeTo,
};

async function describeMachine(bench) {
  const versions = { node: process.version, ...bench.browsers.versions };
  for (const [name, started] of bench.competitors.started) {
    const about = await started.then(
      (found) => found.about,
      () => null,
    );
    if (about) versions[name.split(/[ -]/)[0]] ??= about.version;
  }
  const [{ model }] = os.cpus();
  return {
    processor: model.trim(),
    processors: os.cpus().length,
    memory: os.totalmem(),
    system: `${os.type()} ${os.release()}`,
    versions,
  };
}

/** The commit of the clone, with + if files have changed since. */
async function commitOfClone() {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const { stdout } = await promisify(execFile)('git', ['describe', '--always', '--exclude=*', '--dirty=+'], { cwd });
  return stdout.trim();
}

/** The earlier runs in the file, none if there is no such file. */
async function readRuns(path) {
  try {
    return parseRuns(await readFile(path, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw new Error(`--json ${path}: ${error.message}`, { cause: error });
  }
}

/** @param {Measuring} bench @param {ReturnType<typeof noiseOf> | null} noise @param {import('./goals.mjs').Goal[]} goals */
function report(bench, noise, goals) {
  const { results, leftOut, stillWider } = bench;
  const parts = [];
  if (results.length > 0) parts.push(resultsTable(results));
  if (noise) parts.push(noiseLine(noise));
  if (stillWider.length > 0) parts.push(widerLine(stillWider, bench.mode.until));
  if (leftOut.length > 0) parts.push(leftOutTable(leftOut));
  const shares = sharesOfPeak(results);
  if (shares.length > 0) parts.push(sharesTable(shares));
  parts.push(...rooflines(results).map(rooflineTable), goalsTable(goals));
  return parts.join('\n\n');
}

/** The share that --until gives in percent. @param {string | undefined} given */
function parseUntil(given) {
  if (given === undefined) return undefined;
  const percent = Number(given);
  if (!(percent > 0 && percent <= 100)) throw new Error(`--until: expected a percentage from 0 to 100, got ${given}`);
  return percent / 100;
}

async function main() {
  const { values } = parseArgs({
    options: {
      full: { type: 'boolean', default: false },
      until: { type: 'string' },
      json: { type: 'string' },
      only: { type: 'string', default: '' },
      'no-peers': { type: 'boolean', default: false },
    },
  });
  const chosen = Object.entries(kWorkloads).filter(([name]) => name.includes(values.only));
  if (chosen.length === 0) {
    throw new Error(`--only: expected a word of ${Object.keys(kWorkloads).join(', ')}; got ${values.only}`);
  }
  const until = parseUntil(values.until);
  const earlier = values.json ? await readRuns(values.json) : [];
  const browsers = await new Browsers().start();
  const competitors = new Competitors(browsers);
  const mode = values.full ? 'full' : 'quick';
  const bench = new Measuring(competitors, browsers, { ...kModes[mode], peers: !values['no-peers'], until });
  try {
    for (const [name, measure] of chosen) {
      const start = performance.now();
      await measure(bench);
      console.error(`==> measured ${name} in ${Math.round((performance.now() - start) / 1e3)} s`);
    }
    const { results, loopTimes } = bench;
    const noise = loopTimes.length > 0 ? noiseOf(loopTimes) : null;
    const goals = evaluateGoals(results);
    console.log(report(bench, noise, goals));
    if (values.json) {
      const [machine, commit] = await Promise.all([describeMachine(bench), commitOfClone()]);
      const run = { machine, commit, date: new Date().toISOString(), mode, noise, results, goals };
      const slower = slowerRows(run, earlier);
      if (slower.length > 0) console.log(`\n${slowerTable(slower)}`);
      await appendFile(values.json, `${JSON.stringify(run)}\n`);
    }
  } finally {
    await competitors.close();
    await browsers.close();
  }
}

await main().catch((error) => {
  console.error(`run.mjs: ${error.message}`);
  process.exitCode = 1;
});
