/** @typedef {import('./key-pen.js').Point} Point */

/**
 * Draws by mouse, finger or stylus: the points of one pointer, in units of the pad's side. A second finger or a resting palm is
 * ignored.
 * @param {HTMLElement} pad
 * @param {{onStrokeBegin: (point: Point) => void, onStrokeMove: (points: Point[]) => void}} callbacks
 */
export function listenToPadPointer(pad, { onStrokeBegin, onStrokeMove }) {
  /** The pointer that draws. @type {number | null} */
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
    onStrokeBegin(pointOf(event));
  });
  pad.addEventListener('pointermove', (event) => {
    if (event.pointerId !== pen) return;
    const events = event.getCoalescedEvents?.() ?? [];
    onStrokeMove((events.length > 0 ? events : [event]).map(pointOf));
  });
  for (const name of /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture'])) {
    pad.addEventListener(name, (event) => {
      if (event.pointerId === pen) pen = null;
    });
  }
}
