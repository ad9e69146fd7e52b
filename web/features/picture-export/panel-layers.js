import { rulesOf } from './panel-rules.js';
import { wordsOf } from './panel-words.js';

/** All layers of a panel's image. @param {Element} panel @returns {import('../../core/pictures/canvas-download.js').Layer[]} */
export const layersOf = (panel) => [...picturesOf(panel), ...rulesOf(panel), ...wordsOf(panel)];

/** All visible canvases and drawings, except for icons on buttons. @param {Element} panel */
const picturesOf = (panel) =>
  /** @type {(HTMLCanvasElement | SVGSVGElement)[]} */ ([...panel.querySelectorAll('canvas, svg')]).filter(
    (layer) =>
      !layer.matches('button svg')
      && layer.getClientRects().length > 0
      && getComputedStyle(layer).visibility === 'visible',
  );
