import { listenToPadKeys } from '../../core/dom/pad-keys.js';
import { listenToPadPointer } from '../../core/dom/pad-pointer.js';
import { beginFrame } from '../../core/dom/dom.js';
import { PEN_WIDTH } from '../../core/pictures/rasterize-strokes.js';

/** @typedef {import('../../core/pictures/default-digit.js').Stroke} Stroke */

/**
 * A canvas to draw strokes on, by mouse, finger, stylus and keys.
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLElement} cross     marks the pen of the keyboard
 * @param {() => void} onChange   after a stroke has begun or the pad was cleared
 */
export function createSmallPad(canvas, cross, onChange) {
  /** @type {Stroke[]} */
  let strokes = [];
  /** @type {import('../../core/dom/colors.js').Colors | null} */
  let colors = null;

  /** @param {[number, number]} point */
  function begin(point) {
    strokes = [...strokes, [point]];
    draw();
    onChange();
  }
  /** @param {[number, number][]} points */
  function extend(points) {
    if (strokes.length === 0) return;
    strokes = [...strokes.slice(0, -1), [...strokes[strokes.length - 1], ...points]];
    draw();
  }
  function draw() {
    drawStrokes(canvas, strokes, colors);
  }

  const callbacks = { onStrokeBegin: begin, onStrokeMove: extend };
  listenToPadPointer(canvas, callbacks);
  listenToPadKeys(canvas, cross, callbacks);

  return {
    strokes: () => strokes,
    clear() {
      strokes = [];
      draw();
      onChange();
    },
    /** Takes back the last stroke. */
    undo() {
      strokes = strokes.slice(0, -1);
      draw();
      onChange();
    },
    /** @param {import('../../core/dom/colors.js').Colors} now */
    draw(now) {
      colors = now;
      draw();
    },
  };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {readonly Stroke[]} strokes
 * @param {import('../../core/dom/colors.js').Colors | null} colors
 */
export function drawStrokes(canvas, strokes, colors) {
  const { context, width, height } = beginFrame(canvas);
  if (!colors) return;
  context.strokeStyle = colors.ink;
  context.lineWidth = PEN_WIDTH * width;
  context.lineCap = context.lineJoin = 'round';
  for (const stroke of strokes) {
    context.beginPath();
    const [[x, y]] = stroke;
    context.moveTo(x * width, y * height);
    // A line of no length is a dot.
    for (const [u, v] of stroke.length > 1 ? stroke.slice(1) : stroke) context.lineTo(u * width, v * height);
    context.stroke();
  }
}
