import { blendPoints, easeOut } from '../lib/cloud.js';
import { createPlane, wantedExtent } from '../lib/plane.js';
import { beginFrame, find } from './dom.js';
import { drawPriorNames } from './map-marks.js';
import { createGlyphs, drawAxes, drawCloud, marginOf } from './map-scatter.js';

const MOVE_MS = 220, EXTENT_MS = 700;
/** @type {Float32Array} */
const NO_POINTS = new Float32Array(0);

/**
 * Clouds of several models, all on the same axes: one that reaches further widens those of the others too.
 * @param {HTMLElement[]} planes   an element with a canvas for each
 */
export function createCompareScatter(planes) {
  const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
  const clouds = planes.map((element) => ({
    element, canvas: /** @type {HTMLCanvasElement} */ (/** @type {unknown} */ (find(element, 'canvas'))),
    from: NO_POINTS, to: NO_POINTS, shown: NO_POINTS, movedAt: -Infinity,
  }));
  let extent = wantedExtent(NO_POINTS, 0), extentFrom = extent, extentTo = extent, extentAt = -Infinity;
  /** @type {HTMLCanvasElement[]} */
  let glyphs = [];
  /** @type {import('./colors.js').Colors | null} */
  let colors = null;
  /** @type {Uint8Array | null} */
  let labels = null;
  /** @type {ReadonlySet<number>} */
  let hiddenLabels = new Set();
  let frame = 0;

  const type = () => {
    const { fontSize, fontFamily } = getComputedStyle(planes[0]);
    return { size: parseFloat(fontSize), family: fontFamily, font: `${fontSize} ${fontFamily}` };
  };

  function requestDraw() {
    frame ||= requestAnimationFrame(draw);
  }

  /** @param {number} now */
  function draw(now) {
    frame = 0;
    if (!colors) return;
    const widening = easeOut((now - extentAt) / EXTENT_MS);
    extent = extentFrom + (extentTo - extentFrom) * widening;
    let moving = widening < 1;
    for (const cloud of clouds) {
      const progress = easeOut((now - cloud.movedAt) / MOVE_MS);
      cloud.shown = blendPoints(cloud.from, cloud.to, progress);
      moving ||= progress < 1;
      drawOne(cloud, colors);
    }
    if (moving) requestDraw();
  }

  /** @param {typeof clouds[number]} cloud @param {import('./colors.js').Colors} ink */
  function drawOne({ canvas, shown }, ink) {
    const { context, width, height } = beginFrame(canvas);
    const { size, family, font } = type();
    const margin = marginOf(size);
    const w = Math.max(1, width - margin.left - margin.right), h = Math.max(1, height - margin.top - margin.bottom);
    const plane = createPlane(w, h, extent);
    context.translate(margin.left, margin.top);
    drawAxes(context, plane, w, h, ink, { names: ['1', '2'], font, family });
    if (labels && shown.length > 0) drawCloud(context, plane, w, h, { points: shown, labels, hiddenLabels, glyphs });
    drawPrior(context, plane, ink, size / 13);
    drawPriorNames(context, plane, ink, font);
  }

  const makeGlyphs = () => {
    if (colors) glyphs = createGlyphs(colors, type().size * 0.82, type().family);
  };
  for (const element of planes) {
    new ResizeObserver(() => {
      makeGlyphs();
      requestDraw();
    }).observe(element);
  }

  return {
    /**
     * @param {{points: (Float32Array | null)[], labels: Uint8Array | null, hiddenLabels: ReadonlySet<number>,
     *   colors: import('./colors.js').Colors}} data
     */
    update(data) {
      clouds.forEach((cloud, i) => {
        const points = data.points[i] ?? NO_POINTS;
        if (points === cloud.to) return;
        cloud.from = stillness.matches || cloud.shown.length !== points.length ? points : cloud.shown;
        cloud.to = points;
        cloud.movedAt = performance.now();
        cloud.element.setAttribute('data-points', String(points.length / 2));
      });
      const wanted = Math.max(...clouds.map(({ to }) => wantedExtent(to, extentTo)));
      if (wanted !== extentTo) {
        extentFrom = stillness.matches ? wanted : extent;
        extentTo = wanted;
        extentAt = performance.now();
      }
      for (const { element } of clouds) element.setAttribute('data-extent', String(extentTo));
      labels = data.labels;
      hiddenLabels = data.hiddenLabels;
      if (colors !== data.colors) {
        colors = data.colors;
        makeGlyphs();
      }
      requestDraw();
    },
  };
}

/**
 * The prior's circles once more, above the cloud: on axes wide enough for an AE they are small and the cloud hides them.
 * @param {CanvasRenderingContext2D} context
 * @param {import('../lib/plane.js').Plane} plane
 * @param {import('./colors.js').Colors} colors
 * @param {number} hair
 */
function drawPrior(context, plane, colors, hair) {
  for (const radius of [1, 2, 3]) {
    context.beginPath();
    context.arc(plane.toX(0), plane.toY(0), radius * plane.scale, 0, 2 * Math.PI);
    context.lineWidth = 1.25 * hair;
    context.strokeStyle = colors.ink;
    context.setLineDash(radius === 3 ? [3 * hair, 2 * hair] : [1.5 * hair, 3 * hair]);
    context.stroke();
    context.setLineDash([]);
  }
}
