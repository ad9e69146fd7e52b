import { tellIfLate } from '../state/in-time.js';

/**
 * Begins a part of the page once, when it has come into view: what is far below must not slow down what is seen first.
 * When it is there, the element has `data-begun`: paper leaves out what has not.
 * @param {HTMLElement} element
 * @param {() => Promise<void>} begin
 * @param {(error: unknown) => void} onFailed   of what somebody went to see
 * @returns {() => void}  begins it before it has come into view, unless it is hidden
 */
export function beginWhenNear(element, begin, onFailed) {
  /** @type {Promise<void> | undefined} */
  let beginning;
  const beginOnce = () => (beginning ??= begin().then(() => element.setAttribute('data-begun', '')));
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    const begun = beginOnce();
    begun.catch(onFailed);
    tellIfLate(begun, onFailed);
  // An element that only touches the edge of the window counts as in it: it must come in a little.
  }, { rootMargin: '0px 0px -24px 0px' });
  observer.observe(element);
  return () => {
    // Whoever comes to see it learns what went wrong.
    if (!element.hidden) beginOnce().catch(() => {});
  };
}

/** So long after all is there, and again as long while it is busy, a page has time for what nobody has asked for. */
const REST_MS = 3000;

/** @param {() => void} start @param {() => boolean} isBusy */
export function whenIdle(start, isBusy) {
  setTimeout(() => {
    if (isBusy()) whenIdle(start, isBusy);
    else if (window.requestIdleCallback) window.requestIdleCallback(start);
    else start();
  }, REST_MS);
}
