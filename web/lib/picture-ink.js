/** A digit on a picture of the visitor's own: a scan, a screenshot, or a photograph of paper. */
import { RESOLUTION } from './rasterize-strokes.js';

/**
 * @typedef {{data: Uint8ClampedArray, width: number, height: number}} Rgba  at most RESOLUTION wide and high
 */

/** Between paper and the darkest ink there must be so much of the way from white to black. */
const LEAST_CONTRAST = 0.12;

/** Lightness from 0 to 1; what is transparent is paper. @param {Rgba} picture */
function lightnessOf({ data, width, height }) {
  return Float32Array.from({ length: width * height }, (_, i) => {
    const alpha = data[4 * i + 3] / 255;
    const lightness = (0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]) / 255;
    return alpha * lightness + (1 - alpha);
  });
}

/**
 * The mean over a window around each pixel, by summed areas. Towards the picture's edge the window narrows before it
 * becomes one-sided: on paper that is brighter towards one side, a one-sided mean would make a stroke of the edge.
 * @param {Float32Array} values
 * @param {number} width
 * @param {number} height
 * @param {number} radius
 */
function blurred(values, width, height, radius) {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      sums[(y + 1) * (width + 1) + x + 1] = values[y * width + x] + sums[y * (width + 1) + x + 1] + sums[(y + 1) * (width + 1) + x] - sums[y * (width + 1) + x];
    }
  }
  return values.map((_, i) => {
    const x = i % width, y = Math.floor(i / width);
    const reachX = Math.max(radius / 4, Math.min(radius, x, width - 1 - x)) | 0, reachY = Math.max(radius / 4, Math.min(radius, y, height - 1 - y)) | 0;
    const left = Math.max(0, x - reachX), right = Math.min(width, x + reachX + 1), top = Math.max(0, y - reachY), bottom = Math.min(height, y + reachY + 1);
    const sum = sums[bottom * (width + 1) + right] - sums[top * (width + 1) + right] - sums[bottom * (width + 1) + left] + sums[top * (width + 1) + left];
    return sum / ((right - left) * (bottom - top));
  });
}

/**
 * The threshold that parts the values best (Otsu, "A threshold selection method from gray-level histograms", 1979).
 * @param {Float32Array} values  in [0, 1]
 */
function otsu(values) {
  const bins = 64, histogram = new Float64Array(bins);
  for (const value of values) histogram[Math.min(bins - 1, Math.floor(value * bins))] += 1;
  const total = values.length, sum = histogram.reduce((all, count, i) => all + i * count, 0);
  let best = 0, threshold = 0, below = 0, sumBelow = 0;
  for (let i = 0; i < bins - 1; i++) {
    below += histogram[i];
    sumBelow += i * histogram[i];
    if (below === 0 || below === total) continue;
    const between = below * (total - below) * (sumBelow / below - (sum - sumBelow) / (total - below)) ** 2;
    if (between > best) [best, threshold] = [between, (i + 1) / bins];
  }
  return threshold;
}

/**
 * The picture's ink in the middle of a square. Ink is whatever is in the minority, dark on light or light on dark; slow
 * changes of light, as a photograph has them, are taken for paper.
 * Throws an Error whose message is the key of a sentence when nothing on the picture stands out.
 * @param {Rgba} picture
 * @returns {import('./prepare-digit.js').Ink}
 */
export function inkOfPicture(picture) {
  const { width, height } = picture;
  if (!(width > 0 && height > 0 && width <= RESOLUTION && height <= RESOLUTION)) throw new Error('picture.unreadable');
  const lightness = lightnessOf(picture);
  const paper = blurred(lightness, width, height, Math.ceil(Math.max(width, height) / 3));
  // The larger excursion from the surroundings is the stroke's.
  const darker = lightness.map((value, i) => Math.max(0, paper[i] - value)), lighter = lightness.map((value, i) => Math.max(0, value - paper[i]));
  const most = (/** @type {Float32Array} */ values) => values.reduce((high, value) => Math.max(high, value), 0);
  const ink = most(darker) >= most(lighter) ? darker : lighter, peak = most(ink);
  if (peak < LEAST_CONTRAST) throw new Error('picture.noContrast');
  const shares = ink.map((value) => value / peak), threshold = otsu(shares);
  const out = new Float32Array(RESOLUTION * RESOLUTION);
  const left = Math.floor((RESOLUTION - width) / 2), top = Math.floor((RESOLUTION - height) / 2);
  shares.forEach((share, i) => {
    // Soft at the stroke's edge, nothing beyond it.
    const value = Math.min(1, Math.max(0, (share - 0.7 * threshold) / (0.7 * threshold)));
    out[(top + Math.floor(i / width)) * RESOLUTION + left + (i % width)] = value;
  });
  return { data: out, width: RESOLUTION, height: RESOLUTION };
}
