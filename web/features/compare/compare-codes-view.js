import { t } from '../../core/texts/translate.js';
import { classMeans } from '../../core/scatter/class-means.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { createTablePanel } from '../../core/dom/table-panel.js';
import { writeClassMeans } from '../../core/dom/table.js';

/** Minimum interval between updates of the tables during training. */
const REST_MS = 500;
/** An FVBN has no codes. */
const CODED = /** @type {const} */ (['ae', 'vae']);

/**
 * The two maps of the comparison as text: the mean position of each digit.
 * @param {HTMLElement} root
 */
export function createCompareCodesView(root) {
  const tables = CODED.map((name) => ({ name, table: byTestId(root, `compare-codes-${name}`) }));

  /** @param {import('./compare-state.js').CompareState} shown */
  function write(shown) {
    for (const { name, table } of tables) {
      const { scatter } = shown[name],
        { labels } = shown;
      writeClassMeans(
        table,
        t(`compare.codes.${name}`),
        ['{z}1', '{z}2'],
        scatter && labels ? classMeans(scatter, labels) : [],
      );
    }
  }

  return createTablePanel(byTestId(root, 'compare-codes-open'), find(root, '#compare-codes'), REST_MS, write);
}
