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
