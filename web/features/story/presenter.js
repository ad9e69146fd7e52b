/** Keys that have another meaning in the element that has the focus. */
const OCCUPIED = 'input, select, textarea, [contenteditable], [role="application"]';

/**
 * Presenter mode, for a projector: P starts and ends it, Escape ends it, and the arrow keys turn the chapters.
 * @param {Document} page
 * @param {{isStory: () => boolean, isPresenting: () => boolean, onPresent: (presenting: boolean) => void,
 *   onTurn: (by: number) => void}} callbacks
 */
export function createPresenter(page, { isStory, isPresenting, onPresent, onTurn }) {
  page.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !isStory()) return;
    if (target instanceof Element && target.closest(OCCUPIED)) return;
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[key];
    if (key.toLowerCase() === 'p') onPresent(!isPresenting());
    else if (key === 'Escape' && isPresenting()) onPresent(false);
    else if (by !== undefined && isPresenting()) onTurn(by);
    else return;
    event.preventDefault();
  });
}
