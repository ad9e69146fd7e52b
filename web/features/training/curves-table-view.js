import { latestRows } from './curve-rows.js';
import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { formatCount, formatNumber } from '../../core/texts/format.js';
import { lossName } from './curves-view.js';
import { createDisclosure } from '../../core/dom/disclosure.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { nameOfPin } from './pins-view.js';

/**
 * @typedef {import('../../core/model/curve.js').Curve} Curve
 * @typedef {import('./curves-view.js').PinnedRun} PinnedRun
 */

const MAX_ROWS = 100;
/** Minimum interval between updates of the table during training. */
const REST_MS = 500;
const TERMS = /** @type {const} */ (['negativeElbo', 'reconstruction', 'kl']);

/**
 * The values of the charts, on demand.
 * @param {HTMLElement} root
 * @param {{onCsv: () => void, onOpen: (isOpen: boolean) => void}} callbacks
 */
export function createCurvesTableView(root, { onCsv, onOpen }) {
  const body = find(root, '#curve-rows'),
    note = find(root, '#curve-rows-note');
  const table = byTestId(root, 'curves-table'),
    losses = table.querySelectorAll('.loss-name');
  const [groups, terms] = table.querySelectorAll('thead tr');
  /** @type {{train: Curve, heldOut: Curve, pins: readonly PinnedRun[]} | null} */
  let shown = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  byTestId(root, 'curves-csv').addEventListener('click', onCsv);
  const disclosure = createDisclosure(byTestId(root, 'curves-data'), [find(root, '#curve-data')], (isOpen) => {
    onOpen(isOpen);
    write();
  });

  /** Three columns for each pinned run, under its name. @param {readonly PinnedRun[]} pins */
  function writeHeads(pins) {
    for (const head of table.querySelectorAll('thead .of-pin')) head.remove();
    for (const pin of pins) {
      groups.append(headOf(nameOfPin(pin), 'colgroup', TERMS.length));
      terms.append(
        headOf(lossName(pin.config.model), 'col'),
        headOf(t('table.reconstruction'), 'col'),
        headOf('KL', 'col'),
      );
    }
  }

  function write() {
    clearTimeout(timer);
    timer = undefined;
    if (!disclosure.isOpen() || !shown) return;
    const { rows, total } = latestRows(
      shown.train,
      shown.heldOut,
      shown.pins.map(({ curve }) => curve),
      MAX_ROWS,
    );
    writeHeads(shown.pins);
    body.replaceChildren(
      ...rows.map(({ step, epoch, train, heldOut, pinned }) => {
        const row = document.createElement('tr');
        const head = document.createElement('th');
        head.scope = 'row';
        head.textContent = formatCount(step);
        row.append(
          head,
          ...[
            formatNumber(epoch),
            ...[heldOut, train, ...pinned].flatMap((measured) =>
              TERMS.map((term) => (measured ? formatNumber(measured[term], 3) : '')),
            ),
          ].map((text) => {
            const cell = document.createElement('td');
            cell.textContent = text;
            return cell;
          }),
        );
        return row;
      }),
    );
    table.setAttribute('data-value', String(total));
    note.textContent = total > MAX_ROWS ? t('table.latest', { count: MAX_ROWS, total: formatCount(total) }) : '';
  }

  return {
    /** @param {{train: Curve, heldOut: Curve, pins: readonly PinnedRun[], kind: string, isOpen: boolean}} data */
    update(data) {
      shown = data;
      for (const head of losses) setText(head, lossName(data.kind));
      disclosure.set(data.isOpen);
      if (disclosure.isOpen() && timer === undefined) timer = setTimeout(write, REST_MS);
    },
  };
}

/** @param {string} text @param {'col' | 'colgroup'} scope @param {number} [columns] */
function headOf(text, scope, columns = 1) {
  const head = document.createElement('th');
  head.className = 'of-pin';
  head.scope = scope;
  head.colSpan = columns;
  head.textContent = text;
  return head;
}
