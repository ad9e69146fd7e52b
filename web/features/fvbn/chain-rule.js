/** log p(x) of a fully visible belief network by the chain rule: a sum over pixels, each given those before it. */

/** Limits rounded conditionals: a value of exactly 0 or 1 would make the sum infinite. */
const LEAST = 1e-7;

/**
 * @param {ArrayLike<number>} pixels          0 or 1
 * @param {ArrayLike<number>} probabilities   p(x_i = 1 | x_<i)
 * @returns {Float64Array}                    −log p(x_i | x_<i) of each pixel, in nats
 */
export function surprisals(pixels, probabilities) {
  return Float64Array.from({ length: pixels.length }, (_, i) => {
    const chance = pixels[i] > 0.5 ? probabilities[i] : 1 - probabilities[i];
    return -Math.log(Math.min(1, Math.max(LEAST, chance)));
  });
}

/**
 * @param {ArrayLike<number>} surprisal
 * @returns {Float64Array}   entry n: Σ log p(x_i | x_<i) over the first n pixels; one more entry than pixels
 */
export function runningSum(surprisal) {
  const sums = new Float64Array(surprisal.length + 1);
  for (let i = 0; i < surprisal.length; i++) sums[i + 1] = sums[i] - surprisal[i];
  return sums;
}

/**
 * @param {ArrayLike<number>} surprisal
 * @param {number} width
 * @returns {{nats: number, sum: number}[]}  of each row of pixels: Σ log p(x_i | x_<i) in it, and over all rows to its end
 */
export function rowSums(surprisal, width) {
  const sums = runningSum(surprisal);
  return Array.from({ length: surprisal.length / width }, (_, row) => {
    const sum = sums[(row + 1) * width];
    return { nats: sum - sums[row * width], sum };
  });
}

/** Surprisal, in nats, drawn in full ink: the model gave the pixel's value a probability of 2 %. */
const FULL_INK = 4;

/**
 * @param {ArrayLike<number>} surprisal
 * @returns {Float32Array}   ink, 0 … 1
 */
export function surprisalInk(surprisal) {
  return Float32Array.from({ length: surprisal.length }, (_, i) => Math.min(1, surprisal[i] / FULL_INK));
}
