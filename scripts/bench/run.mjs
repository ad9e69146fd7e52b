#!/usr/bin/env node
// Measures latentpad and its peers on the same work, in turns; scripts/bench.sh sets up what this needs.
//
//   node scripts/bench/run.mjs [--full] [--json FILE] [--only WORD] [--no-peers]
//
// A table of medians and of the goals reached goes to standard output; progress to standard error.
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { Browsers } from './browsers.mjs';
import { Competitors } from './competitors.mjs';
import { Measuring } from './measuring.mjs';
import { kModes } from './setups.mjs';
import { leftOutTable, resultsTable, goalsTable } from './table.mjs';
import { evaluateGoals } from './goals.mjs';
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

function report({ results, leftOut }) {
  const parts = [];
  if (results.length > 0) parts.push(resultsTable(results));
  if (leftOut.length > 0) parts.push(leftOutTable(leftOut));
  parts.push(goalsTable(evaluateGoals(results)));
  return parts.join('\n\n');
}

async function main() {
  const { values } = parseArgs({
    options: {
      full: { type: 'boolean', default: false },
      json: { type: 'string' },
      only: { type: 'string', default: '' },
      'no-peers': { type: 'boolean', default: false },
    },
  });
  const chosen = Object.entries(kWorkloads).filter(([name]) => name.includes(values.only));
  if (chosen.length === 0) {
    throw new Error(`--only: expected a word of ${Object.keys(kWorkloads).join(', ')}; got ${values.only}`);
  }
  const browsers = await new Browsers().start();
  const competitors = new Competitors(browsers);
  const mode = kModes[values.full ? 'full' : 'quick'];
  const bench = new Measuring(competitors, browsers, { ...mode, peers: !values['no-peers'] });
  try {
    for (const [name, measure] of chosen) {
      const start = performance.now();
      await measure(bench);
      console.error(`==> measured ${name} in ${Math.round((performance.now() - start) / 1e3)} s`);
    }
    console.log(report(bench));
    if (values.json) {
      const machine = await describeMachine(bench);
      const all = { machine, date: new Date().toISOString(), results: bench.results };
      await writeFile(values.json, `${JSON.stringify(all, null, 2)}\n`);
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
