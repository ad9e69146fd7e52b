/** Draw functions that are scheduled, oldest request first, with the number of their request. @type {Map<(now: number) => void, number>} */
const waiting = new Map();
let requests = 0,
  frame = 0;
/** Drawing may schedule other functions, and an animation schedules its next frame. */
const MAX_ROUNDS = 8;
/**
 * Drawing time of a frame, in ms; layout and painting follow in the same task. A change of everything, such as other images, is
 * drawn in several frames, so that the page responds to input between them.
 */
const BUDGET_MS = 12;

/** @param {(now: number) => void} draw @param {number} now */
function run(draw, now) {
  waiting.delete(draw);
  try {
    draw(now);
  } catch (error) {
    // The others are drawn all the same.
    reportError(error);
  }
}

/** @param {number} now */
function drawFrame(now) {
  frame = 0;
  const began = performance.now();
  for (const draw of [...waiting.keys()]) {
    if (waiting.has(draw)) run(draw, now);
    if (performance.now() - began >= BUDGET_MS) break;
  }
  if (waiting.size > 0) frame ||= requestAnimationFrame(drawFrame);
}

/**
 * Draws at most once per frame: in the next one, or later if functions that were scheduled before it use the time for drawing.
 * @param {(now: number) => void} draw
 * @returns {() => void} schedules the drawing; further calls before it have no effect
 */
export function onceAFrame(draw) {
  return () => {
    if (!waiting.has(draw)) waiting.set(draw, ++requests);
    frame ||= requestAnimationFrame(drawFrame);
  };
}

/**
 * Calls `done` in the frame in which all that is scheduled now has been drawn.
 * @param {() => void} done
 */
export function afterDrawing(done) {
  const last = requests;
  requestAnimationFrame(function look() {
    if ([...waiting.values()].some((request) => request <= last)) requestAnimationFrame(look);
    else done();
  });
}

/** Runs all scheduled draw functions immediately: there are no further frames before a page is printed. */
export function drawNow() {
  for (let round = 0; round < MAX_ROUNDS && waiting.size > 0; round++)
    for (const draw of [...waiting.keys()]) run(draw, performance.now());
}
