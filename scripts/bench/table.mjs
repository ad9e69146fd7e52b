// Text tables.
import { rowName } from './setups.mjs';
import { bestOf } from './stats.mjs';

/** Three or four significant digits, with grouped thousands. */
export function formatValue(value) {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Rows of text in columns; columns whose heading starts with > are right-aligned. */
export function formatColumns(headings, rows) {
  const names = headings.map((heading) => heading.replace(/^>/, ''));
  const widths = names.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column].length)));
  const fit = (cell, column) =>
    headings[column].startsWith('>') ? cell.padStart(widths[column]) : cell.padEnd(widths[column]);
  const line = (cells) => cells.map(fit).join('  ').trimEnd();
  return [line(names), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const percent = (share) => formatValue(100 * share);

/**
 * ±: of the ratio to the first row of the same turns, in percent; empty for that row, and for rows not measured in turns.
 * @param {import('./measuring.mjs').Result[]} results
 */
export function resultsTable(results) {
  const headings = ['work', 'who', 'where', 'arithmetic', '>threads', '>median', '>best', 'unit', '>± %', '>runs'];
  return formatColumns(
    headings,
    results.map((result) => [
      result.work,
      result.who,
      result.where,
      result.arithmetic ?? '',
      `${result.threads}`,
      formatValue(result.value),
      formatValue(bestOf(result)),
      result.unit,
      result.ratio && result.ratio.to !== rowName(result) ? percent(result.ratio.halfWidth) : '',
      `${result.runs.length}`,
    ]),
  );
}

/** @param {ReturnType<typeof import('./stats.mjs').noiseOf>} noise */
export const noiseLine = ({ turns, median, most }) =>
  `noise: a fixed loop took ${percent(median)} % more than at best at the median, ${percent(most)} % at most, over ${turns} turns`;

/** @param {import('./measuring.mjs').Result[]} wider  the rows that --until could not measure well enough @param {number} until */
export const widerLine = (wider, until) =>
  `wider than ± ${percent(until)} %: ${wider.map((row) => `${rowName(row)} (± ${percent(row.ratio.halfWidth)} %)`).join(', ')}`;

/** @param {import('./history.mjs').Slower[]} slower */
export function slowerTable(slower) {
  return formatColumns(
    ['slower than before', '>ratio', '>then', '>times', 'on', 'at'],
    slower.map(({ row, before, date, commit }) => [
      rowName(row),
      formatValue(row.ratio.value),
      formatValue(before.value),
      formatValue(row.ratio.value / before.value),
      date.slice(0, 10),
      commit,
    ]),
  );
}

/** @param {import('./roofline.mjs').Roofline} roofline */
export function rooflineTable({ where, peak, bandwidth, parts, step }) {
  const heading = `${where}: limits at ${formatValue(peak)} GFLOP/s and ${formatValue(bandwidth)} GB/s`;
  return formatColumns(
    [heading, '>ms', '>best', '>MFLOP', '>MB', '>limit', '>share', '>at the median'],
    [...parts, step].map((part) => [
      part.name,
      formatValue(part.ms),
      formatValue(part.best),
      formatValue(part.operations / 1e6),
      formatValue(part.bytes / 1e6),
      formatValue(part.limit),
      formatValue(part.share),
      formatValue(part.medianShare),
    ]),
  );
}

/** @param {import('./conv-vae.mjs').Share[]} shares */
export function sharesTable(shares) {
  return formatColumns(
    [
      'conv vae',
      'where',
      '>threads',
      '>images/s',
      '>best',
      '>GFLOP/s',
      '>of the peak',
      '>at the median',
      '>loss differs by',
    ],
    shares.map(({ row, rate, share, medianShare }) => [
      row.who,
      row.where,
      `${row.threads}`,
      formatValue(row.value),
      formatValue(bestOf(row)),
      formatValue(rate),
      formatValue(share),
      formatValue(medianShare),
      row.lossDifference?.toExponential(1) ?? '',
    ]),
  );
}

/** One line for each competitor and reason. @param {import('./measuring.mjs').Measuring['leftOut']} leftOut */
export function leftOutTable(leftOut) {
  /** @type {Map<string, {cells: string[], works: string[]}>} */
  const lines = new Map();
  for (const {
    row: { work, who, where, arithmetic, threads },
    reason,
  } of leftOut) {
    const cells = [who, where, arithmetic ?? '', `${threads}`, reason.split('\n')[0].slice(0, 100)];
    const key = cells.join('\n');
    if (!lines.has(key)) lines.set(key, { cells, works: [] });
    lines.get(key).works.push(work);
  }
  const named = (works) => (works.length > 2 ? `${works[0]} and ${works.length - 1} more` : works.join(', '));
  const headings = ['left out', 'who', 'where', 'arithmetic', '>threads', 'because'];
  return formatColumns(
    headings,
    [...lines.values()].map(({ cells, works }) => [named(works), ...cells]),
  );
}

/** @param {import('./goals.mjs').Goal[]} goals */
export function goalsTable(goals) {
  return formatColumns(
    ['goal', '>measured', '>wanted', ''],
    goals.map(({ name, value, wanted, reached }) => [
      name,
      value === null ? 'not measured' : formatValue(value),
      wanted,
      value === null || reached === null ? '' : reached ? 'reached' : 'NOT REACHED',
    ]),
  );
}
