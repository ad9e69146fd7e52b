/**
 * The two leading principal components of codes (Jolliffe, "Principal component analysis", 2002): eigenvectors of
 * their covariance, by block power iteration with a Rayleigh-Ritz step, in double precision.
 *
 * @typedef {import('../../core/state/page-state.js').Components} Components
 */

/** So many products a covariance may take; of more codes than that allows every n-th is taken. */
const MAX_PRODUCTS = 6e6;
const MIN_CODES = 256;
/** Directions iterated at once: the more, the sooner the first two stand still. */
const BLOCK = 6;
const MAX_ROUNDS = 300;
const STILL = 1e-11;

/**
 * @param {Float32Array} mu          [code][dimension]
 * @param {number} latentDim         at least 2
 * @returns {Float64Array[]}         rows of the covariance
 */
export function covarianceOf(mu, latentDim) {
  const count = Math.floor(mu.length / latentDim);
  const every = Math.max(1, Math.ceil(count / Math.max(MIN_CODES, MAX_PRODUCTS / (latentDim * latentDim))));
  const mean = new Float64Array(latentDim);
  const rows = Array.from({ length: latentDim }, () => new Float64Array(latentDim));
  let used = 0;
  for (let i = 0; i < count; i += every, used++) for (let d = 0; d < latentDim; d++) mean[d] += mu[i * latentDim + d];
  for (let d = 0; d < latentDim; d++) mean[d] /= Math.max(1, used);
  const away = new Float64Array(latentDim);
  for (let i = 0; i < count; i += every) {
    for (let d = 0; d < latentDim; d++) away[d] = mu[i * latentDim + d] - mean[d];
    for (let d = 0; d < latentDim; d++) {
      const row = rows[d], value = away[d];
      for (let e = d; e < latentDim; e++) row[e] += value * away[e];
    }
  }
  for (let d = 0; d < latentDim; d++) {
    for (let e = d; e < latentDim; e++) rows[e][d] = rows[d][e] /= Math.max(1, used);
  }
  return rows;
}

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Makes the vectors orthonormal, in their order. @param {Float64Array[]} vectors */
function orthonormalize(vectors) {
  vectors.forEach((vector, k) => {
    // Twice: once leaves rounding behind where two vectors were nearly the same.
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors.slice(0, k)) {
        const along = dot(vector, other);
        for (let d = 0; d < vector.length; d++) vector[d] -= along * other[d];
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    if (length > 1e-150) for (let d = 0; d < vector.length; d++) vector[d] /= length;
    // Nothing is left in this direction: any other will do.
    else replaceByFreeUnit(vector, vectors.slice(0, k));
  });
}

