import { own } from '../../core/state/own.js';

/** Time that a finger must rest on the plane before a drag moves z instead of scrolling. */
const HOLD_MS = 200;
/** Minimum movement, in CSS pixels. */
const SLACK = 6;

/**
 * Mouse, pen, finger and keys on the plane. A mouse sets z where it is pressed. A finger may scroll the page: the
 * browser handles drags that begin vertically (`touch-action: pan-y`) unless the finger has rested first;
 * the plane handles a tap, a horizontal drag and a drag after a rest.
 * @param {HTMLElement} element
 * @param {{onPoint: (event: {clientX: number, clientY: number}) => void, onNudge: (across: number, up: number, far: boolean) => void,
 *   onEscape: () => void, onHover: (event: {clientX: number, clientY: number} | null, hasPressed: boolean) => void}} callbacks
 *   onHover: the position of an unpressed mouse, and whether it was pressed since it entered
 */
export function listenOnPlane(element, { onPoint, onNudge, onEscape, onHover }) {
  /** @type {{id: number, x: number, y: number, drags: boolean, hold: ReturnType<typeof setTimeout> | undefined} | null} */
  let held = null;

  function release() {
    clearTimeout(held?.hold);
    held = null;
  }

  /** From now on the pointer moves z. @param {{clientX: number, clientY: number}} at */
  function take(at) {
    if (!held) return;
    clearTimeout(held.hold);
    held.drags = true;
    onPoint(at);
  }

  let hasPressed = false;
  element.addEventListener('pointerleave', () => {
    hasPressed = false;
    onHover(null, false);
  });
  element.addEventListener('pointerdown', (event) => {
    hasPressed = true;
    onHover(null, true);
    if (held || event.button !== 0) return;
    held = { id: event.pointerId, x: event.clientX, y: event.clientY, drags: false, hold: undefined };
    if (event.pointerType === 'mouse') {
      element.setPointerCapture(event.pointerId);
      take(event);
    } else {
      const { clientX, clientY } = event;
      held.hold = setTimeout(() => take({ clientX, clientY }), HOLD_MS);
    }
  });
  element.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'mouse' && event.buttons === 0) return onHover(event, hasPressed);
    if (event.pointerId !== held?.id) return;
    // For a finger: if the browser were scrolling, it would cancel the pointer.
    if (held.drags) onPoint(event);
    else if (Math.abs(event.clientX - held.x) > Math.max(SLACK, Math.abs(event.clientY - held.y))) take(event);
  });
  element.addEventListener('pointerup', (event) => {
    if (event.pointerId !== held?.id) return;
    if (!held.drags && Math.hypot(event.clientX - held.x, event.clientY - held.y) <= SLACK) onPoint(event);
    release();
  });
  for (const name of /** @type {const} */ (['pointercancel', 'lostpointercapture'])) {
    element.addEventListener(name, (event) => {
      if (event.pointerId === held?.id) release();
    });
  }
  // The page must not scroll during a drag.
  element.addEventListener(
    'touchmove',
    (event) => {
      if (held?.drags && event.cancelable) event.preventDefault();
    },
    { passive: false },
  );
  // A resting finger must not open the context menu.
  element.addEventListener('contextmenu', (event) => {
    if (held) event.preventDefault();
  });
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return onEscape();
    const move = own({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }, event.key);
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onNudge(move[0], move[1], event.shiftKey);
  });
}
