import { setText } from '../texts/apply-texts.js';
import { t } from '../texts/translate.js';
import { formatCount, formatNumber } from '../texts/format.js';
import { labelName } from '../model/digit-labels.js';

/**
 * Rewrites a table: a caption, one row of column headers, and rows whose first cell is their header.
 * @param {Element} table
 * @param {string} caption
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function writeTable(table, caption, head, rows) {
  const title = document.createElement('caption');
  setText(title, caption);
  const header = document.createElement('thead'),
    body = document.createElement('tbody');
  header.append(rowOf(head, () => 'col'));
  body.append(...rows.map((row) => rowOf(row, (i) => (i === 0 ? 'row' : ''))));
  table.replaceChildren(title, header, body);
}

/**
 * The mean positions of the classes on a map.
 * @param {Element} table
 * @param {string} caption
 * @param {string[]} axes   the names of one or two
 * @param {import('../scatter/class-means.js').ClassMean[]} means
 * @param {Parameters<typeof labelName>[0]} [digits]   whose classes may have names
 */
export function writeClassMeans(table, caption, axes, means, digits = null) {
  const shown = digits?.labelNames ? means.slice(0, digits.labelNames.length) : means;
  writeTable(
    table,
    caption,
    [t(digits?.labelNames ? 'table.class' : 'table.digit'), t('table.count'), ...axes, t('table.spread')],
    shown.map(({ digit, count, across, up, spread }) => [
      labelName(digits, digit),
      formatCount(count),
      ...[across, up].slice(0, axes.length).map((value) => formatNumber(value, 3)),
      formatNumber(spread, 3),
    ]),
  );
  table.setAttribute('data-value', JSON.stringify(means));
}

/** @param {string[]} cells @param {(index: number) => string} scopeOf */
function rowOf(cells, scopeOf) {
  const row = document.createElement('tr');
  row.append(
    ...cells.map((text, i) => {
      const cell = document.createElement(scopeOf(i) ? 'th' : 'td');
      if (scopeOf(i)) cell.setAttribute('scope', scopeOf(i));
      setText(cell, text);
      return cell;
    }),
  );
  return row;
}
