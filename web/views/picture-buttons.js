import { downloadCanvas } from './panel-picture.js';

/**
 * Buttons that save a panel as a picture: all canvases and drawings that are seen in the element that data-picture names.
 * @param {Document} root
 * @param {{colors: () => import('./colors.js').Colors, onFailed: (error: unknown) => void}} page
 */
export function createPictureButtons(root, { colors, onFailed }) {
  root.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-picture]') : null;
    const id = button?.getAttribute('data-picture');
    const panel = id ? root.getElementById(id) : null;
    if (!panel) return;
    const layers = [...panel.querySelectorAll('canvas, svg')].filter((layer) => layer.closest('button') === null && layer.getClientRects().length > 0);
    downloadCanvas(`latentpad-${id}.png`, /** @type {(HTMLCanvasElement | SVGSVGElement)[]} */ (layers), colors()).catch(onFailed);
  });
}
