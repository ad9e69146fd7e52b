/** Ellipses at 1 and 2 σ of each Gaussian of a mixture in the plane. */

/** Opacity of the ellipses of a mixture's Gaussians: many overlap. */
const OPACITY = 0.85;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('../../core/scatter/plane.js').Plane} plane
 * @param {import('../../core/model/gaussian-mixture.js').Mixture} mixture   of two dimensions
 * @param {number} width    of the plane, outside which nothing is drawn
 * @param {number} height
 * @param {import('../../core/dom/colors.js').Colors} colors
 * @param {number} lineWidth   a thin line's width
 */
export function drawMixture(context, plane, mixture, width, height, colors, lineWidth) {
  context.save();
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  context.globalAlpha = OPACITY;
  for (const { mean, axes, variances } of mixture) {
    const [across, up] = Array.from(variances, (variance) => Math.sqrt(variance) * plane.scale);
    // The canvas's y axis points down.
    const angle = Math.atan2(-axes[0][1], axes[0][0]);
    for (const times of [1, 2]) {
      context.beginPath();
      context.ellipse(plane.toX(mean[0]), plane.toY(mean[1]), times * across, times * up, angle, 0, 2 * Math.PI);
      context.strokeStyle = colors.paper;
      context.lineWidth = 2.4 * lineWidth;
      context.stroke();
      context.strokeStyle = colors.sigma;
      context.lineWidth = lineWidth;
      context.stroke();
    }
  }
  context.restore();
}
