import { paintDigit } from '../../core/pictures/digit-canvas.js';

/** Distance from the pointer, in CSS pixels: a finger covers more than a mouse's arrow. */
const MOUSE_GAP = 16,
  FINGER_GAP = 36;

/**
 * The decoded picture beside the pointer or above the finger, where the eye is: the reconstruction may be far away, or
 * outside the window. The reconstruction has its text alternative, so this canvas has none.
 * @param {HTMLElement} plane
 */
export function createLoupeView(plane) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 28;
  canvas.className = 'digit loupe';
  canvas.setAttribute('aria-hidden', 'true');
  canvas.dataset.testid = 'map-loupe';
  canvas.hidden = true;
  plane.append(canvas);
  /** The pointer on the plane. It stays where a finger was lifted. @type {{x: number, y: number, isMouse: boolean} | null} */
  let pointer = null;
  let hasPicture = false;
  /** Sizes in CSS pixels, recorded when they change: reading them while training would lay out the page in each frame. */
  const size = { width: 0, height: 0, side: 0 };
  const sizes = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (target === plane) Object.assign(size, { width: contentRect.width, height: contentRect.height });
      else if (contentRect.width > 0) size.side = canvas.offsetWidth;
    }
    show();
  });
  for (const part of [plane, canvas]) sizes.observe(part);

  function show() {
    canvas.hidden = !pointer || !hasPicture;
    if (!pointer || !hasPicture) return;
    const { width, height, side } = size;
    const gap = pointer.isMouse ? MOUSE_GAP : FINGER_GAP;
    const x = pointer.isMouse ? pointer.x + gap : pointer.x - side / 2;
    // Below a finger there is the hand.
    const y = pointer.y - gap - side;
    const left = Math.min(Math.max(0, x + side > width ? pointer.x - gap - side : x), width - side);
    const top = y < 0 ? Math.min(pointer.y + gap, height - side) : y;
    canvas.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  /** @param {PointerEvent} event */
  function follow({ clientX, clientY, pointerType }) {
    const { left, top } = plane.getBoundingClientRect();
    pointer = { x: clientX - left, y: clientY - top, isMouse: pointerType === 'mouse' };
    show();
  }
  for (const name of /** @type {const} */ (['pointerdown', 'pointermove'])) plane.addEventListener(name, follow);
  plane.addEventListener('pointerleave', ({ pointerType }) => {
    if (pointerType !== 'mouse') return;
    pointer = null;
    show();
  });
  // Keys move z elsewhere.
  plane.addEventListener('keydown', () => {
    pointer = null;
    show();
  });

  return {
    /** @param {{pixels: Float32Array | null, colors: import('../../core/dom/colors.js').Colors}} data   pixels: null if nothing is decoded at the pointer */
    update({ pixels, colors }) {
      hasPicture = pixels !== null;
      if (pixels) paintDigit(canvas, pixels, colors);
      show();
    },
  };
}
