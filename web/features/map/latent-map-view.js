import { colorOf, glyphOf } from '../../core/scatter/class-marks.js';
import { axesBasis, project, sameBasis, shadowOf } from '../../core/scatter/basis.js';
import { cloudPoints } from '../../core/scatter/cloud.js';
import { formatNumber } from '../../core/texts/format.js';
import { sigmaOf } from '../../core/model/gaussian.js';
import { inTime } from '../../core/state/in-time.js';
import { symbolNear } from './map-symbols.js';
import { createPlane, wantedExtent } from '../../core/scatter/plane.js';
import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { beginFrame, byTestId, find } from '../../core/dom/dom.js';
import { createCloudPainter } from '../../core/scatter/cloud-painter.js';
import { listenOnPlane } from './map-gestures.js';
import { createHeat, drawHeat, transposed } from './map-heat.js';
import { drawLens, lensOf } from './map-lens.js';
import { createManifold, drawManifold } from './map-manifold.js';
import { componentShapes } from '../../core/scatter/component-shapes.js';
import {
  drawComponents,
  drawPickedMark,
  drawPoint,
  drawPosterior,
  drawPreview,
  drawPriorNames,
} from '../../core/scatter/latent-marks.js';
import { NO_STAMPS, createMarkStamps } from '../../core/scatter/mark-stamps.js';
import { nearestMark } from './nearest-mark.js';
import {
  NO_POINTS,
  createEasedBasis,
  createEasedCloud,
  createEasedExtent,
  createEasedMixture,
} from '../../core/scatter/eased-cloud.js';
import { drawAxes, drawCloud, drawGhost, drawPriorCircles, frameOf } from '../../core/scatter/scatter-axes.js';
import { drawWalk } from './map-walk.js';
import { onceAFrame } from '../../core/dom/once-a-frame.js';

/**
 * @typedef {object} MapData
 * @property {{latentDim: number, mu: Float32Array} | null} scatter
 * @property {Uint8Array | null} labels
 * @property {readonly string[] | null} classNames   null: the classes are the digits
 * @property {(label: number) => string} nameOf           a class
 * @property {ReadonlySet<number>} hiddenLabels
 * @property {import('../../core/scatter/basis.js').Basis} basis    the horizontal and vertical directions
 * @property {[string, string]} names                   of both: a dimension's number, or PC1 …
 * @property {import('../../engine/messages.js').Code | null} code
 * @property {Float32Array | null} z
 * @property {boolean} isProbe
 * @property {Float32Array | null} preview   the z under the pointer
 * @property {import('./map-heat.js').Grid | null} truth   the true posterior, in the two dimensions there are
 * @property {boolean} isPriorLearned
 * @property {import('../../core/model/diagonal-mixture.js').Mixture | null} prior   a learned one; null while it is not known
 * @property {number | null} component   the chosen component of it
 * @property {import('./map-manifold.js').Manifold | null} manifoldPicture
 * @property {readonly {name: string, mu: Float32Array}[]} walkMarks   the user's own digits, the endpoints of the walk
 * @property {{points: Float32Array} | null} ghost   the codes of the run it is compared with
 * @property {number} range          half-width of the grid; 0 without one
 * @property {number} latentDim
 * @property {readonly string[]} linked   highlighted symbols
 * @property {string} note           the text shown while the map is empty; '' otherwise
 * @property {import('../../core/dom/colors.js').Colors} colors
 */

/** Size of the glyphs, relative to the font size. */
const GLYPH = 0.88;
/** Maximum distance from a mark, in hairline widths, at which the pointer selects it; a finger is less precise. */
const SLACK = 7,
  FINGER_SLACK = 14;
/** Time that the mouse must stay on the plane before a preview starts. */
const DWELL_MS = 120;
/** Share of the plane's half-width up to which a code is well visible. */
const EDGE = 0.97;
/** Budget per frame of 16 ms. */
const CHEAP_MS = 6;

/** Whether z2 is the horizontal axis. @param {MapData | null} data */
const isSwapped = (data) => data?.basis.first[1] === 1;

/**
 * The latent plane. Three canvases: axes and grid; points, redrawn when they move; marks, redrawn with pen input.
 * @param {HTMLElement} root
 * @param {{onProbe: (across: number, up: number) => void, onProbeEnd: () => void,
 *   onPreview: (across: number, up: number, digit: number | null) => void, onPreviewEnd: () => void,
 *   onDigit: (picked: import('../../core/state/page-state.js').PickedDigit | null) => void, onSymbol: (name: string | null) => void}} callbacks
 *   onPreview: digit: the index of the held-out digit whose mark is there; onDigit: the same for a point under the mouse or
 *   set by hand
 */
