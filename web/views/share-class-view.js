import { setText } from '../i18n/apply-texts.js';
import { t } from '../i18n/translate.js';
import { byTestId, find } from './dom.js';

/**
 * What a link for a class hides, and where it opens.
 * @param {HTMLElement} root
 * @param {{panels: readonly string[], places: readonly string[]}} names   that can be hidden, and opened at; in the page's order
 * @param {{onHide: (hidden: string[]) => void, onPlace: (place: string) => void, onCopy: () => void}} callbacks
 */
export function createShareClassView(root, { panels, places }, { onHide, onPlace, onCopy }) {
  const link = /** @type {HTMLInputElement} */ (byTestId(root, 'share-class-link'));
  const place = /** @type {HTMLSelectElement} */ (byTestId(root, 'share-at'));
  const boxes = panels.map((name) => {
    const label = document.createElement('label'), box = label.appendChild(document.createElement('input'));
    box.type = 'checkbox';
    box.value = name;
    box.dataset.testid = `share-hide-${name}`;
    label.className = 'check';
    return { box, label, text: label.appendChild(document.createElement('span')), key: `panel.${name}` };
  });
  find(root, '#share-panels').append(...boxes.map(({ label }) => label));
  place.append(...['', ...places].map((name) => new Option('', name)));

  root.addEventListener('change', ({ target }) => {
    if (target !== place) onHide(boxes.filter(({ box }) => box.checked).map(({ box }) => box.value));
  });
  place.addEventListener('change', () => onPlace(place.value));
  byTestId(root, 'share-class-copy').addEventListener('click', onCopy);

  return {
    /** @param {{link: string, hidden: readonly string[], place: string}} data */
    update(data) {
      for (const { box, text, key } of boxes) {
        box.checked = data.hidden.includes(box.value);
        setText(text, t(key));
      }
      for (const option of place.options) {
        option.text = t(option.value ? `panel.${option.value}` : 'share.top');
        // Nobody can be led to what is not there.
        option.disabled = data.hidden.includes(option.value);
      }
      place.value = data.place;
      // Who is about to copy it by hand keeps what is selected.
      if (link.value !== data.link && document.activeElement !== link) link.value = data.link;
    },
  };
}
