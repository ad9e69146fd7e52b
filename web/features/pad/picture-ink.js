/**
 * Extracts the ink from an image of a digit: a photo of paper in uneven light, a scan, or a drawing, white on black
 * or black on white.
 */
import { RESOLUTION } from '../../core/pictures/rasterize-strokes.js';
import { isGround, spotsOf, spotsOfDigit } from './picture-spots.js';

/** Radius, as a share of the longer side, in which the paper's brightness is estimated: more than half of any stroke's width. */
const REACH = 0.2;
/** In weaker light, noise would count as ink; light ink is on a ground that is at most half as bright as white paper. */
const DARKEST = 0.15,
  DARKEST_INVERTED = 0.5;
/** Minimum contrast between ink and paper; less is noise. */
const MIN_CONTRAST = 0.1;
/** A larger relative step of the paper's brightness within STEP_REACH pixels is the edge of a sheet or of a shadow. */
const STEP = 0.2,
  STEP_REACH = 2;
/** Width of the seam around the ground that is ignored with it. */
const SEAM = 3;
/** Each time ground is removed, fainter ink can appear: a pencil line beside a dark table. */
const MAX_PASSES = 4;

/** @typedef {{data: Uint8ClampedArray, width: number, height: number}} Rgba  as of ImageData */

/**
 * @param {Rgba} picture   at most RESOLUTION pixels wide and high
 * @returns {import('../../core/pictures/prepare-digit.js').Ink | null}  square, with the image centred; null if nothing in
 *   it can be a digit: no ink, only the edges of a sheet, or only shade
 */
export function inkOfPicture(picture) {
  const { width, height } = picture;
  const reach = Math.max(1, Math.round(REACH * Math.max(width, height)));
  const light = lightOf(picture);
  const onBright = () => inkOn(light, DARKEST, width, height, reach);
  const inverted = light.map((value) => 1 - value);
  // A small sheet on a table is rarer than the table, as ink is: if it is no digit, there may be one on it.
  const ink = isPaperBright(light, width, height, reach)
    ? onBright()
    : (inkOn(inverted, DARKEST_INVERTED, width, height, reach) ?? onBright());
  return ink && squared(ink, width, height);
}

/**
 * @param {Float32Array} light     with the paper bright
 * @param {number} darkest         brightness of paper below which the contrast is not relative to it
 * @param {number} width @param {number} height @param {number} reach
 */
function inkOn(light, darkest, width, height, reach) {
  const smooth = boxMean(light, width, height, 1);
  // Closing fills in dark narrow regions and leaves gradients unchanged.
  const closed = [highest, lowest].reduce((values, of) => eachWay(values, width, height, reach, of), smooth);
  // Not brighter than the closing: the blur spreads the brightness of a sheet over the table around it.
  const paper = boxMean(closed, width, height, reach >> 1).map((value, i) => Math.min(value, closed[i]));
  // Relative to the paper's brightness, so that ink in shade is as dark as ink in sunlight.
  const darkness = light.map((value, i) => Math.max(0, (paper[i] - value) / Math.max(paper[i], darkest)));
  const isGroundAt = stepsOf(closed, width, height);
  for (let pass = 1; pass <= MAX_PASSES; pass++) {
    const cut = otsu(darkness.filter((_, i) => !isGroundAt[i]));
    if (!cut || cut.above - cut.below < MIN_CONTRAST) return null;
    const span = cut.above - cut.below,
      from = cut.below + 0.3 * span;
    const ink = darkness.map((value, i) =>
      isGroundAt[i] ? 0 : Math.max(0, Math.min(1, (value - from) / (0.45 * span))),
    );
    const spots = spotsOf({ ink, darkness, isGroundAt, width, height });
    const ground = spots.filter((spot) => isGround(spot));
    if (ground.length === 0 || pass === MAX_PASSES) {
      const digit = new Float32Array(ink.length),
        others = spots.filter((spot) => !ground.includes(spot));
      for (const { at } of spotsOfDigit(others, span, ink.length)) for (const i of at) digit[i] = ink[i];
      return digit.some((value) => value > 0.5) ? digit : null;
    }
    const isRemoved = new Float32Array(ink.length);
    for (const { at } of ground) for (const i of at) isRemoved[i] = 1;
    eachWay(isRemoved, width, height, SEAM, highest).forEach((value, i) => {
      if (value > 0) isGroundAt[i] = 1;
    });
  }
  return null;
}

