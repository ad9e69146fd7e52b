import { setText } from '../../core/texts/apply-texts.js';
import { inWords, t } from '../../core/texts/translate.js';
import { COMPARED_MODELS, ROWS, cellOf } from './compare-rows.js';
import { formatCount, formatNumber, formatPercent } from '../../core/texts/format.js';
import { setReading } from '../../core/dom/dom.js';

/**
 * The comparison table. Each row's name opens its definition; no value is marked as better.
 * @param {HTMLElement} table
 */
export function createCompareTableView(table) {
  const head = row(
    'thead',
    ['measure', ...COMPARED_MODELS].map((name) => {
      const cell = element('th', 'columnheader');
      cell.setAttribute('data-t', `compare.${name}`);
      return cell;
    }),
  );
  /** @type {Map<string, HTMLElement>} */
  const cells = new Map();
  /** @type {{name: string, title: HTMLElement, definition: HTMLElement}[]} */
  const rows = [];
  const caption = document.createElement('caption');
  const body = element('tbody', 'rowgroup');
  for (const name of ROWS) {
    const header = element('th', 'rowheader');
    header.setAttribute('scope', 'row');
    const details = document.createElement('details');
    const title = document.createElement('summary'),
      definition = document.createElement('p');
    details.append(title, definition);
    header.append(details);
    rows.push({ name, title, definition });
    const line = element('tr', 'row');
    line.append(
      header,
      ...COMPARED_MODELS.map((compared) => {
        const cell = element('td', 'cell');
        cell.setAttribute('data-testid', `compare-${name}-${compared}`);
        cell.setAttribute('data-model', compared.toUpperCase());
        cells.set(`${name}-${compared}`, cell);
        return cell;
      }),
    );
    body.append(line);
  }
  table.setAttribute('role', 'table');
  table.append(caption, head, body);

  return {
    /** @param {Record<import('./compare-rows.js').ContenderName, import('./compare-rows.js').Measured>} all */
    update(all) {
      setText(caption, t('compare.table'));
      for (const cell of head.querySelectorAll('[data-t]')) setText(cell, t(cell.getAttribute('data-t') ?? ''));
      for (const { name, title, definition } of rows) {
        setText(title, t(`row.${name}`));
        setText(definition, t(`row.${name}.is`));
        for (const compared of COMPARED_MODELS)
          show(/** @type {HTMLElement} */ (cells.get(`${name}-${compared}`)), cellOf(name, compared, all[compared]));
      }
    },
  };
}

/**
 * @param {HTMLElement} cell
 * @param {import('./compare-rows.js').Cell} content
 */
function show(cell, { value, reason, said, claim, decimals, percent, counts }) {
  if (counts) return setReading(cell, counts.map((count) => formatCount(count)).join(', '), counts.join(','));
  const why = reason ? t(reason) : value === null ? inWords(said) : '';
  cell.classList.toggle('is-reason', why !== '');
  const number = value === null ? '–' : percent ? formatPercent(value, decimals) : formatNumber(value, decimals);
  setReading(cell, why || (claim && value !== null ? t(`compare.${claim}`, { value: number }) : number), value ?? '');
}

/** @param {string} name @param {string} role */
function element(name, role) {
  const made = document.createElement(name);
  // Explicit roles preserve the table semantics when a style sheet changes the layout, as on a phone.
  made.setAttribute('role', role);
  return made;
}

/** @param {string} group @param {HTMLElement[]} content */
function row(group, content) {
  const made = element(group, 'rowgroup'),
    line = element('tr', 'row');
  line.append(...content);
  made.append(line);
  return made;
}
