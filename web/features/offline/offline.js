/** The page's side of sw.js: registers it, reloads once to become cross-origin isolated, and tells it when to cache the files. */

const RELOADED = 'latentpad.reloaded';
/** A later reload would disturb the user. */
const MAX_RELOAD_MS = 5000;
const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'dragenter'];

/** @param {Window} page */
function workersOf(page) {
  try {
    return page.navigator.serviceWorker ?? null;
  } catch {
    return null; // In a sandboxed frame even the access throws.
  }
}

/** Whether the browser requests reduced data use. @param {Window} page */
const isSaving = (page) =>
  /** @type {{connection?: {saveData?: boolean}}} */ (page.navigator).connection?.saveData === true;

/** Records in the tab that it was reloaded; false if it was before, or if that cannot be recorded. @param {Window} page */
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
 * Not location.reload(): after it, Chromium may reuse this page at the next manual reload
 * instead of asking the host. location.replace() discards the page; the address must differ, since replacing the same one
 * would only scroll to the fragment.
 * @param {Window} page
 */
function reloadForGood(page) {
  const { href } = page.location;
  page.history.replaceState(null, '', '?isolating');
  page.location.replace(href);
}

/**
 * The worker never claims this page: a loading page continues without it, and the next one is controlled. In Firefox 153,
 * on one first visit in forty, a request made during a claim is never answered, nor is the claim.
 *
 * Does nothing without service workers; the page then runs on one thread.
 * @param {Window & typeof globalThis} page
 */
export function startOffline(page) {
  const workers = workersOf(page);
  /** The page's script, once everything is loaded. @type {string | null} */
  let script = null;
  /** The newest active worker. @type {ServiceWorker | null} */
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
      page.addEventListener(
        touch,
        () => {
          isTouched = true;
        },
        { capture: true, passive: true, once: true },
      );
    }
  }

  /** @param {ServiceWorker | null} worker */
  function follow(worker) {
    worker?.addEventListener('statechange', () => take(worker));
    take(worker);
  }
  /** Handles each worker once, however often it is found. @param {ServiceWorker | null} worker */
  function take(worker) {
    if (worker?.state !== 'activated' || worker === active) return;
    active = worker;
    const isEarly = page.performance.now() - started < MAX_RELOAD_MS;
    if (isFirstVisit && isEarly && !isTouched && isFirstReload(page)) reloadForGood(page);
    ask();
  }
  workers
    ?.register('./sw.js')
    .then((registration) => {
      registration.addEventListener('updatefound', () => follow(registration.installing));
      [registration.installing, registration.waiting, registration.active].forEach(follow);
    })
    .catch(() => {});

  return {
    /** Caches the build's files from now on, once they no longer delay the page's own. @param {string} address */
    keep(address) {
      // Does not prefetch several megabytes if data use is limited; fetched files are cached anyway.
      if (isSaving(page)) return;
      script = address;
      ask();
    },
  };
}
