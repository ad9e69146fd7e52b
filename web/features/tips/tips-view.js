import { plainText, setText } from '../../core/texts/apply-texts.js';
import { find } from '../../core/dom/dom.js';

/**
 * What a control or a reading is: under a mouse that rests on it, as any title; for a finger and the keyboard in a line of
 * its own at the window's edge, which moves nothing. It goes when something else is meant, and by Escape.
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
    // A button that was pressed by a mouse has done what it does.
    show(event.target instanceof Element && event.target.matches(':focus-visible') ? placeOf(event) : null);
  });
  page.addEventListener('focusout', () => show(null));
  // What takes no focus: a reading that one taps.
  page.addEventListener('pointerdown', (event) => {
    const place = placeOf(event);
    if (!place?.matches('label, .field, button')) show(place);
  });
  page.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && shown) show(null);
  });

  return {
    /** @param {{tips: Record<string, string>}} data  of the language now spoken */
    update(data) {
      tips = data.tips;
      for (const place of page.querySelectorAll('[data-t-tip]')) {
        if (place instanceof HTMLElement) place.title = plainText(tips[place.getAttribute('data-t-tip') ?? ''] ?? '');
      }
      show(shown);
    },
  };
}
