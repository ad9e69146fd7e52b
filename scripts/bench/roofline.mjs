// The time that the parts of a step must take at least, by the measured peak of the arithmetic and bandwidth of the memory.
// S. Williams, A. Waterman, D. Patterson: "Roofline: an insightful visual performance model" (CACM 2009).
import { kParts } from './setups.mjs';
import { bestOf } from './stats.mjs';

/** The rows that are measured in the same turns as the parts; workloads of their own have the names alone. */
export const kStepWithParts = 'step, with its parts';
export const kPeakWithParts = 'madd peak, with the parts';
export const kBandwidth = 'bandwidth';

/** The parts that a step runs twice, for μ and for log σ². */
const kTwice = new Set(['head forward', 'head backward']);

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {number} ms            median
 * @property {number} best          ms, of the best turn
 * @property {number} operations
 * @property {number} bytes
 * @property {number} limit         ms at the best peak and bandwidth
 * @property {number} share         limit / best
 * @property {number} medianShare   the limit at the median peak and bandwidth / ms
 */
/** @typedef {{where: string, peak: number, bandwidth: number, parts: Part[], step: Part}} Roofline  GFLOP/s, GB/s */

/** max(operations / peak, bytes / bandwidth) in milliseconds; peak in GFLOP/s, bandwidth in GB/s. */
export const limitMs = ({ operations, bytes }, { peak, bandwidth }) =>
  Math.max(operations / peak, bytes / bandwidth) * 1e-6;

/**
 * Of latentpad with fused arithmetic on one thread, in each place where this run measured the step with its parts. The limit of
 * the step is the sum of its parts'.
 * @param {import('./measuring.mjs').Result[]} results
 * @returns {Roofline[]}
 */
export function rooflines(results) {
  return ['chromium', 'firefox', 'native'].flatMap((where) => {
    const find = (name) =>
      results.find(
        ({ work, who, where: place, arithmetic, threads }) =>
          work === name && who === 'latentpad' && place === where && arithmetic === 'fused' && threads === 1,
      );
    const [step, peak, bandwidth] = [kStepWithParts, kPeakWithParts, kBandwidth].map(find);
    const rows = kParts.map(find);
    if (!step || !peak || !bandwidth || !rows.every(Boolean)) return [];
    const atBest = { peak: bestOf(peak), bandwidth: bestOf(bandwidth) };
    const atMedian = { peak: peak.value, bandwidth: bandwidth.value };
    const describe = (name, row, limit, medianLimit, counts) => ({
      name,
      ms: row.value,
      best: bestOf(row),
      ...counts,
      limit,
      share: limit / bestOf(row),
      medianShare: medianLimit / row.value,
    });
    const parts = rows.map((row) =>
      describe(row.work, row, limitMs(row, atBest), limitMs(row, atMedian), {
        operations: row.operations,
        bytes: row.bytes,
      }),
    );
    const sum = (of) => rows.reduce((total, row) => total + (kTwice.has(row.work) ? 2 : 1) * of(row), 0);
    const whole = describe(
      'step',
      step,
      sum((row) => limitMs(row, atBest)),
      sum((row) => limitMs(row, atMedian)),
      { operations: sum(({ operations }) => operations), bytes: sum(({ bytes }) => bytes) },
    );
    return [{ where, ...atBest, parts, step: whole }];
  });
}
