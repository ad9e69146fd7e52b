import { isForField } from '../../core/dom/dom.js';

/** The pad and the map have their own meaning for keys, but not for those of a clicker. */
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
    if (isOther || !isStory() || isForField(event)) return;
    const isForCanvas = target instanceof Element && target.closest('[role="application"]');
    if (isForCanvas && !(isPresenting() && OF_CLICKERS.includes(key))) return;
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[key];
    // By its place: with a Korean keyboard the key has another letter.
    if (event.code === 'KeyP') onPresent(!isPresenting());
    else if (key === 'Escape' && isPresenting()) onPresent(false);
    else if (by !== undefined && isPresenting()) onTurn(by);
    else return;
    event.preventDefault();
  });
}
