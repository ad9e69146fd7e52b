import { plainText, setText } from '../../core/texts/apply-texts.js';
import { find } from '../../core/dom/dom.js';

/**
 * Descriptions of controls and readings: as a title under the mouse; for touch and keyboard in a line
 * at the window's edge, which does not shift the layout. It is hidden by another target and by Escape.
 * @param {Document} page
 */
export function createTipsView(page) {
  const line = find(page, '#tip');
  /** @type {Record<string, string>} */
  let tips = {};
  /** @type {Element | null} */
  let shown = null;

  /** @param {Element | null} place */
  function show(place) {
    shown = place;
    const tip = tips[place?.getAttribute('data-t-tip') ?? ''] ?? '';
    setText(line, tip);
    line.hidden = tip === '';
  }

  /** @param {Event} event */
  const placeOf = ({ target }) => (target instanceof Element ? target.closest('[data-t-tip]') : null);
  page.addEventListener('focusin', (event) => {
    // No description after a click with the mouse.
    show(event.target instanceof Element && event.target.matches(':focus-visible') ? placeOf(event) : null);
  });
  page.addEventListener('focusout', () => show(null));
  // For elements that take no focus: a reading that is tapped.
  page.addEventListener('pointerdown', (event) => {
    const place = placeOf(event);
    if (!place?.matches('label, .field, button')) show(place);
  });
  page.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && shown) show(null);
  });

  return {
    /** @param {{tips: Record<string, string>}} data  in the current language */
    update(data) {
      tips = data.tips;
      for (const place of page.querySelectorAll('[data-t-tip]')) {
        if (place instanceof HTMLElement) place.title = plainText(tips[place.getAttribute('data-t-tip') ?? ''] ?? '');
      }
      show(shown);
    },
  };
}
