/**
 * Calls once, when the element has come into view: what is far below must not slow down what is seen first.
 * @param {Element} element
 * @param {() => void} start
 */
export function whenNear(element, start) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    start();
  // An element that only touches the edge of the window counts as in it: it must come in a little.
  }, { rootMargin: '0px 0px -24px 0px' });
  observer.observe(element);
}
