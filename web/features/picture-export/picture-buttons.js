import { inTime } from '../../core/state/in-time.js';

/**
 * Buttons that save panels as one image: the visible content of the elements that data-picture names.
 * @param {Document} root
 * @param {{colors: () => import('../../core/dom/colors.js').Colors, onFailed: (error: unknown) => void}} page
 */
export function createPictureButtons(root, { colors, onFailed }) {
  root.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-picture]') : null;
    const ids = button?.getAttribute('data-picture')?.split(' ') ?? [];
    if (ids.length > 0) save(ids).catch(onFailed);
  });

  /** @param {string[]} ids  of the panels */
  async function save(ids) {
    // Loaded on demand: not needed for drawing a digit.
    const [{ downloadCanvas }, { layersOf }] = await inTime(
      Promise.all([import('../../core/pictures/canvas-download.js'), import('./panel-layers.js')]),
    );
    const panels = ids.map((id) => root.getElementById(id)).filter((panel) => panel !== null);
    await downloadCanvas(`latentpad-${ids[0]}.png`, panels.flatMap(layersOf), colors());
  }
}
