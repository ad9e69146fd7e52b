import { createPlane, wantedExtent } from '../../core/scatter/plane.js';
import { beginFrame, find } from '../../core/dom/dom.js';
import { createCloudPainter } from '../../core/scatter/cloud-painter.js';
import { drawPriorNames } from '../../core/scatter/latent-marks.js';
import { drawMixture } from './mixture-marks.js';
import { NO_POINTS, createEasedCloud, createEasedExtent } from '../../core/scatter/eased-cloud.js';
import { NO_STAMPS, createMarkStamps } from '../../core/scatter/mark-stamps.js';
import { drawAxes, drawPriorCircles, marginOf } from '../../core/scatter/scatter-axes.js';
import { onceAFrame } from '../../core/dom/once-a-frame.js';

/**
 * The extents of the axes of several clouds of points.
 * @param {{points: Float32Array, extent: number}[]} clouds   extent: the present one
 * @param {'same' | 'fit'} axes   same: wide enough for all; fit: each wide enough for its own points
 */
export function extentsOf(clouds, axes) {
  if (axes === 'fit') return clouds.map(({ points, extent }) => wantedExtent(points, extent));
  const present = Math.max(...clouds.map(({ extent }) => extent));
  const widest = Math.max(...clouds.map(({ points }) => wantedExtent(points, present)));
  return clouds.map(() => widest);
}

/**
 * Scatter plots of several models, on the same axes or on axes of their own.
 * @param {HTMLElement[]} planes   one element with a canvas each
 */
export function createCompareScatter(planes) {
  const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
  const clouds = planes.map((element) => {
    const canvas = /** @type {HTMLCanvasElement} */ (/** @type {unknown} */ (find(element, 'canvas')));
    // Between the axes below and the prior above.
    const layer = document.createElement('canvas');
    return {
      element,
      canvas,
      layer,
      painter: createCloudPainter(layer, canvas),
      points: createEasedCloud(),
      extent: createEasedExtent(),
      fitted: /** @type {import('../../core/model/gaussian-mixture.js').Mixture | null} */ (null),
    };
  });
  let marks = NO_STAMPS;
  /** @type {readonly string[] | null} */
  let classNames = null;
  /** @type {import('../../core/dom/colors.js').Colors | null} */
  let colors = null;
  /** @type {Uint8Array | null} */
  let labels = null;
  /** @type {ReadonlySet<number>} */
  let hiddenLabels = new Set();
  const requestDraw = onceAFrame(draw);
  /** Of the last update: during training it comes in every frame, and codes change seldom. */
  let shown = { inputs: /** @type {unknown[]} */ ([]), extents: /** @type {number[]} */ ([]) };

  const type = () => {
    const { fontSize, fontFamily } = getComputedStyle(planes[0]);
    return { size: parseFloat(fontSize), family: fontFamily, font: `${fontSize} ${fontFamily}` };
  };

  /** @param {number} now */
  function draw(now) {
    if (!colors) return;
    let moving = false;
    for (const cloud of clouds) {
      moving = cloud.extent.advance(now) || moving;
      moving = cloud.points.advance(now) || moving;
      drawOne(cloud, colors);
    }
    if (moving) requestDraw();
  }

  /** @param {typeof clouds[number]} cloud @param {import('../../core/dom/colors.js').Colors} ink */
  function drawOne({ canvas, layer, painter, extent, fitted, points: { shown } }, ink) {
    const { context, width, height } = beginFrame(canvas);
    const { size, family, font } = type();
    const margin = marginOf(size);
    const w = Math.max(1, width - margin.left - margin.right),
      h = Math.max(1, height - margin.top - margin.bottom);
    const plane = createPlane(w, h, extent.shown);
    context.translate(margin.left, margin.top);
    drawAxes(context, plane, w, h, ink, { names: ['1', '2'], font, family });
    drawPriorCircles(context, plane, ink, size / 13);
    if (labels && shown.length > 0) {
      painter.paint(plane, { ...margin, width: w, height: h }, { points: shown, labels, hiddenLabels, ...marks });
      context.drawImage(layer, -margin.left, -margin.top, width, height);
    }
    drawPrior(context, plane, ink, size / 13);
    if (fitted) drawMixture(context, plane, fitted, w, h, ink, size / 13);
    drawPriorNames(context, plane, ink, font);
  }

  const makeStamps = () => {
    if (colors) marks = createMarkStamps(colors, type().size * 0.82, type().family, classNames);
  };
  for (const element of planes) {
    new ResizeObserver(() => {
      makeStamps();
      requestDraw();
    }).observe(element);
  }

  return {
    /**
     * @param {{points: (Float32Array | null)[], fitted: (import('../../core/model/gaussian-mixture.js').Mixture | null)[], axes: 'same' | 'fit', labels: Uint8Array | null, hiddenLabels: ReadonlySet<number>,
     *   classNames: readonly string[] | null, colors: import('../../core/dom/colors.js').Colors}} data
     * @returns {number[]}  the extents of the axes: each map shows −extent … extent
     */
    update(data) {
      const { points: ofModels, fitted, axes, hiddenLabels: hidden, classNames: names } = data;
      const inputs = [...ofModels, ...fitted, axes, data.labels, hidden, names, data.colors];
      if (inputs.every((input, i) => input === shown.inputs[i])) return shown.extents;
      clouds.forEach((cloud, i) => {
        const points = data.points[i] ?? NO_POINTS;
        cloud.points.follow(
          points,
          performance.now(),
          stillness.matches || cloud.points.shown.length !== points.length,
        );
        cloud.element.setAttribute('data-points', String(points.length / 2));
        cloud.fitted = data.fitted[i];
        cloud.element.setAttribute('data-gaussians', String(cloud.fitted?.length ?? 0));
      });
      const extents = extentsOf(
        clouds.map(({ points, extent }) => ({ points: points.target, extent: extent.target })),
        data.axes,
      );
      clouds.forEach(({ element, extent }, i) => {
        extent.follow(extents[i], performance.now(), stillness.matches);
        element.setAttribute('data-extent', String(extents[i]));
      });
      labels = data.labels;
      hiddenLabels = data.hiddenLabels;
      if (colors !== data.colors || classNames !== names) {
        colors = data.colors;
        classNames = names;
        makeStamps();
      }
      requestDraw();
      shown = { inputs, extents };
      return extents;
    },
  };
}

/**
 * Draws the prior's circles again, above the points: on axes wide enough for an AE they are small and the points hide them.
 * @param {CanvasRenderingContext2D} context
 * @param {import('../../core/scatter/plane.js').Plane} plane
 * @param {import('../../core/dom/colors.js').Colors} colors
 * @param {number} lineWidth
 */
function drawPrior(context, plane, colors, lineWidth) {
  for (const radius of [1, 2, 3]) {
    context.beginPath();
    context.arc(plane.toX(0), plane.toY(0), radius * plane.scale, 0, 2 * Math.PI);
    context.lineWidth = 1.25 * lineWidth;
    context.strokeStyle = colors.ink;
    context.setLineDash(radius === 3 ? [3 * lineWidth, 2 * lineWidth] : [1.5 * lineWidth, 3 * lineWidth]);
    context.stroke();
    context.setLineDash([]);
  }
}
