import { indexAt } from '../lib/curve.js';
import { formatCount, formatNumber } from '../lib/format.js';
import { setText } from '../i18n/apply-texts.js';
import { t } from '../i18n/translate.js';
import { byTestId, find, setReading } from './dom.js';
import { onceAFrame } from './once-a-frame.js';

/**
 * @typedef {import('../lib/curve.js').Curve} Curve
 * @typedef {'negativeElbo' | 'reconstruction' | 'kl'} Term
 * @typedef {import('./colors.js').Colors} Colors
 * @typedef {{id: number, slot: number, curve: Curve, config: {model: string, hidden: number[], latentDim: number, activation: string},
 *   training: import('../engine/messages.js').TrainingConfig}} PinnedRun
 * @typedef {{train: Curve, heldOut: Curve, pins: readonly PinnedRun[], pixels: string, digits: number[], kind: string, colors: Colors}} CurvesData
 */

/** @type {{term: Term, id: string}[]} */
const CHARTS = [{ term: 'negativeElbo', id: 'bound' }, { term: 'reconstruction', id: 'reconstruction' }, { term: 'kl', id: 'kl' }];

/** @param {CurvesData} data */
const curvesOf = ({ train, heldOut, pins }) => [train, heldOut, ...pins.map(({ curve }) => curve)];

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
    /** @type {import('uplot') | null} */ plot: null,
    hovered: /** @type {number | null} */ (null),
  }));
  /** @type {Colors | null} */
  let colors = null;
  /** @type {{train: Curve | null, heldOut: Curve | null, pins: readonly PinnedRun[]}} */
  let shown = { train: null, heldOut: null, pins: [] };

  /** @param {typeof charts[number]} chart */
  function writeReadings(chart) {
    const at = chart.hovered;
    nameChart(chart);
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

  /** @param {typeof charts[number]} chart */
  function nameChart({ plot, term, hovered }) {
    const { train, heldOut } = shown;
    // What it tells while somebody is at it is what that one asked for, not each new measurement.
    if (!plot || !charting || !train || !heldOut || (hovered === null && document.activeElement === plot.root && plot.root.hasAttribute('aria-valuenow'))) return;
    const step = hovered ?? Math.max(train.step.at(-1) ?? 0, heldOut.step.at(-1) ?? 0);
    const [ofTrain, ofHeldOut] = [train, heldOut].map((curve) => formatNumber(curve[term][indexAt(curve, step)] ?? NaN));
    charting.nameChart(plot, t('curves.chart', { term: t(`curves.${term}`) }), t('curves.at', { step: formatCount(step), train: ofTrain, heldOut: ofHeldOut }), step);
  }

  function resize() {
    for (const { plot, place } of charts) {
      if (plot && place.clientWidth > 0) plot.setSize({ width: place.clientWidth, height: place.clientHeight });
    }
  }
  new ResizeObserver(resize).observe(find(root, '#curves'));

  /** What draws charts, once it is needed. @type {typeof import('./curve-chart.js') | null} */
  let charting = null;
  let isLoading = false;
  /** What is shown, to be shown again. @type {CurvesData | null} */
  let latest = null;
  /** Charts to be made, or made anew: one in a frame, since three in one task are felt while training has the processors. */
  const stale = new Set(charts);
  const renew = onceAFrame(() => {
    const [chart] = stale;
    if (!chart || !charting || !latest) return;
    stale.delete(chart);
    chart.plot?.destroy();
    chart.plot = charting.createChart(chart.place, latest.colors, latest.pins, (step) => {
      chart.hovered = step;
      writeReadings(chart);
      onHover(step);
    });
    chart.plot.setData(charting.joined(curvesOf(latest), chart.term));
    writeReadings(chart);
    if (stale.size > 0) renew();
  });

  async function load() {
    if (isLoading) return;
    isLoading = true;
    try {
      charting = await import('./curve-chart.js');
      renew();
    } catch {
      // The numbers stand without charts; the next measurement tries again.
    } finally {
      isLoading = false;
    }
  }

  /** @param {CurvesData} data */
  function update(data) {
    latest = data;
    const { train, heldOut, pins, pixels, digits, kind, colors: nextColors } = data;
    const pinsChanged = pins !== shown.pins;
    const curvesChanged = train !== shown.train || heldOut !== shown.heldOut;
    shown = { train, heldOut, pins };
    const all = curvesOf(data);
    const measured = Math.max(...all.map(({ step }) => step.length));
    // One measurement is a number, not yet a curve. It comes before anyone trains: by then the charts are there.
    root.classList.toggle('has-no-curve', measured < 2);
    if (nextColors !== colors || pinsChanged) charts.forEach((chart) => stale.add(chart));
    if (!charting && measured > 0) load();
    else if (charting && stale.size > 0) renew();
    for (const chart of charts) {
      if (charting && curvesChanged && !stale.has(chart)) chart.plot?.setData(charting.joined(all, chart.term));
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
    setText(note, t(digits.length === 10 ? 'curves.note' : 'curves.noteDigits', { pixels: t(`pixels.${pixels}.note`), digits: digits.join(' ') }));
  }

  return { update };
}
