import { goTo } from '../../core/dom/scroll-links.js';

/**
 * The words in the title line that lead to the parts of the page.
 * @param {HTMLElement} root
 */
export function createSectionsView(root) {
  const links = [...root.querySelectorAll('a')].map((link) => ({ link, id: (link.getAttribute('href') ?? '').replace(/^#(at=)?/, '') }));
  for (const { link, id } of links) {
    link.addEventListener('click', (event) => {
      // With a key held it opens as links do.
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      goTo(document, id);
    });
  }
  return {
    /**
     * A part that is not there, or that the page's link hides, has no word.
     * @param {{hiddenPanels: ReadonlySet<string>}} data
     */
    update({ hiddenPanels }) {
      for (const { link, id } of links) link.hidden = hiddenPanels.has(id) || document.getElementById(id) === null;
    },
  };
}
