/**
 * Links within the page that name keys of its state: they are taken as orders, again at each click, and leave no entry
 * in the history. With a modifier key, or by the middle button, they open as any link does.
 * @param {Document} root
 * @param {(hash: string) => boolean} onLink   whether it was an order
 */
export function listenToLinks(root, onLink) {
  root.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const anchor = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    if (anchor && onLink(anchor.getAttribute('href') ?? '')) event.preventDefault();
  });
}

/**
 * Brings a part of the page into view, and the focus to its heading, so that the keyboard goes on from there.
 * @param {Document} root
 * @param {string} id
 */
export function goTo(root, id) {
  const section = root.getElementById(id);
  if (!section || section.hidden) return;
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  // What sticks to the window's edge, as the lesson does, is about what it lights in the row.
  const subject = getComputedStyle(section).position === 'sticky' ? root.querySelector('.is-lit') ?? section : section;
  // What lies on the first screen is shown with all of it, where nearly all of it fits.
  const screen = subject.closest('.first-screen');
  const shown = screen && screen.clientHeight <= 1.1 * window.innerHeight ? screen : subject;
  shown.scrollIntoView({ block: 'start', behavior: isCalm ? 'auto' : 'smooth' });
  holdInView(shown);
  const heading = /** @type {HTMLElement | null} */ (section.querySelector('h2, h3'));
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** So long sections above may still come in, and grow. */
const SETTLING_MS = 4000;
let release = () => {};

/**
 * Sections are loaded as one passes them, and push what is below them away: until they are there, or somebody scrolls or
 * presses anything, the element is brought back.
 * @param {Element} element
 */
function holdInView(element) {
  release();
  const observer = new ResizeObserver(() => {
    // Not while the page still glides there.
    clearTimeout(pause);
    pause = setTimeout(() => element.scrollIntoView({ block: 'start' }), 120);
  });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  const touches = /** @type {const} */ (['wheel', 'touchstart', 'pointerdown', 'keydown']);
  const end = setTimeout(() => release(), SETTLING_MS);
  release = () => {
    observer.disconnect();
    clearTimeout(pause);
    clearTimeout(end);
    for (const touch of touches) window.removeEventListener(touch, release);
    release = () => {};
  };
  for (const touch of touches) window.addEventListener(touch, release, { passive: true });
  observer.observe(document.body);
}
