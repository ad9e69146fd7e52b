// Earlier runs of the benchmark: the lines of a file that --json appends to.
import { rowName } from './setups.mjs';

/**
 * @typedef {object} Run
 * @property {{processor: string}} machine
 * @property {string} commit
 * @property {string} date   ISO 8601
 * @property {string} mode   quick or full
 * @property {import('./measuring.mjs').Result[]} results
 */
/** @typedef {{row: import('./measuring.mjs').Result, before: import('./measuring.mjs').Ratio, date: string, commit: string}} Slower */

/** The runs of a file, oldest first. Throws an Error that names the first line that is not a run. @param {string} text @returns {Run[]} */
export function parseRuns(text) {
  return text
    .split('\n')
    .map((line, index) => {
      if (line === '') return null;
      try {
        const run = JSON.parse(line);
        if (Array.isArray(run.results)) return run;
      } catch {
        // Reported below.
      }
      throw new Error(`line ${index + 1} is not a run of the benchmark: expected one JSON object a line`);
    })
    .filter((run) => run !== null);
}

/**
 * The rows whose ratio is greater than in the latest earlier run that measured them against the same row, on the same
 * processor model and in the same mode, and whose interval does not overlap with the earlier one.
 * @param {Run} run
 * @param {Run[]} earlier  oldest first
 * @returns {Slower[]}
 */
export function slowerRows(run, earlier) {
  const comparable = earlier.filter(
    ({ machine, mode }) => machine.processor === run.machine.processor && mode === run.mode,
  );
  /** @type {Map<string, Omit<Slower, 'row'>>} */
  const latest = new Map();
  const key = (row) => `${rowName(row)} to ${row.ratio.to}`;
  for (const { results, date, commit } of comparable) {
    for (const row of results) if (row.ratio) latest.set(key(row), { before: row.ratio, date, commit });
  }
  return run.results.flatMap((row) => {
    const found = row.ratio && latest.get(key(row));
    return found && row.ratio.low > found.before.high ? [{ row, ...found }] : [];
  });
}
