/**
 * The page's entry: sends for the engine's worker at once, before the page is parsed and styled. The page's own code, which
 * needs both, is already on its way (the build has the page preload it).
 *
 * What keeps the page from starting is said by a notice that stands in the page itself (#boot), in both languages: the
 * style sheet shows it where the page does not work after some seconds, whether or not a script has come, and this file
 * at once where it knows of a failure. The page that works takes it away (features/frame/boot-notice.js).
 */
import './engine/preload-worker.js';

/** When this tab last asked for all again: noted, so that what does not come is not asked for for ever. */
const TRIED = 'latentpad.fetchedAgain', AGAIN_MS = 60_000;
/** A style sheet that has not come by then is done without: until it comes, a browser shows nothing at all. */
const STYLES_MS = 10_000;

/** @param {EventTarget} target @param {string[]} names @returns {Promise<string>}  the name of the first */
const oneOf = (target, names) => new Promise((resolve) => names.forEach((name) => target.addEventListener(name, () => resolve(name), { once: true })));
/** @param {number} ms */
const after = (ms) => new Promise((/** @type {(name: string) => void} */ resolve) => setTimeout(() => resolve('late'), ms));

/** Nothing where the page works. */
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
 * A cache may hold half a file, or what a network showed in its place: all is fetched past it.
 * @returns {Promise<boolean>}  whether the page may now be better off
 */
async function fetchAgain() {
  const links = /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll('link[rel="modulepreload"], link[rel="stylesheet"]'));
  const addresses = [...links].map(({ href }) => href);
  const found = await Promise.all(addresses.map(async (address) => {
    const response = await fetch(address, { cache: 'reload', signal: AbortSignal.timeout(STYLES_MS) });
    await response.arrayBuffer();
    return response.ok && /javascript|css/.test(response.headers.get('Content-Type') ?? '');
  }));
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
  const isWhole = how === 'load' && getComputedStyle(document.documentElement).getPropertyValue('--styles-end').trim() !== '';
  if (isWhole) return;
  if (how === 'late') styles.remove();
  // It works all the same, and looks so that the notice must stay.
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
