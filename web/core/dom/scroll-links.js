import { untilReturn } from './places.js';

/** A click of the main button without a modifier key; otherwise a link has its default behavior. @param {MouseEvent} event */
export const isPlainClick = ({ button, metaKey, ctrlKey, shiftKey, altKey }) =>
  button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey;

/**
 * Links within the page that contain keys of its state: they are applied at each click, without an entry
 * in the history. With a modifier key, or the middle button, they have the default behavior.
 * @param {Document} root
 * @param {(hash: string) => boolean} onLink   whether it was an order
 */
export function listenToLinks(root, onLink) {
  root.addEventListener('click', (event) => {
    if (event.defaultPrevented || !isPlainClick(event)) return;
    const anchor = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    if (anchor && onLink(anchor.getAttribute('href') ?? '')) event.preventDefault();
  });
}

/**
 * Scrolls to a part of the page and focuses its heading, so that the keyboard continues from there.
 * @param {Document} root
 * @param {string} id
 * @param {AbortSignal} [signal]   untilReturn() of the time when the link was followed
 */
export function goTo(root, id, signal = untilReturn()) {
  const section = root.getElementById(id);
  if (!section || section.hidden || signal.aborted) return;
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const subjectOf = () => {
    // A sticky element at the window's edge, such as the lesson, refers to the part that it highlights.
    const subject =
      getComputedStyle(section).position === 'sticky' ? (root.querySelector('.is-lit') ?? section) : section;
    // An element on the first screen is shown with the whole screen, if nearly all of it fits.
    const screen = subject.closest('.first-screen');
    return screen && screen.clientHeight <= 1.1 * window.innerHeight ? screen : subject;
  };
  const { top } = section.getBoundingClientRect();
  if (top >= 0 && top < window.innerHeight) highlight(section);
  subjectOf().scrollIntoView({ block: 'start', behavior: isCalm ? 'auto' : 'smooth' });
  holdInView(subjectOf, signal);
  const heading = /** @type {HTMLElement | null} */ (section.querySelector('h2, h3'));
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** Duration of the outline of a part that was already in view: without it, following the link would change nothing to be seen. */
const HIGHLIGHT_MS = 1600;
let endHighlight = () => {};

/** @param {Element} part */
function highlight(part) {
  endHighlight();
  part.classList.add('is-found');
  const end = setTimeout(() => endHighlight(), HIGHLIGHT_MS);
  endHighlight = () => {
    clearTimeout(end);
    part.classList.remove('is-found');
    endHighlight = () => {};
  };
}

/** Time during which sections above may still load and grow. */
const SETTLING_MS = 4000;
/** Time without scrolling or growth after which the page is stable. */
const REST_MS = 120;
let release = () => {};

/**
 * Holds an element in view until the page is stable, or the user scrolls, presses a key or button, or returns to a place.
 * Sections are loaded when they are passed, and shift the content below; the element itself may load late; and another
 * part of the page that scrolls, such as the lesson, interrupts a smooth scroll.
 * @param {() => Element} subjectOf   returns the current element
 * @param {AbortSignal} signal        untilReturn() of the time when the link was followed
 */
function holdInView(subjectOf, signal) {
  release();
  let hasArrived = false,
    height = document.body.offsetHeight;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  function check() {
    const element = subjectOf(),
      { top, bottom } = element.getBoundingClientRect();
    const isAtEnd = window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2;
    const hasGrown = document.body.offsetHeight !== height;
    const isInView = (top < window.innerHeight / 2 || isAtEnd) && top < window.innerHeight && bottom > 0;
    // If the user drags the scroll bar after the arrival, the position is not restored.
    if (hasGrown || !(isInView || hasArrived)) element.scrollIntoView({ block: 'start' });
    hasArrived ||= isInView;
    height = document.body.offsetHeight;
    if (!hasArrived) wait();
  }
  function wait() {
    clearTimeout(pause);
    pause = setTimeout(check, REST_MS);
  }
  const observer = new ResizeObserver(wait);
  const touches = /** @type {const} */ (['wheel', 'touchstart', 'pointerdown', 'keydown']);
  const end = setTimeout(() => release(), SETTLING_MS);
  release = () => {
    observer.disconnect();
    clearTimeout(pause);
    clearTimeout(end);
    window.removeEventListener('scroll', wait);
    signal.removeEventListener('abort', release);
    for (const touch of touches) window.removeEventListener(touch, release);
    release = () => {};
  };
  window.addEventListener('scroll', wait, { passive: true });
  signal.addEventListener('abort', release);
  for (const touch of touches) window.addEventListener(touch, release, { passive: true });
  // Its first call reports the present size.
  observer.observe(document.body);
}
