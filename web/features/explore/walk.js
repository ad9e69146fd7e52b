/** Paths through a latent space. Codes are Float32Arrays of d numbers; several are concatenated. */
import { classesOfLabels } from '../../core/scatter/class-marks.js';
import { dimOf, sampleMixture } from '../../core/model/diagonal-mixture.js';
import { uniformFrom } from '../../core/model/gaussian.js';

/**
 * @param {Float32Array[]} codes
 * @returns {Float32Array}  concatenated
 */
export function joined(codes) {
  const size = codes[0]?.length ?? 0,
    out = new Float32Array(codes.length * size);
  codes.forEach((code, i) => out.set(code, i * size));
  return out;
}

/** (1 − t) a + t b, exactly a and b at the ends. @param {Float32Array} a @param {Float32Array} b @param {number} t */
export const between = (a, b, t) => (t === 0 ? a : t === 1 ? b : a.map((value, i) => (1 - t) * value + t * b[i]));

/** @param {Float32Array} a @param {Float32Array} b @param {number} count @returns {Float32Array[]}  from a to b on a straight line */
export const lineWalk = (a, b, count) => Array.from({ length: count }, (_, i) => between(a, b, i / (count - 1)));

/**
 * Bilinear interpolation between four corners.
 * @param {readonly [Float32Array, Float32Array, Float32Array, Float32Array]} corners  upper left, upper right, lower left, lower right
 * @param {number} side
 * @returns {Float32Array[]}  row by row
 */
export function cornerWalk([a, b, c, d], side) {
  return Array.from({ length: side }, (_, row) => {
    const t = row / (side - 1);
    return lineWalk(between(a, c, t), between(b, d, t), side);
  }).flat();
}

/**
 * Varies one dimension and leaves the others unchanged.
 * @param {Float32Array} z
 * @param {number} dimension
 * @param {readonly number[]} values
 * @returns {Float32Array[]}
 */
export const traversal = (z, dimension, values) =>
  values.map((value) => z.map((own, i) => (i === dimension ? value : own)));

/**
 * Samples from the prior.
 * @param {import('../../core/model/diagonal-mixture.js').Mixture} prior
 * @param {number} count
 * @param {number} seed
 * @returns {Float32Array[]}
 */
export function priorCodes(prior, count, seed) {
  const dim = dimOf(prior),
    z = sampleMixture(prior, count, uniformFrom(seed));
  return Array.from({ length: count }, (_, i) => z.slice(i * dim, (i + 1) * dim));
}

/** From −reach to reach in equal steps. @param {number} reach @param {number} count */
export const steps = (reach, count) =>
  Array.from({ length: count }, (_, i) => (reach * (2 * i - (count - 1))) / (count - 1));

/**
 * The mean code of each digit.
 * @param {Float32Array} mu        [held-out digit][dimension]
 * @param {number} latentDim
 * @param {Uint8Array} labels
 * @returns {(Float32Array | null)[]}  null if there is no such digit
 */
export function meanCodes(mu, latentDim, labels) {
  const count = classesOfLabels(labels);
  const sums = Array.from({ length: count }, () => new Float64Array(latentDim)),
    counts = new Array(count).fill(0);
  for (let n = 0; n < labels.length; n++) {
    counts[labels[n]] += 1;
    for (let i = 0; i < latentDim; i++) sums[labels[n]][i] += mu[n * latentDim + i];
  }
  return sums.map((sum, label) =>
    counts[label] > 0 ? Float32Array.from(sum, (value) => value / counts[label]) : null,
  );
}

/**
 * z + strength · (to − from): the difference between two digits, added to a third.
 * @param {Float32Array} z
 * @param {Float32Array} from
 * @param {Float32Array} to
 * @param {readonly number[]} strengths
 * @returns {Float32Array[]}
 */
export const alongDifference = (z, from, to, strengths) =>
  strengths.map((strength) => z.map((value, i) => value + strength * (to[i] - from[i])));
