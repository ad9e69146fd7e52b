import { SIDE } from './digit-image.js';
import { own } from '../state/own.js';

/**
 * Selects one pixel of an image, by pointer or arrow keys; a frame marks it.
 * @param {HTMLCanvasElement} canvas   within an element of its own size
 * @param {(pixel: number | null, byKey: boolean) => void} onPixel   in raster order
 */
export function createPixelPointer(canvas, onPixel) {
  const mark = document.createElement('i');
  mark.className = 'pixel-mark';
  mark.hidden = true;
  canvas.after(mark);
  /** @type {number | null} */
  let at = null;

  /** @param {number | null} pixel @param {boolean} byKey */
  function go(pixel, byKey) {
    if (pixel === at) return;
    at = pixel;
    mark.hidden = pixel === null;
    if (pixel !== null) {
      mark.style.left = `${(100 * (pixel % SIDE)) / SIDE}%`;
      mark.style.top = `${(100 * Math.floor(pixel / SIDE)) / SIDE}%`;
    }
    onPixel(pixel, byKey);
  }

  canvas.tabIndex = 0;
  canvas.addEventListener('pointermove', ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    const place = (/** @type {number} */ share) => Math.max(0, Math.min(SIDE - 1, Math.floor(share * SIDE)));
    go(place((clientY - box.top) / box.height) * SIDE + place((clientX - box.left) / box.width), false);
  });
  canvas.addEventListener('pointerleave', () => go(null, false));
  canvas.addEventListener('blur', () => go(null, false));
  canvas.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return go(null, false);
    const move = own({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }, event.key);
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [column, row] = at === null ? [SIDE / 2, SIDE / 2] : [(at % SIDE) + move[0], Math.floor(at / SIDE) + move[1]];
    if (column >= 0 && column < SIDE && row >= 0 && row < SIDE) go(row * SIDE + column, true);
  });
}
