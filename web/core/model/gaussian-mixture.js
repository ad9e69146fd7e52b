import { logSumExp, standardNormal, uniformFrom } from './gaussian.js';

/**
 * A mixture of Gaussians with full covariances, fitted by expectation maximization (Dempster, Laird and Rubin, "Maximum
 * likelihood from incomplete data via the EM algorithm", 1977; Bishop, "Pattern recognition and machine learning", 2006,
 * section 9.2). With one component it is the Gaussian with the mean and covariance of the points.
 *
 *     p(z) = Σₖ wₖ N(z; mₖ, Σₖ),  Σₖ = Σⱼ vₖⱼ aₖⱼ aₖⱼᵀ
 *
 * @typedef {object} Component
 * @property {number} weight             w, in [0, 1]
 * @property {Float64Array} mean         m
 * @property {Float64Array[]} axes       unit eigenvectors a of the covariance
 * @property {Float64Array} variances    its eigenvalues v, one for each axis
 *
 * @typedef {Component[]} Mixture        weights that sum to 1
 */

/** An eigenvalue is at least this share of the points' mean variance, and at least MIN_VARIANCE: a component on a line has a density. */
const FLOOR = 1e-4,
  MIN_VARIANCE = 1e-12;
const MAX_ITERATIONS = 100;
/** EM stops when the log-likelihood changes by less than this share of it. */
const TOLERANCE = 1e-4;
/** A component responsible for less than this number of points keeps its mean and covariance. */
const MIN_MASS = 1e-9;

/**
 * Fits a mixture, one EM iteration for each call of next(). Each yields the mean log-likelihood of the points, in nats, under
 * the mixture before it, which never falls: an eigenvalue below the floor is raised to it, which maximizes the likelihood of
 * covariances whose eigenvalues are at least the floor.
 * @param {ArrayLike<number>} points    [point][dim]
 * @param {{dim: number, components?: number, seed?: number}} options   seed: of the start, as in k-means++
 * @returns {Generator<number, Mixture>}
 * @throws {RangeError} without points, or if one is not finite
 */
export function* fitting(points, { dim, components = 1, seed = 1 }) {
  const count = Math.floor(points.length / dim);
  if (count < 1) throw new RangeError('gaussian-mixture: expected at least one point, got none');
  for (let i = 0; i < points.length; i++)
    if (!Number.isFinite(points[i])) throw new RangeError(`gaussian-mixture: expected finite points, got ${points[i]}`);

  const parts = new Float64Array(count * components);
  nearestOf(points, dim, startingPoints(points, dim, components, seed)).forEach((k, n) => {
    parts[n * components + k] = 1;
  });
  const floor = Math.max(MIN_VARIANCE, FLOOR * meanVariance(points, dim));
  /** @type {Mixture} */
  let mixture = maximize(points, dim, parts, components, floor, []);
  let last = -Infinity;
  for (let i = 0; i < MAX_ITERATIONS; i++) {
    const now = expect(points, dim, mixture, parts);
    yield now;
    if (Math.abs(now - last) <= TOLERANCE * Math.abs(now)) break;
    last = now;
    mixture = maximize(points, dim, parts, components, floor, mixture);
  }
  return mixture;
}

/**
 * As fitting(), to the end.
 * @param {Parameters<typeof fitting>} args
 * @returns {Mixture}
 */
export function fitMixture(...args) {
  const run = fitting(...args);
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}

/**
 * log p(z) of one z, in nats, by log-sum-exp.
 * @param {Mixture} mixture
 * @param {ArrayLike<number>} z
 */
export function logDensity(mixture, z) {
  return logSumExp(mixture.map((component) => logJoint(component, logConstant(component), z, 0)));
}

/**
 * Samples; with the same seed, fewer samples are the first of more.
 * @param {Mixture} mixture
 * @param {number} count
 * @param {number} seed
 * @returns {Float32Array}   [sample][dim]
 */
