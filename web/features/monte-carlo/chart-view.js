import { formatAmount, formatNumber } from '../../core/texts/format.js';
import { ticks } from '../../core/scatter/ticks.js';
import { svg } from '../../core/dom/dom.js';

/** The powers of ten of the numbers of samples at both ends. */
const POWERS = 4;
/** From this number of samples on, the estimates must be within the chart: the first ones may be a thousand nats below. */
const SETTLED = 10;
/** Margins, as a share of the range. */
const MARGIN = 0.06;

/** @typedef {import('./running-estimate.js').Estimate['curve']} Curve */

/**
 * The range of values that the chart shows.
 * @param {readonly Curve[]} curves
 * @param {readonly number[]} lines
 * @returns {[number, number] | null}   null if there is nothing to show
 */
export function rangeOf(curves, lines) {
  const all = curves.flatMap((curve) => {
    const settled = curve.filter(({ samples }) => samples >= SETTLED);
    return (settled.length > 0 ? settled : curve).map(({ value }) => value);
  });
  const values = [...all, ...lines].filter(Number.isFinite);
  if (all.length === 0 || values.length === 0) return null;
  const low = Math.min(...values),
    high = Math.max(...values),
    margin = MARGIN * Math.max(1, high - low);
  return [low - margin, high + margin];
}

/** @param {number} samples @returns {number}  percent of the width */
const across = (samples) => (100 * Math.log10(samples)) / POWERS;

/**
 * Values against the number of samples, on a logarithmic axis.
 * @param {SVGElement} root
 */
export function createChartView(root) {
  const axes = svg('g', { class: 'axes' }),
    plot = svg('svg', { viewBox: '0 0 100 100', preserveAspectRatio: 'none', width: '100%', height: '100%' });
  root.replaceChildren(axes, plot);

  return {
    /**
     * @param {{curves: Readonly<Record<string, Curve>>, lines: Readonly<Record<string, number>>}} data  by the names of their styles
     */
    update({ curves, lines }) {
      const range = rangeOf(Object.values(curves), Object.values(lines));
      const [low, high] = range ?? [0, 1];
      /** @param {number} value @returns {number}  percent of the height */
      const down = (value) => (100 * (high - value)) / (high - low);
      /** @param {number} value */
      const short = (value) => Number(value.toFixed(3));

      const marks = [...Array(POWERS + 1).keys()].flatMap((power) => {
        const x = `${(100 * power) / POWERS}%`,
          label = svg('text', { class: power < POWERS ? 'below' : 'below last', x, y: '100%' });
        label.textContent = formatAmount(10 ** power);
        return [svg('line', { x1: x, x2: x, y1: '0%', y2: '100%' }), label];
      });
      for (const value of range ? ticks(low, high, 4) : []) {
        const y = `${short(down(value))}%`,
          label = svg('text', { class: 'beside', x: 0, y });
        label.textContent = formatNumber(value, Number.isInteger(value) ? 0 : 1);
        marks.push(svg('line', { x1: '0%', x2: '100%', y1: y, y2: y }), label);
      }
      axes.replaceChildren(...marks);
      plot.replaceChildren(
        ...Object.entries(lines).map(([name, value]) =>
          svg('path', { class: name, d: `M0 ${short(down(value))}H100` }),
        ),
        ...Object.entries(curves).map(([name, curve]) =>
          svg('path', {
            class: name,
            d: curve
              .map(({ samples, value }, i) => `${i ? 'L' : 'M'}${short(across(samples))} ${short(down(value))}`)
              .join(''),
          }),
        ),
      );
    },
  };
}
