import { emptyCurve } from '../../core/model/curve.js';
import { MAX_PINS, MAX_POINTS, PIN_SAMPLES } from '../../core/model/pin.js';
import { BUILT_IN, stepOf } from '../../core/model/run-record.js';
import { MAX_CLASSES } from '../../core/model/data-limits.js';
import { sizeOfConfig } from '../../core/model/config-size.js';

/**
 * The snapshot of a run, which survives a reload, a crash and a discarded tab. The drawing and other visible state
 * are in the URL already.
 *
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {{type: string, fields: object}} Made
 *
 * @typedef {object} Snapshot
 * @property {number} version
 * @property {string} tab              the tab of the run
 * @property {number} savedAt          milliseconds since 1970
 * @property {Made} made               the request that made the model: reset() returns to it
 * @property {Uint8Array} bytes        a resumable file: weights, optimiser, settings, position in the noise
 * @property {number} step             minimum; a running run may have continued before it was written
 * @property {import('../../core/model/run-record.js').Run} run
 * @property {string} arithmetic       the arithmetic of the training
 * @property {string} digits           the set of digits
 * @property {string | null} [data]    of images of the user's own: their id in data-store.js; null if they are not stored
 * @property {import('../../core/model/curve.js').Curve} trainCurve
 * @property {import('../../core/model/curve.js').Curve} heldOutCurve
 * @property {readonly import('../../core/model/pin.js').Pin[]} pins
 */

/** Incremented when the snapshot's structure changes; snapshots of other versions are discarded. */
export const VERSION = 2;
/** Larger runs are not saved: writing them every few seconds would wear the disk. */
export const MAX_BYTES = 64 * 1024 * 1024;

const ORIGINS = ['shipped', 'fresh', 'file'];

/** @param {unknown} value @returns {value is Record<string, any>} */
const isObject = (value) => typeof value === 'object' && value !== null;

/** @param {unknown} curve */
function isCurve(curve) {
  if (!isObject(curve)) return false;
  const names = Object.keys(emptyCurve());
  const length = Array.isArray(curve.step) ? curve.step.length : -1;
  return names.every(
    (name) =>
      Array.isArray(curve[name])
      && curve[name].length === length
      && curve[name].every((value) => typeof value === 'number'),
  );
}

/** @param {unknown} pin */
function isPin(pin) {
  return (
    isObject(pin)
    && Number.isInteger(pin.id)
    && [0, 1, 2, 3].includes(pin.slot)
    && isObject(pin.config)
    && Array.isArray(pin.config.hidden)
    && typeof pin.config.model === 'string'
    && isObject(pin.training)
    && isCurve(pin.curve)
    && (pin.origin === undefined || (isObject(pin.origin) && ORIGINS.includes(pin.origin.weights)))
    && (pin.checksum === undefined || typeof pin.checksum === 'string')
    && (pin.pictures === undefined || pin.pictures === null || arePictures(pin.pictures, sizeOfConfig(pin.config)))
  );
}

/** @param {any} pictures @param {import('../../core/pictures/digit-image.js').ImageSize} size   of the samples */
function arePictures({ points, labels, extent, samples }, { width, height }) {
  return (
    points instanceof Float32Array
    && labels instanceof Uint8Array
    && labels.length <= MAX_POINTS
    && points.length === 2 * labels.length
    && labels.every((label) => label < MAX_CLASSES)
    && extent > 0
    && (samples === null || (samples instanceof Uint8Array && samples.length === PIN_SAMPLES * width * height))
  );
}

/**
 * Validates a value from storage, which another version of this page or other code may have written.
 * @param {unknown} blob
 * @returns {Snapshot | null}  null if it is no snapshot of this version
 */
export function readSnapshot(blob) {
  if (!isObject(blob) || blob.version !== VERSION) return null;
  const { tab, savedAt, made, bytes, step, run, arithmetic, digits, data, trainCurve, heldOutCurve, pins } = blob;
  const isWhole =
    typeof tab === 'string'
    && Number.isFinite(savedAt)
    && isObject(made)
    && typeof made.type === 'string'
    && isObject(made.fields)
    && bytes instanceof Uint8Array
    && bytes.length > 0
    && bytes.length <= MAX_BYTES
    && Number.isInteger(step)
    && step >= 0
    && isObject(run)
    && ORIGINS.includes(run.weights)
    && (run.name === undefined || typeof run.name === 'string')
    && (run.altered === null || typeof run.altered === 'string')
    && isObject(run.training)
    && typeof arithmetic === 'string'
    && typeof digits === 'string'
    && (data === undefined || data === null || typeof data === 'string')
    && isCurve(trainCurve)
    && isCurve(heldOutCurve)
    && Array.isArray(pins)
    && pins.length <= MAX_PINS
    && pins.every(isPin);
  return isWhole ? /** @type {Snapshot} */ (blob) : null;
}

/**
 * Whether a reload would lose anything.
 * @param {Readonly<PageState>} state
 */
export function isWorthKeeping(state) {
  return state.model !== null && (state.run.weights !== 'shipped' || stepOf(state) > 0);
}

/**
 * @param {string} tab
 * @param {Readonly<PageState>} state
 * @param {{made: Made, bytes: Uint8Array}} kept
 * @param {number} step   when the bytes were requested
 * @returns {Snapshot | null}  null if it is too large
 */
export function writeSnapshot(tab, state, { made, bytes }, step) {
  if (bytes.length > MAX_BYTES) return null;
  const { run, engine, digits, dataId, trainCurve, heldOutCurve, pins } = state;
  return {
    version: VERSION,
    tab,
    savedAt: Date.now(),
    made,
    bytes,
    step,
    run,
    arithmetic: engine?.arithmetic ?? '',
    digits: digits?.name ?? BUILT_IN,
    data: dataId,
    trainCurve,
    heldOutCurve,
    pins,
  };
}
