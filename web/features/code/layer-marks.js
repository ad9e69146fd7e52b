/**
 * Reduces a layer's activations to a few marks.
 * @param {ArrayLike<number>} values
 * @param {number} most     maximum number of marks
 * @returns {number[]}      mean size of the activations under each mark, as a share of the largest; all 0 for a silent layer
 */
export function marksOf(values, most) {
  const count = Math.min(most, values.length);
  const marks = Array.from({ length: count }, (_, mark) => {
    const begin = Math.floor((mark * values.length) / count),
      end = Math.floor(((mark + 1) * values.length) / count);
    let sum = 0;
    for (let i = begin; i < end; i++) sum += Math.abs(values[i]);
    return sum / (end - begin);
  });
  const largest = Math.max(...marks);
  return largest > 0 ? marks.map((mark) => mark / largest) : marks;
}

/**
 * @param {ArrayLike<number>} values
 * @param {'relu' | 'tanh'} activation
 * @returns {number}  active units: above 0 for relu; beyond ±½ for tanh, which is rarely exactly 0
 */
export function activeUnits(values, activation) {
  const threshold = activation === 'tanh' ? 0.5 : 0;
  return Array.from(values).filter((value) => Math.abs(value) > threshold).length;
}
