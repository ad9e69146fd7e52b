import { setText } from '../i18n/apply-texts.js';
import { t } from '../i18n/translate.js';
import { classMeans } from '../lib/class-means.js';
import { cloudPoints } from '../lib/cloud.js';
import { formatCount, formatNumber } from '../lib/format.js';
import { sigmaOf } from '../lib/gaussian.js';
import { byTestId, find } from './dom.js';

/** The table is written once what it tells has rested so long. */
const REST_MS = 400;

/**
 * @typedef {object} TableData
 * @property {{latentDim: number, mu: Float32Array} | null} scatter
 * @property {Uint8Array | null} labels
 * @property {import('../lib/basis.js').Basis} basis
 * @property {[string, string]} names
 * @property {import('../engine/messages.js').Code | null} code
 * @property {Float32Array | null} epsilon   the noise in z; null where z is set by hand or there is none
 * @property {Float32Array | null} z
 */

/**
 * What the map shows, as text: where the ten digits lie, and the drawn digit's code.
 * @param {HTMLElement} root
 */
export function createMapTableView(root) {
  const panel = find(root, '#map-table'), table = byTestId(root, 'map-table'), code = byTestId(root, 'map-code-table');
  /** @type {TableData | null} */
  let data = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {HTMLElement} element @param {string} caption @param {string[]} head @param {string[][]} rows */
  function write(element, caption, head, rows) {
    const title = document.createElement('caption');
    setText(title, caption);
    const header = document.createElement('thead'), body = document.createElement('tbody');
    header.append(rowOf(head, () => 'col'));
    body.append(...rows.map((row) => rowOf(row, (i) => (i === 0 ? 'row' : ''))));
    element.replaceChildren(title, header, body);
  }

  /** @param {string[]} cells @param {(index: number) => string} scopeOf */
  function rowOf(cells, scopeOf) {
    const row = document.createElement('tr');
    row.append(...cells.map((text, i) => {
      const cell = document.createElement(scopeOf(i) ? 'th' : 'td');
      if (scopeOf(i)) cell.setAttribute('scope', scopeOf(i));
      setText(cell, text);
      return cell;
    }));
    return row;
  }

  function show() {
    if (!data || panel.hidden) return;
    const { scatter, labels, basis, names, code: drawn, epsilon, z } = data;
    const fits = scatter && labels && scatter.latentDim === basis.first.length;
    const means = fits ? classMeans(cloudPoints(scatter.mu, basis, labels), labels) : [];
    const axes = names.map((name) => (/^\d/.test(name) ? `{z}${name}` : name));
    const one = names[1] === '';
    write(table, t('table.classes'), [t('table.digit'), t('table.count'), axes[0], ...(one ? [] : [axes[1]]), t('table.spread')],
      means.map(({ digit, count, across, up, spread }) => [String(digit), formatCount(count), formatNumber(across, 3),
        ...(one ? [] : [formatNumber(up, 3)]), formatNumber(spread, 3)]));
    table.setAttribute('data-value', JSON.stringify(means));
    const sigma = drawn && drawn.logVar.length > 0 ? sigmaOf(drawn.logVar) : null;
    const columns = { mu: drawn?.mu, sigma, epsilon, z };
    write(code, t('table.code'), [t('table.dimension'), ...Object.keys(columns).map((name) => `{${name}}`)], Array.from(basis.first, (_, d) => [
      String(d + 1), ...Object.values(columns).map((values) => formatNumber(values?.[d] ?? NaN, 3)),
    ]));
    code.querySelectorAll('td').forEach((cell, i) => {
      cell.setAttribute('data-symbol', Object.keys(columns)[i % 4]);
      cell.setAttribute('data-dimension', String(Math.floor(i / 4)));
    });
    code.setAttribute('data-value', JSON.stringify(Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Array.from(values ?? [])]))));
  }

  return {
    show,
    /** @param {TableData} next */
    update(next) {
      data = next;
      clearTimeout(timer);
      if (!panel.hidden) timer = setTimeout(show, REST_MS);
    },
  };
}