export function sampleMixture(mixture, count, seed) {
  const dim = mixture[0].mean.length,
    random = uniformFrom(seed),
    samples = new Float32Array(count * dim);
  for (let n = 0; n < count; n++) {
    let left = random();
    // Rounding can leave the sum of the weights below a number that is almost 1.
    const { mean, axes, variances } =
      mixture.find(({ weight }) => (left -= weight) < 0) ?? /** @type {Component} */ (mixture.at(-1));
    const epsilon = standardNormal(dim, random);
    for (let i = 0; i < dim; i++) {
      let value = mean[i];
      for (let j = 0; j < dim; j++) value += Math.sqrt(variances[j]) * epsilon[j] * axes[j][i];
      samples[n * dim + i] = value;
    }
  }
  return samples;
}

/** log w − ½ log det 2πΣ @param {Component} component */
const logConstant = ({ weight, variances }) =>
  variances.reduce((sum, variance) => sum - Math.log(2 * Math.PI * variance) / 2, Math.log(weight));

/**
 * log w + log N(z; m, Σ)
 * @param {Component} component
 * @param {number} constant   the part that is the same for every z
 * @param {ArrayLike<number>} points
 * @param {number} at   index of z's first number
 */
function logJoint({ mean, axes, variances }, constant, points, at) {
  let sum = 0;
  for (let j = 0; j < variances.length; j++) {
    const axis = axes[j];
    let along = 0;
    for (let i = 0; i < mean.length; i++) along += axis[i] * (points[at + i] - mean[i]);
    sum += (along * along) / variances[j];
  }
  return constant - sum / 2;
}

/**
 * Sets each component's part in each point, p(k | z), and returns the mean log-likelihood.
 * @param {ArrayLike<number>} points @param {number} dim @param {Mixture} mixture
 * @param {Float64Array} parts   [point][component]
 */
function expect(points, dim, mixture, parts) {
  const components = mixture.length,
    count = parts.length / components,
    joint = new Float64Array(components),
    constants = mixture.map(logConstant);
  let total = 0;
  for (let n = 0; n < count; n++) {
    for (let k = 0; k < components; k++) joint[k] = logJoint(mixture[k], constants[k], points, n * dim);
    const log = logSumExp(joint);
    for (let k = 0; k < components; k++) parts[n * components + k] = Math.exp(joint[k] - log);
    total += log;
  }
  return total / count;
}

/**
 * The weights, means and covariances of maximum likelihood, given the parts.
 * @param {ArrayLike<number>} points @param {number} dim @param {Float64Array} parts @param {number} components
 * @param {number} floor   minimum of a variance
 * @param {Mixture} before   of a component without points its mean and covariance are kept
 * @returns {Mixture}
 */
function maximize(points, dim, parts, components, floor, before) {
  const count = parts.length / components;
  return Array.from({ length: components }, (_, k) => {
    const mean = new Float64Array(dim),
      covariance = Array.from({ length: dim }, () => new Float64Array(dim));
    let mass = 0;
    for (let n = 0; n < count; n++) {
      const part = parts[n * components + k];
      mass += part;
      for (let i = 0; i < dim; i++) mean[i] += part * points[n * dim + i];
    }
    const weight = mass / count;
    if (mass < MIN_MASS) {
      const kept = before[k] ?? { mean: mean.fill(0), ...eigen(covariance) };
      return { ...kept, weight, variances: kept.variances.map((variance) => Math.max(floor, variance)) };
    }
    for (let i = 0; i < dim; i++) mean[i] /= mass;
    for (let n = 0; n < count; n++) {
      const part = parts[n * components + k] / mass;
      if (part === 0) continue;
      for (let i = 0; i < dim; i++) {
        const fromMean = part * (points[n * dim + i] - mean[i]);
        for (let j = 0; j <= i; j++) covariance[i][j] += fromMean * (points[n * dim + j] - mean[j]);
      }
    }
    for (let i = 0; i < dim; i++) for (let j = 0; j < i; j++) covariance[j][i] = covariance[i][j];
    const { axes, variances } = eigen(covariance);
    return { weight, mean, axes, variances: variances.map((variance) => Math.max(floor, variance)) };
  });
}

