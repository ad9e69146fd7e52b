/**
 * Tells when the page goes to paper and when it is back, in time to draw for it. A browser says so by events; one that
 * only takes the medium of paper, as a preview does, by its media query.
 * @param {(isPrinting: boolean) => void} onChange
 */
export function listenToPrinting(onChange) {
  let was = false;
  /** @param {boolean} is */
  function tell(is) {
    if (is === was) return;
    was = is;
    onChange(is);
  }
  const paper = window.matchMedia('print');
  window.addEventListener('beforeprint', () => tell(true));
  window.addEventListener('afterprint', () => tell(false));
  paper.addEventListener('change', () => tell(paper.matches));
}
