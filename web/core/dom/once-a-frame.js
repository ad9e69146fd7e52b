/** What has been asked for and not been drawn. @type {Set<(now: number) => void>} */
const waiting = new Set();
/** A picture that is drawn may ask for others, and one in motion asks for its next. */
const MAX_ROUNDS = 8;

/**
 * One picture for all that changes within a frame.
 * @param {(now: number) => void} draw
 * @returns {() => void} asks for the picture; asking again before it is drawn changes nothing
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

/** Draws at once all that waits for its frame: a page that goes to paper has no more frames. */
export function drawNow() {
  for (let round = 0; round < MAX_ROUNDS && waiting.size > 0; round++) for (const draw of [...waiting]) draw(performance.now());
}
