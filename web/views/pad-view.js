import { isBlank } from '../lib/drawing.js';
import { PEN_WIDTH, RESOLUTION } from '../lib/rasterize-strokes.js';
import { t } from '../i18n/translate.js';
import { channels } from './colors.js';
import { beginFrame, byTestId, find } from './dom.js';
import { paintDigit } from './digit-canvas.js';
import { pictureIn, readPicture } from './picture-reader.js';

/** Pens: fine, as thick as MNIST's when a digit fills the pad, broad. */
const PENS = [{ name: 'pad.fine', width: 0.05 }, { name: 'pad.middle', width: PEN_WIDTH }, { name: 'pad.broad', width: 0.13 }];

/**
 * @typedef {[number, number]} Point   in units of the pad's side
 * @typedef {object} PadCallbacks
 * @property {(point: Point) => void} onStrokeBegin
 * @property {(points: Point[]) => void} onStrokeMove
 * @property {() => void} onClear
 * @property {() => void} onUndo
 * @property {() => void} onRandom
 * @property {(width: number) => void} onPen
 * @property {(name: string, read: () => Promise<import('../lib/picture-ink.js').Rgba>) => void} onPicture
 */

/**
 * The drawing pad. It keeps no drawing of its own: it says where the pen goes and shows what it is given.
 * @param {HTMLElement} root
 * @param {PadCallbacks} callbacks
 */
export function createPadView(root, callbacks) {
  const pad = /** @type {HTMLCanvasElement} */ (byTestId(root, 'pad'));
  const hint = find(root, '#pad-hint');
  const undo = /** @type {HTMLButtonElement} */ (byTestId(root, 'pad-undo'));
  const clear = /** @type {HTMLButtonElement} */ (byTestId(root, 'pad-clear'));
  const random = /** @type {HTMLButtonElement} */ (byTestId(root, 'pad-random'));
  const pens = PENS.map(({ width }) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'pen';
    button.appendChild(document.createElement('span')).style.width = `${width * 9}rem`;
    button.addEventListener('click', () => callbacks.onPen(width));
    return button;
  });
  byTestId(root, 'pens').append(...pens);
  const file = /** @type {HTMLInputElement} */ (byTestId(root, 'pad-picture'));
  const picture = document.createElement('canvas');
  let penWidth = PEN_WIDTH;
  /** The pointer that draws; a second finger or a resting palm is ignored. @type {number | null} */
  let pen = null;

  /** @type {(event: PointerEvent) => Point} */
  const pointOf = (event) => {
    const box = pad.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };

  pad.addEventListener('pointerdown', (event) => {
    if (pen !== null || event.button !== 0) return;
    pen = event.pointerId;
    pad.setPointerCapture(pen);
    callbacks.onStrokeBegin(pointOf(event));
  });
  pad.addEventListener('pointermove', (event) => {
    if (event.pointerId !== pen) return;
    const events = event.getCoalescedEvents?.() ?? [];
    callbacks.onStrokeMove((events.length > 0 ? events : [event]).map(pointOf));
  });
  for (const name of /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture'])) {
    pad.addEventListener(name, (event) => {
      if (event.pointerId === pen) pen = null;
    });
  }
  pad.addEventListener('keydown', (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (event.key === 'Delete' || event.key === 'Backspace') callbacks.onClear();
    else if (command && event.key.toLowerCase() === 'z') callbacks.onUndo();
    else if (!command && !event.altKey && event.key.toLowerCase() === 'r') callbacks.onRandom();
    else if (event.key === '[' || event.key === ']') changePen(event.key === '[' ? -1 : 1);
    else return;
    event.preventDefault();
  });
  /** @param {number} by  to a finer or a broader one */
  function changePen(by) {
    const at = PENS.reduce((best, { width }, i) => (Math.abs(width - penWidth) < Math.abs(PENS[best].width - penWidth) ? i : best), 0);
    // Known here at once: the next key may come before the next frame.
    penWidth = PENS[Math.min(PENS.length - 1, Math.max(0, at + by))].width;
    callbacks.onPen(penWidth);
  }
  /** @param {File | null} image */
  const take = (image) => {
    if (image) callbacks.onPicture(image.name, () => readPicture(image));
    return image !== null;
  };
  file.addEventListener('change', () => {
    take(file.files?.[0] ?? null);
    // Else the same file could not be chosen twice.
    file.value = '';
  });
  window.addEventListener('paste', (event) => {
    if (event.target instanceof HTMLInputElement) return;
    if (take(pictureIn(event.clipboardData))) event.preventDefault();
  });
  // Before it is taken for weights or digits.
  window.addEventListener('drop', (event) => {
    if (!take(pictureIn(event.dataTransfer))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
  clear.addEventListener('click', callbacks.onClear);
  undo.addEventListener('click', callbacks.onUndo);
  random.addEventListener('click', callbacks.onRandom);

  /**
   * A picture of that many pixels a side, under the strokes.
   * @param {number} side
   * @param {(context: CanvasRenderingContext2D) => void} paint
   */
  function paintPicture(side, paint) {
    picture.width = picture.height = side;
    paint(/** @type {CanvasRenderingContext2D} */ (picture.getContext('2d')));
    return picture;
  }

  return {
    /** @param {{drawing: import('../lib/drawing.js').Drawing, penWidth: number, hasDigits: boolean, colors: import('./colors.js').Colors}} data */
    update({ drawing, penWidth: width, hasDigits, colors }) {
      penWidth = width;
      pens.forEach((button, i) => {
        button.title = t(PENS[i].name);
        button.setAttribute('aria-label', t(PENS[i].name));
        button.setAttribute('aria-pressed', String(Math.abs(PENS[i].width - penWidth) < 1e-6));
      });
      const { context, width: side, height } = beginFrame(pad);
      const { digit, picture: own } = drawing;
      context.imageSmoothingEnabled = digit === null;
      if (digit) context.drawImage(paintPicture(28, () => paintDigit(picture, digit.pixels, colors)), 0, 0, side, height);
      if (own) context.drawImage(paintPicture(RESOLUTION, (small) => paintInk(small, own.ink.data, colors)), 0, 0, side, height);
      context.strokeStyle = colors.ink;
      context.lineCap = context.lineJoin = 'round';
      drawing.strokes.forEach((stroke, i) => {
        context.lineWidth = drawing.widths[i] * side;
        context.beginPath();
        context.moveTo(stroke[0][0] * side, stroke[0][1] * height);
        // A single tap is a dot: a line of no length with round ends.
        for (const [x, y] of stroke.length > 1 ? stroke.slice(1) : stroke) context.lineTo(x * side, y * height);
        context.stroke();
      });
      hint.hidden = !isBlank(drawing);
      undo.disabled = !drawing.before;
      clear.disabled = isBlank(drawing);
      random.disabled = !hasDigits;
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} ink
 * @param {import('./colors.js').Colors} colors
 */
function paintInk(context, ink, colors) {
  const image = context.createImageData(RESOLUTION, RESOLUTION), [red, green, blue] = channels(colors.ink);
  ink.forEach((value, i) => image.data.set([red, green, blue, 255 * value], 4 * i));
  context.putImageData(image, 0, 0);
}
