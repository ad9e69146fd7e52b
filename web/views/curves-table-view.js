import { latestRows } from '../lib/curve-rows.js';
import { t } from '../i18n/translate.js';
import { formatCount, formatNumber } from '../lib/format.js';
import { createDisclosure } from './disclosure.js';
import { byTestId, find } from './dom.js';

/** @typedef {import('../lib/curve.js').Curve} Curve */

const MOST_ROWS = 100;
/** While training, the table is written anew this often. */
const REST_MS = 500;
const TERMS = /** @type {const} */ (['negativeElbo', 'reconstruction', 'kl']);

/**
 * The numbers behind the charts, when one asks for them.
 * @param {HTMLElement} root
 * @param {{onCsv: () => void, onOpen: (isOpen: boolean) => void}} callbacks
 */
export function createCurvesTableView(root, { onCsv, onOpen }) {
  const body = find(root, '#curve-rows'), note = find(root, '#curve-rows-note');
  const table = byTestId(root, 'curves-table');
  /** @type {{train: Curve, heldOut: Curve} | null} */
  let shown = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  byTestId(root, 'curves-csv').addEventListener('click', onCsv);
  const disclosure = createDisclosure(byTestId(root, 'curves-data'), [find(root, '#curve-data')], (isOpen) => {
    onOpen(isOpen);
    write();
  });

  function write() {
    clearTimeout(timer);
    timer = undefined;
    if (!disclosure.isOpen() || !shown) return;
    const { rows, total } = latestRows(shown.train, shown.heldOut, MOST_ROWS);
    body.replaceChildren(...rows.map(({ step, epoch, train, heldOut }) => {
      const row = document.createElement('tr');
      const head = document.createElement('th');
      head.scope = 'row';
      head.textContent = formatCount(step);
      row.append(head, ...[formatNumber(epoch), ...[heldOut, train].flatMap((terms) => TERMS.map((term) => (terms ? formatNumber(terms[term], 3) : '')))].map((text) => {
        const cell = document.createElement('td');
        cell.textContent = text;
        return cell;
      }));
      return row;
    }));
    table.setAttribute('data-value', String(total));
    note.textContent = total > MOST_ROWS ? t('table.latest', { count: MOST_ROWS, total: formatCount(total) }) : '';
  }

  return {
    /** @param {{train: Curve, heldOut: Curve, isOpen: boolean}} data */
    update(data) {
      shown = data;
      disclosure.set(data.isOpen);
      if (disclosure.isOpen() && timer === undefined) timer = setTimeout(write, REST_MS);
    },
  };
}
