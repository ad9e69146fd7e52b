/** The page's side of sw.js: starts it, reloads once to be isolated by it, and tells it when to keep the files. */

const RELOADED = 'latentpad.reloaded';
/** Later than this a reload would startle, even someone who only reads. */
const MAX_RELOAD_MS = 5000;
const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'dragenter'];

/** @param {Window} page */
function workersOf(page) {
  try {
    return page.navigator.serviceWorker ?? null;
  } catch {
    return null; // In a sandboxed frame even asking is forbidden.
  }
}

/** Whether the browser was asked to save data. @param {Window} page */
const isSaving = (page) => /** @type {{connection?: {saveData?: boolean}}} */ (page.navigator).connection?.saveData === true;

/** Notes in the tab that it was reloaded; false if it was before, or if that cannot be known. @param {Window} page */
function isFirstReload(page) {
  try {
    if (page.sessionStorage.getItem(RELOADED)) return false;
    page.sessionStorage.setItem(RELOADED, 'yes');
    return page.sessionStorage.getItem(RELOADED) === 'yes';
  } catch {
    return false;
  }
}

/**
 * Not location.reload(): after that, Chromium may keep this page as it is, and the next reload by hand brings it back
 * instead of asking the host. A page that is replaced is gone; under another address, for replacing the very same one
 * would only scroll to the part that a # names.
 * @param {Window} page
 */
function reloadForGood(page) {
  const { href } = page.location;
  page.history.replaceState(null, '', '?isolating');
  page.location.replace(href);
}

/**
 * The worker never claims this page: a page that loads goes on without it, and the next one is its own. In Firefox 153,
 * one first visit in forty, a request made in the moment of a claim is never answered, nor is the claim.
 *
 * Does nothing where there are no service workers; the page then runs on one thread.
 * @param {Window & typeof globalThis} page
 */
export function startOffline(page) {
  const workers = workersOf(page);
  /** The page's script, once everything is loaded. @type {string | null} */
  let script = null;
  /** The newest worker at work. @type {ServiceWorker | null} */
  let active = null;
  const ask = () => {
    if (script) active?.postMessage(script);
  };

  const started = page.performance.now();
  let isTouched = false;
  /** A page that sw.js has answered is isolated, or cannot be. */
  const isFirstVisit = workers && !workers.controller && page.crossOriginIsolated === false && page.top === page;
  if (isFirstVisit) {
    for (const touch of TOUCHES) {
      page.addEventListener(touch, () => { isTouched = true; }, { capture: true, passive: true, once: true });
    }
  }

  /** @param {ServiceWorker | null} worker */
  function follow(worker) {
    worker?.addEventListener('statechange', () => take(worker));
    take(worker);
  }
  /** Each worker once, however often it is found. @param {ServiceWorker | null} worker */
  function take(worker) {
    if (worker?.state !== 'activated' || worker === active) return;
    active = worker;
    const isEarly = page.performance.now() - started < MAX_RELOAD_MS;
    if (isFirstVisit && isEarly && !isTouched && isFirstReload(page)) reloadForGood(page);
    ask();
  }
  workers?.register('./sw.js').then((registration) => {
    registration.addEventListener('updatefound', () => follow(registration.installing));
    [registration.installing, registration.waiting, registration.active].forEach(follow);
  }).catch(() => {});

  return {
    /** Keeps the build's files from now on, when they no longer stand in the way of the page's own. @param {string} address */
    keep(address) {
      // Several megabytes ahead of their use are not for whoever pays for each; what is fetched anyway is kept.
      if (isSaving(page)) return;
      script = address;
      ask();
    },
  };
}
