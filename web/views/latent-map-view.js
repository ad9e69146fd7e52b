import { cloudPoints } from '../lib/cloud.js';
import { formatNumber } from '../lib/format.js';
import { sigmaOf } from '../lib/gaussian.js';
import { createPlane, wantedExtent } from '../lib/plane.js';
import { setText } from '../i18n/apply-texts.js';
import { t } from '../i18n/translate.js';
import { beginFrame, byTestId, find } from './dom.js';
import { createHeat, drawHeat } from './map-heat.js';
import { drawLens } from './map-lens.js';
import { drawPoint, drawPosterior, drawPriorNames } from './map-marks.js';
import { NO_POINTS, createEasedCloud, createEasedExtent } from './map-motion.js';
import { createGlyphs, drawAxes, drawCloud, marginOf } from './map-scatter.js';
import { onceAFrame } from './once-a-frame.js';

/**
 * @typedef {object} MapData
 * @property {{latentDim: number, mu: Float32Array} | null} scatter
 * @property {Uint8Array | null} labels
 * @property {ReadonlySet<number>} hiddenLabels
 * @property {readonly [number, number]} axes
 * @property {import('../engine/messages.js').Code | null} code
 * @property {Float32Array | null} z
 * @property {boolean} isProbe
 * @property {import('./map-heat.js').Grid | null} truth   the true posterior, in the two dimensions there are
 * @property {number} latentDim
 * @property {string} note           what to say where the map is still empty; '' when it is not
 * @property {import('./colors.js').Colors} colors
 */

/**
 * The latent plane. Two canvases: the cloud is redrawn when it moves, the marks above it with every move of the pen.
 * @param {HTMLElement} root
 * @param {{onProbe: (across: number, up: number) => void, onProbeEnd: () => void}} callbacks
 */
