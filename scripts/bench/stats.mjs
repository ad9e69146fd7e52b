// Numbers from timings.

/** The percentile of the values, interpolated linearly between two neighbours. */
export function percentile(values, share) {
  if (values.length === 0) throw new Error('percentile: expected at least one value');
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

export const median = (values) => percentile(values, 0.5);

/** The probability of at most k heads in n tosses of a coin: Σ_{i ≤ k} C(n, i) / 2ⁿ. */
function coinTail(n, k) {
  let [term, sum] = [2 ** -n, 0];
  for (let i = 0; i <= k; ++i) {
    sum += term;
    term *= (n - i) / (i + 1);
  }
  return sum;
}

/**
 * The interval of the median by order statistics: the closest pair of the k-th least and the k-th greatest value between which
 * the median lies with a probability of at least 95 %, whatever the distribution; the least and the greatest value if there are
 * fewer than six.
 * @param {number[]} values  at least one, and at most 1000
 * @returns {{low: number, high: number, coverage: number}}
 */
export function medianInterval(values) {
  const n = values.length;
  if (n === 0 || n > 1000) throw new Error(`medianInterval: expected 1 to 1000 values, got ${n}`);
  const sorted = [...values].sort((a, b) => a - b);
  const coverage = (k) => 1 - 2 * coinTail(n, k - 1);
  let k = 1;
  while (coverage(k + 1) >= 0.95) ++k;
  return { low: sorted[k - 1], high: sorted[n - k], coverage: coverage(k) };
}

/** Whether more is better: rates are per second, times and sizes are not. */
const isRate = ({ unit }) => unit.endsWith('/s');

/** The best run: the greatest rate, the least time or size. @param {{unit: string, runs: number[]}} result */
export const bestOf = (result) => (isRate(result) ? Math.max(...result.runs) : Math.min(...result.runs));

/**
 * The time of the result as a multiple of the reference's, paired by turn, and the interval of its median; a rate counts as the
 * time for one unit of work. `halfWidth` is a share of the median.
 * @param {{unit: string, runs: number[]}} result
 * @param {{unit: string, runs: number[]}} reference  with as many runs
 */
export function ratioTo(result, reference) {
  const times = ({ unit, runs }) => (isRate({ unit }) ? runs.map((rate) => 1 / rate) : runs);
  const [own, other] = [times(result), times(reference)];
  const ratios = own.map((time, turn) => time / other[turn]);
  const { low, high } = medianInterval(ratios);
  const value = median(ratios);
  return { value, low, high, halfWidth: (high - low) / 2 / value };
}

/** How much longer than the least the times are, as shares of it. @param {number[]} times */
export function noiseOf(times) {
  const least = Math.min(...times);
  return { turns: times.length, median: median(times) / least - 1, most: Math.max(...times) / least - 1 };
}
