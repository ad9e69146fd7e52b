/**
 * Reports the start and end of printing, early enough to redraw. A browser reports it by events; one that
 * only changes the media type, as a preview does, by its media query.
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
