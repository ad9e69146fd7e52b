import { formatAmount } from '../../core/texts/format.js';
import { drawHeat } from './map-heat.js';
import { drawPoint, drawPosterior } from '../../core/scatter/latent-marks.js';

/**
 * @typedef {import('../../core/scatter/plane.js').Plane} Plane
 * @typedef {import('../../core/dom/colors.js').Colors} Colors
 */

/** Below this radius, in hairline widths, the 2σ ellipse is hard to see, and the lens is shown. */
const TOO_SMALL = 16;
/** A smaller lens, in sizes of the type, has its magnification beside it: inside it would cover the ellipse. */
const ROOM_FOR_TEXT = 3;
/** Round magnifications, so that the number beside the lens seldom changes. */
const TIMES = [2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100];

/**
 * @typedef {{mu: [number, number], radii: [number, number], angle: number, heat: import('./map-heat.js').Heat | null}} Small
 * @typedef {{x: number, y: number, radius: number, times: number, spot: number, near: Plane}} Lens   near: the plane inside it
 */

/**
 * A magnifying lens on the drawn digit's Gaussian, in the lower corner away from the digit: the ellipse of a trained
 * encoder is tiny on the map.
 * @param {Plane} plane
 * @param {number} width
 * @param {number} height
 * @param {Small} code
 * @param {number} size   of the type
 * @returns {Lens | null}  null if the ellipse can be seen without
 */
export function lensOf(plane, width, height, code, size) {
  const lineWidth = size / 13;
  const reach = 2 * code.radii[0] * plane.scale;
  if (!(reach > 0 && reach < TOO_SMALL * lineWidth)) return null;
  const radius = Math.min(4.1 * size, 0.14 * Math.min(width, height));
  const room = Math.max(reach / 0.72, reachOfHeat(code, plane) / 0.9);
  // A true posterior far from the encoder's is left out of the lens; the map itself shows it.
  const times =
    TIMES.findLast((candidate) => candidate * room <= radius)
    ?? TIMES.findLast((candidate) => candidate * reach <= radius * 0.72);
  if (!times) return null;
  // Not at the middle: the lens of a digit near it would switch sides often.
  const x = plane.toX(code.mu[0]) < width * 0.62 ? width - radius - lineWidth : radius + lineWidth,
    y = height - radius - size * 0.6;
  const scale = times * plane.scale;
  return {
    x,
    y,
    radius,
    times,
    spot: Math.max(reach * 1.5, 9 * lineWidth),
    near: {
      scale,
      toX: (value) => x + (value - code.mu[0]) * scale,
      toY: (value) => y - (value - code.mu[1]) * scale,
      fromX: (at) => code.mu[0] + (at - x) / scale,
      fromY: (at) => code.mu[1] - (at - y) / scale,
    },
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {number} width
 * @param {number} height
 * @param {Lens} lens
 * @param {Small & {z: [number, number] | null, isProbe: boolean, linked: readonly string[]}} code
 * @param {Colors} colors
 * @param {{size: number, font: string}} type
 */
export function drawLens(context, plane, width, height, lens, code, colors, { size, font }) {
  const lineWidth = size / 13;
  const { radius, times, spot, near, x: lensX, y: lensY } = lens;
  const x = plane.toX(code.mu[0]),
    y = plane.toY(code.mu[1]);

  context.strokeStyle = colors.ink;
  context.lineWidth = lineWidth;
  circle(context, x, y, spot);
  context.stroke();
  const angle = Math.atan2(lensY - y, lensX - x);
  if (Math.hypot(lensX - x, lensY - y) > spot + radius) {
    context.beginPath();
    context.moveTo(x + spot * Math.cos(angle), y + spot * Math.sin(angle));
    context.lineTo(lensX - radius * Math.cos(angle), lensY - radius * Math.sin(angle));
    context.strokeStyle = colors.quiet;
    context.stroke();
  }

  circle(context, lensX, lensY, radius);
  context.fillStyle = colors.paper;
  context.fill();
  context.save();
  context.clip();
  if (code.heat) drawHeat(context, near, code.heat);
  drawPosterior(context, near, code, colors, lineWidth, code.linked);
  if (code.z && !code.isProbe)
    drawPoint(context, near, width, height, { z: code.z, isProbe: false }, colors, lineWidth, code.linked);
  context.restore();
  context.strokeStyle = colors.ink;
  context.lineWidth = lineWidth;
  circle(context, lensX, lensY, radius);
  context.stroke();
  context.font = font;
  context.fillStyle = colors.quiet;
  context.textBaseline = 'alphabetic';
  const text = `×${formatAmount(times)}`;
  if (radius > ROOM_FOR_TEXT * size) {
    context.textAlign = 'center';
    context.fillText(text, lensX, lensY + radius - 0.45 * size);
  } else {
    const side = lensX > width / 2 ? -1 : 1;
    context.textAlign = side < 0 ? 'right' : 'left';
    context.fillText(text, lensX + side * (0.75 * radius + 0.3 * size), lensY + radius);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
function circle(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

/**
 * The extent of the true posterior around the code, in the image.
 * @param {{mu: [number, number], heat: import('./map-heat.js').Heat | null}} code
 * @param {Plane} plane
 */
function reachOfHeat({ mu, heat }, plane) {
  if (!heat) return 0;
  const { left, right, bottom, top } = heat.bounds;
  const x = Math.max(Math.abs(left - mu[0]), Math.abs(right - mu[0])),
    y = Math.max(Math.abs(bottom - mu[1]), Math.abs(top - mu[1]));
  return Math.hypot(x, y) * plane.scale;
}
