import { t } from '../../core/texts/translate.js';
import { rowSums, surprisals } from './chain-rule.js';
import { SIDE } from '../../core/pictures/digit-image.js';
import { formatNumber } from '../../core/texts/format.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { createTablePanel } from '../../core/dom/table-panel.js';
import { writeTable } from '../../core/dom/table.js';

/** Minimum interval between updates during training. */
const REST_MS = 400;

/**
 * The running sum and the map of surprisal as numbers: log p of each row of pixels, and the sum through that row.
 * @param {HTMLElement} root
 */
export function createFvbnTableView(root) {
  const table = byTestId(root, 'lab-table');

  /** @param {Pick<import('./fvbn-actions.js').FvbnState, 'sample' | 'surprisal' | 'digit'>} shown */
  function write({ sample, surprisal, digit }) {
    const painted = sample ? rowSums(surprisals(sample.pixels, sample.probabilities), SIDE) : [];
    const drawn = surprisal && digit ? rowSums(surprisals(surprisal.digit, surprisal.probabilities), SIDE) : [];
    const head = [
      t('lab.table.row'),
      t('lab.table.painted'),
      t('lab.table.sum'),
      t('lab.table.drawn'),
      t('lab.table.sum'),
    ];
    writeTable(
      table,
      t('lab.table.caption'),
      head,
      Array.from({ length: SIDE }, (_, row) => [
        String(row + 1),
        ...[painted[row], drawn[row]].flatMap((at) => [formatNumber(at?.nats ?? NaN), formatNumber(at?.sum ?? NaN)]),
      ]),
    );
    table.setAttribute('data-value', JSON.stringify({ painted, drawn }));
  }

  return createTablePanel(byTestId(root, 'lab-table-open'), find(root, '#lab-table'), REST_MS, write);
}
