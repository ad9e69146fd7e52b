import { createPicture, paintDigit } from '../../core/pictures/digit-canvas.js';
import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';

/** Distance from the pointer, in CSS pixels: a finger covers more than a mouse's arrow. */
const MOUSE_GAP = 16,
  FINGER_GAP = 36;

/**
 * The decoded picture beside the pointer or above the finger, where the eye is: the reconstruction may be far away, or
 * outside the window. If the pointer is at the mark of a held-out digit, that digit is shown beside it; keys show both beside
 * the mark. The pictures' text alternatives are the reconstruction's and the announcement, so these have none.
 * @param {HTMLElement} plane
 */
export function createLoupeView(plane) {
  const box = document.createElement('div');
  box.className = 'loupe';
  box.setAttribute('aria-hidden', 'true');
  box.hidden = true;
  const [name, ofDigit, ofDecoded] = ['p', 'p', 'p'].map((tag) => document.createElement(tag));
  const [digitCanvas, canvas] = ['map-mark', 'map-loupe'].map((id) => {
    const picture = createPicture();
    picture.className = 'digit';
    picture.dataset.testid = id;
    return picture;
  });
  name.className = 'loupe-name';
  box.append(name, digitCanvas, canvas, ofDigit, ofDecoded);
  plane.append(box);
  /** The pointer on the plane. It stays where a finger was lifted. @type {{x: number, y: number, isMouse: boolean} | null} */
  let pointer = null;
  /** Whether keys move z. */
  let hasKeys = false;
  let hasPicture = false;
  /** The mark of the digit shown. @type {{x: number, y: number} | null} */
  let mark = null;
  /** Sizes in CSS pixels, recorded when they change: reading them while training would lay out the page in each frame. */
  const size = { width: 0, height: 0, boxWidth: 0, boxHeight: 0 };
  const sizes = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (target === plane) Object.assign(size, { width: contentRect.width, height: contentRect.height });
      else if (contentRect.width > 0) Object.assign(size, { boxWidth: box.offsetWidth, boxHeight: box.offsetHeight });
    }
    show();
  });
  for (const part of [plane, box]) sizes.observe(part);

  function show() {
    const place = pointer ?? (hasKeys && mark ? { ...mark, isMouse: true } : null);
    box.hidden = !place || !hasPicture;
    if (!place || !hasPicture) return;
    const { width, height, boxWidth, boxHeight } = size;
    const gap = place.isMouse ? MOUSE_GAP : FINGER_GAP;
    const x = place.isMouse ? place.x + gap : place.x - boxWidth / 2;
    const y = place.y - gap - boxHeight;
    const left = Math.min(Math.max(0, x + boxWidth > width ? place.x - gap - boxWidth : x), width - boxWidth);
    // It is beside a mouse and may be lower; it would be below a finger only where there is no room above: there is the hand.
    const top = y >= 0 ? y : place.isMouse ? 0 : Math.min(place.y + gap, height - boxHeight);
    box.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  /** @param {PointerEvent} event */
  function follow({ clientX, clientY, pointerType }) {
    const { left, top } = plane.getBoundingClientRect();
    pointer = { x: clientX - left, y: clientY - top, isMouse: pointerType === 'mouse' };
    show();
  }
  for (const type of /** @type {const} */ (['pointerdown', 'pointermove'])) plane.addEventListener(type, follow);
  plane.addEventListener('pointerleave', ({ pointerType }) => {
    if (pointerType !== 'mouse') return;
    pointer = null;
    show();
  });
  // Keys move z elsewhere.
  plane.addEventListener('keydown', () => {
    pointer = null;
    hasKeys = true;
    show();
  });
  plane.addEventListener('blur', () => {
    hasKeys = false;
    show();
  });

  return {
    /**
     * @param {object} data
     * @param {Float32Array | null} data.pixels   null if nothing is decoded at the pointer
     * @param {{index: number, label: string, pixels: Float32Array, isDecoded: boolean, mark: {x: number, y: number} | null} | null} data.digit
     *   the held-out digit whose mark is there. isDecoded: whether `pixels` are its decoded code, not only those of a point near it
     * @param {import('../../core/pictures/digit-image.js').ImageSize} data.size
     * @param {import('../../core/dom/colors.js').Colors} data.colors
     */
    update({ pixels, digit, size, colors }) {
      hasPicture = pixels !== null;
      mark = digit?.mark ?? null;
      if (pixels) paintDigit(canvas, pixels, colors, size);
      for (const part of [name, digitCanvas, ofDigit, ofDecoded]) part.hidden = !digit;
      digitCanvas.setAttribute('data-value', digit ? String(digit.index) : '');
      if (digit) {
        paintDigit(/** @type {HTMLCanvasElement} */ (digitCanvas), digit.pixels, colors, size);
        setText(name, t('sees.heldOut', { index: String(digit.index), label: digit.label }));
        setText(ofDigit, '{x}');
        setText(ofDecoded, t(digit.isDecoded ? 'map.codeDecoded' : 'map.pointDecoded'));
      }
      show();
    },
  };
}
