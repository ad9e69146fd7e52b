import { FIRST_KIND, kindName } from '../../core/model/model-kind.js';
import { paintDigit } from '../../core/pictures/digit-canvas.js';
import { DIGIT_SIZE, SIDE } from '../../core/pictures/digit-image.js';
import { applyTexts, setText } from '../../core/texts/apply-texts.js';
import { formatNumber } from '../../core/texts/format.js';
import { t } from '../../core/texts/translate.js';
import { byTestId, find, setReading } from '../../core/dom/dom.js';
import { COMPLETIONS, SAMPLES } from './vae-completion-actions.js';

/** Below this effective sample size the four pictures and the estimate depend on few codes. */
const FEW = 8;

/** Not in the page's markup, whose size delays the first digit. */
const PICTURES = `
  <p class="completer" data-testid="lab-vae-model"></p>
  <div class="completions" data-testid="lab-vae-complete" data-value="0">
    ${`<canvas class="digit" role="img" width="${SIDE}" height="${SIDE}"></canvas>`.repeat(COMPLETIONS)}
  </div>`;
const READINGS = `
  <dl class="readings">
    <div><dt data-testid="lab-vae-effective-name"></dt><dd data-testid="lab-vae-effective">–</dd></div>
    <div><dt data-testid="lab-vae-likelihood-name"></dt><dd data-testid="lab-vae-likelihood">–</dd></div>
  </dl>
  <p class="caption" data-testid="lab-vae-caption"></p>
  <p class="vae-line" data-testid="lab-vae-line" data-value=""></p>`;

/** @param {HTMLElement} root @param {string} markup */
function insert(root, markup) {
  root.replaceChildren(...new DOMParser().parseFromString(markup, 'text/html').body.children);
  applyTexts(root);
}

/**
 * The page's VAE beside the FVBN: four completions of the same given rows, and how far the samples can be relied on.
 * @param {HTMLElement} root
 */
export function createVaeCompletionView(root) {
  const beside = find(root, '#lab-vae'),
    below = find(root, '#lab-vae-readings');
  insert(beside, PICTURES);
  insert(below, READINGS);
  const name = byTestId(root, 'lab-vae-model'),
    completions = byTestId(root, 'lab-vae-complete'),
    canvases = /** @type {HTMLCanvasElement[]} */ ([...completions.querySelectorAll('canvas')]),
    effective = byTestId(root, 'lab-vae-effective'),
    likelihood = byTestId(root, 'lab-vae-likelihood'),
    readings = find(below, '.readings'),
    line = byTestId(root, 'lab-vae-line');

  /** The key of the sentence below the caption; '' for none. @param {import('./vae-completion-actions.js').VaeCompletionState} state */
  function lineOf({ phase, completion }) {
    if (phase === 'needs' || phase === 'waiting') return phase;
    return completion && completion.effectiveSize < FEW ? 'unreliable' : '';
  }

  return {
    /**
     * @param {import('./vae-completion-actions.js').VaeCompletionState & {model: string, isGiven: boolean, colors: import('../../core/dom/colors.js').Colors}} data
     *   model: the kind; isGiven: the label is given, too
     */
    update(data) {
      const { phase, completion, failure, model, isGiven, colors } = data;
      setText(name, phase === 'needs' ? kindName(FIRST_KIND) : kindName(model));
      beside.classList.toggle('is-stale', phase === 'running');
      readings.classList.toggle('is-stale', phase === 'running');
      completions.setAttribute('data-state', phase);
      completions.setAttribute('data-value', String(completion?.pictures.length ?? 0));
      canvases.forEach((canvas, i) => {
        canvas.setAttribute('aria-label', t('lab.vae.label', { index: i + 1 }));
        paintDigit(canvas, completion?.pictures[i] ?? null, colors, DIGIT_SIZE, completion?.rows ?? 0);
      });
      setText(byTestId(root, 'lab-vae-effective-name'), t('lab.vae.effective', { samples: SAMPLES }));
      setText(byTestId(root, 'lab-vae-likelihood-name'), t(isGiven ? 'lab.vae.likelihoodGiven' : 'lab.vae.likelihood'));
      setReading(
        effective,
        completion ? formatNumber(completion.effectiveSize, 1) : '–',
        completion?.effectiveSize ?? '',
      );
      setReading(
        likelihood,
        completion ? formatNumber(completion.logLikelihood, 1) : '–',
        completion?.logLikelihood ?? '',
      );
      const key = lineOf(data);
      setText(line, failure ? t('message.failure', { message: failure }) : key && t(`lab.vae.${key}`));
      line.setAttribute('data-value', key);
      setText(byTestId(root, 'lab-vae-caption'), t('lab.vae.caption', { samples: SAMPLES }));
    },
  };
}
