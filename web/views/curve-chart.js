/** A chart of curves over training steps. The library is loaded with the first measurement, since the first paint has none. */
import uPlot from 'uplot';
import { curveRange } from '../lib/curve.js';
import { formatCount, formatAmount } from '../lib/format.js';
import { DASHES } from './dashes.js';

/**
 * @typedef {import('../lib/curve.js').Curve} Curve
 * @typedef {import('./colors.js').Colors} Colors
 */

/**
 * @param {HTMLElement} place
 * @param {Colors} colors
 * @param {readonly import('./curves-view.js').PinnedRun[]} pins
 * @param {(step: number | null) => void} onHover
 */
export function createChart(place, colors, pins, onHover) {
  const style = getComputedStyle(place);
  const size = parseFloat(style.fontSize);
  const axis = {
    stroke: colors.quiet,
    font: `${style.fontSize} ${style.fontFamily}`,
    grid: { stroke: colors.rule, width: 1 },
    ticks: { show: false },
  };
  /** @type {uPlot.Series} */
  const line = { spanGaps: true, points: { show: false } };
  return new uPlot({
    width: Math.max(60, place.clientWidth),
    height: Math.max(60, place.clientHeight),
    legend: { show: false },
    padding: [size * 0.4, size * 1.3, 0, 0],
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false, setScale: false }, sync: { key: 'curves' } },
    scales: { x: { time: false }, y: { range: (chart) => curveRange(/** @type {number[][]} */ (chart.data.slice(1))) } },
    axes: [
      { ...axis, grid: { show: false }, size: size * 1.6, gap: 2, space: size * 4.5, values: (_, steps) => steps.map((step) => (step >= 10000 ? `${step / 1000}k` : formatCount(step))) },
      { ...axis, size: size * 2.6, gap: 4, space: size * 2.2, values: (_, ticks) => ticks.map(formatAmount) },
    ],
    series: [
      {},
      { ...line, stroke: colors.quiet, width: size / 12 },
      { ...line, stroke: colors.ink, width: size / 5.3 },
      ...pins.map(({ slot }) => ({ ...line, stroke: colors.ink, width: size / 11, dash: DASHES[slot] })),
    ],
    hooks: { setCursor: [(chart) => onHover(chart.cursor.idx === null || chart.cursor.idx === undefined ? null : chart.data[0][chart.cursor.idx] ?? null)] },
  }, /** @type {any} */ ([[], [], [], ...pins.map(() => [])]), place);
}

/**
 * All curves over the union of their steps.
 * @param {Curve[]} curves
 * @param {import('./curves-view.js').Term} term
 * @returns {uPlot.AlignedData}
 */
export function joined(curves, term) {
  if (curves.every(({ step }) => step.length === 0)) return /** @type {any} */ ([[], ...curves.map(() => [])]);
  return uPlot.join(/** @type {any} */ (curves.map((curve) => [curve.step, curve[term]])));
}
