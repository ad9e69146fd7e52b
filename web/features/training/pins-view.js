import { t } from '../../core/texts/translate.js';
import { indexAt } from '../../core/model/curve.js';
import { formatCount, formatNumber } from '../../core/texts/format.js';
import { runName } from '../../core/model/run-name.js';
import { DASHES } from './dashes.js';
import { byTestId, svg } from '../../core/dom/dom.js';

/** @typedef {import('./curves-view.js').PinnedRun} PinnedRun */

/** @param {PinnedRun} pin */
export const nameOfPin = ({ config, training }) => runName(config, training, t);

/**
 * The pinned runs: the dash of each, its settings, and its last values or those under the pointer.
 * @param {HTMLElement} root
 * @param {{onPin: () => void, onUnpin: (id: number) => void}} callbacks
 */
export function createPinsView(root, { onPin, onUnpin }) {
  const button = /** @type {HTMLButtonElement} */ (byTestId(root, 'pin-run'));
  const list = byTestId(root, 'pins');
  /** @type {readonly PinnedRun[]} */
  let pins = [];
  /** @type {Map<number, HTMLElement>} */
  const values = new Map();
  button.addEventListener('click', onPin);

  /** @param {number | null} step */
  function showAt(step) {
    for (const { id, curve } of pins) {
      const place = values.get(id);
      const at = step === null ? curve.step.length - 1 : indexAt(curve, step);
      if (!place) continue;
      place.textContent =
        at < 0
          ? '–'
          : t('pins.values', {
              step: formatCount(curve.step[at]),
              bound: formatNumber(curve.negativeElbo[at]),
              reconstruction: formatNumber(curve.reconstruction[at]),
              kl: formatNumber(curve.kl[at]),
            });
      place.setAttribute('data-value', String(curve.negativeElbo.at(-1)));
    }
  }

  /** @param {PinnedRun} pin */
  function itemOf(pin) {
    const item = document.createElement('li');
    const key = svg('svg', { viewBox: '0 0 32 4', class: 'dash', 'aria-hidden': 'true' });
    key.append(svg('path', { d: 'M0 2h32', 'stroke-dasharray': DASHES[pin.slot].join(' ') }));
    const name = document.createElement('span');
    name.textContent = nameOfPin(pin);
    const value = document.createElement('span');
    value.className = 'pin-values';
    value.dataset.testid = `pin-${pin.id}`;
    values.set(pin.id, value);
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.className = 'word';
    remove.dataset.testid = `unpin-${pin.id}`;
    remove.textContent = t('pins.remove');
    remove.setAttribute('aria-label', t('pins.removeLabel', { name: nameOfPin(pin) }));
    remove.addEventListener('click', () => {
      onUnpin(pin.id);
      button.focus();
    });
    item.append(key, name, value, remove);
    return item;
  }

  return {
    showAt,
    /** @param {{pins: readonly PinnedRun[], canPin: boolean, isFull: boolean}} data */
    update(data) {
      pins = data.pins;
      values.clear();
      list.hidden = pins.length === 0;
      list.replaceChildren(...pins.map(itemOf));
      list.setAttribute('data-value', String(pins.length));
      // Not disabled when full: a press shows the reason.
      button.setAttribute('aria-disabled', String(!data.canPin));
      button.title = data.isFull ? t('pins.full') : '';
      showAt(null);
    },
  };
}
