/**
 * The page's entry: requests the engine's worker immediately, before the page is parsed and styled. The page's own code, which
 * needs both, is preloaded (see the build).
 *
 * If the page does not start, a notice within the page (#boot) explains why, in both languages: the
 * style sheet shows it if the page does not work after some seconds, whether or not a script has loaded, and this file
 * shows it immediately after a known failure. The working page removes it (features/frame/boot-notice.js).
 */
import './engine/preload-worker.js';

/** When this tab last requested all files again: recorded to avoid repeating it endlessly. */
const TRIED = 'latentpad.fetchedAgain',
  AGAIN_MS = 60_000;
/** Timeout for a style sheet: a browser renders nothing until it has loaded. */
const STYLES_MS = 10_000;

/** @param {EventTarget} target @param {string[]} names @returns {Promise<string>}  the name of the first */
const oneOf = (target, names) =>
  new Promise((resolve) => names.forEach((name) => target.addEventListener(name, () => resolve(name), { once: true })));
/** @param {number} ms */
const after = (ms) =>
  new Promise((/** @type {(name: string) => void} */ resolve) => setTimeout(() => resolve('late'), ms));

/** Does nothing if the page works. */
function showNotice() {
  const notice = document.querySelector('#boot');
  notice?.classList.add('is-shown');
}

/** @returns {boolean}  false as well where nothing can be noted */
function isFirstTry() {
  try {
    const now = Date.now();
    if (Number(sessionStorage.getItem(TRIED)) > now - AGAIN_MS) return false;
    sessionStorage.setItem(TRIED, String(now));
    return sessionStorage.getItem(TRIED) === String(now);
  } catch {
    return false;
  }
}

/**
 * A cache may hold an incomplete file, or a network's error page: all files are fetched again without it.
 * @returns {Promise<boolean>}  whether a reload may now succeed
 */
async function fetchAgain() {
  const links = /** @type {NodeListOf<HTMLLinkElement>} */ (
    document.querySelectorAll('link[rel="modulepreload"], link[rel="stylesheet"]')
  );
  const addresses = [...links].map(({ href }) => href);
  const found = await Promise.all(
    addresses.map(async (address) => {
      const response = await fetch(address, { cache: 'reload', signal: AbortSignal.timeout(STYLES_MS) });
      await response.arrayBuffer();
      return response.ok && /javascript|css/.test(response.headers.get('Content-Type') ?? '');
    }),
  );
  return found.length > 0 && found.every(Boolean);
}

/** @param {unknown} error */
async function fail(error) {
  console.error(error);
  showNotice();
  if (isFirstTry() && (await fetchAgain().catch(() => false))) location.reload();
}

/** @returns {Promise<void>}  once the page is styled, or will not be */
async function styled() {
  const styles = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel="stylesheet"]'));
  if (!styles) return;
  const how = styles.sheet ? 'load' : await Promise.race([oneOf(styles, ['load', 'error']), after(STYLES_MS)]);
  const isWhole =
    how === 'load' && getComputedStyle(document.documentElement).getPropertyValue('--styles-end').trim() !== '';
  if (isWhole) return;
  if (how === 'late') styles.remove();
  // It works without, but the notice must stay.
  document.querySelector('#boot')?.setAttribute('data-cause', 'styles');
  showNotice();
}

async function start() {
  if (document.readyState === 'loading') await oneOf(document, ['DOMContentLoaded']);
  const reload = /** @type {HTMLButtonElement | null} */ (document.querySelector('#boot button'));
  reload?.addEventListener('click', () => location.reload());
  if (reload) reload.hidden = false;
  for (const name of ['error', 'unhandledrejection']) window.addEventListener(name, showNotice);
  await styled();
  await import('./main.js');
}

start().catch(fail);
