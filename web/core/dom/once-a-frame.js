/** Draw functions that are scheduled for the next frame. @type {Set<(now: number) => void>} */
const waiting = new Set();
/** Drawing may schedule other functions, and an animation schedules its next frame. */
const MAX_ROUNDS = 8;

/**
 * Draws at most once per frame.
 * @param {(now: number) => void} draw
 * @returns {() => void} schedules the drawing; further calls before it have no effect
 */
export function onceAFrame(draw) {
  let frame = 0;
  /** @param {number} now */
  function drawIt(now) {
    cancelAnimationFrame(frame);
    frame = 0;
    waiting.delete(drawIt);
    draw(now);
  }
  return () => {
    frame ||= requestAnimationFrame(drawIt);
    waiting.add(drawIt);
  };
}

/** Runs all scheduled draw functions immediately: there are no further frames before a page is printed. */
export function drawNow() {
  for (let round = 0; round < MAX_ROUNDS && waiting.size > 0; round++)
    for (const draw of [...waiting]) draw(performance.now());
}