export function createLatentMapView(root, { onProbe, onProbeEnd }) {
  const element = byTestId(root, 'latent-map');
  const [cloudCanvas, marksCanvas] = element.querySelectorAll('canvas');
  const note = find(root, '#map-note');
  const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
  /** @type {MapData | null} */
  let data = null;
  /** @type {import('./map-heat.js').Heat | null} */
  let heat = null;
  const cloud = createEasedCloud(), extent = createEasedExtent();
  /** @type {HTMLCanvasElement[]} */
  let glyphs = [];
  let cloudIsStale = true;
  const drawSoon = onceAFrame(draw);
  /** @type {number | null} */
  let finger = null;

  const plane = () => createPlane(innerWidth(), innerHeight(), extent.shown);
  /** The type's size and family, and the room around the plane that follows from it. */
  const type = () => {
    const { fontSize, fontFamily } = getComputedStyle(element);
    return { size: parseFloat(fontSize), family: fontFamily, font: `${fontSize} ${fontFamily}` };
  };
  const margin = () => marginOf(type().size);
  const innerWidth = () => Math.max(1, element.clientWidth - margin().left - margin().right);
  const innerHeight = () => Math.max(1, element.clientHeight - margin().top - margin().bottom);

  function requestDraw(cloudToo = false) {
    cloudIsStale ||= cloudToo;
    drawSoon();
  }

  /** @param {number} now */
  function draw(now) {
    if (!data) return;
    const isMoving = [cloud.advance(now), extent.advance(now)].includes(true);
    if (cloudIsStale || isMoving) drawCloudLayer();
    drawMarksLayer();
    cloudIsStale = isMoving;
    if (isMoving) requestDraw();
  }

  function drawCloudLayer() {
    const { colors, axes, latentDim, labels, hiddenLabels } = /** @type {MapData} */ (data);
    const { context } = beginFrame(cloudCanvas);
    if (latentDim === 0) return;
    const { font, family } = type();
    context.translate(margin().left, margin().top);
    const names = /** @type {[string, string]} */ ([String(axes[0] + 1), latentDim > 1 ? String(axes[1] + 1) : '']);
    drawAxes(context, plane(), innerWidth(), innerHeight(), colors, { names, font, family });
    const points = cloud.shown;
    if (labels && points.length > 0) drawCloud(context, plane(), innerWidth(), innerHeight(), { points, labels, hiddenLabels, glyphs });
  }

  function drawMarksLayer() {
    const { colors, code, z, axes, latentDim, isProbe } = /** @type {MapData} */ (data);
    const { context } = beginFrame(marksCanvas);
    if (latentDim === 0) return;
    const { font, size } = type();
    const hair = size / 13;
    context.translate(margin().left, margin().top);
    context.beginPath();
    context.rect(0, 0, innerWidth(), innerHeight());
    context.clip();
    if (heat && latentDim === 2) drawHeat(context, plane(), heat);
    drawPriorNames(context, plane(), colors, font);
    /** @type {(values: Float32Array) => [number, number]} */
    const pick = (values) => [values[axes[0]], latentDim > 1 ? values[axes[1]] : 0];
    // The code of an AE is a point and has no ellipse.
    const posterior = code && code.logVar.length > 0 ? { mu: pick(code.mu), sigma: pick(sigmaOf(code.logVar)) } : null;
    const point = z && pick(z);
    if (posterior) drawPosterior(context, plane(), posterior, colors, hair);
    if (point) drawPoint(context, plane(), innerWidth(), innerHeight(), { z: point, isProbe }, colors, hair);
    if (posterior) drawLens(context, plane(), innerWidth(), innerHeight(), { ...posterior, z: point, isProbe, heat }, colors, { size, font });
  }

  /** @param {PointerEvent} event */
  function probe(event) {
    const box = element.getBoundingClientRect();
    const { fromX, fromY } = plane();
    onProbe(fromX(event.clientX - box.left - margin().left), fromY(event.clientY - box.top - margin().top));
  }

  element.addEventListener('pointerdown', (event) => {
    if (finger !== null || event.button !== 0) return;
    finger = event.pointerId;
    element.setPointerCapture(finger);
    probe(event);
  });
  element.addEventListener('pointermove', (event) => {
    if (event.pointerId === finger) probe(event);
  });
  for (const name of /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture'])) {
    element.addEventListener(name, (event) => {
      if (event.pointerId === finger) finger = null;
    });
  }
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return onProbeEnd();
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!move || !data) return;
    event.preventDefault();
    const step = (extent.target / 60) * (event.shiftKey ? 5 : 1);
    const [x, y] = data.z ? [data.z[data.axes[0]], data.latentDim > 1 ? data.z[data.axes[1]] : 0] : [0, 0];
    onProbe(x + move[0] * step, y + move[1] * step);
  });
  new ResizeObserver(() => {
    makeGlyphs();
    requestDraw(true);
  }).observe(element);

  function makeGlyphs() {
    if (data) glyphs = createGlyphs(data.colors, type().size * 0.88, type().family);
  }

  return {
    /** @param {MapData} next */
    update(next) {
      const last = data;
      data = next;
      if (next.truth !== last?.truth || next.colors !== last?.colors) heat = next.truth && createHeat(next.truth, next.colors);
      const cloudChanged = next.scatter !== last?.scatter || next.axes !== last.axes || next.labels !== last.labels;
      if (cloudChanged) {
        const points = next.scatter && next.labels
          ? cloudPoints(next.scatter.mu, next.scatter.latentDim, next.axes, next.labels) : NO_POINTS;
        cloud.follow(points, performance.now(), stillness.matches || cloud.shown.length !== points.length);
        element.setAttribute('data-points', String(next.scatter && next.labels ? next.scatter.mu.length / next.scatter.latentDim : 0));
      }
      const drawn = next.code ? Math.max(Math.abs(next.code.mu[next.axes[0]]), Math.abs(next.code.mu[next.axes[1]] ?? 0)) : 0;
      const wanted = Math.max(wantedExtent(cloud.target, extent.target), Number.isFinite(drawn) ? drawn * 1.1 : 0);
      extent.follow(wanted, performance.now(), stillness.matches);
      if (next.colors !== last?.colors) makeGlyphs();
      setText(note, next.note);
      element.setAttribute('data-value', next.z ? JSON.stringify(Array.from(next.z)) : '');
      element.setAttribute('data-extent', String(extent.target));
      element.classList.toggle('has-no-code', next.latentDim === 0);
      element.classList.toggle('is-probed', next.isProbe);
      requestDraw(cloudChanged || next.colors !== last?.colors || next.hiddenLabels !== last?.hiddenLabels || next.latentDim !== last?.latentDim);
    },
    /** Text for those who hear the page. @param {Float32Array | null} z */
    describe: (z) => (z ? t('map.at', { values: Array.from(z.subarray(0, 4), (value) => formatNumber(value)).join(', ') }) : ''),
    /** Once the type has come, the glyphs are drawn with it. */
    fontsReady() {
      makeGlyphs();
      requestDraw(true);
    },
  };
}
