/** The link: copied for others, with parts of the page hidden for a class, and followed within the page. */
import { inTime } from '../lib/in-time.js';
import { hasKeys, parseLink } from '../state/link.js';
import { PLACES } from '../state/link-table.js';
import { CONTROLS, HIDEABLE, PANELS } from '../state/panels.js';
import { shareLink } from '../state/share-link.js';
import { copyText } from '../views/clipboard.js';
import { find } from '../views/dom.js';
import { listenToLinks } from '../views/links.js';
import { createShareView, hidePanels } from '../views/share-view.js';

/**
 * @param {import('./page.js').Page} page
 * @param {{follow: (link: ReturnType<typeof parseLink>) => void, settle: () => void}} links
 * @returns {import('./page.js').Part[]}
 */
export function createShare({ store, complain }, { follow, settle }) {
  /** What the link for a class hides, and where it opens; the page of who makes it stays as it is. @type {import('../state/share-link.js').ForClass} */
  let forClass = { hide: [], at: '' };
  const view = createShareView(document, { onCopy: () => copy(shareLink(store.get())), onOpen: () => show() });
  /** Fetched when it is first opened: few visitors are teachers. @type {Promise<ReturnType<typeof import('../views/share-class-view.js').createShareClassView>> | undefined} */
  let classView;
  const openClassView = async () => (await inTime(import('../views/share-class-view.js'))).createShareClassView(find(document, '#share-class'), { panels: PANELS, controls: CONTROLS, places: PLACES }, {
    onCopy: () => copy(shareLink(store.get(), forClass)),
    onHide: (hidden) => choose({ hide: HIDEABLE.filter((name) => hidden.includes(name)) }),
    onPlace: (place) => choose({ at: PLACES.find((one) => one === place) ?? '' }),
  });
  /** @param {Partial<typeof forClass>} patch */
  function choose(patch) {
    forClass = { ...forClass, ...patch };
    show();
  }
  const addressOf = (/** @type {string} */ hash) => location.origin + location.pathname + hash;
  /** To format a drawing in each frame of it would be for nobody. */
  function show() {
    if (!view.isOpen()) return;
    classView ??= openClassView();
    const data = { link: addressOf(shareLink(store.get(), forClass).hash), hidden: forClass.hide, place: forClass.at };
    classView.then((shown) => shown.update(data), (error) => {
      classView = undefined;
      complain(error);
    });
  }

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
    ], update: show },
  ];
}
