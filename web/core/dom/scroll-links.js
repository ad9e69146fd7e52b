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
  const subjectOf = () => {
    // What sticks to the window's edge, as the lesson does, is about what it lights in the row.
    const subject = getComputedStyle(section).position === 'sticky' ? root.querySelector('.is-lit') ?? section : section;
    // What lies on the first screen is shown with all of it, where nearly all of it fits.
    const screen = subject.closest('.first-screen');
    return screen && screen.clientHeight <= 1.1 * window.innerHeight ? screen : subject;
  };
  subjectOf().scrollIntoView({ block: 'start', behavior: isCalm ? 'auto' : 'smooth' });
  holdInView(subjectOf);
  const heading = /** @type {HTMLElement | null} */ (section.querySelector('h2, h3'));
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** So long sections above may still come in, and grow. */
const SETTLING_MS = 4000;
/** The page has stopped scrolling and growing for so long. */
const REST_MS = 120;
let release = () => {};

/**
 * Keeps an element in view until the page has settled, or somebody scrolls or presses anything. Sections are loaded as one
 * passes them, and push what is below them away; the element itself may come in late; and another part of the page that
 * scrolls, as the lesson does, stops a smooth scroll on its way.
 * @param {() => Element} subjectOf   the element as it is now
 */
function holdInView(subjectOf) {
  release();
  let hasArrived = false, hasGrown = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  function check() {
    const element = subjectOf(), { top, bottom } = element.getBoundingClientRect();
    const isInView = top < window.innerHeight / 2 && bottom > 0;
    // Who drags the scroll bar away from where the page has arrived is not brought back.
    if (hasGrown || !(isInView || hasArrived)) element.scrollIntoView({ block: 'start' });
    hasArrived ||= isInView;
    hasGrown = false;
    if (!hasArrived) wait();
  }
  function wait() {
    clearTimeout(pause);
    pause = setTimeout(check, REST_MS);
  }
  const observer = new ResizeObserver(() => {
    hasGrown = true;
    wait();
  });
  const touches = /** @type {const} */ (['wheel', 'touchstart', 'pointerdown', 'keydown']);
  const end = setTimeout(() => release(), SETTLING_MS);
  release = () => {
    observer.disconnect();
    clearTimeout(pause);
    clearTimeout(end);
    window.removeEventListener('scroll', wait);
    for (const touch of touches) window.removeEventListener(touch, release);
    release = () => {};
  };
  window.addEventListener('scroll', wait, { passive: true });
  for (const touch of touches) window.addEventListener(touch, release, { passive: true });
  observer.observe(document.body);
  wait();
}
