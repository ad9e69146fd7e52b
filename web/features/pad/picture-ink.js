/**
 * Extracts the ink from an image of a digit: a photo of paper in uneven light, a scan, or a drawing, white on black
 * or black on white.
 */
import { RESOLUTION } from '../../core/pictures/rasterize-strokes.js';

/** Radius, as a share of the longer side, in which the paper's brightness is estimated: more than half of any stroke's width. */
const REACH = 0.2;
/** In weaker light, noise would count as ink. */
const DARKEST = 0.15;
/** Minimum contrast between ink and paper; less is noise. */
const MIN_CONTRAST = 0.1;
/** A spot smaller than this share of the largest one is removed as dirt. */
const DIRT = 0.06;

/** @typedef {{data: Uint8ClampedArray, width: number, height: number}} Rgba  as of ImageData */

/**
 * @param {Rgba} picture   at most RESOLUTION pixels wide and high
 * @returns {import('../../core/pictures/prepare-digit.js').Ink | null}  square, with the image centred; null if there is no ink
 */
export function inkOfPicture(picture) {
  const { width, height } = picture;
  const reach = Math.max(1, Math.round(REACH * Math.max(width, height)));
  const light = paperIsBright(lightOf(picture), width, height, reach);
  // Closing fills in dark narrow regions and leaves gradients unchanged.
  const closed = [highest, lowest].reduce(
    (values, of) => eachWay(values, width, height, reach, of),
    boxMean(light, width, height, 1),
  );
  const paper = boxMean(closed, width, height, reach >> 1);
  // Relative to the paper's brightness, so that ink in shade is as dark as ink in sunlight.
  const darkness = light.map((value, i) => Math.max(0, (paper[i] - value) / Math.max(paper[i], DARKEST)));
  const cut = otsu(darkness);
  if (!cut || cut.above - cut.below < MIN_CONTRAST) return null;
  const span = cut.above - cut.below,
    from = cut.below + 0.3 * span;
  const ink = darkness.map((value) => Math.max(0, Math.min(1, (value - from) / (0.45 * span))));
  keepDigit(ink, width, height);
  return ink.some((value) => value > 0.5) ? squared(ink, width, height) : null;
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
 * ink. The image is inverted if that is the bright side. Its edge alone is not sufficient: in a photo half of it may be in shade.
 * @param {Float32Array} light @param {number} width @param {number} height @param {number} reach
 */
function paperIsBright(light, width, height, reach) {
  const around = boxMean(light, width, height, reach);
  const skew = light.reduce((sum, value, i) => sum + (value - around[i]) ** 3, 0);
  return skew > 0 ? light.map((value) => 1 - value) : light;
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

/**
 * Removes dirt, and regions that touch the edge (the table, a shadow, a finger) if others remain.
 * @param {Float32Array} ink @param {number} width @param {number} height
 */
function keepDigit(ink, width, height) {
  const spotOf = new Int32Array(ink.length).fill(-1);
  /** @type {{size: number, atEdge: boolean}[]} */
  const spots = [];
  for (let start = 0; start < ink.length; start++) {
    if (ink[start] === 0 || spotOf[start] >= 0) continue;
    const spot = { size: 0, atEdge: false },
      open = [start];
    spotOf[start] = spots.length;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const x = at % width,
        y = Math.floor(at / width);
      spot.size += ink[at];
      spot.atEdge ||= x === 0 || y === 0 || x === width - 1 || y === height - 1;
      for (const [dx, dy] of [
        [-1, 0],
        [1, 0],
        [0, -1],
        [0, 1],
        [-1, -1],
        [1, 1],
        [-1, 1],
        [1, -1],
      ]) {
        const next = (y + dy) * width + x + dx;
        if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height || ink[next] === 0 || spotOf[next] >= 0)
          continue;
        spotOf[next] = spots.length;
        open.push(next);
      }
    }
    spots.push(spot);
  }
  const size = (/** @type {{size: number}[]} */ some) => Math.max(0, ...some.map((spot) => spot.size));
  const largest = size(spots),
    inside = size(spots.filter(({ atEdge }) => !atEdge));
  // A digit cut off at the edge is preferred to dirt.
  const dropsEdge = inside > DIRT * largest && inside > 0.002 * ink.length;
  const least = DIRT * (dropsEdge ? inside : largest);
  for (let i = 0; i < ink.length; i++) {
    const spot = spots[spotOf[i]];
    if (spot && (spot.size < least || (dropsEdge && spot.atEdge))) ink[i] = 0;
  }
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
