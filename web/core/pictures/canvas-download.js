import { svg } from '../dom/dom.js';
import { download } from '../dom/download.js';

/**
 * One layer of a panel: a canvas or an SVG of the page, or a place on the page with a function that draws it again,
 * sharper than on the screen. The context is in CSS pixels, its origin at the place's upper left.
 * @typedef {HTMLCanvasElement | SVGSVGElement | {place: Element | Range, draw: (context: CanvasRenderingContext2D, ratio: number) => void}} Layer
 */

/** Minimum number of pixels per CSS pixel, for paper and slides. */
const MIN_RATIO = 2;
/** Margin around the panel, in CSS pixels. */
const MARGIN = 12;

/**
 * Saves a panel as a PNG: its layers on a paper-coloured background, at their positions on the page.
 * @param {string} name      of the file
 * @param {Layer[]} layers   the lowest first
 * @param {import('../dom/colors.js').Colors} colors
 */
export async function downloadCanvas(name, layers, colors) {
  const canvas = await pictureOf(layers, colors);
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ done) => canvas.toBlob(done, 'image/png'));
  if (!blob)
    throw new Error(`picture: expected a canvas that can be saved, got one of ${canvas.width} × ${canvas.height}`);
  download(name, new Uint8Array(await blob.arrayBuffer()));
}

/**
 * @param {Layer[]} layers
 * @param {import('../dom/colors.js').Colors} colors
 * @returns {Promise<HTMLCanvasElement>}
 */
export async function pictureOf(layers, colors) {
  const placed = layers
    .map((layer) => ({ layer, box: ('place' in layer ? layer.place : layer).getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && box.height > 0);
  if (placed.length === 0) throw new Error('picture: expected a panel that can be seen, got none');
  const left = Math.min(...placed.map(({ box }) => box.left)) - MARGIN,
    top = Math.min(...placed.map(({ box }) => box.top)) - MARGIN;
  const width = Math.max(...placed.map(({ box }) => box.right)) + MARGIN - left;
  const height = Math.max(...placed.map(({ box }) => box.bottom)) + MARGIN - top;
  const ratio = Math.max(MIN_RATIO, window.devicePixelRatio || 1);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillStyle = colors.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const { layer, box } of placed) {
    context.save();
    context.setTransform(ratio, 0, 0, ratio, (box.left - left) * ratio, (box.top - top) * ratio);
    // Pixels that the page shows as squares stay squares.
    context.imageSmoothingEnabled =
      !(layer instanceof HTMLCanvasElement) || getComputedStyle(layer).imageRendering !== 'pixelated';
    if ('place' in layer) layer.draw(context, ratio);
    else
      context.drawImage(
        layer instanceof SVGSVGElement ? await imageOf(layer, box) : layer,
        0,
        0,
        box.width,
        box.height,
      );
    context.restore();
  }
  return canvas;
}

/** Style properties of shapes and text that attributes can set as well. */
const PRESENTATION = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'visibility',
  'display',
  'font-size',
  'vector-effect',
];

/**
 * An SVG as a separate image, without the page's style sheets and fonts: its text is drawn by panel-words.js.
 * @param {SVGSVGElement} source
 * @param {DOMRect} box
 */
async function imageOf(source, box) {
  const copy = /** @type {SVGSVGElement} */ (source.cloneNode(true));
  const originals = [source, ...source.querySelectorAll('*')],
    copies = [copy, ...copy.querySelectorAll('*')];
  originals.forEach((original, i) => {
    const style = getComputedStyle(original);
    for (const property of PRESENTATION) copies[i].setAttribute(property, style.getPropertyValue(property));
    copies[i].removeAttribute('class');
    copies[i].removeAttribute('style');
  });
  for (const text of copy.querySelectorAll('text')) text.remove();
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${box.width} ${box.height}`);
  copy.setAttribute('width', String(box.width));
  copy.setAttribute('height', String(box.height));
  copy.setAttribute('xmlns', svg('svg', {}).namespaceURI ?? '');
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}
