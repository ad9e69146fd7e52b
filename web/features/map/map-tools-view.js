import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { MANIFOLD_RANGES, MANIFOLD_SIDES } from '../../core/scatter/manifold.js';
import { createDisclosure } from '../../core/dom/disclosure.js';
import { byTestId, find } from '../../core/dom/dom.js';

/**
 * The toolbar above the plane: the decoded grid, visibility of the digits' marks, the panels below the map, and saving it as an image.
 * @param {HTMLElement} root
 * @param {{onManifold: (patch: {side?: number, range?: number}) => void, onPoints: (shown: boolean) => void, onPicture: () => void,
 *   onOpen: (panel: 'sliders' | 'table', isOpen: boolean) => void}} callbacks
 */
export function createMapToolsView(root, { onManifold, onPoints, onPicture, onOpen }) {
  const side = /** @type {HTMLSelectElement} */ (byTestId(root, 'map-grid'));
  const range = /** @type {HTMLSelectElement} */ (byTestId(root, 'map-range'));
  const points = /** @type {HTMLInputElement} */ (byTestId(root, 'map-points'));
  const picture = /** @type {HTMLButtonElement} */ (byTestId(root, 'map-picture'));
  side.addEventListener('change', () => onManifold({ side: Number(side.value) }));
  range.addEventListener('change', () => onManifold({ range: Number(range.value) }));
  points.addEventListener('change', () => onPoints(points.checked));
  picture.addEventListener('click', onPicture);
  side.append(...MANIFOLD_SIDES.map((value) => new Option(`${value} × ${value}`, String(value))));
  range.append(...MANIFOLD_RANGES.map((value) => new Option(`±${value}`, String(value))));
  const panels = /** @type {const} */ ([
    ['sliders', 'dimensions'],
    ['table', 'table'],
  ]).map(([name, id]) => {
    const button = byTestId(root, `map-${id}-open`);
    return {
      name,
      button,
      disclosure: createDisclosure(button, [find(root, `#map-${id}`)], (isOpen) => onOpen(name, isOpen)),
    };
  });

  return {
    /** @param {{manifold: {side: number, range: number}, hiddenLabels: ReadonlySet<number>, opened: ReadonlySet<string>, latentDim: number, caption: string}} data */
    update({ manifold, hiddenLabels, opened, latentDim, caption }) {
      setText(find(root, '#map-caption'), caption);
      side.options[0].text = t('map.gridOff');
      side.value = String(manifold.side);
      range.value = String(manifold.range);
      find(root, '#map-range-label').hidden = manifold.side === 0;
      points.checked = hiddenLabels.size < 10;
      for (const control of [side, range, points, picture]) control.disabled = latentDim === 0;
      const isOpen = (/** @type {string} */ name) => latentDim > 0 && opened.has(name);
      for (const { name, button, disclosure } of panels) {
        button.hidden = latentDim === 0;
        disclosure.set(isOpen(name));
      }
      root.classList.toggle(
        'has-panel',
        panels.some(({ name }) => isOpen(name)),
      );
    },
  };
}
