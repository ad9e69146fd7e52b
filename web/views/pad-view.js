import { isBlank } from '../lib/drawing.js';
import { PEN_WIDTH } from '../lib/rasterize-strokes.js';
import { beginFrame, byTestId, find } from './dom.js';
import { paintDigit } from './digit-canvas.js';

/**
 * @typedef {[number, number]} Point   in units of the pad's side
 * @typedef {object} PadCallbacks
 * @property {(point: Point) => void} onStrokeBegin
 * @property {(points: Point[]) => void} onStrokeMove
 * @property {() => void} onClear
 * @property {() => void} onUndo
 * @property {() => void} onRandom
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
  const picture = document.createElement('canvas');
  picture.width = picture.height = 28;
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
    else return;
    event.preventDefault();
  });
  clear.addEventListener('click', callbacks.onClear);
  undo.addEventListener('click', callbacks.onUndo);
  random.addEventListener('click', callbacks.onRandom);

  return {
    /** @param {{drawing: import('../lib/drawing.js').Drawing, hasDigits: boolean, colors: import('./colors.js').Colors}} data */
    update({ drawing, hasDigits, colors }) {
      const { context, width, height } = beginFrame(pad);
      if (drawing.digit) {
        paintDigit(picture, drawing.digit.pixels, colors);
        context.imageSmoothingEnabled = false;
        context.drawImage(picture, 0, 0, width, height);
      }
      context.strokeStyle = colors.ink;
      context.lineWidth = PEN_WIDTH * width;
      context.lineCap = context.lineJoin = 'round';
      for (const stroke of drawing.strokes) {
        context.beginPath();
        context.moveTo(stroke[0][0] * width, stroke[0][1] * height);
        // A single tap is a dot: a line of no length with round ends.
        for (const [x, y] of stroke.length > 1 ? stroke.slice(1) : stroke) context.lineTo(x * width, y * height);
        context.stroke();
      }
      hint.hidden = !isBlank(drawing);
      undo.disabled = !drawing.before;
      clear.disabled = isBlank(drawing);
      random.disabled = !hasDigits;
    },
  };
}
