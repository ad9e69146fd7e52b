import { goTo } from '../../core/dom/scroll-links.js';

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
      // With a modifier key the link has the default behavior.
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
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
