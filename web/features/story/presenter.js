/** Elements that have a meaning of their own for a key; the pad and the map not for those of a clicker. */
const FIELDS = 'input, select, textarea, [contenteditable]',
  CANVASES = '[role="application"]';
const OF_CLICKERS = ['PageUp', 'PageDown', 'Escape'];

/**
 * Presenter mode, for a projector: P starts and ends it, Escape ends it, and the arrow keys turn the chapters.
 * @param {Document} page
 * @param {{isStory: () => boolean, isPresenting: () => boolean, onPresent: (presenting: boolean) => void,
 *   onTurn: (by: number) => void}} callbacks
 */
export function createPresenter(page, { isStory, isPresenting, onPresent, onTurn }) {
  page.addEventListener('keydown', (event) => {
    const { key, target } = event;
    const isOther = event.defaultPrevented || event.repeat || event.altKey || event.ctrlKey || event.metaKey;
    if (isOther || !isStory()) return;
    const occupied = isPresenting() && OF_CLICKERS.includes(key) ? FIELDS : `${FIELDS}, ${CANVASES}`;
    if (target instanceof Element && target.closest(occupied)) return;
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[key];
    // By its place: with a Korean keyboard the key has another letter.
    if (event.code === 'KeyP') onPresent(!isPresenting());
    else if (key === 'Escape' && isPresenting()) onPresent(false);
    else if (by !== undefined && isPresenting()) onTurn(by);
    else return;
    event.preventDefault();
  });
}
