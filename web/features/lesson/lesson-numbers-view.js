import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { formatNumber, formatPercent } from '../../core/texts/format.js';
import { formulasOf, layerNorms, lossParts, writtenDimensions } from './lesson-formulas.js';
import { hasLearnedPrior } from '../../core/model/model-kind.js';
import { paintDigit } from '../../core/pictures/digit-canvas.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { writeTokens } from './lesson-tokens.js';

/** @typedef {import('../../engine/messages.js').StepTrace} StepTrace */
/**
 * @typedef {object} NumbersData
 * @property {StepTrace | null} trace
 * @property {Float32Array | null} pixels
 * @property {Float32Array} epsilon
 * @property {import('../../core/model/lesson-stages.js').Stage} stage
 * @property {boolean} mean
 * @property {{model: string, prior?: string}} config
 * @property {import('../../core/pictures/digit-image.js').ImageSize} size   of the model's images
 * @property {import('../../core/dom/colors.js').Colors} colors
 */

/**
 * The stage's formula with this digit's numbers, the norms of the layers, and the changes made by the step.
 * @param {HTMLElement} root
 * @param {{onMean: (mean: boolean) => void}} callbacks
 */
export function createLessonNumbersView(root, { onMean }) {
  const formula = byTestId(root, 'lesson-formula'),
    layers = byTestId(root, 'lesson-layers');
  const average = find(root, '#lesson-average'),
    share = byTestId(root, 'lesson-share');
  const sumButton = byTestId(root, 'lesson-sum'),
    meanButton = byTestId(root, 'lesson-mean');
  const changed = find(root, '#lesson-changed'),
    table = find(byTestId(root, 'lesson-changes'), 'tbody');
  const differenceNote = find(root, '#lesson-difference-note');
  const pictures = ['before', 'after', 'difference'].map(
    (name) => /** @type {HTMLCanvasElement} */ (find(root, `#lesson-${name}`)),
  );
  sumButton.addEventListener('click', () => onMean(false));
  meanButton.addEventListener('click', () => onMean(true));

  /** @param {StepTrace} trace @param {'gradientNorm' | 'changeNorm'} which */
  function showLayers(trace, which) {
    const norms = layerNorms(trace.parameters, which);
    const largest = Math.max(...norms.map(({ norm }) => norm));
    layers.setAttribute('aria-label', t(`lesson.norms.${which}`));
    layers.setAttribute(
      'data-value',
      JSON.stringify(Object.fromEntries(norms.map(({ layer, norm }) => [layer, norm]))),
    );
    layers.replaceChildren(
      ...norms.map(({ layer, norm }) => {
        const row = document.createElement('div'),
          name = document.createElement('dt'),
          value = document.createElement('dd');
        name.textContent = layer;
        value.textContent = formatNumber(norm, which === 'gradientNorm' ? 2 : 4);
        value.style.setProperty('--share', String(largest > 0 ? norm / largest : 0));
        row.append(name, value);
        return row;
      }),
    );
  }

  /** @param {StepTrace} trace @param {import('../../core/pictures/digit-image.js').ImageSize} size @param {import('../../core/dom/colors.js').Colors} colors */
  function showChanges(trace, size, colors) {
    const { before, after, beta } = trace;
    const isVae = before.logVar.length > 0;
    /** @type {{name: string, symbol: 'mu' | 'sigma' | 'z' | 'reconstruction' | 'kl' | '', dimension?: number, values: [number, number]}[]} */
    const rows = [
      {
        name: t('lesson.reconstruction'),
        symbol: 'reconstruction',
        values: [before.reconstruction, after.reconstruction],
      },
    ];
    if (isVae) {
      rows.push({ name: t('lesson.kl'), symbol: 'kl', values: [before.kl, after.kl] });
      rows.push({
        name: t('lesson.loss'),
        symbol: '',
        values: [before.reconstruction + beta * before.kl, after.reconstruction + beta * after.kl],
      });
    }
    for (const i of writtenDimensions(before, 'changed')) {
      rows.push({
        name: isVae ? '{mu}' : '{z}',
        symbol: isVae ? 'mu' : 'z',
        dimension: i,
        values: [before.mu[i], after.mu[i]],
      });
      if (isVae)
        rows.push({
          name: '{sigma}',
          symbol: 'sigma',
          dimension: i,
          values: [Math.exp(before.logVar[i] / 2), Math.exp(after.logVar[i] / 2)],
        });
    }
    table.replaceChildren(
      ...rows.map(({ name, symbol, dimension, values }) => {
        const row = document.createElement('tr'),
          head = document.createElement('th');
        head.scope = 'row';
        setText(head, name);
        if (dimension !== undefined) {
          row.setAttribute('data-dimension', String(dimension));
          head.appendChild(document.createElement('sub')).textContent = String(dimension + 1);
        }
        row.append(
          head,
          ...values.map((value) => {
            const cell = document.createElement('td');
            cell.textContent = formatNumber(value, dimension === undefined ? 2 : 3);
            if (symbol) {
              cell.className = `sym-${symbol}`;
              cell.setAttribute('data-symbol', symbol);
            }
            return cell;
          }),
        );
        return row;
      }),
    );
    const difference = before.probabilities.map((value, i) => Math.abs(after.probabilities[i] - value));
    const most = difference.reduce((a, b) => Math.max(a, b), 0);
    paintDigit(pictures[0], before.probabilities, colors, size);
    paintDigit(pictures[1], after.probabilities, colors, size);
    paintDigit(pictures[2], most > 0 ? difference.map((value) => value / most) : difference, colors, size);
    setText(differenceNote, t('lesson.difference', { most: formatNumber(most, 2) }));
  }

  return {
    /** @param {NumbersData} data */
    update({ trace, pixels, epsilon, stage, mean, config, size, colors }) {
      const norms = trace && stage === 'gradients' ? 'gradientNorm' : trace && stage === 'update' ? 'changeNorm' : null;
      const isLoss = trace !== null && stage === 'loss';
      writeTokens(
        formula,
        trace && pixels
          ? formulasOf(stage, trace, { pixels, epsilon, mean, isPriorLearned: hasLearnedPrior(config) })
          : [],
      );
      average.hidden = share.hidden = !isLoss;
      layers.hidden = norms === null;
      changed.hidden = !(trace && stage === 'changed');
      if (!trace) return;
      if (norms) showLayers(trace, norms);
      if (stage === 'changed') showChanges(trace, size, colors);
      if (isLoss) {
        const { klShare, loss } = lossParts(trace, mean),
          isVae = trace.before.logVar.length > 0;
        sumButton.setAttribute('aria-pressed', String(!mean));
        meanButton.setAttribute('aria-pressed', String(mean));
        share.setAttribute('data-value', JSON.stringify({ klShare, loss }));
        const beta = Number((trace.before.probabilities.length * trace.beta).toFixed(1));
        setText(
          share,
          isVae
            ? t(mean ? 'lesson.share.mean' : 'lesson.share.sum', {
                share: formatPercent(klShare, klShare < 0.1 ? 1 : 0),
                beta,
              })
            : mean
              ? t('lesson.share.ae', { pixels: String(trace.before.probabilities.length) })
              : '',
        );
      }
    },
  };
}
