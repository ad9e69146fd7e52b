/**
 * The page's entry: sends for the engine's worker at once, before the page is parsed and styled. The page's own code, which
 * needs both, is already on its way (the build has the page preload it).
 */
import './engine/early-worker.js';

/** @param {EventTarget} target @param {string[]} names */
const oneOf = (target, names) => new Promise((resolve) => names.forEach((name) => target.addEventListener(name, resolve, { once: true })));

async function start() {
  if (document.readyState === 'loading') await oneOf(document, ['DOMContentLoaded']);
  const styles = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel="stylesheet"]'));
  if (styles && !styles.sheet) await oneOf(styles, ['load', 'error']);
  await import('./main.js');
}

void start();
