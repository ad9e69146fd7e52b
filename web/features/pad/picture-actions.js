import { showPicture } from '../../core/pictures/drawing.js';
import { asInLink } from '../../core/pictures/picture-code.js';
import { MAX_BYTES, MAX_PIXELS, PictureError, readPicture } from './read-picture.js';
import { inTime } from '../../core/state/in-time.js';
import { resolved } from '../../core/state/notices.js';

/**
 * Replaces the drawing with the user's image, from a file, the clipboard or a drop.
 * @param {import('../../core/state/store.js').Store<import('../../core/state/page-state.js').PageState>} store
 * @param {{refresh: () => void, onUnavailable: (error: unknown) => void, read?: typeof readPicture}} page   refresh: called after the
 *   drawing changes; onUnavailable: if the code for images cannot be fetched
 */
export function createPictureActions(store, { refresh, onUnavailable, read = readPicture }) {
  let asked = 0;

  /** @param {string} key @param {string} name */
  function refuse(key, name) {
    const params = { name: name || '–', megabytes: MAX_BYTES / 2 ** 20, megapixels: MAX_PIXELS / 1e6 };
    store.set({ notice: { kind: 'error', key, params } });
  }

  return {
    /** @param {File} file */
    async open(file) {
      const turn = ++asked;
      // Not needed for the first digit.
      const code = await inTime(import('./picture-ink.js')).catch(onUnavailable);
      if (!code) return;
      try {
        const ink = code.inkOfPicture(await read(file));
        // The later of two images is shown, whichever is read first.
        if (turn !== asked) return;
        if (!ink) return refuse('picture.noInk', file.name);
        store.set({
          drawing: showPicture(store.get().drawing, asInLink(ink)),
          probe: null,
          ...resolved(store.get(), ({ key }) => key.startsWith('picture.')),
        });
        refresh();
      } catch (error) {
        if (turn === asked) refuse(`picture.${error instanceof PictureError ? error.fault : 'unreadable'}`, file.name);
      }
    },
  };
}
