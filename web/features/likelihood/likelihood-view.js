import { isOfGrey, likelihoodOf } from '../../core/model/likelihood.js';
import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { formatNumber, formatPercent } from '../../core/texts/format.js';
import { hasDensity, hasSpread, isConditional } from '../../core/model/model-kind.js';
import { likelihoodBars } from './likelihood-bars.js';
import { byTestId, find, svg } from '../../core/dom/dom.js';
import { createDigitKlView } from './kl-view.js';

const TERMS = /** @type {const} */ (['reconstruction', 'kl', 'elbo', 'logLikelihood', 'gap']);
/** Terms that are estimates, and the property with their standard error. */
const ERRORS = /** @type {const} */ ({ elbo: 'elboError', logLikelihood: 'logLikelihoodError', gap: 'gapError' });

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

  return {
    /**
     * @param {{digitTerms: import('./likelihood-actions.js').DigitTerms | null, typicality: import('./typicality-actions.js').Typicality | null,
     *   pixels: Float32Array | null, kind: string, config: {likelihood?: string}}} data
     */
    update({ digitTerms, typicality, pixels, kind, config }) {
      const likelihood = digitTerms?.likelihood ?? null,
        exact = digitTerms?.exact ?? null;
      root.classList.toggle('is-stale', digitTerms !== null && digitTerms.pixels !== pixels);
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
        if (term === 'gap') setText(find(row, 'dt'), t(isGiven ? 'nats.gapGiven' : 'nats.gap'));
        const number = printed ? printed[term] : term === 'logLikelihood' ? exact : null;
        const error =
          likelihood && term in ERRORS ? likelihood[ERRORS[/** @type {keyof typeof ERRORS} */ (term)]] : null;
        value.replaceChildren(number === null ? '–' : formatNumber(number, 1));
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
      drawBars(likelihood && likelihoodBars(likelihood), isGiven ? 'log p(x | y)' : 'log p(x)');
    },
  };

  /** @param {import('./likelihood-bars.js').LikelihoodBars | null} shape @param {string} likelihoodName */
  function drawBars(shape, likelihoodName) {
    if (!shape) return bars.replaceChildren();
    /** @param {number} at */
    const percent = (at) => `${at.toFixed(2)}%`;
    const low = Math.min(shape.elbo, shape.logLikelihood),
      high = Math.max(shape.elbo, shape.logLikelihood);
    /** @type {(name: string, x: string, y: number, anchor: string, text: string, symbol?: string) => SVGElement} */
    const label = (name, x, y, anchor, text, symbol) => {
      const element = svg('text', {
        class: name,
        x,
        y: `${y}em`,
        'text-anchor': anchor,
        ...(symbol ? { 'data-symbol': symbol } : {}),
      });
      element.textContent = text;
      return element;
    };
    bars.replaceChildren(
      label('name', percent(high), 0.85, 'start', 'ELBO', 'elbo'),
      label('name', percent(high), 1.95, 'start', likelihoodName, 'loglik'),
      svg('line', { class: 'bar', 'data-symbol': 'elbo', x1: 0, x2: percent(shape.elbo), y1: '0.5em', y2: '0.5em' }),
      // Wide enough for the pointer.
      svg('line', {
        class: 'reach',
        'data-symbol': 'gap',
        x1: percent(low),
        x2: percent(high),
        y1: '0.5em',
        y2: '0.5em',
      }),
      svg('line', {
        class: 'gap',
        'data-symbol': 'gap',
        x1: percent(low),
        x2: percent(high),
        y1: '0.5em',
        y2: '0.5em',
      }),
      svg('line', {
        class: 'edge',
        x1: percent(shape.logLikelihood),
        x2: percent(shape.logLikelihood),
        y1: '0.1em',
        y2: '2.1em',
      }),
      svg('line', {
        class: 'bar',
        'data-symbol': 'loglik',
        x1: 0,
        x2: percent(shape.logLikelihood),
        y1: '1.6em',
        y2: '1.6em',
      }),
      svg('line', {
        class: 'error',
        x1: percent(shape.errorLow),
        x2: percent(shape.errorHigh),
        y1: '1.6em',
        y2: '1.6em',
      }),
      svg('line', { class: 'axis', x1: 0, x2: '100%', y1: '2.3em', y2: '2.3em' }),
      ...shape.ticks.flatMap(({ at, value }) => [
        svg('line', { class: 'axis', x1: percent(at), x2: percent(at), y1: '2.3em', y2: '2.5em' }),
        ...(at > 4 && at < 96
          ? [label('tick', percent(at), 3.45, 'middle', formatNumber(value, Number.isInteger(value) ? 0 : 1))]
          : []),
      ]),
    );
  }
}
