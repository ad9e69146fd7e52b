/** A chart of curves over training steps. The library is loaded with the first measurement: the first paint does not need it. */
import uPlot from 'uplot';
import { channels } from '../../core/dom/colors.js';
import { curveRange, emptyCurve } from '../../core/model/curve.js';
import { formatCount, formatAmount } from '../../core/texts/format.js';
import { own } from '../../core/state/own.js';
import { DASHES } from './dashes.js';

/**
 * @typedef {import('../../core/model/curve.js').Curve} Curve
 * @typedef {import('../../core/dom/colors.js').Colors} Colors
 */

/** Of the area of the KL: the lines on it remain visible. As the area in the legend (training.css). */
const KL_OPACITY = 0.45;
/** Of the run that it is compared with: visible also on the area of the KL. */
const GHOST_OPACITY = 0.75;

/**
 * The loss: held-out thick, training and pinned runs thin. If it is the sum of two terms, they are areas below the held-out
 * line, the KL on the reconstruction error, which reaches down to the chart's lower edge.
 * @param {HTMLElement} place
 * @param {Colors} colors
 * @param {readonly import('./curves-view.js').PinnedRun[]} pins
 * @param {Curve | null} ghost   of the run it is compared with: grey
 * @param {boolean} isSum
 * @param {(step: number | null) => void} onHover
 */
export function createChart(place, colors, pins, ghost, isSum, onHover) {
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
  const chart = new uPlot(
    {
      width: Math.max(60, place.clientWidth),
      height: Math.max(60, place.clientHeight),
      legend: { show: false },
      padding: [size * 0.4, size * 1.3, 0, 0],
      cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false, setScale: false } },
      scales: {
        x: { time: false },
        y: { range: (chart) => curveRange(/** @type {number[][]} */ (chart.data.slice(1))) },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: size * 1.6,
          gap: 2,
          space: size * 4.5,
          values: (_, steps) => steps.map((step) => (step >= 10000 ? `${step / 1000}k` : formatCount(step))),
        },
        { ...axis, size: size * 2.6, gap: 4, space: size * 2.2, values: (_, ticks) => ticks.map(formatAmount) },
      ],
      series: [
        {},
        ...(isSum ? [{ ...line, width: 0, fill: colors.rule, fillTo: bottomOf }] : []),
        { ...line, stroke: colors.ink, width: size / 5.3 },
        { ...line, stroke: colors.quiet, width: size / 12 },
        ...pins.map(({ slot }) => ({ ...line, stroke: colors.ink, width: size / 11, dash: DASHES[slot] })),
        ...(ghost
          ? [{ ...line, stroke: `rgb(${channels(colors.quiet).join()}, ${GHOST_OPACITY})`, width: size / 5.3 }]
          : []),
      ],
      bands: isSum ? [{ series: [2, 1], fill: `rgb(${channels(colors.quiet).join()}, ${KL_OPACITY})` }] : [],
      hooks: {
        setCursor: [
          (chart) =>
            onHover(
              chart.cursor.idx === null || chart.cursor.idx === undefined
                ? null
                : (chart.data[0][chart.cursor.idx] ?? null),
            ),
        ],
      },
    },
    joined({ train: emptyCurve(), heldOut: emptyCurve(), pins, ghost }, isSum),
    place,
  );
  listenOnChart(chart);
  return chart;
}

/** @param {uPlot} chart */
const bottomOf = (chart) => chart.scales.y.min ?? 0;

/**
 * Values by keyboard and touch, as by hovering with a mouse: from one measurement to the next. For screen readers a chart is
 * a slider over the steps.
 * @param {uPlot} chart
 */
function listenOnChart(chart) {
  const { root, over } = chart;
  root.setAttribute('role', 'slider');
  root.tabIndex = 0;
  /** @param {number | null} left  position on the chart; null for none */
  const point = (left) => {
    chart.setCursor({ left: left ?? -10, top: left === null ? -10 : 0 });
  };
  root.addEventListener('keydown', (event) => {
    const steps = chart.data[0],
      at = chart.cursor.idx ?? steps.length;
    const next = own(
      {
        ArrowLeft: at - 1,
        ArrowDown: at - 1,
        ArrowRight: at + 1,
        ArrowUp: at + 1,
        Home: 0,
        End: steps.length - 1,
        Escape: null,
      },
      event.key,
    );
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    point(next === null ? null : chart.valToPos(steps[Math.min(steps.length - 1, Math.max(0, next))], 'x'));
  });
  root.addEventListener('blur', () => point(null));
  for (const name of /** @type {const} */ (['pointerdown', 'pointermove'])) {
    over.addEventListener(name, (event) => {
      if (event.pointerType === 'mouse') return;
      // A finger that has left the chart reads its nearest end.
      const { left, width } = over.getBoundingClientRect();
      point(Math.min(width, Math.max(0, event.clientX - left)));
    });
  }
}

/** The accessible name and value of a chart. @param {uPlot} chart @param {string} name @param {string} values @param {number} step */
export function nameChart({ root, data }, name, values, step) {
  const steps = data[0];
  const said = {
    'aria-label': name,
    'aria-valuetext': values,
    'aria-valuemin': steps[0] ?? 0,
    'aria-valuemax': steps.at(-1) ?? 0,
    'aria-valuenow': step,
  };
  for (const [key, value] of Object.entries(said)) root.setAttribute(key, String(value));
}

/**
 * All curves over the union of their steps, in the order of the chart's series.
 * @param {{train: Curve, heldOut: Curve, pins: readonly {curve: Curve}[], ghost?: Curve | null}} curves
 * @param {boolean} isSum
 * @returns {uPlot.AlignedData}
 */
export function joined({ train, heldOut, pins, ghost }, isSum) {
  /** @type {[number[], number[]][]} */
  const series = [heldOut, train, ...pins.map(({ curve }) => curve), ...(ghost ? [ghost] : [])].map((curve) => [
    curve.step,
    curve.negativeElbo,
  ]);
  if (isSum) series.unshift([heldOut.step, heldOut.reconstruction]);
  if (series.every(([steps]) => steps.length === 0)) return [[], ...series.map(() => [])];
  return uPlot.join(series);
}
