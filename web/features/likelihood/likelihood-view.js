import { isOfGrey, likelihoodOf } from '../../core/model/likelihood.js';
import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { formatNumber, formatPercent } from '../../core/texts/format.js';
import {
  hasClosedForm,
  hasDensity,
  hasLearnedPrior,
  hasSpread,
  isConditional,
  orderingsOf,
} from '../../core/model/model-kind.js';
import { likelihoodBars } from './likelihood-bars.js';
import { byTestId, find, svg } from '../../core/dom/dom.js';
import { createDigitKlView } from './kl-view.js';

const TERMS = /** @type {const} */ (['reconstruction', 'kl', 'elbo', 'logLikelihood', 'gap']);
/** What stands between the terms: − error − KL = ELBO ≤ log p(x). */
const SIGNS = /** @type {Record<string, string>} */ ({ reconstruction: '−', kl: '−', elbo: '=', logLikelihood: '≤' });
/** Terms that are estimates, and the property with their standard error. */
const ERRORS = /** @type {const} */ ({ elbo: 'elboError', logLikelihood: 'logLikelihoodError', gap: 'gapError' });

/** Heights in the chart, in em: of the whole bar, of its magnified end, and of the axis below. */
const WHOLE = 0.5,
  NEAR = 1.75,
  AXIS = 2.4;
/** Of the axis, in percent: at its end stands which way is better. */
const ROOM_FOR_TICKS = 60;
/** Between a tick's number and those words. */
const LEAST_GAP_PX = 4;

/** @param {string} term */
function signOf(term) {
  const sign = document.createElement('span');
  sign.className = 'sign';
  sign.textContent = `${SIGNS[term]} `;
  return sign;
}

/**
 * The terms to one decimal, such that they add up as printed: − error − KL = ELBO, and ELBO + gap = log p(x). The error and
 * the gap take the difference of the roundings, less than 0.1: both are estimates, with a standard error of about that.
 * @param {import('./likelihood-actions.js').Likelihood} likelihood
 */
export function printedTerms({ kl, elbo, logLikelihood }) {
  const [tenthsKl, tenthsElbo, tenthsLikelihood] = [kl, elbo, logLikelihood].map((value) => Math.round(10 * value));
  return {
    reconstruction: (-tenthsElbo - tenthsKl) / 10,
    kl: tenthsKl / 10,
    elbo: tenthsElbo / 10,
    logLikelihood: tenthsLikelihood / 10,
    gap: (tenthsLikelihood - tenthsElbo) / 10,
  };
}

/**
 * The terms of the bound for the drawn digit, in nats.
 * @param {HTMLElement} root
 */
