/**
 * Round positions (1, 2 or 5 times a power of ten) inside a range.
 * @param {number} low
 * @param {number} high
 * @param {number} about  approximate number
 * @returns {number[]}
 */
export function ticks(low, high, about) {
  const rough = (high - low) / Math.max(1, about);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const found = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) found.push(Number((i * step).toPrecision(12)));
  return found;
}
