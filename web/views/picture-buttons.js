import { downloadCanvas } from './panel-picture.js';
import { wordsOf } from './panel-words.js';

/**
 * Buttons that save panels as one picture: what is seen in the elements that data-picture names, as it stands on the page.
 * @param {Document} root
 * @param {{colors: () => import('./colors.js').Colors, onFailed: (error: unknown) => void}} page
 */
export function createPictureButtons(root, { colors, onFailed }) {
  root.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-picture]') : null;
    const ids = button?.getAttribute('data-picture')?.split(' ') ?? [];
    const panels = ids.map((id) => root.getElementById(id)).filter((panel) => panel !== null);
    if (panels.length === 0) return;
    const layers = panels.flatMap((panel) => [...picturesOf(panel), ...wordsOf(panel)]);
    downloadCanvas(`latentpad-${ids[0]}.png`, layers, colors()).catch(onFailed);
  });
}

/** All canvases and drawings that are seen, but for the signs on buttons. @param {Element} panel */
const picturesOf = (panel) => /** @type {(HTMLCanvasElement | SVGSVGElement)[]} */ ([...panel.querySelectorAll('canvas, svg')])
  .filter((layer) => !layer.matches('button svg') && layer.getClientRects().length > 0 && getComputedStyle(layer).visibility === 'visible');
