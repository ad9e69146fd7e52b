import uPlot from 'uplot';
import { curveRange, indexAt } from '../lib/curve.js';
import { formatCount, formatNumber } from '../lib/format.js';
import { setText } from '../i18n/apply-texts.js';
import { t } from '../i18n/translate.js';
import { byTestId, find, setReading } from './dom.js';

/**
 * @typedef {import('../lib/curve.js').Curve} Curve
 * @typedef {'negativeElbo' | 'reconstruction' | 'kl'} Term
 * @typedef {import('./colors.js').Colors} Colors
 * @typedef {{id: number, slot: number, curve: Curve, config: {model: string, hidden: number[], latentDim: number, activation: string},
 *   training: import('../engine/messages.js').TrainingConfig}} PinnedRun
 */

/** Of pinned runs, by their place. */
export const DASHES = [[5, 3], [1.5, 2.5], [8, 2.5, 1.5, 2.5], [2.5, 5]];

/** @type {{term: Term, id: string}[]} */
const CHARTS = [{ term: 'negativeElbo', id: 'bound' }, { term: 'reconstruction', id: 'reconstruction' }, { term: 'kl', id: 'kl' }];

/**
 * @param {HTMLElement} place
 * @param {Colors} colors
 * @param {readonly PinnedRun[]} pins
 * @param {(step: number | null) => void} onHover
 */
function createChart(place, colors, pins, onHover) {
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
      { ...axis, size: size * 2.6, gap: 4, space: size * 2.2 },
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
 * −ELBO and its two terms, side by side: training thin, held-out thick. The numbers above each are the
 * latest, or those under the pointer.
 * @param {HTMLElement} root
 * @param {{onHover: (step: number | null) => void}} callbacks
 */
export function createCurvesView(root, { onHover }) {
  const note = find(root, '#pixel-note'), objective = find(root, '#objective-name'), caption = find(root, '#train-caption');
  let hadOneTerm = false;
  const charts = CHARTS.map(({ term, id }) => ({
    term,
    place: find(root, `[data-term="${term}"] .chart`),
    train: byTestId(root, `train-${id}`),
    heldOut: byTestId(root, `held-out-${id}`),
    /** @type {uPlot | null} */ plot: null,
    hovered: /** @type {number | null} */ (null),
  }));
  /** @type {Colors | null} */
  let colors = null;
  /** @type {{train: Curve | null, heldOut: Curve | null, pins: readonly PinnedRun[]}} */
  let shown = { train: null, heldOut: null, pins: [] };

  /** @param {typeof charts[number]} chart */
  function writeReadings(chart) {
    const at = chart.hovered;
    [chart.train, chart.heldOut].forEach((place, i) => {
      const curve = i === 0 ? shown.train : shown.heldOut;
      const latest = curve?.[chart.term].at(-1);
      // What was last measured there.
      const value = at === null || !curve ? latest : curve[chart.term][indexAt(curve, at)];
      setReading(place, value === null || value === undefined ? '–' : formatNumber(value), latest ?? '');
      place.parentElement?.classList.toggle('is-empty', latest === undefined);
      place.parentElement?.classList.toggle('is-hovered', at !== null);
    });
  }

  function resize() {
    for (const { plot, place } of charts) {
      if (plot && place.clientWidth > 0) plot.setSize({ width: place.clientWidth, height: place.clientHeight });
    }
  }
  new ResizeObserver(resize).observe(find(root, '#curves'));

  return {
    /** @param {{train: Curve, heldOut: Curve, pins: readonly PinnedRun[], pixels: string, digits: number[], kind: string, colors: Colors}} data */
    update({ train, heldOut, pins, pixels, digits, kind, colors: nextColors }) {
      const pinsChanged = pins !== shown.pins;
      const curvesChanged = train !== shown.train || heldOut !== shown.heldOut;
      shown = { train, heldOut, pins };
      for (const chart of charts) {
        if (!chart.plot || nextColors !== colors || pinsChanged) {
          chart.plot?.destroy();
          chart.plot = createChart(chart.place, nextColors, pins, (step) => {
            chart.hovered = step;
            writeReadings(chart);
            onHover(step);
          });
          chart.plot.setData(joined([train, heldOut, ...pins.map(({ curve }) => curve)], chart.term));
        } else if (curvesChanged) chart.plot.setData(joined([train, heldOut, ...pins.map(({ curve }) => curve)], chart.term));
        chart.place.setAttribute('role', 'img');
        chart.place.setAttribute('aria-label', t('curves.chart', { term: t(`curves.${chart.term}`) }));
        writeReadings(chart);
      }
      colors = nextColors;
      // Only a bound has two terms.
      const isBound = kind === 'vae' || kind === 'cvae';
      setText(objective, t(isBound ? 'curves.negativeElbo' : kind === 'ae' ? 'kind.ae.objective' : 'kind.fvbn.objective'));
      setText(caption, t(kind === 'made' ? 'kind.fvbn.train' : `kind.${kind}.train`));
      if (root.classList.toggle('has-one-term', !isBound) !== hadOneTerm) {
        hadOneTerm = !isBound;
        resize();
      }
      const all = digits.length === 10;
      setText(note, t(all ? 'curves.note' : 'curves.noteDigits', { pixels: t(`pixels.${pixels}.note`), digits: digits.join(' ') }));
      // One measurement is a number, not yet a curve.
      root.classList.toggle('has-no-curve', Math.max(...[train, heldOut, ...pins.map(({ curve }) => curve)].map(({ step }) => step.length)) < 2);
    },
  };
}

/**
 * All curves over the union of their steps.
 * @param {Curve[]} curves
 * @param {Term} term
 * @returns {uPlot.AlignedData}
 */
function joined(curves, term) {
  if (curves.every(({ step }) => step.length === 0)) return /** @type {any} */ ([[], ...curves.map(() => [])]);
  return uPlot.join(/** @type {any} */ (curves.map((curve) => [curve.step, curve[term]])));
}
