/**
 * The words in the title line that lead to the parts of the page.
 * @param {HTMLElement} root
 */
export function createSectionsView(root) {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  for (const link of root.querySelectorAll('a')) {
    const target = document.getElementById((link.getAttribute('href') ?? '').replace(/^#(at=)?/, ''));
    if (!target) {
      link.hidden = true;
      continue;
    }
    link.addEventListener('click', (event) => {
      // Left alone, it would put away what the address says of the page; with a key held it opens as links do.
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      target.scrollIntoView({ block: 'start', behavior: still.matches ? 'instant' : 'smooth' });
      const heading = target.querySelector('h2');
      if (!heading) return;
      if (!heading.hasAttribute('tabindex')) heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    });
  }
}
