import { applyTexts, plainText, setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { formatNumber, formatPercent } from '../../core/texts/format.js';
import { byTestId, disable, find } from '../../core/dom/dom.js';
import { createChartView } from './chart-view.js';
import { SAMPLES } from './monte-carlo-actions.js';
import { outcomeOf } from './outcome.js';

/** @typedef {import('./monte-carlo-actions.js').Run} Run */

const ROWS = /** @type {const} */ (['prior', 'q', 'elbo', 'integral']);

/** Not in the page's markup, whose size delays the first digit. */
const MARKUP = `
  <div class="samples-plot"><svg role="img" data-testid="samples-chart"></svg><p class="caption" data-t="samples.axis"></p></div>
  <div class="samples-result">
    <h3 data-t="samples.title"></h3>
    <p class="caption" data-testid="samples-lead"></p>
    <table data-testid="samples-table" data-value="">
      <thead>
        <tr>
          <td></td>
          <th scope="col" data-column="value"></th>
          <th scope="col" data-t="samples.effective"></th>
          <th scope="col" data-t="samples.largest"></th>
        </tr>
      </thead>
      <tbody>
        ${ROWS.map(
          (row) =>
            `<tr data-row="${row}"><th scope="row"><svg aria-hidden="true" viewBox="0 0 28 8"><path class="${row}" d="M0 4H28" /></svg><span data-t="samples.${row}"></span></th><td></td><td></td><td></td></tr>`,
        ).join('')}
      </tbody>
    </table>
    <p class="caption" data-testid="samples-progress"></p>
    <p class="samples-outcome" data-testid="samples-outcome" data-value="" role="status"></p>
    <p class="row">
      <button type="button" class="word" data-testid="samples-stop" data-t="samples.stop"></button>
      <button type="button" class="word" data-testid="samples-again" data-t="samples.again"></button>
      <button type="button" class="word" data-testid="samples-latent"></button>
    </p>
  </div>`;

/** Never rounded up: 100% would be the whole sum. @param {number} share */
const shareText = (share) => formatPercent(Math.floor(share * 1000) / 1000, 1);

/**
 * @param {HTMLElement} root
 * @param {{onStop: () => void, onAgain: () => void, onLatent: (size: number) => void}} callbacks
 */
export function createMonteCarloView(root, { onStop, onAgain, onLatent }) {
  root.replaceChildren(...new DOMParser().parseFromString(MARKUP, 'text/html').body.children);
  applyTexts(root);
  const figure = /** @type {SVGElement} */ (byTestId(root, 'samples-chart')),
    chart = createChartView(figure),
    table = byTestId(root, 'samples-table'),
    lead = byTestId(root, 'samples-lead'),
    progress = byTestId(root, 'samples-progress'),
    outcome = byTestId(root, 'samples-outcome'),
    stop = /** @type {HTMLButtonElement} */ (byTestId(root, 'samples-stop')),
    again = /** @type {HTMLButtonElement} */ (byTestId(root, 'samples-again')),
    latent = byTestId(root, 'samples-latent');
  /** The size that the last button offers. */
  let offered = 20;
  stop.addEventListener('click', onStop);
  again.addEventListener('click', onAgain);
  latent.addEventListener('click', () => onLatent(offered));

  /** @param {typeof ROWS[number]} row @param {readonly string[]} texts */
  function write(row, texts) {
    find(table, `[data-row="${row}"]`)
      .querySelectorAll('td')
      .forEach((cell, i) => {
        if (cell.textContent !== texts[i]) cell.textContent = texts[i] ?? '';
      });
  }

  /** @param {Run} run */
  function sentenceOf({ prior, q, latentDim }) {
    return t(`samples.${outcomeOf({ prior, q })}`, {
      samples: prior.samples,
      share: shareText(prior.largestShare),
      nats: formatNumber(Math.abs(q.value - prior.value), 1),
      effective: formatNumber(q.effectiveSize, 1),
      size: latentDim,
    });
  }

  return {
    /**
     * @param {{run: Run | null, elbo: number | null, seed: number, latentDim: number, isConditional: boolean, isWaiting: boolean}} data
     */
    update({ run, elbo, seed, latentDim, isConditional, isWaiting }) {
      const isCurrent = run !== null && run.state !== 'outdated',
        hasEnded = run?.state === 'done' || run?.state === 'stopped';
      root.classList.toggle('is-stale', !isCurrent);
      root.dataset.value = run?.state ?? '';
      const p = t(isConditional ? 'samples.valueGiven' : 'samples.value');
      setText(lead, t('samples.lead', { seed: String(seed) }));
      setText(find(table, '[data-column="value"]'), p);
      figure.setAttribute('aria-label', plainText(t('samples.chart', { value: p })));
      const integral = run?.integral ?? null;
      chart.update({
        curves: run ? { prior: run.prior.curve, q: run.q.curve } : {},
        lines: { ...(integral === null ? {} : { integral }), ...(elbo === null ? {} : { elbo }) },
      });
      for (const row of /** @type {const} */ (['prior', 'q'])) {
        const { value = NaN, effectiveSize = NaN, largestShare = NaN } = run?.[row] ?? {};
        write(row, [formatNumber(value, 1), formatNumber(effectiveSize, 1), shareText(largestShare)]);
      }
      // The row of the integral keeps its room: for another model it would move the others.
      find(table, '[data-row="integral"]').classList.toggle('is-absent', latentDim !== 2);
      write('integral', [formatNumber(integral ?? NaN, 1)]);
      write('elbo', [formatNumber(elbo ?? NaN, 1)]);
      table.dataset.value = run && hasEnded ? JSON.stringify(valuesOf(run)) : '';
      progress.textContent = isWaiting
        ? t('samples.waiting')
        : t('samples.progress', { done: isCurrent ? run.prior.samples : 0, of: SAMPLES });
      setText(outcome, run && hasEnded ? sentenceOf(run) : '');
      outcome.dataset.value = run && hasEnded ? outcomeOf(run) : '';
      offered = latentDim === 20 ? 2 : 20;
      latent.textContent = t('samples.latent', { size: offered });
      disable(stop, run?.state !== 'running', again);
    },
  };
}

/** @param {Run} run */
const valuesOf = ({ prior, q, integral, seed }) => ({
  prior: { ...prior, curve: undefined },
  q: { ...q, curve: undefined },
  integral,
  seed,
});
