import { isOfGrey, likelihoodOf } from '../../core/model/likelihood.js';
import { ALL_DIGITS } from '../../core/model/digit-labels.js';
import { indexAt } from '../../core/model/curve.js';
import { formatCount, formatNumber } from '../../core/texts/format.js';
import { inTime } from '../../core/state/in-time.js';
import { hasCode, hasSpread, isExact } from '../../core/model/model-kind.js';
import { plainText, setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { byTestId, find, setReading } from '../../core/dom/dom.js';
import { onceAFrame } from '../../core/dom/once-a-frame.js';

/**
 * @typedef {import('../../core/model/curve.js').Curve} Curve
 * @typedef {'negativeElbo' | 'reconstruction' | 'kl'} Term
 * @typedef {import('../../core/dom/colors.js').Colors} Colors
 * @typedef {import('../../core/model/pin.js').Pin} PinnedRun
 * @typedef {{train: Curve, heldOut: Curve, pins: readonly PinnedRun[], kind: string, config: {likelihood?: string},
 *   training: Partial<import('../../engine/messages.js').TrainingConfig>, colors: Colors}} CurvesData
 */

/** @type {{term: Term, id: string}[]} */
const CHARTS = [
  { term: 'negativeElbo', id: 'bound' },
  { term: 'reconstruction', id: 'reconstruction' },
  { term: 'kl', id: 'kl' },
];

/** The name of the first curve, independent of the weights of its terms in training. @param {string} kind */
export const lossName = (kind) =>
  t(
    hasSpread({ model: kind })
      ? 'curves.negativeElbo'
      : hasCode({ model: kind })
        ? 'kind.ae.objective'
        : 'kind.fvbn.objective',
  );

/** The loss that training minimizes, if it is not −ELBO. @param {CurvesData['training']} training */
const ofObjective = ({ objective, beta = 1 }) => (objective === 'iwae' ? '.iwae' : beta === 1 ? '' : '.beta');

/** The pixels that the loss refers to. @param {{likelihood?: string}} config @param {string} pixels */
function pixelsNote(config, pixels) {
  if (!isOfGrey(config)) return t(`pixels.${pixels}.note`);
  return t(pixels === 'grey' ? 'pixels.grey.density' : 'pixels.other.note', {
    likelihood: t(`likelihood.${likelihoodOf(config)}`),
  });
}

/** @param {CurvesData} data */
const curvesOf = ({ train, heldOut, pins }) => [train, heldOut, ...pins.map(({ curve }) => curve)];

/**
 * −ELBO and its two terms, side by side: training thin, held-out thick. The numbers above each are the
 * latest, or those under the pointer; the line below then names the step.
 * @param {HTMLElement} root
 * @param {{onHover: (step: number | null) => void, onMissing: (error: unknown) => void}} callbacks
 */
export function createCurvesView(root, { onHover, onMissing }) {
  const note = find(root, '#pixel-note'),
    objective = find(root, '#objective-name'),
    caption = find(root, '#train-caption');
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
      // The last measurement up to that step.
      const value = at === null || !curve ? latest : curve[chart.term][indexAt(curve, at)];
      setReading(place, value === null || value === undefined ? '–' : formatNumber(value), latest ?? '');
      place.parentElement?.classList.toggle('is-empty', latest === undefined);
      place.parentElement?.classList.toggle('is-hovered', at !== null);
    });
  }

  /** Describes the numbers, or the step they belong to. @param {number | null} step */
  function writeNote(step) {
    if (!latest) return;
    const {
      train,
      heldOut,
      config,
      training: { pixels = 'binarized', digits = ALL_DIGITS },
    } = latest;
    const curve = [train, heldOut].find(({ step: steps }) => steps.includes(step ?? -1)) ?? heldOut;
    const epoch = step === null ? undefined : curve.epoch[indexAt(curve, step)];
    setText(
      note,
      step !== null
        ? t('curves.at', { step: formatCount(step), epoch: epoch === undefined ? '–' : formatNumber(epoch) })
        : t(digits.length === 10 ? 'curves.note' : 'curves.noteDigits', {
            pixels: pixelsNote(config, pixels),
            digits: digits.join(', '),
          }),
    );
  }

  /** @param {typeof charts[number]} chart */
  function nameChart({ plot, term, hovered }) {
    const { train, heldOut } = shown;
    // While a chart is focused, its value stays at the selected step and does not follow each new measurement.
    if (
      !plot
      || !charting
      || !train
      || !heldOut
      || (hovered === null && document.activeElement === plot.root && plot.root.hasAttribute('aria-valuenow'))
    )
      return;
    const step = hovered ?? Math.max(train.step.at(-1) ?? 0, heldOut.step.at(-1) ?? 0);
    const [ofTrain, ofHeldOut] = [train, heldOut].map((curve) =>
      formatNumber(curve[term][indexAt(curve, step)] ?? NaN),
    );
    charting.nameChart(
      plot,
      plainText(
        t('curves.chart', { term: term === 'negativeElbo' && latest ? lossName(latest.kind) : t(`curves.${term}`) }),
      ),
      t('curves.valuesAt', { step: formatCount(step), train: ofTrain, heldOut: ofHeldOut }),
      step,
    );
  }

  function resize() {
    for (const { plot, place } of charts) {
      if (plot && place.clientWidth > 0) plot.setSize({ width: place.clientWidth, height: place.clientHeight });
    }
  }
  new ResizeObserver(resize).observe(find(root, '#curves'));

  /** The chart module, once it is needed. @type {typeof import('./curve-chart.js') | null} */
  let charting = null;
  let isLoading = false;
  /** The displayed data, for rendering again. @type {CurvesData | null} */
  let latest = null;
  /** Charts to create or update: one per frame, since three in one task delay input while training uses the processors. */
  const stale = new Set(charts);
  const renew = onceAFrame(() => {
    const [chart] = stale;
    if (!chart || !charting || !latest) return;
    stale.delete(chart);
    chart.plot?.destroy();
    chart.plot = charting.createChart(chart.place, latest.colors, latest.pins, (step) => {
      chart.hovered = step;
      writeReadings(chart);
      writeNote(step);
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
      charting = await inTime(import('./curve-chart.js'));
      renew();
    } catch (error) {
      // The numbers are shown without charts; the next measurement tries again.
      onMissing(error);
    } finally {
      isLoading = false;
    }
  }

  /** @param {CurvesData} data */
  function update(data) {
    latest = data;
    const { train, heldOut, pins, kind, training, colors: nextColors } = data;
    const pinsChanged = pins !== shown.pins;
    const curvesChanged = train !== shown.train || heldOut !== shown.heldOut;
    shown = { train, heldOut, pins };
    const all = curvesOf(data);
    const measured = Math.max(...all.map(({ step }) => step.length));
    // A single measurement is not yet a curve. It precedes training, so the charts are ready by then.
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
    const isBound = hasSpread({ model: kind });
    setText(objective, lossName(kind));
    setText(
      caption,
      t(`kind.${isExact({ model: kind }) ? 'fvbn' : kind}.train${isBound ? ofObjective(training) : ''}`, {
        beta: training.beta ?? 1,
        samples: training.importanceSamples ?? 1,
      }),
    );
    if (root.classList.toggle('has-one-term', !isBound) !== hadOneTerm) {
      hadOneTerm = !isBound;
      resize();
    }
    writeNote(charts.find(({ hovered }) => hovered !== null)?.hovered ?? null);
  }

  return { update };
}