export function createLatentMapView(root, { onProbe, onProbeEnd, onPreview, onPreviewEnd, onDigit, onSymbol }) {
  const element = byTestId(root, 'latent-map');
  const [groundCanvas, cloudCanvas, marksCanvas] = element.querySelectorAll('canvas');
  const note = find(root, '#map-note');
  const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
  const painter = createCloudPainter(cloudCanvas);
  /** @type {MapData | null} */
  let data = null;
  /** @type {import('./map-heat.js').Heat | null} */
  let heat = null;
  /** @type {import('./map-manifold.js').ManifoldLayer | null} */
  let manifold = null;
  const cloud = createEasedCloud(),
    extent = createEasedExtent(),
    basis = createEasedBasis(axesBasis(2, [0, 1])),
    prior = createEasedMixture();
  let marks = NO_STAMPS;
  let groundIsStale = true,
    cloudIsStale = true,
    nextPainting = 0;
  /** The mouse position on the plane, and the symbol drawn there. @type {{clientX: number, clientY: number} | null} */
  let hovered = null;
  /** @type {string | null} */
  let pointedAt = null;
  /** The digit of the requested preview. @type {number | null} */
  let previewed = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let dwelling;
  let previews = false;
  let isFinger = false;
  /** @type {import('../../core/state/page-state.js').PickedDigit | null} */
  let picked = null;
  const drawSoon = onceAFrame(draw),
    hoverSoon = onceAFrame(hover);

  /**
   * @typedef {import('../../core/scatter/scatter-axes.js').Frame} Frame
   * @typedef {import('../../core/scatter/plane.js').Plane} Plane
   */
  /** @param {Frame} frame */
  const planeOf = (frame) => createPlane(frame.width, frame.height, extent.shown);

  /** @param {boolean} ground @param {boolean} points   which of the lower layers to redraw */
  function requestDraw(ground, points) {
    groundIsStale ||= ground;
    cloudIsStale ||= points;
    drawSoon();
  }

  /** @param {number} now */
  function draw(now) {
    if (!data) return;
    const widens = extent.advance(now);
    const moves = [cloud.advance(now), basis.advance(now), prior.advance(now)].includes(true) || widens;
    const frame = frameOf(element);
    if (groundIsStale || widens) drawGround(beginFrame(groundCanvas).context, frame);
    cloudIsStale ||= moves;
    // If drawing the points takes long, because they are dense or the screen is fine, they move in fewer frames; the marks move in every frame.
    if (cloudIsStale && (!moves || now >= nextPainting)) {
      const began = performance.now();
      painter.paint(planeOf(frame), frame, { ...visibleCloud(), ...marks });
      const cost = performance.now() - began;
      nextPainting = cost < CHEAP_MS ? 0 : now + 3 * cost;
      cloudIsStale = moves;
    }
    pick(frame);
    drawMarks(beginFrame(marksCanvas).context, frame);
    groundIsStale = widens;
    // Another digit may have come below a still mouse.
    if (previews && !moves && (picked?.index ?? null) !== previewed) hoverSoon();
    if (moves || cloudIsStale) drawSoon();
  }

  function visibleCloud() {
    const { labels, hiddenLabels, latentDim } = /** @type {MapData} */ (data);
    return { points: latentDim > 0 ? cloud.shown : NO_POINTS, labels, hiddenLabels };
  }

  /** @param {CanvasRenderingContext2D} context @param {Frame} frame */
  function drawGround(context, frame) {
    const { colors, names, latentDim, ghost, isPriorLearned } = /** @type {MapData} */ (data);
    if (latentDim === 0) return;
    context.translate(frame.left, frame.top);
    if (manifold) drawManifold(context, planeOf(frame), frame, manifold);
    drawAxes(context, planeOf(frame), frame.width, frame.height, colors, {
      names,
      font: frame.font,
      family: frame.family,
    });
    if (!isPriorLearned) drawPriorCircles(context, planeOf(frame), colors, frame.lineWidth);
    if (ghost) drawGhost(context, planeOf(frame), frame, ghost.points, colors);
  }

  /** @param {CanvasRenderingContext2D} context @param {Frame} frame */
  function drawMarks(context, frame) {
    const { colors, labels, latentDim, isProbe, linked, walkMarks, preview, isPriorLearned, component } =
      /** @type {MapData} */ (data);
    if (latentDim === 0) return;
    const { width, height, font, size, lineWidth } = frame;
    const plane = planeOf(frame);
    context.translate(frame.left, frame.top);
    context.beginPath();
    context.rect(0, 0, width, height);
    context.clip();
    const { truth, posterior, point, lens } = marksOf(frame);
    if (truth) drawHeat(context, plane, truth);
    if (!isPriorLearned) drawPriorNames(context, plane, colors, font);
    const components = shownComponents();
    // Above the points: the ellipses of a VampPrior are as small as those of a digit.
    drawComponents(
      context,
      plane,
      components.filter((shape) => shape !== null),
      colors,
      lineWidth,
      components[component ?? -1] ?? null,
    );
    const corners = walkMarks.filter(({ mu }) => mu.length === latentDim);
    drawWalk(
      context,
      plane,
      corners.map(({ name, mu }) => ({ name, at: project(basis.shown, mu) })),
      colors,
      frame,
    );
    if (posterior) drawPosterior(context, plane, posterior, colors, lineWidth, linked);
    if (point) drawPoint(context, plane, width, height, { z: point, isProbe }, colors, lineWidth, linked);
    if (preview) drawPreview(context, plane, project(basis.shown, preview), colors, lineWidth);
    if (picked && labels) {
      const [x, y] = [picked.x - frame.left, picked.y - frame.top];
      const label = labels[picked.index];
      const mark = { glyph: glyphOf(data?.classNames ?? null, label), color: colorOf(colors, label) };
      drawPickedMark(context, x, y, mark, colors, { size: size * GLYPH, family: frame.family });
    }
    if (posterior && lens)
      drawLens(context, plane, width, height, lens, { ...posterior, z: point, isProbe, heat: truth, linked }, colors, {
        size,
        font,
      });
  }

  /** The components of a learned prior, on the current axes; once for each of their positions. */
  function shownComponents() {
    const of = prior.shown,
      on = basis.shown;
    if (!data?.isPriorLearned || !of || of.means.length !== of.weights.length * on.first.length) return [];
    if (projected.of !== of || projected.on !== on) projected = { of, on, shapes: componentShapes(on, of) };
    return projected.shapes;
  }
  /** @type {{of: unknown, on: unknown, shapes: ReturnType<typeof componentShapes>}} */
  let projected = { of: null, on: null, shapes: [] };

  /** The marks of the digit, on the current axes. @param {Frame} frame */
  function marksOf(frame) {
    const { code, z, latentDim } = /** @type {MapData} */ (data),
      shown = basis.shown;
    // The posterior lies in z1 and z2 and is not rotated during a transition to other axes.
    const truth = latentDim === 2 && shown.first[isSwapped(data) ? 1 : 0] === 1 ? heat : null;
    // The code of an AE is a point and has no ellipse.
    const posterior =
      code && code.logVar.length > 0 ? { mu: project(shown, code.mu), ...shadowOf(shown, sigmaOf(code.logVar)) } : null;
    const point = z && project(shown, z);
    const lens =
      posterior && lensOf(planeOf(frame), frame.width, frame.height, { ...posterior, heat: truth }, frame.size);
    return { truth, posterior, point, lens };
  }

  /** The digit's symbol at a point. @param {Frame} frame @param {number} x @param {number} y @returns {string | null} */
  function symbolAt(frame, x, y) {
    if (!data || data.latentDim === 0) return null;
    const { posterior, point, lens } = marksOf(frame);
    const isInLens = lens !== null && Math.hypot(x - lens.x, y - lens.y) < lens.radius;
    return symbolNear(
      isInLens ? lens.near : planeOf(frame),
      { posterior, point: isInLens && data.isProbe ? null : point },
      x,
      y,
      SLACK * frame.lineWidth,
    );
  }

  /** Finds the digit whose mark is under the mouse, or at the z that was set by hand. @param {Frame} frame */
  function pick(frame) {
    const plane = planeOf(frame),
      last = picked;
    const at = pointOnPlane(frame, plane);
    const cloudShown = visibleCloud();
    const reach = (isFinger ? FINGER_SLACK : SLACK) * frame.lineWidth;
    const index = at ? nearestMark(plane, frame, cloudShown, at[0], at[1], reach) : -1;
    picked =
      index < 0
        ? null
        : {
            index,
            x: frame.left + plane.toX(cloudShown.points[2 * index]),
            y: frame.top + plane.toY(cloudShown.points[2 * index + 1]),
          };
    if (picked?.index !== last?.index || picked?.x !== last?.x || picked?.y !== last?.y) onDigit(picked);
  }

  /** The position that is pointed at. @param {Frame} frame @param {Plane} plane @returns {[number, number] | null} */
  function pointOnPlane(frame, plane) {
    if (previews && hovered) {
      const [x, y] = placeOf(hovered, frame),
        lens = data && data.latentDim > 0 ? marksOf(frame).lens : null;
      // The lens hides the marks below it.
      return lens && Math.hypot(x - lens.x, y - lens.y) < lens.radius ? null : [x, y];
    }
    if (!data?.isProbe || !data.z) return null;
    const [across, up] = project(basis.shown, data.z);
    return [plane.toX(across), plane.toY(up)];
  }

  /** @param {{clientX: number, clientY: number}} at @param {Frame} frame @returns {[number, number]} */
  function placeOf({ clientX, clientY }, { left, top }) {
    const box = element.getBoundingClientRect();
    return [clientX - box.left - left, clientY - box.top - top];
  }

  /** Redraws all layers for printing. @param {CanvasRenderingContext2D} context @param {number} ratio */
  function drawPicture(context, ratio) {
    const { colors, labels, latentDim } = /** @type {MapData} */ (data);
    const frame = frameOf(element);
    context.save();
    drawGround(context, frame);
    if (labels && latentDim > 0) {
      drawCloud(context, planeOf(frame), frame, { ...visibleCloud(), labels }, colors, {
        size: frame.size * GLYPH,
        family: frame.family,
        ratio,
      });
    }
    context.restore();
    drawMarks(context, frame);
  }

  listenOnPlane(element, {
    onPoint({ clientX, clientY }) {
      const box = element.getBoundingClientRect(),
        frame = frameOf(element);
      const { fromX, fromY } = planeOf(frame);
      onProbe(fromX(clientX - box.left - frame.left), fromY(clientY - box.top - frame.top));
    },
    onNudge(across, up, far) {
      if (!data) return;
      const step = (extent.target / 60) * (far ? 5 : 1);
      const [x, y] = data.z ? project(data.basis, data.z) : [0, 0];
      onProbe(x + across * step, y + up * step);
    },
    onEscape: onProbeEnd,
    onHover(at, hasPressed) {
      hovered = at && { clientX: at.clientX, clientY: at.clientY };
      // No preview while the mouse only crosses the plane, or where it has just set z: that would hide the result.
      if (!hovered || hasPressed) endPreview();
      else {
        dwelling ??= setTimeout(() => {
          previews = true;
          hoverSoon();
        }, DWELL_MS);
      }
      // At once when the mouse leaves: in the next frame it may already be at a symbol elsewhere, whose highlight
      // would be removed.
      if (hovered) hoverSoon();
      else hover();
    },
  });

  function endPreview() {
    clearTimeout(dwelling);
    dwelling = undefined;
    if (previews) {
      onPreviewEnd();
      drawSoon();
    }
    previews = false;
    previewed = null;
  }

  function hover() {
    const frame = frameOf(element);
    const [x, y] = hovered ? placeOf(hovered, frame) : [NaN, NaN];
    const symbol = hovered && symbolAt(frame, x, y);
    if (symbol !== pointedAt) onSymbol(symbol);
    pointedAt = symbol;
    if (!data || !previews || !hovered) return;
    pick(frame);
    const digit = picked?.index ?? null;
    if (digit !== previewed) drawSoon();
    previewed = digit;
    onPreview(planeOf(frame).fromX(x), planeOf(frame).fromY(y), digit);
  }
  element.addEventListener('pointerdown', ({ pointerType }) => (isFinger = pointerType !== 'mouse'));
  element.addEventListener('keydown', () => (isFinger = false));
  new ResizeObserver(() => {
    makeStamps();
    requestDraw(true, true);
  }).observe(element);

  function makeStamps() {
    const { size, family } = frameOf(element);
    if (data) marks = createMarkStamps(data.colors, size * GLYPH, family, data.classNames);
  }

  /** The final range of the axes. @param {MapData} next @param {boolean} cloudChanged */
  function followExtent(next, cloudChanged) {
    const drawn =
      next.code?.mu.length === next.latentDim ? Math.max(...project(next.basis, next.code.mu).map(Math.abs)) : 0;
    if (cloudChanged) cloudExtent = wantedExtent(cloud.target, cloudExtent);
    // The axes stay while the pen moves, unless the code would leave the map; then they return with it.
    const isOutside = Number.isFinite(drawn) && drawn > EDGE * cloudExtent;
    const least = Math.max(isOutside ? drawn * 1.1 : 0, next.range * 1.03);
    if (!cloudChanged && least === leastExtent) return;
    leastExtent = least;
    extent.follow(Math.max(cloudExtent, least), performance.now(), stillness.matches);
  }
  let leastExtent = -1,
    cloudExtent = extent.target;

  return {
    /** @param {MapData} next */
    update(next) {
      const last = data;
      data = next;
      const recolored = next.colors !== last?.colors;
      if (next.truth !== last?.truth || recolored || isSwapped(next) !== isSwapped(last)) {
        heat = next.truth && createHeat(isSwapped(next) ? transposed(next.truth) : next.truth, next.colors);
      }
      const newGrid = next.manifoldPicture !== last?.manifoldPicture || recolored;
      if (newGrid) manifold = next.manifoldPicture && createManifold(next.manifoldPicture, next.colors, manifold);
      const turned = !sameBasis(next.basis, basis.target);
      const jump = stillness.matches || next.latentDim !== last?.latentDim;
      if (turned) basis.follow(next.basis, performance.now(), jump);
      if (next.prior !== prior.target) prior.follow(next.prior, performance.now(), jump || !last?.prior);
      const cloudChanged = turned || next.scatter !== last?.scatter || next.labels !== last?.labels;
      if (cloudChanged) {
        const { scatter, labels } = next;
        const points =
          scatter && labels && scatter.latentDim === next.latentDim
            ? cloudPoints(scatter.mu, next.basis, labels)
            : NO_POINTS;
        cloud.follow(points, performance.now(), jump || cloud.shown.length !== points.length);
        element.setAttribute('data-points', String(points.length / 2));
      }
      const newGhost = next.ghost !== last?.ghost;
      if (newGhost) element.setAttribute('data-ghost', String((next.ghost?.points.length ?? 0) / 2));
      followExtent(next, cloudChanged);
      if (recolored || next.classNames !== last?.classNames) makeStamps();
      setText(note, next.note);
      element.setAttribute('data-value', next.z ? JSON.stringify(Array.from(next.z)) : '');
      element.setAttribute('data-kept', next.walkMarks.map(({ name }) => name).join(''));
      element.setAttribute('data-extent', String(extent.target));
      element.setAttribute('data-components', String(next.prior?.weights.length ?? 0));
      element.setAttribute('data-component', String(next.component ?? ''));
      element.setAttribute('data-manifold', manifold ? `${next.manifoldPicture?.side} ${manifold.range}` : '');
      for (const one of [root, element]) one.classList.toggle('has-no-code', next.latentDim === 0);
      element.classList.toggle('is-probed', next.isProbe);
      const redraws = recolored || next.latentDim !== last?.latentDim || next.isPriorLearned !== last?.isPriorLearned;
      requestDraw(
        redraws || newGrid || newGhost || String(next.names) !== String(last?.names),
        redraws || cloudChanged || next.hiddenLabels !== last?.hiddenLabels,
      );
    },
    /** Text for screen readers. @param {Float32Array | null} z */
    describe(z) {
      if (!z) return '';
      const place = t('map.at', { values: Array.from(z.subarray(0, 4), (value) => formatNumber(value)).join(', ') });
      if (!picked || !data?.labels) return place;
      return `${place}. ${t('sees.heldOut', { index: String(picked.index), label: data.nameOf(data.labels[picked.index]) })}`;
    },
    /** Redraws the glyphs once the fonts are loaded. */
    fontsReady() {
      makeStamps();
      requestDraw(true, true);
    },
    /** Saves the map as an image. */
    async savePicture() {
      const { downloadCanvas } = await inTime(import('../../core/pictures/canvas-download.js'));
      if (data) await downloadCanvas('latentpad-map.png', [{ place: element, draw: drawPicture }], data.colors);
    },
  };
}
