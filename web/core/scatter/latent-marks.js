/**
 * @typedef {import('./plane.js').Plane} Plane
 * @typedef {import('../dom/colors.js').Colors} Colors
 */

/** Factor of the line width of highlighted marks. */
const MARKED = 1.7;

/**
 * Labels of the prior's circles, above the points so that they are legible.
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {Colors} colors
 * @param {string} font
 */
export function drawPriorNames(context, plane, colors, font) {
  context.font = font;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  // On axes wide enough for the codes of an AE they would overlap.
  if (plane.scale < 1.6 * parseFloat(font)) return;
  for (const radius of [1, 2, 3]) {
    const x = plane.toX(radius * Math.SQRT1_2),
      y = plane.toY(-radius * Math.SQRT1_2);
    outlined(context, `${radius}σ`, x, y, colors.quiet, colors.paper);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} color
 * @param {string} paper
 */
function outlined(context, text, x, y, color, paper) {
  context.lineJoin = 'round';
  context.lineWidth = parseFloat(context.font.match(/[\d.]+px/)?.[0] ?? '13') * 0.38;
  context.strokeStyle = paper;
  context.strokeText(text, x, y);
  context.fillStyle = color;
  context.fillText(text, x, y);
}

/**
 * Strokes the current path twice: first in the paper colour, so that it stands out from the points.
 * @param {CanvasRenderingContext2D} context
 * @param {string} color
 * @param {string} paper
 * @param {number} width
 */
function haloed(context, color, paper, width) {
  context.strokeStyle = paper;
  context.lineWidth = width * 2.2;
  context.stroke();
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
}

/**
 * The drawn digit's Gaussian: its mean, and its ellipses at 1 and 2 σ in the units of the axes.
 * On principal components, which are oblique to its axes, its projection is drawn.
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {{mu: [number, number], radii: [number, number], angle: number}} posterior   radii at 1 σ
 * @param {Colors} colors
 * @param {number} lineWidth    a thin line's width
 * @param {readonly string[]} linked   highlighted symbols: their lines are thicker
 */
export function drawPosterior(context, plane, { mu, radii, angle }, colors, lineWidth, linked) {
  const x = plane.toX(mu[0]),
    y = plane.toY(mu[1]);
  const [muForce, sigmaForce] = ['mu', 'sigma'].map((name) => (linked.includes(name) ? MARKED : 1));
  const arm = 5 * lineWidth * muForce;
  for (const [times, width] of [
    [2, 1.25 * lineWidth * sigmaForce],
    [1, 2.25 * lineWidth * sigmaForce],
  ]) {
    context.beginPath();
    // The canvas's y axis points down, so angles have the opposite sign.
    context.ellipse(x, y, times * radii[0] * plane.scale, times * radii[1] * plane.scale, -angle, 0, 2 * Math.PI);
    haloed(context, colors.sigma, colors.paper, width);
  }
  context.beginPath();
  context.moveTo(x - arm, y);
  context.lineTo(x + arm, y);
  context.moveTo(x, y - arm);
  context.lineTo(x, y + arm);
  haloed(context, colors.mu, colors.paper, 2.25 * lineWidth * muForce);
}

/**
 * A component of a learned prior, on the plane.
 * @typedef {object} ComponentShape
 * @property {[number, number]} mean
 * @property {[number, number]} radii   at 1 σ
 * @property {number} angle
 */

/** More components than these are fainter, down to this opacity: together they would hide the digits. */
const COMPONENTS_IN_INK = 16,
  LEAST_OPACITY = 0.1;

/**
 * The components of a learned prior: the mean of each, and its ellipses at 1 and 2 σ, dotted like the circles of N(0, I).
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {readonly ComponentShape[]} components
 * @param {Colors} colors
 * @param {number} lineWidth    a thin line's width
 * @param {ComponentShape | null} chosen   drawn in full ink, solid
 */
export function drawComponents(context, plane, components, colors, lineWidth, chosen) {
  /** @param {ComponentShape} component @param {string} color @param {number} width */
  const draw = ({ mean, radii, angle }, color, width) => {
    const x = plane.toX(mean[0]),
      y = plane.toY(mean[1]);
    context.beginPath();
    for (const times of [1, 2]) {
      const along = times * radii[0] * plane.scale;
      // The canvas's y axis points down. Without a move a line would lead from one ellipse to the next.
      context.moveTo(x + along * Math.cos(angle), y - along * Math.sin(angle));
      context.ellipse(x, y, along, times * radii[1] * plane.scale, -angle, 0, 2 * Math.PI);
    }
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke();
    context.beginPath();
    context.arc(x, y, 1.6 * width, 0, 2 * Math.PI);
    context.fillStyle = color;
    context.fill();
  };
  context.setLineDash([2 * lineWidth, 3 * lineWidth]);
  context.globalAlpha = Math.max(LEAST_OPACITY, Math.min(1, COMPONENTS_IN_INK / components.length));
  for (const component of components) if (component !== chosen) draw(component, colors.ink, lineWidth);
  context.setLineDash([]);
  context.globalAlpha = 1;
  if (chosen) draw(chosen, colors.ink, 2 * lineWidth);
}

/**
 * The decoded z. A z set by hand has hairlines to both axes.
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {number} width
 * @param {number} height
 * @param {{z: [number, number], isProbe: boolean}} point
 * @param {Colors} colors
 * @param {number} lineWidth    a thin line's width
 * @param {readonly string[]} linked
 */
export function drawPoint(context, plane, width, height, { z, isProbe }, colors, lineWidth, linked) {
  const x = plane.toX(z[0]),
    y = plane.toY(z[1]);
  if (isProbe) {
    context.strokeStyle = colors.z;
    context.lineWidth = lineWidth;
    context.beginPath();
    // At the middle of a pixel: between two pixels a hairline would become two grey ones.
    const sharpX = Math.round(x) + 0.5,
      sharpY = Math.round(y) + 0.5;
    context.moveTo(sharpX, 0);
    context.lineTo(sharpX, height);
    context.moveTo(0, sharpY);
    context.lineTo(width, sharpY);
    context.stroke();
  }
  context.beginPath();
  context.arc(x, y, (isProbe ? 7 : 3.5) * (linked.includes('z') ? MARKED : 1) * lineWidth, 0, 2 * Math.PI);
  context.fillStyle = isProbe ? colors.paper : colors.z;
  context.fill();
  context.strokeStyle = isProbe ? colors.z : colors.paper;
  context.lineWidth = (isProbe ? 2.5 : 1.5) * lineWidth;
  context.stroke();
}

/**
 * The previewed z under the mouse.
 * @param {CanvasRenderingContext2D} context
 * @param {Plane} plane
 * @param {[number, number]} z
 * @param {Colors} colors
 * @param {number} lineWidth
 */
export function drawPreview(context, plane, z, colors, lineWidth) {
  context.beginPath();
  context.arc(plane.toX(z[0]), plane.toY(z[1]), 6 * lineWidth, 0, 2 * Math.PI);
  haloed(context, colors.z, colors.paper, 1.5 * lineWidth);
}

/**
 * The mark of the digit that is pointed at, above all others: in a dense cloud it may be only a dot.
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {{glyph: string, color: string}} mark
 * @param {Colors} colors
 * @param {{size: number, family: string}} type   of the glyphs
 */
export function drawPickedMark(context, x, y, { glyph, color }, colors, { size, family }) {
  context.beginPath();
  context.arc(x, y, 0.8 * size, 0, 2 * Math.PI);
  context.fillStyle = colors.paper;
  context.fill();
  context.lineWidth = size / 8;
  context.strokeStyle = context.fillStyle = color;
  context.stroke();
  context.font = `600 ${size}px ${family}`;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.fillText(glyph, x, y + size * 0.33);
}
