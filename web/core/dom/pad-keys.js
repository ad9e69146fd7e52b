import { t } from '../texts/translate.js';
import { announce } from './announce.js';
import { createKeyPen } from './key-pen.js';

const MODIFIERS = ['Shift', 'Control', 'Alt', 'Meta'];

/**
 * Draws by keyboard: arrows move a cross, Space lowers and lifts the pen. Any other key lifts it too.
 * @param {HTMLElement} pad
 * @param {HTMLElement} cross
 * @param {{onStrokeBegin: (point: import('./key-pen.js').Point) => void, onStrokeMove: (points: import('./key-pen.js').Point[]) => void}} callbacks
 */
export function listenToPadKeys(pad, cross, { onStrokeBegin, onStrokeMove }) {
  const pen = createKeyPen();
  let isDown = false;

  /** @param {boolean} down */
  function show(down) {
    const [x, y] = pen.at();
    isDown = down;
    cross.style.left = `${100 * x}%`;
    cross.style.top = `${100 * y}%`;
    cross.classList.toggle('is-down', isDown);
    cross.hidden = false;
  }

  pad.addEventListener('keydown', (event) => {
    if (MODIFIERS.includes(event.key)) return;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const point = isPlain ? pen.press(event.key, event.shiftKey) : null;
    const isSpace = isPlain && event.key === ' ';
    if (!point && !isSpace) {
      isDown = false;
      cross.classList.remove('is-down');
      return;
    }
    event.preventDefault();
    if (point && isDown) onStrokeMove([point]);
    if (isSpace && event.repeat) return;
    show(isSpace ? !isDown : isDown);
    if (!isSpace) return;
    if (isDown) onStrokeBegin(pen.at());
    announce(() => t(isDown ? 'pad.penDown' : 'pad.penUp'));
  });
  pad.addEventListener('keyup', ({ key }) => pen.release(key));
  // Keyboard focus shows the cross.
  pad.addEventListener('focus', () => pad.matches(':focus-visible') && show(false));
  for (const end of ['blur', 'pointerdown']) {
    pad.addEventListener(end, () => {
      isDown = false;
      pen.releaseAll();
      cross.hidden = true;
    });
  }
}
