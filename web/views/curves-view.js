import uPlot from 'uplot';
import { curveRange } from '../lib/curve.js';
import { formatCount, formatNumber } from '../lib/format.js';
import { setText } from '../i18n/apply-texts.js';
import { t } from '../i18n/translate.js';
import { byTestId, find, setReading } from './dom.js';

/**
 * @typedef {import('../lib/curve.js').Curve} Curve
 * @typedef {'negativeElbo' | 'reconstruction' | 'kl'} Term
 * @typedef {import('./colors.js').Colors} Colors
 */

/** @type {{term: Term, id: string}[]} */
const CHARTS = [{ term: 'negativeElbo', id: 'bound' }, { term: 'reconstruction', id: 'reconstruction' }, { term: 'kl', id: 'kl' }];

/**
 * @param {HTMLElement} place
 * @param {Colors} colors
 * @param {(index: number | null) => void} onHover
 */
function createChart(place, colors, onHover) {
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
    scales: { x: { time: false }, y: { range: (chart) => curveRange([/** @type {number[]} */ (chart.data[1]), /** @type {number[]} */ (chart.data[2])]) } },
    axes: [
      { ...axis, grid: { show: false }, size: size * 1.6, gap: 2, space: size * 4.5, values: (_, steps) => steps.map((step) => (step >= 10000 ? `${step / 1000}k` : formatCount(step))) },
      { ...axis, size: size * 2.6, gap: 4, space: size * 2.2 },
    ],
    series: [
      {},
      { ...line, stroke: colors.quiet, width: size / 12 },
      { ...line, stroke: colors.ink, width: size / 5.3 },
    ],
    hooks: { setCursor: [(chart) => onHover(chart.cursor.idx ?? null)] },
  }, [[], [], []], place);
}

/**
 * −ELBO and its two terms, side by side: training thin, held-out thick. The numbers above each are the
 * latest, or those under the pointer.
 * @param {HTMLElement} root
 */
export function createCurvesView(root) {
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
  /** @type {{train: Curve | null, heldOut: Curve | null}} */
  let shown = { train: null, heldOut: null };

  /** @param {typeof charts[number]} chart */
  function writeReadings(chart) {
    const data = chart.plot?.data;
    const at = chart.hovered;
    [chart.train, chart.heldOut].forEach((place, i) => {
      const latest = (i === 0 ? shown.train : shown.heldOut)?.[chart.term].at(-1);
      const value = at === null ? latest : data?.[i + 1][at];
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
    /** @param {{train: Curve, heldOut: Curve, pixels: string, kind: string, colors: Colors}} data */
    update({ train, heldOut, pixels, kind, colors: nextColors }) {
      const curvesChanged = train !== shown.train || heldOut !== shown.heldOut;
      shown = { train, heldOut };
      for (const chart of charts) {
        if (!chart.plot || nextColors !== colors) {
          chart.plot?.destroy();
          chart.plot = createChart(chart.place, nextColors, (index) => {
            chart.hovered = index;
            writeReadings(chart);
          });
          chart.plot.setData(joined(train, heldOut, chart.term));
        } else if (curvesChanged) chart.plot.setData(joined(train, heldOut, chart.term));
        chart.place.setAttribute('role', 'img');
        chart.place.setAttribute('aria-label', t('curves.chart', { term: t(`curves.${chart.term}`) }));
        writeReadings(chart);
      }
      colors = nextColors;
      // Only a bound has two terms.
      const isBound = kind === 'vae';
      setText(objective, t(isBound ? 'curves.negativeElbo' : kind === 'ae' ? 'kind.ae.objective' : 'kind.fvbn.objective'));
      setText(caption, t(kind === 'made' ? 'kind.fvbn.train' : `kind.${kind}.train`));
      if (root.classList.toggle('has-one-term', !isBound) !== hadOneTerm) {
        hadOneTerm = !isBound;
        resize();
      }
      setText(note, t('curves.note', { pixels: t(`pixels.${pixels}.note`) }));
      // One measurement is a number, not yet a curve.
      root.classList.toggle('has-no-curve', Math.max(train.step.length, heldOut.step.length) < 2);
    },
  };
}

/**
 * Both curves over the union of their steps.
 * @param {Curve} train
 * @param {Curve} heldOut
 * @param {Term} term
 * @returns {uPlot.AlignedData}
 */
function joined(train, heldOut, term) {
  if (train.step.length + heldOut.step.length === 0) return [[], [], []];
  return uPlot.join([[train.step, train[term]], [heldOut.step, heldOut[term]]]);
}
