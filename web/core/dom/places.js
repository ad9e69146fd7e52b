import { afterDrawing } from './once-a-frame.js';

/**
 * History entries within the page: after a link to another part of it, Back returns to the element that the link was
 * followed from. The URL is not used: it contains the state, which Back must not undo.
 */

/** The element of a place: an id, or a data-testid. @param {string} place */
const elementOf = (place) => document.getElementById(place) ?? document.querySelector(`[data-testid="${place}"]`);

let nextReturn = new AbortController();

/**
 * A signal that is aborted at the next return to a place. Code that scrolls some time after a link was followed takes the
 * signal when the link is followed, so that it does not scroll away from a place that has been shown since.
 */
export const untilReturn = () => nextReturn.signal;

function signalReturn() {
  nextReturn.abort();
  nextReturn = new AbortController();
}

/** Whether the history entry was made by leavePlace(); a URL that the user enters makes another one. */
export const isPlace = () => typeof history.state?.place === 'string';

/**
 * Makes a history entry before the page goes elsewhere.
 * @param {string} from   the place to return to
 * @param {string} to     the place that Forward leads to
 */
export function leavePlace(from, to) {
  try {
    history.replaceState({ ...history.state, place: from }, '');
    keepScroll('manual');
    // Inherits this.
    history.pushState({ place: to }, '');
  } catch {
    // Refused because of too many entries: Back leaves the page, as it did before.
  }
}

/**
 * The browser restores the scroll position of an entry at any time after popstate, and would undo what showPlace() has
 * shown. A reload needs it.
 * @param {ScrollRestoration} mode   of the current entry
 */
function keepScroll(mode) {
  history.scrollRestoration = mode;
}

/**
 * Shows a place in the middle of the window, and focuses it.
 * @param {string} place
 */
export function showPlace(place) {
  const element = elementOf(place);
  if (!(element instanceof HTMLElement)) return;
  signalReturn();
  element.scrollIntoView({ block: 'center' });
  element.focus({ preventScroll: true });
}

/**
 * Back and Forward between places.
 * @param {(place: string) => void} onReturn  after the place is shown
 * @param {() => void} [uncover]              shows the view that has the places
 */
export function listenToPlaces(onReturn, uncover) {
  window.addEventListener('pagehide', () => keepScroll('auto'));
  window.addEventListener('popstate', ({ state }) => {
    signalReturn();
    if (typeof state?.place !== 'string') return;
    keepScroll('manual');
    uncover?.();
    // Once a view that was hidden has its layout.
    afterDrawing(() => {
      showPlace(state.place);
      onReturn(state.place);
    });
  });
}