/** Rotations of each pair of axes; a 2 × 2 matrix needs one, and larger ones converge quadratically. */
const SWEEPS = 30;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations (Golub and Van Loan, "Matrix computations", 2013,
 * section 8.5).
 * @param {Float64Array[]} matrix   rows; overwritten
 * @returns {{axes: Float64Array[], variances: Float64Array}}
 */
function eigen(matrix) {
  const dim = matrix.length;
  const axes = matrix.map((_, i) => Float64Array.from({ length: dim }, (__, j) => Number(i === j)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < dim; p++) {
      for (let q = p + 1; q < dim; q++) {
        const off = matrix[p][q];
        if (Math.abs(off) <= Number.EPSILON * Math.sqrt(Math.abs(matrix[p][p] * matrix[q][q]))) continue;
        rotated = true;
        const tau = (matrix[q][q] - matrix[p][p]) / (2 * off);
        const tan = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.hypot(1, tau)),
          cos = 1 / Math.hypot(1, tan),
          sin = tan * cos;
        for (const row of matrix) [row[p], row[q]] = [cos * row[p] - sin * row[q], sin * row[p] + cos * row[q]];
        for (const rows of [matrix, axes]) {
          const [first, second] = [rows[p], rows[q]];
          rows[p] = first.map((value, i) => cos * value - sin * second[i]);
          rows[q] = first.map((value, i) => sin * value + cos * second[i]);
        }
      }
    }
    if (!rotated) break;
  }
  return { axes, variances: Float64Array.from(matrix, (row, i) => row[i]) };
}

/**
 * Points to start from: the first at random, each further one with a probability proportional to its squared distance from the
 * nearest of those before (k-means++; Arthur and Vassilvitskii, 2007).
 * @param {ArrayLike<number>} points @param {number} dim @param {number} components @param {number} seed
 * @returns {number[]}  indices
 */
function startingPoints(points, dim, components, seed) {
  const count = Math.floor(points.length / dim),
    random = uniformFrom(seed),
    chosen = [Math.floor(random() * count)];
  const distances = new Float64Array(count).fill(Infinity);
  while (chosen.length < components) {
    let sum = 0;
    for (let n = 0; n < count; n++) {
      distances[n] = Math.min(distances[n], squaredDistance(points, dim, n, chosen[chosen.length - 1]));
      sum += distances[n];
    }
    let left = random() * sum;
    const next = distances.findIndex((distance) => (left -= distance) < 0);
    // All points are chosen already, or equal to one that is.
    chosen.push(next < 0 ? Math.floor(random() * count) : next);
  }
  return chosen;
}

/** For each point, which of the chosen is nearest. @param {ArrayLike<number>} points @param {number} dim @param {number[]} chosen */
function nearestOf(points, dim, chosen) {
  return Array.from({ length: Math.floor(points.length / dim) }, (_, n) => {
    const distances = chosen.map((other) => squaredDistance(points, dim, n, other));
    return distances.indexOf(Math.min(...distances));
  });
}

/** @param {ArrayLike<number>} points @param {number} dim @param {number} first @param {number} second */
function squaredDistance(points, dim, first, second) {
  let sum = 0;
  for (let i = 0; i < dim; i++) sum += (points[first * dim + i] - points[second * dim + i]) ** 2;
  return sum;
}

/** tr S / d, S the covariance of all points. @param {ArrayLike<number>} points @param {number} dim */
function meanVariance(points, dim) {
  const count = Math.floor(points.length / dim);
  let total = 0;
  for (let i = 0; i < dim; i++) {
    let sum = 0,
      squares = 0;
    for (let n = 0; n < count; n++) sum += points[n * dim + i];
    for (let n = 0; n < count; n++) squares += (points[n * dim + i] - sum / count) ** 2;
    total += squares / count;
  }
  return total / dim;
}
