/** The link: copied for others, with parts of the page hidden for a class, and followed within the page. */
import { hasKeys, parseLink } from '../state/link.js';
import { PANELS } from '../state/panels.js';
import { shareLink } from '../state/share-link.js';
import { copyText } from '../views/clipboard.js';
import { listenToLinks } from '../views/links.js';
import { createShareView, hidePanels } from '../views/share-view.js';

/**
 * @param {import('./page.js').Page} page
 * @param {{follow: (link: ReturnType<typeof parseLink>) => void, settle: () => void}} links
 * @returns {import('./page.js').Part[]}
 */
export function createShare({ store }, { follow, settle }) {
  /** What the link for a class hides; the page of who makes it stays whole. @type {import('../state/panels.js').Panel[]} */
  let toHide = [];
  const view = createShareView(document, PANELS, {
    onCopy: () => copy(shareLink(store.get())),
    onCopyForClass: () => copy(shareLink(store.get(), toHide)),
    onHide(hidden) {
      toHide = PANELS.filter((panel) => hidden.includes(panel));
      show();
    },
    onOpen: () => show(),
  });
  const addressOf = (/** @type {string} */ hash) => location.origin + location.pathname + hash;
  /** To format a drawing in each frame of it would be for nobody. */
  const show = () => view.isOpen() && view.update({ forClass: addressOf(shareLink(store.get(), toHide).hash), hidden: toHide });

  /** @param {import('../state/share-link.js').Shared} shared */
  async function copy({ hash, steps, checksum, why }) {
    const address = addressOf(hash);
    view.copied(address);
    if (!(await copyText(address))) {
      view.offer(address);
      store.set({ notice: { kind: 'error', key: 'share.byHand', params: {} } });
      return;
    }
    const key = why ? `share.only.${why}` : steps === 0 ? 'share.copied' : checksum ? 'share.copiedRun' : 'share.copiedRunning';
    store.set({ notice: { kind: 'news', key, params: { steps, checksum } } });
  }

  /** @param {string} hash */
  function take(hash) {
    if (!hasKeys(hash)) return false;
    follow(parseLink(hash));
    return true;
  }
  listenToLinks(document, take);
  // Of the event: by now the page may have written its own state over what was typed. After a mere place, '#compare',
  // the address says the state again.
  window.addEventListener('hashchange', ({ newURL }) => take(new URL(newURL).hash) || settle());

  return [
    { keys: ['hiddenPanels'], update: ({ hiddenPanels }) => hidePanels(document, PANELS, hiddenPanels) },
    { keys: [
      'language', 'theme', 'model', 'run', 'progress', 'engine', 'engineChoice', 'stopRule', 'drawing', 'penWidth', 'prepare', 'noiseSeed', 'atMean', 'sigmaScale', 'probe',
      'axes', 'projection', 'hiddenLabels', 'manifold', 'digits', 'opened', 'lesson', 'explore', 'compare', 'lab',
    ], update: () => void show() },
  ];
}
