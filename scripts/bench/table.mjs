// Text tables.

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

/** @param {import('./measuring.mjs').Result[]} results */
export function resultsTable(results) {
  const headings = ['work', 'who', 'where', 'arithmetic', '>threads', '>median', 'unit', '>least', '>most', '>runs'];
  return formatColumns(
    headings,
    results.map(({ work, who, where, arithmetic, threads, value, unit, runs }) => [
      work,
      who,
      where,
      arithmetic ?? '',
      `${threads}`,
      formatValue(value),
      unit,
      formatValue(Math.min(...runs)),
      formatValue(Math.max(...runs)),
      `${runs.length}`,
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
