/**
 * The text of a panel for its image, whose canvases and drawings are exported separately: headings, numbers, names
 * of axes. Excludes controls and what names only them (data-screen-only), collapsed parts and text for screen readers. Includes a
 * drawing's text, since an exported drawing does not have the page's fonts.
 */

const NOT_PAPER =
  'button, select, input, label, canvas, math, script, title, desc, .for-ears, [data-screen-only], details:not([open]) > :not(summary)';

/**
 * @param {Element} panel
 * @returns {import('../../core/pictures/canvas-download.js').Layer[]}  one for each line of visible text
 */
export function wordsOf(panel) {
  const texts = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  const layers = [];
  while (texts.nextNode()) {
    const text = /** @type {Text} */ (texts.currentNode),
      parent = text.parentElement;
    if (!parent || text.data.trim() === '' || parent.closest(NOT_PAPER)) continue;
    const style = getComputedStyle(parent);
    if (style.visibility !== 'visible' || style.clipPath !== 'none') continue;
    for (const place of linesOf(text))
      layers.push({ place, draw: (/** @type {CanvasRenderingContext2D} */ context) => write(context, place, style) });
  }
  return layers;
}

/**
 * @param {Text} text
 * @returns {Range[]}  its lines, as laid out in the page
 */
function linesOf(text) {
  /** @type {Range[]} */
  const lines = [];
  let top = -Infinity;
  for (const { index, segment } of new Intl.Segmenter().segment(text.data)) {
    const character = document.createRange();
    character.setStart(text, index);
    character.setEnd(text, index + segment.length);
    const box = character.getClientRects()[0];
    if (!box || box.width === 0) continue;
    // Half a pixel may lie between the letters of one line.
    if (Math.abs(box.top - top) > 1) lines.push(character);
    else lines[lines.length - 1].setEnd(text, index + segment.length);
    top = box.top;
  }
  return lines;
}

/**
 * Draws one line at the origin.
 * @param {CanvasRenderingContext2D} context
 * @param {Range} line
 * @param {CSSStyleDeclaration} style
 */
function write(context, line, style) {
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const parent = line.startContainer.parentElement;
  context.fillStyle = parent instanceof SVGElement ? style.fill : style.color;
  // The hat comes from the style sheet.
  const words = line.toString().replace(/\s+/g, ' ') + (parent?.matches('.sym-hat') ? '\u0302' : '');
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText(words);
  context.fillText(words, 0, (line.getBoundingClientRect().height - ascent - descent) / 2 + ascent);
}
