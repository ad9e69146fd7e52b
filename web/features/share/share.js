/** The page's link: copied for others, with parts of the page hidden for a class, and followed within the page. */
import { copyText } from '../../core/dom/clipboard.js';
import { find } from '../../core/dom/dom.js';
import { isPlace } from '../../core/dom/places.js';
import { listenToLinks } from '../../core/dom/scroll-links.js';
import { watch } from '../../core/dom/watch.js';
import { hasKeys, parseLink } from '../../core/link/link.js';
import { PLACES } from '../../core/link/link-table.js';
import { inTime } from '../../core/state/in-time.js';
import { loadedOnce } from '../../core/state/loaded-once.js';
import { CONTROLS, HIDEABLE, PANELS } from '../../core/state/panels.js';
import { createStore } from '../../core/state/store.js';
import { PRESETS } from './class-presets.js';
import { shareLink } from './share-link.js';
import { createShareView, hidePanels } from './share-view.js';

/** @typedef {import('./share-link.js').ClassLink} ClassLink */

/**
 * @param {Pick<import('../../page-context.js').Page, 'store' | 'showError'>} page
 * @param {{follow: (link: ReturnType<typeof parseLink>) => void, settle: () => void}} links
 */
export function createShare({ store, showError }, { follow, settle }) {
  /** The settings of the link for a class; they do not affect the current page. */
  const own = createStore({ isOpen: false, forClass: /** @type {ClassLink} */ ({ hide: [], at: '' }) });
  const view = createShareView(document, {
    onCopy: () => copy(shareLink(store.get())),
    onOpen: (isOpen) => own.set({ isOpen }),
  });
  /** Fetched when it is first opened: few users need it. */
  const classView = loadedOnce(async () =>
    (await inTime(import('./share-class-view.js'))).createShareClassView(
      find(document, '#share-class'),
      { panels: PANELS, controls: CONTROLS, places: PLACES },
      {
        onCopy: () => copy(shareLink(store.get(), own.get().forClass)),
        onHide: (hidden) => choose({ hide: HIDEABLE.filter((name) => hidden.includes(name)) }),
        onPreset: (name) => own.set({ forClass: PRESETS[name] }),
        onPlace: (place) => choose({ at: PLACES.find((one) => one === place) ?? '' }),
      },
    ),
  );
  /** The user's own choice ends a preset's keys. @param {Partial<ClassLink>} patch */
  const choose = (patch) => own.set({ forClass: { ...own.get().forClass, keys: {}, ...patch } });
  const addressOf = (/** @type {string} */ hash) => location.origin + location.pathname + hash;
  watch(() => {
    if (!own.state.isOpen) return;
    const { forClass } = own.state;
    const data = { link: addressOf(shareLink(store.state, forClass).hash), hidden: forClass.hide, place: forClass.at };
    classView().then((shown) => shown.update(data), showError);
  });

  /** @param {import('./share-link.js').Shared} shared */
  async function copy({ hash, steps, checksum, why }) {
    const address = addressOf(hash);
    view.copied(address);
    if (!(await copyText(address))) {
      view.offer(address);
      store.set({ notice: { kind: 'error', key: 'share.byHand', params: {} } });
      return;
    }
    const key = why
      ? `share.only.${why}`
      : steps === 0
        ? 'share.copied'
        : checksum
          ? 'share.copiedRun'
          : 'share.copiedRunning';
    store.set({ notice: { kind: 'news', key, params: { steps, checksum } } });
  }

  /** @param {string} hash */
  function take(hash) {
    if (!hasKeys(hash)) return false;
    follow(parseLink(hash));
    return true;
  }
  listenToLinks(document, take);
  // The event's URL: by now the page may have replaced the URL that was entered. After a plain anchor, '#compare',
  // the URL is set to the state again.
  // Back to a place in the page does not undo what has been done since (core/dom/places.js).
  window.addEventListener('hashchange', ({ newURL }) => (!isPlace() && take(new URL(newURL).hash)) || settle());

  watch(() => hidePanels(document, PANELS, store.state.hiddenPanels));
}