/**
 * Where the brightness of the paper has a step.
 * @param {Float32Array} paper @param {number} width @param {number} height
 */
function stepsOf(paper, width, height) {
  const high = eachWay(paper, width, height, STEP_REACH, highest),
    low = eachWay(paper, width, height, STEP_REACH, lowest);
  return Uint8Array.from(high, (value, i) => (value - low[i] > STEP * Math.max(value, DARKEST) ? 1 : 0));
}

/** Luminance in [0, 1]; transparent pixels are paper: white under dark ink and black under light. @param {Rgba} picture */
function lightOf({ data, width, height }) {
  const light = new Float32Array(width * height);
  let opaque = 0,
    sum = 0;
  for (let i = 0; i < light.length; i++) {
    light[i] = (0.2126 * data[4 * i] + 0.7152 * data[4 * i + 1] + 0.0722 * data[4 * i + 2]) / 255;
    opaque += data[4 * i + 3] / 255;
    sum += (light[i] * data[4 * i + 3]) / 255;
  }
  const paper = sum > 0.5 * opaque ? 0 : 1;
  return light.map((value, i) => paper + (value - paper) * (data[4 * i + 3] / 255));
}

/**
 * Ink is the rarer of the two: the largest deviations from the local brightness, if fewer, are on the side of the
 * ink. Its edge alone is not sufficient: in a photo half of it may be in shade.
 * @param {Float32Array} light @param {number} width @param {number} height @param {number} reach
 */
function isPaperBright(light, width, height, reach) {
  const around = boxMean(light, width, height, reach);
  const skew = light.reduce((sum, value, i) => sum + (value - around[i]) ** 3, 0);
  return skew <= 0;
}

/** @param {Float32Array} line @param {number} from @param {number} to */
const highest = (line, from, to) => {
  let best = 0;
  for (let i = from; i < to; i++) best = Math.max(best, line[i]);
  return best;
};
/** @param {Float32Array} line @param {number} from @param {number} to */
const lowest = (line, from, to) => {
  let best = Infinity;
  for (let i = from; i < to; i++) best = Math.min(best, line[i]);
  return best;
};
/** @param {Float32Array} line @param {number} from @param {number} to */
const mean = (line, from, to) => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += line[i];
  return sum / (to - from);
};

/**
 * Applies `of` to the values within reach, along the rows, then along the columns.
 * @param {Float32Array} values @param {number} width @param {number} height @param {number} reach @param {typeof mean} of
 */
function eachWay(values, width, height, reach, of) {
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    const row = values.subarray(y * width, (y + 1) * width);
    for (let x = 0; x < width; x++)
      out[y * width + x] = of(row, Math.max(0, x - reach), Math.min(width, x + reach + 1));
  }
  const column = new Float32Array(height);
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) column[y] = out[y * width + x];
    for (let y = 0; y < height; y++)
      out[y * width + x] = of(column, Math.max(0, y - reach), Math.min(height, y + reach + 1));
  }
  return out;
}
/** @param {Float32Array} values @param {number} width @param {number} height @param {number} reach */
const boxMean = (values, width, height, reach) => eachWay(values, width, height, reach, mean);

/**
 * The threshold that best separates the values into two groups (Otsu, "A threshold selection method from gray-level
 * histograms", 1979), and the groups' means.
 * @param {Float32Array} values  in [0, 1]
 */
function otsu(values) {
  const counts = new Float64Array(256);
  for (const value of values) counts[Math.min(255, Math.floor(256 * value))] += 1;
  const total = counts.reduce((sum, count, bin) => sum + count * bin, 0);
  let best = 0,
    found = null,
    count = 0,
    sum = 0;
  for (let bin = 0; bin < 255; bin++) {
    count += counts[bin];
    sum += counts[bin] * bin;
    const rest = values.length - count;
    if (count === 0 || rest === 0) continue;
    const below = sum / count,
      above = (total - sum) / rest;
    const between = count * rest * (above - below) ** 2;
    if (between > best) [best, found] = [between, { below: below / 255, above: above / 255 }];
  }
  return found;
}

/** @param {Float32Array} ink @param {number} width @param {number} height */
function squared(ink, width, height) {
  const side = RESOLUTION,
    data = new Float32Array(side * side);
  const left = (side - width) >> 1,
    top = (side - height) >> 1;
  for (let y = 0; y < height; y++) data.set(ink.subarray(y * width, (y + 1) * width), (top + y) * side + left);
  return { data, width: side, height: side };
}
