import { isOfGrey, likelihoodOf } from '../../core/model/likelihood.js';
import { ALL_DIGITS } from '../../core/model/digit-labels.js';
import { indexAt } from '../../core/model/curve.js';
import { formatCount, formatNumber } from '../../core/texts/format.js';
import { inTime } from '../../core/state/in-time.js';
import { hasCode, hasSpread, isExact, orderingsOf } from '../../core/model/model-kind.js';
import { plainText, setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { byTestId, find, setReading } from '../../core/dom/dom.js';
import { onceAFrame } from '../../core/dom/once-a-frame.js';

/**
 * @typedef {import('../../core/model/curve.js').Curve} Curve
 * @typedef {'negativeElbo' | 'reconstruction' | 'kl'} Term
 * @typedef {import('../../core/dom/colors.js').Colors} Colors
 * @typedef {import('../../core/model/pin.js').Pin} PinnedRun
 * @typedef {{train: Curve, heldOut: Curve, pins: readonly PinnedRun[], ghost: Curve | null, divergedStep: number | null, isUntrained: boolean,
 *   kind: string, config: {likelihood?: string, orderings?: number}, training: Partial<import('../../engine/messages.js').TrainingConfig>, colors: Colors}} CurvesData
 */

/** The numbers above the chart. @type {{term: Term, id: string}[]} */
const TERMS = [
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

/** Of a model of several orderings, each step uses one. @param {CurvesData['config']} config */
const ofOrderings = (config) => (orderingsOf(config) > 1 ? '.orderings' : '');

/** The pixels that the loss refers to. @param {{likelihood?: string}} config @param {string} pixels */
function pixelsNote(config, pixels) {
  if (!isOfGrey(config)) return t(`pixels.${pixels}.note`);
  return t(pixels === 'grey' ? 'pixels.grey.density' : 'pixels.other.note', {
    likelihood: t(`likelihood.${likelihoodOf(config)}`),
  });
}

/**
 * Whether the loss shown is the sum of its two terms. It is −ELBO whatever β weighs in training, and whatever the objective is;
 * an autoencoder and a model of exact likelihood have one term.
 * @param {string} kind
 */
const isSum = (kind) => hasSpread({ model: kind });

/**
 * The loss in one chart: held-out thick, and its terms as areas; training and pinned runs thin. The numbers above are the
 * latest, or those under the pointer; the line below then names the step.
 * @param {HTMLElement} root
 * @param {{onHover: (step: number | null) => void, onMissing: (error: unknown) => void}} callbacks
 */
export function createCurvesView(root, { onHover, onMissing }) {
  const note = find(root, '#pixel-note'),
    objective = find(root, '#objective-name'),
    caption = find(root, '#train-caption'),
    empty = find(root, '.chart-empty');
  const place = find(root, '.curves .chart');
  const readings = TERMS.map(({ term, id }) => ({
    term,
    train: byTestId(root, `train-${id}`),
    heldOut: byTestId(root, `held-out-${id}`),
  }));
  /** @type {import('uplot') | null} */
  let plot = null;
  /** @type {number | null} */
  let hovered = null;
  /** @type {Colors | null} */
  let colors = null;
  /** @type {{train: Curve | null, heldOut: Curve | null, pins: readonly PinnedRun[], ghost: Curve | null, kind: string}} */
  let shown = { train: null, heldOut: null, pins: [], ghost: null, kind: '' };

  function writeReadings() {
    nameChart();
    for (const { term, train, heldOut } of readings) {
      [train, heldOut].forEach((number, i) => {
        const curve = i === 0 ? shown.train : shown.heldOut;
        const last = curve?.[term].at(-1);
        // The last measurement up to that step.
        const value = hovered === null || !curve ? last : curve[term][indexAt(curve, hovered)];
        setReading(number, value === null || value === undefined ? '–' : formatNumber(value), last ?? '');
        number.parentElement?.classList.toggle('is-empty', last === undefined);
        number.parentElement?.classList.toggle('is-hovered', hovered !== null);
      });
    }
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

  function nameChart() {
    const { train, heldOut, kind } = shown;
    // While the chart is focused, its value stays at the selected step and does not follow each new measurement.
    if (
      !plot
      || !charting
      || !train
      || !heldOut
      || (hovered === null && document.activeElement === plot.root && plot.root.hasAttribute('aria-valuenow'))
    )
      return;
    const step = hovered ?? Math.max(train.step.at(-1) ?? 0, heldOut.step.at(-1) ?? 0);
    /** @param {Curve} curve @param {Term} term */
    const valueOf = (curve, term) => formatNumber(curve[term][indexAt(curve, step)] ?? NaN);
    charting.nameChart(
      plot,
      plainText(t(isSum(kind) ? 'curves.chartOfSum' : 'curves.chart', { term: lossName(kind) })),
      t(isSum(kind) ? 'curves.sumAt' : 'curves.valuesAt', {
        step: formatCount(step),
        train: valueOf(train, 'negativeElbo'),
        heldOut: valueOf(heldOut, 'negativeElbo'),
        reconstruction: valueOf(heldOut, 'reconstruction'),
        kl: valueOf(heldOut, 'kl'),
      }),
      step,
    );
  }

  function resize() {
    if (plot && place.clientWidth > 0) plot.setSize({ width: place.clientWidth, height: place.clientHeight });
  }
  new ResizeObserver(resize).observe(find(root, '#curves'));

  /** The chart module, once it is needed. @type {typeof import('./curve-chart.js') | null} */
  let charting = null;
  let isLoading = false;
  /** The displayed data, for rendering again. @type {CurvesData | null} */
  let latest = null;
  /** Whether the chart is to be created anew. */
  let isStale = true;
  const renew = onceAFrame(() => {
    if (!isStale || !charting || !latest) return;
    isStale = false;
    plot?.destroy();
    plot = charting.createChart(place, latest.colors, latest.pins, latest.ghost, isSum(latest.kind), (step) => {
      hovered = step;
      writeReadings();
      writeNote(step);
      onHover(step);
    });
    plot.setData(charting.joined(latest, isSum(latest.kind)));
    writeReadings();
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
    const { train, heldOut, pins, ghost, divergedStep, isUntrained, kind, config, training, colors: nextColors } = data;
    const curvesChanged = train !== shown.train || heldOut !== shown.heldOut;
    if (nextColors !== colors || pins !== shown.pins || ghost !== shown.ghost || isSum(kind) !== isSum(shown.kind))
      isStale = true;
    shown = { train, heldOut, pins, ghost, kind };
    const measured = Math.max(
      ...[train, heldOut, ...pins.map(({ curve }) => curve), ...(ghost ? [ghost] : [])].map(({ step }) => step.length),
    );
    // A single measurement is not yet a curve. It precedes training, so the chart is ready by then.
    root.classList.toggle('has-no-curve', measured < 2);
    setText(
      empty,
      divergedStep !== null
        ? t('curves.diverged', { step: formatCount(divergedStep) })
        : t(isUntrained ? 'curves.untrained' : 'curves.empty'),
    );
    if (!charting && measured > 0) load();
    else if (charting && isStale) renew();
    else if (charting && curvesChanged) plot?.setData(charting.joined(data, isSum(kind)));
    writeReadings();
    colors = nextColors;
    // Only a bound has two terms.
    const isBound = isSum(kind);
    setText(objective, lossName(kind));
    setText(
      caption,
      t(
        `kind.${isExact({ model: kind }) ? 'fvbn' : kind}.train${isBound ? ofObjective(training) : ofOrderings(config)}`,
        { count: orderingsOf(config), beta: training.beta ?? 1, samples: training.importanceSamples ?? 1 },
      ),
    );
    root.classList.toggle('has-one-term', !isBound);
    writeNote(hovered);
  }

  return { update };
}
