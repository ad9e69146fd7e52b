import { find } from '../../core/dom/dom.js';

/**
 * A screenshot of the page for browsers that cannot run it. It is fetched only in that case; if it is not
 * available, as with the single file, only the notice is shown.
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
