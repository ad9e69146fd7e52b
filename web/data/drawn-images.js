/** Images of a data set that a user has drawn: each drawing varied many times. */
import { uniform } from '../engine/image-bytes.js';
import { prepareDigit } from '../core/pictures/prepare-digit.js';
import { PEN_WIDTH, rasterizeStrokes } from '../core/pictures/rasterize-strokes.js';

/** @typedef {import('../core/pictures/default-digit.js').Stroke} Stroke   points in units of the pad's side */
/** @typedef {{name: string, drawings: Stroke[][]}} DrawnClass */

/** Images made of all drawings together, so that a run has enough, and of one at most. */
const WANTED = 2400,
  MOST = 100;
/** Every sixth drawing of a class is held out, with all its variations. */
const HELD_OUT_EACH = 6;

/** Largest changes: angle in radians, slant, relative size, shift in units of the pad's side. */
const ANGLE = 0.15,
  SLANT = 0.3,
  SIZE = 0.12,
  SHIFT = 0.05,
  PENS = [0.75, 1.4];

/**
 * A variation of a drawing: turned, slanted, narrowed, shifted, and with another pen.
 * @param {Stroke[]} strokes
 * @param {() => number} random   uniform in [0, 1)
 * @returns {{strokes: Stroke[], width: number}}
 */
export function vary(strokes, random) {
  const around = (/** @type {number} */ most) => most * (2 * random() - 1);
  const angle = around(ANGLE),
    slant = around(SLANT),
    [across, along] = [1 + around(SIZE), 1 + around(SIZE)],
    [right, down] = [around(SHIFT), around(SHIFT)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const moved = strokes.map((stroke) =>
    stroke.map(([x, y]) => {
      const [u, v] = [across * (x - 0.5 - slant * (y - 0.5)), along * (y - 0.5)];
      return /** @type {[number, number]} */ ([0.5 + right + cos * u - sin * v, 0.5 + down + sin * u + cos * v]);
    }),
  );
  return { strokes: moved, width: PEN_WIDTH * (PENS[0] + (PENS[1] - PENS[0]) * random()) };
}

/** Variations of each of `count` drawings. @param {number} count */
export const copiesOf = (count) => Math.max(1, Math.min(MOST, Math.ceil(WANTED / count)));

/**
 * The data set: each drawing itself and its variations. Held out are whole drawings, so that no variation of a training drawing
 * is: every sixth of a class, at least one if it has two.
 * @param {readonly DrawnClass[]} classes
 * @param {number} [seed]
 * @returns {import('./finish.js').DataSet}
 */
export function imagesOfDrawings(classes, seed = 1) {
  const random = uniform(seed),
    copies = copiesOf(classes.reduce((sum, { drawings }) => sum + drawings.length, 0));
  /** @type {{label: number, pixels: Float32Array}[]} */
  const train = [];
  /** @type {typeof train} */
  const heldOut = [];
  classes.forEach(({ drawings }, label) => {
    const isHeldOut = (/** @type {number} */ i) =>
      drawings.length >= HELD_OUT_EACH ? i % HELD_OUT_EACH === HELD_OUT_EACH - 1 : drawings.length > 1 && i === 1;
    drawings.forEach((strokes, i) => {
      for (let copy = 0; copy < copies; copy++) {
        const { strokes: drawn, width } = copy === 0 ? { strokes, width: PEN_WIDTH } : vary(strokes, random);
        const pixels = prepareDigit(
          rasterizeStrokes(
            drawn,
            drawn.map(() => width),
          ),
        );
        if (pixels) (isHeldOut(i) ? heldOut : train).push({ label, pixels });
      }
    });
  });
  const all = [...train, ...heldOut],
    [{ pixels: first }] = all,
    side = Math.sqrt(first.length);
  const images = new Uint8Array(all.length * first.length);
  all.forEach(({ pixels }, i) => {
    for (let k = 0; k < pixels.length; k++) images[i * pixels.length + k] = Math.round(255 * pixels[k]);
  });
  return {
    images,
    labels: Uint8Array.from(all, ({ label }) => label),
    width: side,
    height: side,
    heldOut: heldOut.length,
    names: classes.map(({ name }) => name),
  };
}
