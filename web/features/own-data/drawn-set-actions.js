import { imagesInWorker, zipInWorker } from '../../data/reader.js';
import { download } from '../../core/dom/download.js';
import { helpOf } from '../../core/texts/message-of.js';
import { t } from '../../core/texts/translate.js';
import { addClass, addDrawing, emptySet, removeClass, removeDrawing, renameClass } from './drawn-set.js';

/** @typedef {import('./drawn-set.js').DrawnSet} DrawnSet */

/**
 * @param {Pick<ReturnType<typeof import('./drawn-set-view.js').createDrawnSetView>, 'open' | 'close' | 'update' | 'setBusy' | 'failed'>} view
 * @param {Pick<ReturnType<typeof import('../files/file-actions.js').createFileActions>, 'useImages'>} files
 * @param {ReturnType<typeof import('./drawn-set-store.js').createDrawnSetStore>} store
 */
export function createDrawnSetActions(view, files, store) {
  let set = emptySet();
  /** @type {Promise<void> | null} */
  let reading = null;

  /** @param {DrawnSet} next */
  function change(next) {
    set = next;
    view.update(set);
    void store.write(set);
  }

  /** @param {() => Promise<void>} work */
  async function busily(work) {
    view.setBusy(true);
    try {
      await work();
    } catch (error) {
      view.failed(helpOf(error));
    } finally {
      view.setBusy(false);
    }
  }

  return {
    /** Shows the set that was drawn last. */
    async open() {
      await (reading ??= store.read().then((kept) => {
        set = kept;
      }));
      view.update(set);
      view.open();
    },
    /** @param {import('./drawn-set.js').Stroke[]} strokes */
    add: (strokes) => change(addDrawing(set, strokes)),
    /** @param {number} index */
    remove: (index) => change(removeDrawing(set, index)),
    /** @param {string} name */
    rename: (name) => change(renameClass(set, name)),
    /** @param {number} chosen */
    choose: (chosen) => change({ ...set, chosen }),
    addClass: () => change(addClass(set)),
    removeClass: () => change(removeClass(set)),
    save: () =>
      busily(async () => download('latentpad-drawings.zip', await zipInWorker(set.classes), 'application/zip')),
    use: () =>
      busily(async () => {
        await files.useImages(await imagesInWorker(set.classes), t('drawn.setName'));
        view.close();
      }),
  };
}
