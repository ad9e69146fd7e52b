import { find } from '../../core/dom/dom.js';

/**
 * A picture of the page where nothing can be computed, so that one sees at least what there would be to see. It is
 * fetched only then; where it lies beside no page, as with the single file, the sentence of the notice has to do.
 * @param {HTMLElement} root
 */
export function createFallbackView(root) {
  const picture = /** @type {HTMLImageElement} */ (find(root, 'img'));
  picture.addEventListener('error', () => root.remove());
  return {
    /** @param {{shown: boolean}} data */
    update({ shown }) {
      if (shown && !picture.hasAttribute('src')) picture.src = new URL('card.png', document.baseURI).href;
      root.hidden = !shown;
    },
  };
}