/** @param {Float64Array} vector @param {Float64Array[]} taken */
function replaceByFreeUnit(vector, taken) {
  for (let axis = 0; axis < vector.length; axis++) {
    vector.fill(0);
    vector[axis] = 1;
    for (let pass = 0; pass < 2; pass++) {
      for (const other of taken) {
        const along = dot(vector, other);
        for (let d = 0; d < vector.length; d++) vector[d] -= along * other[d];
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    if (length < 0.1 / Math.sqrt(vector.length)) continue;
    for (let d = 0; d < vector.length; d++) vector[d] /= length;
    return;
  }
}

/**
 * Eigenvectors of a small symmetric matrix by Jacobi's rotations.
 * @param {Float64Array[]} matrix   is used up
 * @returns {{values: number[], vectors: Float64Array[]}}  the greatest value first
 */
export function jacobiEigen(matrix) {
  const size = matrix.length;
  const vectors = matrix.map((_, k) => Float64Array.from({ length: size }, (__, d) => (d === k ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0, on = 0;
    for (let p = 0; p < size; p++) for (let q = 0; q < size; q++) (p === q ? (on += matrix[p][q] ** 2) : (off += matrix[p][q] ** 2));
    if (off <= 1e-30 * on || off === 0) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (matrix[p][q] === 0) continue;
        const theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const cosine = 1 / Math.hypot(tangent, 1), sine = tangent * cosine;
        for (let k = 0; k < size; k++) {
          const a = matrix[k][p], b = matrix[k][q];
          matrix[k][p] = cosine * a - sine * b;
          matrix[k][q] = sine * a + cosine * b;
        }
        for (let k = 0; k < size; k++) {
          const a = matrix[p][k], b = matrix[q][k];
          matrix[p][k] = cosine * a - sine * b;
          matrix[q][k] = sine * a + cosine * b;
        }
        for (let k = 0; k < size; k++) {
          const a = vectors[p][k], b = vectors[q][k];
          vectors[p][k] = cosine * a - sine * b;
          vectors[q][k] = sine * a + cosine * b;
        }
      }
    }
  }
  const order = vectors.map((_, k) => k).sort((a, b) => matrix[b][b] - matrix[a][a]);
  return { values: order.map((k) => matrix[k][k]), vectors: order.map((k) => vectors[k]) };
}

/**
 * @param {Float64Array[]} rows   a covariance
 * @param {Float64Array[]} start  where to begin; the nearer, the sooner done
 * @returns {{values: number[], vectors: Float64Array[]}}
 */
function leadingEigen(rows, start) {
  const size = rows.length, width = Math.min(BLOCK, size);
  let block = Array.from({ length: width }, (_, k) =>
    // Begins with every direction in it; the same each time, so that the same codes have the same picture.
    start[k] ? Float64Array.from(start[k]) : Float64Array.from({ length: size }, (__, d) => Math.cos((k + 1) * (d + 0.5) * 2.399963)));
  orthonormalize(block);
  let values = /** @type {number[]} */ ([]);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const images = block.map((vector) => Float64Array.from(rows, (row) => dot(row, vector)));
    const small = jacobiEigen(block.map((vector) => Float64Array.from(images, (image) => dot(vector, image))));
    const rotate = (/** @type {Float64Array[]} */ vectors) => small.vectors.map((weights) =>
      Float64Array.from({ length: size }, (_, d) => vectors.reduce((sum, vector, k) => sum + weights[k] * vector[d], 0)));
    const ritz = rotate(block), moved = rotate(images);
    values = small.values;
    const residual = Math.max(...[0, 1].map((k) => moved[k].reduce((most, value, d) => Math.max(most, Math.abs(value - values[k] * ritz[k][d])), 0)));
    block = ritz;
    if (!(residual > STILL * Math.abs(values[0]))) break;
    block = moved;
    orthonormalize(block);
  }
  return { values, vectors: block };
}

/** @param {Float64Array} vector @param {number} factor */
const scaled = (vector, factor) => vector.map((value) => value * factor || 0);

/** The greatest of its numbers is positive. @param {Float64Array} vector */
function signed(vector) {
  const greatest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) + 1e-12 ? value : best), 0);
  return scaled(vector, greatest < 0 ? -1 : 1);
}

/**
 * @param {Float32Array} mu         [code][dimension]
 * @param {number} latentDim        at least 2
 * @param {import('../../core/scatter/basis.js').Basis | null} [last]  the components shown until now: the new ones point the same way
 * @param {boolean} [turned]        rather than the components themselves, directions in their plane that are the
 *   nearest to the last ones: while codes move, nearly equal components turn about each other from one moment to the next
 * @returns {Components | null}     null where codes are not numbers
 */
export function principalComponents(mu, latentDim, last = null, turned = false) {
  const rows = covarianceOf(mu, latentDim);
  const total = rows.reduce((sum, row, d) => sum + row[d], 0);
  if (!Number.isFinite(total)) return null;
  const start = last?.first.length === latentDim ? last : null;
  const { vectors } = leadingEigen(rows, start ? [start.first, start.second] : []);
  let [first, second] = vectors;
  if (!start) {
    [first, second] = [signed(first), signed(second)];
  } else if (turned) {
    [first, second] = turnedTowards(first, second, start);
  } else {
    first = scaled(first, dot(first, start.first) < 0 ? -1 : 1);
    second = scaled(second, dot(second, start.second) < 0 ? -1 : 1);
  }
  /** @param {Float64Array} direction */
  const share = (direction) => (total > 0 ? dot(direction, rows.map((row) => dot(row, direction))) / total : 0);
  return { first, second, shares: [share(first), share(second)] };
}

/**
 * The orthogonal Procrustes problem in two dimensions: the rotation, mirrored where that is nearer, that brings the
 * pair closest to the last one.
 * @param {Float64Array} first
 * @param {Float64Array} second
 * @param {import('../../core/scatter/basis.js').Basis} last
 */
function turnedTowards(first, second, last) {
  const a = dot(first, last.first), b = dot(first, last.second), c = dot(second, last.first), d = dot(second, last.second);
  const mirror = a * d - b * c < 0 ? -1 : 1;
  const angle = Math.atan2(c - mirror * b, a + mirror * d);
  const cosine = Math.cos(angle), sine = Math.sin(angle);
  /** @param {number} p @param {number} q */
  const mixed = (p, q) => first.map((value, i) => p * value + q * second[i]);
  return [mixed(cosine, sine), mixed(-mirror * sine, mirror * cosine)];
}
