import { SETTINGS_TABLE } from '../../core/model/settings.js';
import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { PRESETS } from './class-presets.js';

/** The controls' names on the page. @type {Record<string, string>} */
const NAMES = {
  clear: 'pad.clear',
  undo: 'pad.undo',
  random: 'pad.random',
  pen: 'pad.pen',
  picture: 'pad.picture',
  prepare: 'sees.prepare',
  told: 'sees.told',
  noise: 'z.resample',
  mean: 'z.atMean',
  scale: 'z.scale',
  paint: 'decoder.paintAs',
  ink: 'xhat.samplePixels',
  grid: 'map.grid',
  points: 'map.points',
  sliders: 'map.dimensions',
  table: 'map.table',
  axes: 'map.projection',
  show: 'legend.label',
  reset: 'train.reset',
  play: 'train.play',
  step: 'train.step',
  pin: 'pins.pin',
  curves: 'table.show',
  create: 'settings.create',
  ...Object.fromEntries(SETTINGS_TABLE.map(({ name, key }) => [key, `field.${name}`])),
  stop: 'settings.stop',
  more: 'settings.more',
  lang: 'share.language',
  theme: 'share.theme',
  png: 'share.pictures',
};

/**
 * Selects the parts that a link for a class hides, and the place where it opens.
 * @param {HTMLElement} root
 * @param {{panels: readonly string[], controls: Record<string, readonly string[]>, places: readonly string[]}} names
 *   parts that can be hidden; controls by part; places to open at; all in page order
 * @param {{onHide: (hidden: string[]) => void, onPlace: (place: string) => void, onPreset: (name: string) => void, onCopy: () => void}} callbacks
 */
export function createShareClassView(root, { panels, controls, places }, { onHide, onPlace, onPreset, onCopy }) {
  const link = /** @type {HTMLInputElement} */ (byTestId(root, 'share-class-link'));
  const place = /** @type {HTMLSelectElement} */ (byTestId(root, 'share-at'));
  /** @param {string} name @param {string} key  of its text */
  function createBox(name, key) {
    const label = document.createElement('label'),
      box = label.appendChild(document.createElement('input'));
    box.type = 'checkbox';
    box.value = name;
    box.dataset.testid = `share-hide-${name}`;
    label.className = 'check';
    return { box, label, text: label.appendChild(document.createElement('span')), key };
  }
  const ofPanels = panels.map((name) => createBox(name, `panel.${name}`));
  find(root, '#share-panels').append(...ofPanels.map(({ label }) => label));
  const groups = Object.entries(controls).map(([where, names]) => {
    const fieldset = document.createElement('fieldset'),
      legend = fieldset.appendChild(document.createElement('legend')),
      list = fieldset.appendChild(document.createElement('div'));
    const own = names.map((name) => createBox(name, NAMES[name]));
    list.className = 'share-panels';
    list.append(...own.map(({ label }) => label));
    return { fieldset, text: legend, key: `share.controls.${where}`, own };
  });
  find(root, '#share-controls').append(...groups.map(({ fieldset }) => fieldset));
  const boxes = [...ofPanels, ...groups.flatMap(({ own }) => own)];
  place.append(...['', ...places].map((name) => new Option('', name)));

  root.addEventListener('change', ({ target }) => {
    if (target !== place) onHide(boxes.filter(({ box }) => box.checked).map(({ box }) => box.value));
  });
  place.addEventListener('change', () => onPlace(place.value));
  for (const name of Object.keys(PRESETS))
    byTestId(root, `share-preset-${name}`).addEventListener('click', () => onPreset(name));
  byTestId(root, 'share-class-copy').addEventListener('click', onCopy);

  return {
    /** @param {{link: string, hidden: readonly string[], place: string}} data */
    update(data) {
      for (const { box, text, key } of boxes) {
        box.checked = data.hidden.includes(box.value);
        setText(text, t(key));
      }
      for (const { text, key } of groups) setText(text, t(key));
      for (const option of place.options) {
        option.text = t(option.value ? `panel.${option.value}` : 'share.top');
        // A link cannot open at a hidden part.
        option.disabled = data.hidden.includes(option.value);
      }
      place.value = data.place;
      // Does not change the link while it is selected for copying.
      if (link.value !== data.link && document.activeElement !== link) link.value = data.link;
    },
  };
}