export function createLikelihoodView(root) {
  const list = byTestId(root, 'digit-nats');
  const note = find(root, '#nats-note');
  const typicalityNote = byTestId(root, 'usual');
  const bars = /** @type {SVGElement} */ (find(root, 'svg'));
  const terms = TERMS.map((term) => ({
    term,
    row: find(list, `[data-term="${term}"]`),
    value: find(list, `[data-term="${term}"] dd`),
  }));

  const klParts = createDigitKlView(byTestId(root, 'digit-kl'));
  /** What the chart shows. @type {{likelihood: unknown, words: string}} */
  let drawn = { likelihood: null, words: '' };

  return {
    /**
     * @param {{digitTerms: import('./likelihood-actions.js').DigitTerms | null, typicality: import('./typicality-actions.js').Typicality | null,
     *   pixels: Float32Array | null, probe: Float32Array | null, kind: string, config: {likelihood?: string, prior?: string, orderings?: number}}} data
     */
    update({ digitTerms, typicality, pixels, probe, kind, config }) {
      const likelihood = digitTerms?.likelihood ?? null,
        exact = digitTerms?.exact ?? null;
      // A z that was set by hand has none of these terms.
      root.classList.toggle('is-stale', digitTerms !== null && (digitTerms.pixels !== pixels || probe !== null));
      root.setAttribute('data-kind', kind);
      const isBound = hasSpread({ model: kind }),
        isGiven = isConditional({ model: kind });
      list.setAttribute(
        'data-value',
        likelihood ? JSON.stringify(likelihood) : exact === null ? '' : JSON.stringify({ logLikelihood: exact }),
      );
      const printed = likelihood && printedTerms(likelihood);
      for (const { term, row, value } of terms) {
        row.hidden = !hasDensity({ model: kind }) || (!isBound && term !== 'logLikelihood');
        if (term === 'logLikelihood')
          setText(
            find(row, 'dt'),
            t(!isBound ? 'nats.exact' : isGiven ? 'nats.logLikelihoodGiven' : 'nats.logLikelihood'),
          );
        if (term === 'kl')
          setText(
            find(row, 'dt'),
            t(hasLearnedPrior(config) || !hasClosedForm({ model: kind }) ? 'nats.klEstimated' : 'nats.kl'),
          );
        if (term === 'gap') setText(find(row, 'dt'), t(isGiven ? 'nats.gapGiven' : 'nats.gap'));
        const number = printed ? printed[term] : term === 'logLikelihood' ? exact : null;
        const error =
          likelihood && term in ERRORS ? likelihood[ERRORS[/** @type {keyof typeof ERRORS} */ (term)]] : null;
        const isPart = isBound && number !== null && term in SIGNS;
        value.replaceChildren(...(isPart ? [signOf(term)] : []), number === null ? '–' : formatNumber(number, 1));
        if (error !== null && Number.isFinite(error) && number !== null) {
          const spread = document.createElement('small');
          spread.textContent = ` ± ${formatNumber(error, error < 0.095 ? 2 : 1)}`;
          value.append(spread);
        }
      }
      klParts.update({ kl: digitTerms?.klPerDimension ?? [] });
      setText(
        note,
        digitTerms?.failure
          ? t('message.failure', { message: digitTerms.failure })
          : !pixels
            ? t('sees.blank')
            : isOfGrey(config) && hasDensity({ model: kind })
              ? t('nats.note.grey', { likelihood: t(`likelihood.${likelihoodOf(config)}`) })
              : orderingsOf(config) > 1
                ? t('nats.note.orderings', { count: orderingsOf(config) })
                : t(`nats.note.${kind}`),
      );
      typicalityNote.setAttribute('data-value', typicality ? String(typicality.percent) : '');
      setText(
        typicalityNote,
        typicality
          ? t(`nats.usual.${!hasDensity({ model: kind }) ? 'ae' : isBound ? 'bound' : 'exact'}`, {
              percent: formatPercent(typicality.percent / 100),
            })
          : '',
      );
      bars.toggleAttribute('hidden', !isBound);
      bars.setAttribute('aria-label', t(isGiven ? 'nats.barsGiven' : 'nats.bars'));
      const name = isGiven ? 'log p(x | y)' : 'log p(x)',
        words = `${name} ${t('nats.better')}`;
      // Each point of a stroke leads here, with the estimates of the digit before it.
      if (likelihood === drawn.likelihood && words === drawn.words) return;
      drawn = { likelihood, words };
      drawBars(likelihood && likelihoodBars(likelihood), name);
    },
  };

  /** In a narrow chart, the numbers that reach into the words at its end. */
  function dropCoveredTicks() {
    const { left, width } = find(bars, '.better').getBoundingClientRect();
    if (width === 0) return;
    for (const tick of bars.querySelectorAll('.tick'))
      if (tick.getBoundingClientRect().right > left - LEAST_GAP_PX) tick.remove();
  }

  /** @param {import('./likelihood-bars.js').LikelihoodBars | null} shape @param {string} likelihoodName */
  function drawBars(shape, likelihoodName) {
    if (!shape) return bars.replaceChildren();
    const { whole, window, near, ticks } = shape;
    /** @param {number} at */
    const percent = (at) => `${at.toFixed(2)}%`;
    /** @type {(name: string, from: number, to: number, y: number, symbol?: string) => SVGElement} */
    const line = (name, from, to, y, symbol) =>
      svg('line', {
        class: name,
        x1: percent(Math.min(from, to)),
        x2: percent(Math.max(from, to)),
        y1: `${y}em`,
        y2: `${y}em`,
        ...(symbol ? { 'data-symbol': symbol } : {}),
      });
    /** @type {(name: string, x: number, y: number, anchor: string, text: string, symbol?: string) => SVGElement} */
    const label = (name, x, y, anchor, text, symbol) => {
      const element = svg('text', {
        class: name,
        x: percent(x),
        y: `${y}em`,
        'text-anchor': anchor,
        ...(symbol ? { 'data-symbol': symbol } : {}),
      });
      element.textContent = text;
      return element;
    };
    /** @type {(x1: number, y1: number, x2: number, y2: number, name: string) => SVGElement} */
    const stroke = (x1, y1, x2, y2, name) =>
      svg('line', { class: name, x1: percent(x1), x2: percent(x2), y1: `${y1}em`, y2: `${y2}em` });
    bars.replaceChildren(
      line('axis', 0, 100, WHOLE),
      line('bar total', whole.elbo, whole.zero, WHOLE, 'elbo'),
      line('bar of-kl', whole.elbo, whole.reconstruction, WHOLE, 'kl'),
      line('bar', whole.reconstruction, whole.zero, WHOLE, 'reconstruction'),
      stroke(whole.zero, WHOLE - 0.45, whole.zero, WHOLE + 0.45, 'edge'),
      label('zero', whole.zero, WHOLE + 0.35, 'start', '0'),
      stroke(Math.max(0, window[0]), WHOLE + 0.3, 0, NEAR - 0.55, 'cone'),
      stroke(Math.min(100, window[1]), WHOLE + 0.3, 100, NEAR - 0.55, 'cone'),
      line('bar', near.logLikelihood, 100, NEAR, 'loglik'),
      line('gap', near.elbo, near.logLikelihood, NEAR, 'gap'),
      // Wide enough for the pointer.
      line('reach', near.elbo, near.logLikelihood, NEAR, 'gap'),
      stroke(near.elbo, NEAR - 0.5, near.elbo, NEAR + 0.5, 'edge'),
      line('error', near.errorLow, near.errorHigh, NEAR),
      label('name', Math.min(near.elbo, near.logLikelihood), NEAR + 0.35, 'end', 'ELBO', 'elbo'),
      label('name', Math.max(near.elbo, near.errorHigh), NEAR + 0.35, 'start', likelihoodName, 'loglik'),
      line('axis', 0, 100, AXIS),
      ...ticks.flatMap(({ at, value }) => [
        stroke(at, AXIS, at, AXIS + 0.2, 'axis'),
        ...(at > 4 && at < ROOM_FOR_TICKS
          ? [label('tick', at, AXIS + 1.15, 'middle', formatNumber(value, Number.isInteger(value) ? 0 : 1))]
          : []),
      ]),
      label('better', 100, AXIS + 1.15, 'end', t('nats.better')),
    );
    dropCoveredTicks();
  }
}
