import { rulesOf } from './panel-rules.js';
import { wordsOf } from './panel-words.js';

/** All of a panel that its picture shows. @param {Element} panel @returns {import('../../core/pictures/canvas-download.js').Layer[]} */
export const layersOf = (panel) => [...picturesOf(panel), ...rulesOf(panel), ...wordsOf(panel)];

/** All canvases and drawings that are seen, but for the signs on buttons. @param {Element} panel */
const picturesOf = (panel) => /** @type {(HTMLCanvasElement | SVGSVGElement)[]} */ ([...panel.querySelectorAll('canvas, svg')])
  .filter((layer) => !layer.matches('button svg') && layer.getClientRects().length > 0 && getComputedStyle(layer).visibility === 'visible');
