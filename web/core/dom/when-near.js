import { tellIfLate } from '../state/in-time.js';

/**
 * Starts a part of the page once, when it comes into view: distant parts must not slow down the first screen.
 * The started element has `data-begun`: parts without it are not printed.
 * @param {HTMLElement} element
 * @param {() => Promise<void>} begin
 * @param {(error: unknown) => void} onFailed   called if the user scrolled to it
 * @returns {() => void}  starts it before it comes into view, unless it is hidden
 */
export function beginWhenNear(element, begin, onFailed) {
  /** @type {Promise<void> | undefined} */
  let beginning;
  const beginOnce = () => (beginning ??= begin().then(() => element.setAttribute('data-begun', '')));
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      const begun = beginOnce();
      begun.catch(onFailed);
      tellIfLate(begun, onFailed);
      // An element that only touches the edge of the window intersects it: it must be inside by some pixels.
    },
    { rootMargin: '0px 0px -24px 0px' },
  );
  observer.observe(element);
  return () => {
    // When the user scrolls to it, a failure is reported.
    if (!element.hidden) beginOnce().catch(() => {});
  };
}

/** Delay after loading, repeated while the page is busy, before parts that were not requested are loaded. */
const REST_MS = 3000;

/** @param {() => void} start @param {() => boolean} isBusy */
export function whenIdle(start, isBusy) {
  setTimeout(() => {
    if (isBusy()) whenIdle(start, isBusy);
    else if (window.requestIdleCallback) window.requestIdleCallback(start);
    else start();
  }, REST_MS);
}
