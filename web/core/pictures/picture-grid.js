import { own } from '../state/own.js';
import { createPicture, paintDigit } from './digit-canvas.js';

/**
 * Images side by side, each a button if it can be selected. Together they are one tab stop; the arrow keys move between them.
 * @param {HTMLElement} root
 * @param {{columns: number, onPick?: (index: number) => void}} options
 */
export function createPictureGrid(root, { columns, onPick }) {
  root.classList.add('pictures');
  root.style.setProperty('--columns', String(columns));
  /** @type {HTMLElement[]} */
  let cells = [];
  let areButtons = onPick !== undefined;

  /** @param {number} index  of the image that is the tab stop */
  const lead = (index) =>
    cells.forEach((cell, i) => {
      if (areButtons) cell.tabIndex = i === index ? 0 : -1;
    });
  if (onPick) {
    root.addEventListener('keydown', (event) => {
      const from = cells.indexOf(/** @type {HTMLElement} */ (event.target));
      // As laid out: a narrow window may have fewer columns.
      const wrapped = cells.findIndex(({ offsetTop }) => offsetTop !== cells[0].offsetTop),
        inRow = wrapped < 0 ? cells.length : wrapped;
      const step = own(
        { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -inRow, ArrowDown: inRow, Home: -from, End: cells.length - 1 - from },
        event.key,
      );
      if (step === undefined || from < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      cells[from + step]?.focus();
    });
    root.addEventListener('focusin', (event) => lead(cells.indexOf(/** @type {HTMLElement} */ (event.target))));
  }

  /** @param {number} index */
  function makeCell(index) {
    const canvas = createPicture();
    canvas.setAttribute('aria-hidden', 'true');
    const cell = document.createElement(areButtons ? 'button' : 'span');
    if (cell instanceof HTMLButtonElement) {
      cell.type = 'button';
      cell.addEventListener('click', () => onPick?.(index));
    } else cell.setAttribute('role', 'img');
    cell.className = 'picture';
    cell.append(canvas);
    return cell;
  }

  return {
    /**
     * @param {{images: Float32Array | null, size: import('./digit-image.js').ImageSize, names: (index: number) => string, colors: import('../dom/colors.js').Colors, marked?: (index: number) => boolean,
     *   canPick?: boolean, rowName?: (row: number) => string}} data   rowName: the id of the element that names a row, if the rows are groups
     */
    update({ images, size, names, colors, marked = () => false, canPick = true, rowName }) {
      const pixels = size.width * size.height,
        count = images ? images.length / pixels : 0;
      const buttons = onPick !== undefined && canPick;
      if (cells.length !== count || areButtons !== buttons) {
        areButtons = buttons;
        cells = Array.from({ length: count }, (_, i) => makeCell(i));
        root.replaceChildren(...(rowName ? rowsOf(cells, columns, rowName) : cells));
        lead(0);
      }
      root.setAttribute('data-value', String(count));
      cells.forEach((cell, i) => {
        paintDigit(
          /** @type {HTMLCanvasElement} */ (cell.firstElementChild),
          /** @type {Float32Array} */ (images).subarray(i * pixels, (i + 1) * pixels),
          colors,
          size,
        );
        const name = names(i);
        cell.setAttribute('aria-label', name);
        cell.title = name;
        cell.classList.toggle('is-marked', marked(i));
      });
    },
  };
}

/** @param {HTMLElement[]} cells @param {number} columns @param {(row: number) => string} rowName */
function rowsOf(cells, columns, rowName) {
  return Array.from({ length: cells.length / columns }, (_, row) => {
    const group = document.createElement('div');
    group.className = 'picture-row';
    group.setAttribute('role', 'group');
    group.setAttribute('aria-labelledby', rowName(row));
    group.append(...cells.slice(row * columns, (row + 1) * columns));
    return group;
  });
}
