import { channels } from '../../core/dom/colors.js';

/**
 * @typedef {{side: number, range: number, pixels: Uint8Array} & import('../../core/pictures/digit-image.js').ImageSize} Manifold
 * @typedef {{range: number, canvas: HTMLCanvasElement}} ManifoldLayer
 */

/** Opacity of the ink: glyphs, circles and ellipses are drawn above it. */
const INK = 0.42;

/**
 * Renders the decoded grid once as an image.
 * @param {Manifold} manifold
 * @param {import('../../core/dom/colors.js').Colors} colors
 * @param {ManifoldLayer | null} last   whose canvas is used again
 * @returns {ManifoldLayer}
 */
export function createManifold({ side, range, pixels, width, height }, colors, last) {
  const canvas = last?.canvas ?? document.createElement('canvas');
  const [across, down] = [side * width, side * height];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const image = context.createImageData(across, down);
  const ink = new Uint8Array([...channels(colors.ink), 0]);
  new Uint32Array(image.data.buffer).fill(new Uint32Array(ink.buffer)[0]);
  for (let cell = 0, from = 0; cell < side * side; cell++) {
    const left = (cell % side) * width,
      top = Math.floor(cell / side) * height;
    for (let row = 0; row < height; row++) {
      let to = 4 * ((top + row) * across + left) + 3;
      for (let column = 0; column < width; column++, from++, to += 4) image.data[to] = pixels[from] * INK;
    }
  }
  context.putImageData(image, 0, 0);
  return { range, canvas };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('../../core/scatter/plane.js').Plane} plane
 * @param {import('../../core/scatter/scatter-axes.js').Frame} frame
 * @param {ManifoldLayer} layer
 */
export function drawManifold(context, plane, { width, height }, { range, canvas }) {
  context.save();
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  context.imageSmoothingQuality = 'high';
  const length = 2 * range * plane.scale;
  context.drawImage(canvas, plane.toX(-range), plane.toY(range), length, length);
  context.restore();
}
