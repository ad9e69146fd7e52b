import { isBlank, isExample } from '../../core/pictures/drawing.js';
import { PEN_WIDTHS } from '../../core/pictures/rasterize-strokes.js';
import { beginFrame, byTestId, disable, find, isForField } from '../../core/dom/dom.js';
import { paintDigit } from '../../core/pictures/digit-canvas.js';
import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { listenToPadKeys } from '../../core/dom/pad-keys.js';
import { listenToPadPointer } from '../../core/dom/pad-pointer.js';

/**
 * @typedef {[number, number]} Point   in units of the pad's side
 * @typedef {object} PadCallbacks
 * @property {(point: Point) => void} onStrokeBegin
 * @property {(points: Point[]) => void} onStrokeMove
 * @property {() => void} onClear
 * @property {() => void} onUndo
 * @property {() => void} onRandom
 * @property {(width: number) => void} onPen
 * @property {(file: File) => void} onPicture
 */

/**
 * The drawing pad. It has no drawing of its own: it reports pen input and shows the drawing from the state.
 * @param {HTMLElement} root
 * @param {PadCallbacks} callbacks
 */
export function createPadView(root, callbacks) {
  const pad = /** @type {HTMLCanvasElement} */ (byTestId(root, 'pad'));
  const hint = find(root, '#pad-hint');
  const undo = /** @type {HTMLButtonElement} */ (byTestId(root, 'pad-undo'));
  const clear = /** @type {HTMLButtonElement} */ (byTestId(root, 'pad-clear'));
  const random = /** @type {HTMLButtonElement} */ (byTestId(root, 'pad-random'));
  const pens = PEN_WIDTHS.map((_, i) => /** @type {HTMLInputElement} */ (byTestId(root, `pen-${i + 1}`)));
  const penChoice = byTestId(root, 'pen-width');
  const pictureInput = /** @type {HTMLInputElement} */ (byTestId(root, 'pad-picture'));
  const picture = document.createElement('canvas');
  let penWidth = PEN_WIDTHS[0];

  /** The next thinner or thicker pen. @param {1 | -1} by */
  function changePen(by) {
    const finer = PEN_WIDTHS.filter((width) => width < penWidth - 1e-6),
      broader = PEN_WIDTHS.filter((width) => width > penWidth + 1e-6);
    const next = by < 0 ? finer.at(-1) : broader[0];
    if (next === undefined) return;
    // The next key may come before the next frame.
    penWidth = next;
    callbacks.onPen(next);
  }

  pad.addEventListener('keydown', (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (event.key === 'Delete' || event.key === 'Backspace') callbacks.onClear();
    else if (command && event.key.toLowerCase() === 'z') callbacks.onUndo();
    else if (!command && !event.altKey && event.key.toLowerCase() === 'r') callbacks.onRandom();
    else if (!command && (event.key === '[' || event.key === ']')) changePen(event.key === '[' ? -1 : 1);
    else return;
    event.preventDefault();
  });
  listenToPadPointer(pad, callbacks);
  listenToPadKeys(pad, find(root, '#pad-cross'), callbacks);
  clear.addEventListener('click', callbacks.onClear);
  undo.addEventListener('click', callbacks.onUndo);
  random.addEventListener('click', callbacks.onRandom);
  pens.forEach((input, i) => input.addEventListener('change', () => callbacks.onPen(PEN_WIDTHS[i])));
  pictureInput.addEventListener('change', () => {
    if (pictureInput.files?.[0]) callbacks.onPicture(pictureInput.files[0]);
    // Otherwise the same file could not be selected twice.
    pictureInput.value = '';
  });
  window.addEventListener('paste', (event) => {
    const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
    if (isForField(event) || !file) return;
    event.preventDefault();
    callbacks.onPicture(file);
  });

  return {
    /**
     * @param {{drawing: import('../../core/pictures/drawing.js').Drawing, penWidth: number, hasDigits: boolean, areOwn: boolean,
     *   colors: import('../../core/dom/colors.js').Colors, share: number}} data   share: of each stroke, from its beginning
     */
    update({ drawing, penWidth: chosenWidth, hasDigits, areOwn, colors, share }) {
      penWidth = chosenWidth;
      penChoice.setAttribute('data-value', String(penWidth));
      pens.forEach((input, i) => {
        input.checked = Math.abs(PEN_WIDTHS[i] - penWidth) < 1e-6;
      });
      const { context, width, height } = beginFrame(pad);
      const shown = drawing.picture ?? (drawing.digit && { ...drawing.digit, data: drawing.digit.pixels });
      if (shown) {
        paintDigit(picture, shown.data, colors, shown);
        context.imageSmoothingEnabled = drawing.picture !== null;
        // In the middle, if it is not square.
        const scale = Math.min(width / shown.width, height / shown.height),
          [across, down] = [shown.width * scale, shown.height * scale];
        context.drawImage(picture, (width - across) / 2, (height - down) / 2, across, down);
      }
      context.strokeStyle = colors.ink;
      context.lineCap = context.lineJoin = 'round';
      for (const [index, stroke] of drawing.strokes.entries()) {
        context.lineWidth = drawing.widths[index] * width;
        context.beginPath();
        context.moveTo(stroke[0][0] * width, stroke[0][1] * height);
        // A single tap is a dot: a line of zero length with round caps.
        const points = (stroke.length > 1 ? stroke.slice(1) : stroke).slice(0, Math.ceil(share * stroke.length));
        for (const [x, y] of points) context.lineTo(x * width, y * height);
        context.stroke();
      }
      hint.hidden = !isBlank(drawing) && !isExample(drawing);
      hint.textContent = hint.hidden ? '' : t(isBlank(drawing) ? 'pad.blank' : 'pad.example');
      hint.classList.toggle('is-example', isExample(drawing));
      disable(undo, !drawing.before, pad);
      disable(clear, isBlank(drawing), pad);
      random.disabled = !hasDigits;
      setText(random, t(areOwn ? 'pad.randomOwn' : 'pad.random'));
    },
  };
}
