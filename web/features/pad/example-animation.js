/** Time in which the example is drawn, about that of a hand. */
const DRAWING_MS = 1200;

/**
 * The example on the pad of a newly opened page is drawn once, stroke by stroke, so that one sees what the pad is for. The
 * model has the whole example from the beginning.
 * @param {object} page
 * @param {() => boolean} page.isWanted   whether the example is still on the pad
 * @param {() => boolean} page.isShown    whether the page is visible yet
 * @param {() => void} page.redraw
 * @param {(draw: (now: number) => void) => void} [page.nextFrame]
 * @returns {{share: () => number}}   of the strokes' points, 0 … 1
 */
export function animateExample({ isWanted, isShown, redraw, nextFrame = requestAnimationFrame }) {
  let share = isWanted() ? 0 : 1;
  /** @type {number | null} */
  let began = null;
  /** @param {number} now */
  function draw(now) {
    if (isShown()) began ??= now;
    share = isWanted() ? Math.min(1, (now - (began ?? now)) / DRAWING_MS) : 1;
    redraw();
    if (share < 1) nextFrame(draw);
  }
  if (share < 1) nextFrame(draw);
  return { share: () => share };
}
