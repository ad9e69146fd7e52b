/** The pictures of a pinned run: a small map and samples. Loaded with the first pin. */
import { sampleMixture } from '../../core/model/diagonal-mixture.js';
import { uniformFrom } from '../../core/model/gaussian.js';
import { hasCode, hasSpread, labelCountOf } from '../../core/model/model-kind.js';
import { ALL_DIGITS, isEveryLabel } from '../../core/model/digit-labels.js';
import { MAX_POINTS, PIN_SAMPLES } from '../../core/model/pin.js';
import { paintDigit } from '../../core/pictures/digit-canvas.js';
import { classesOfLabels, colorOf } from '../../core/scatter/class-marks.js';
import { basisOf } from '../../core/scatter/basis.js';
import { cloudPoints } from '../../core/scatter/cloud.js';
import { createCloudPainter, createStamps } from '../../core/scatter/cloud-painter.js';
import { createPlane, wantedExtent } from '../../core/scatter/plane.js';
import { shownPrior } from '../../core/state/shown-code.js';

/**
 * @typedef {import('../../core/model/pin.js').PinPictures} PinPictures
 * @typedef {import('../../core/dom/colors.js').Colors} Colors
 */

/** The same noise for every run, so that their samples can be compared. */
const SEED = 1;
/** The side of the small map in CSS pixels of the standard size. */
const MAP_SIDE = 56;
const NONE = new Set();

/**
 * @param {Readonly<import('../../core/state/page-state.js').PageState>} state
 * @param {Pick<import('../../engine/client.js').EngineClient, 'decodeBatch'>} decoder
 * @returns {Promise<PinPictures | null>}   null if the model has no map
 */
export async function takePictures(state, decoder) {
  const { model, scatter, digits } = state;
  if (!model || !hasCode(model.config) || !scatter || !digits) return null;
  const { latentDim } = scatter;
  if (latentDim !== model.config.latentDim) return null;
  return { ...smallMap(state, scatter, digits.labels), samples: await sample(model, shownPrior(state), decoder) };
}

/**
 * Every n-th digit of the map, on the plane shown.
 * @param {Readonly<import('../../core/state/page-state.js').PageState>} state
 * @param {{latentDim: number, mu: Float32Array}} scatter
 * @param {Uint8Array} labels
 */
function smallMap(state, { latentDim, mu }, labels) {
  const all = cloudPoints(mu, basisOf(state, latentDim), labels);
  const count = Math.min(labels.length, all.length / 2),
    every = Math.max(1, Math.ceil(count / MAX_POINTS));
  const chosen = Array.from({ length: Math.ceil(count / every) }, (_, i) => i * every);
  return {
    points: Float32Array.from(chosen.flatMap((i) => [all[2 * i], all[2 * i + 1]])),
    labels: Uint8Array.from(chosen, (i) => labels[i]),
    extent: wantedExtent(all, 0),
  };
}

/**
 * @param {import('../../engine/messages.js').ModelInfo} model
 * @param {ReturnType<typeof shownPrior>} prior
 * @param {Pick<import('../../engine/client.js').EngineClient, 'decodeBatch'>} decoder
 */
async function sample({ config, training }, prior, decoder) {
  // An autoencoder has no prior to sample from.
  if (!hasSpread(config) || !prior) return null;
  const z = sampleMixture(prior, PIN_SAMPLES, uniformFrom(SEED));
  const count = labelCountOf(config),
    { digits = ALL_DIGITS } = training;
  const chosen = isEveryLabel(digits) ? Array.from({ length: count }, (_, label) => label) : digits;
  const labels = Array.from({ length: PIN_SAMPLES }, (_, i) => chosen[i % chosen.length]);
  const decoded = await decoder.decodeBatch(z, count > 0 ? labels : undefined).catch(() => null);
  return decoded && Uint8Array.from(decoded, (value) => Math.round(255 * value));
}

/** @param {HTMLCanvasElement} canvas @param {PinPictures} pictures @param {Colors} colors */
export function paintMap(canvas, { points, labels, extent }, colors) {
  const ratio = window.devicePixelRatio || 1;
  const side = Math.max(1, Math.round(1.4 * ratio)),
    count = classesOfLabels(labels);
  const stamps = createStamps(Array.from({ length: count }, (_, label) => dot(colorOf(colors, label), side)));
  const square = { clientWidth: MAP_SIDE, clientHeight: MAP_SIDE };
  createCloudPainter(canvas, square).paint(
    createPlane(MAP_SIDE, MAP_SIDE, extent),
    { left: 0, top: 0, width: MAP_SIDE, height: MAP_SIDE },
    { points, labels, hiddenLabels: NONE, stamps },
  );
}

/** @param {string} color @param {number} side  in device pixels */
function dot(color, side) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
  context.fillStyle = color;
  context.fillRect(0, 0, side, side);
  return canvas;
}

/**
 * @param {readonly HTMLCanvasElement[]} canvases
 * @param {Uint8Array} samples
 * @param {Colors} colors
 * @param {import('../../core/pictures/digit-image.js').ImageSize} size   of each
 */
export function paintSamples(canvases, samples, colors, size) {
  const count = size.width * size.height;
  for (const [i, canvas] of canvases.entries())
    paintDigit(
      canvas,
      Float32Array.from(samples.subarray(i * count, (i + 1) * count), (value) => value / 255),
      colors,
      size,
    );
}
