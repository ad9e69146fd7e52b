import { goTo, isPlainClick } from '../../core/dom/scroll-links.js';

/**
 * The links in the title bar to the page's sections.
 * @param {HTMLElement} root
 */
export function createSectionsView(root) {
  const links = [...root.querySelectorAll('a')].map((link) => ({
    link,
    id: (link.getAttribute('href') ?? '').replace(/^#(at=)?/, ''),
  }));
  for (const { link, id } of links) {
    link.addEventListener('click', (event) => {
      if (!isPlainClick(event)) return;
      event.preventDefault();
      goTo(document, id);
    });
  }
  return {
    /**
     * A section that is missing, or hidden by the page's link, has no link in the title bar.
     * @param {{hiddenPanels: ReadonlySet<string>}} data
     */
    update({ hiddenPanels }) {
      for (const { link, id } of links) link.hidden = hiddenPanels.has(id) || document.getElementById(id) === null;
    },
  };
}
