import { createPicture } from '../../core/pictures/digit-canvas.js';
import { plainText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { indexAt } from '../../core/model/curve.js';
import { formatCount, formatNumber } from '../../core/texts/format.js';
import { runName } from '../../core/model/run-name.js';
import { PIN_SAMPLES } from '../../core/model/pin.js';
import { sizeOfConfig } from '../../core/model/config-size.js';
import { inTime } from '../../core/state/in-time.js';
import { changeWords } from './change-words.js';
import { DASHES } from './dashes.js';
import { byTestId, svg } from '../../core/dom/dom.js';

/**
 * @typedef {import('../../core/model/pin.js').Pin} PinnedRun
 * @typedef {import('../../core/model/run-changes.js').RunSettings} RunSettings
 * @typedef {import('../../core/dom/colors.js').Colors} Colors
 */

/** Paints the pictures: loaded with the first pin. @type {typeof import('./pin-pictures.js') | null} */
let painter = null;

/** @param {Pick<PinnedRun, 'config' | 'training'>} pin */
export const nameOfPin = ({ config, training }) => runName(config, training, t);

/**
 * The pinned runs: the dash of each, its map and samples when it was pinned, its settings, what has changed since, and its
 * last values or those under the pointer.
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

  /**
   * @param {PinnedRun} pin
   * @param {RunSettings | null} current
   * @param {Colors} colors
   */
  function itemOf(pin, current, colors) {
    const item = document.createElement('li'),
      name = nameOfPin(pin);
    const key = svg('svg', { viewBox: '0 0 32 4', class: 'dash', 'aria-hidden': 'true' });
    key.append(svg('path', { d: 'M0 2h32', 'stroke-dasharray': DASHES[pin.slot].join(' ') }));
    const title = textOf('pin-name', name),
      value = textOf('pin-values', ''),
      changed = textOf('pin-changed', '');
    value.dataset.testid = `pin-${pin.id}`;
    changed.dataset.testid = `pin-changed-${pin.id}`;
    values.set(pin.id, value);
    if (current) {
      const { text, names } = changeWords(pin, current);
      changed.textContent = text;
      changed.dataset.value = names.join(' ');
    }
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.className = 'word';
    remove.dataset.testid = `unpin-${pin.id}`;
    remove.textContent = t('pins.remove');
    remove.setAttribute('aria-label', t('pins.removeLabel', { name }));
    remove.addEventListener('click', () => {
      onUnpin(pin.id);
      button.focus();
    });
    const words = document.createElement('div');
    words.className = 'pin-words';
    words.append(title, value, changed, remove);
    const { map, samples } = picturesOf(pin, name, colors);
    item.append(key, ...map, words, ...samples);
    return item;
  }

  return {
    showAt,
    /**
     * @param {{pins: readonly PinnedRun[], current: RunSettings | null, colors: Colors}} data
     *   current: the run that they are compared with
     */
    update(data) {
      pins = data.pins;
      values.clear();
      list.hidden = pins.length === 0;
      list.replaceChildren(...pins.map((pin) => itemOf(pin, data.current, data.colors)));
      list.setAttribute('data-value', String(pins.length));
      showAt(null);
    },
    /** @param {{canPin: boolean, isFull: boolean}} data */
    updateButton({ canPin, isFull }) {
      // Not disabled when full: a press shows the reason.
      button.setAttribute('aria-disabled', String(!canPin));
      button.title = isFull ? t('pins.full') : '';
    },
  };
}

/** @param {string} className @param {string} text */
function textOf(className, text) {
  const place = document.createElement('span');
  place.className = className;
  place.textContent = text;
  return place;
}

/**
 * The small map and the samples of a run that has them.
 * @param {PinnedRun} pin
 * @param {string} name
 * @param {Colors} colors
 * @returns {{map: HTMLElement[], samples: HTMLElement[]}}
 */
function picturesOf({ id, config, pictures, curve }, name, colors) {
  if (!pictures) return { map: [], samples: [] };
  const about = { name, step: formatCount(curve.step.at(-1) ?? 0) };
  const map = document.createElement('canvas');
  map.className = 'pin-map';
  map.dataset.testid = `pin-map-${id}`;
  map.setAttribute('role', 'img');
  map.setAttribute('aria-label', plainText(t('pins.map', about)));
  const canvases = Array.from({ length: pictures.samples ? PIN_SAMPLES : 0 }, () => createPicture());
  const strip = document.createElement('div');
  strip.className = 'pin-samples';
  strip.dataset.testid = `pin-samples-${id}`;
  strip.setAttribute('role', 'img');
  strip.setAttribute('aria-label', plainText(t('pins.samples', about)));
  strip.append(...canvases);
  const paint = () => {
    painter?.paintMap(map, pictures, colors);
    if (pictures.samples) painter?.paintSamples(canvases, pictures.samples, colors, sizeOfConfig(config));
  };
  // At once if it can be: rows are made anew at each change, and would be empty for a frame.
  if (painter) paint();
  else
    inTime(import('./pin-pictures.js')).then(
      (module) => {
        painter = module;
        paint();
      },
      // Without it the row has its words.
      () => {},
    );
  return { map: [map], samples: pictures.samples ? [strip] : [] };
}
