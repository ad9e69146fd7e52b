import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { surprisalInk, surprisals } from './chain-rule.js';
import { DIGIT_SIZE, SIDE } from '../../core/pictures/digit-image.js';
import { formatEpoch, formatNumber } from '../../core/texts/format.js';
import { paintDigit } from '../../core/pictures/digit-canvas.js';
import { byTestId, find, setReading } from '../../core/dom/dom.js';
import { createFvbnSamplingView } from './fvbn-sampling-view.js';
import { createFvbnTableView } from './fvbn-table-view.js';
import { announce } from '../../core/dom/announce.js';
import { kindName } from '../../core/model/model-kind.js';
import { createPixelPointer } from '../../core/pictures/pixel-pointer.js';

/**
 * @typedef {import('./fvbn-actions.js').FvbnState} FvbnState
 * @typedef {import('./fvbn-actions.js').FvbnKind} FvbnKind
 */

const COMPLETIONS = 4;

/**
 * The functions of a fully visible belief network: sampling, completion, and the exact likelihood of an image.
 * @param {HTMLElement} root
 * @param {{onModel: (kind: FvbnKind) => void, onTrain: () => void, onAgain: () => void, onRows: (rows: number) => void,
 *   onCompleteAgain: () => void}} callbacks
 */
export function createFvbnView(root, callbacks) {
  const model = /** @type {HTMLSelectElement} */ (byTestId(root, 'lab-model'));
  const train = /** @type {HTMLButtonElement} */ (byTestId(root, 'lab-train'));
  const standing = find(root, '#lab-standing');
  const rows = /** @type {HTMLInputElement} */ (byTestId(root, 'lab-rows'));
  const rowsName = find(root, '#lab-rows-name');
  const surprisalMap = /** @type {HTMLCanvasElement} */ (byTestId(root, 'lab-surprise'));
  const exact = find(root, '#lab-exact'),
    surprisalReading = byTestId(root, 'lab-surprise-pixel');
  /** @type {FvbnState['surprisal']} */
  let shown = null;
  let pointedAt = /** @type {number | null} */ (null);
  createPixelPointer(surprisalMap, (pixel, byKey) => {
    pointedAt = pixel;
    readSurprise();
    if (byKey) announce(() => surprisalReading.textContent ?? '');
  });

  function readSurprise() {
    const at = shown ? pointedAt : null,
      value = shown && at !== null ? surprisals(shown.digit, shown.probabilities)[at] : null;
    setText(
      surprisalReading,
      shown && at !== null && value !== null
        ? t('lab.pixelReading', {
            pixel: at + 1,
            chance: formatNumber(shown.probabilities[at], 3),
            surprise: formatNumber(value, 3),
          })
        : '',
    );
    surprisalReading.setAttribute('data-value', value === null ? '' : String(value));
  }

  const sampler = createFvbnSamplingView(find(root, '#lab-sampler'), { onAgain: callbacks.onAgain });
  const table = createFvbnTableView(root);
  const completions = byTestId(root, 'lab-complete'),
    completer = byTestId(root, 'lab-fvbn-model');
  const pictures = Array.from({ length: COMPLETIONS }, () => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = SIDE;
    canvas.className = 'digit';
    canvas.setAttribute('role', 'img');
    completions.append(canvas);
    return canvas;
  });

  model.addEventListener('change', () => callbacks.onModel(/** @type {FvbnKind} */ (model.value)));
  train.addEventListener('click', callbacks.onTrain);
  rows.addEventListener('input', () => callbacks.onRows(Number(rows.value)));
  const completeAgain = /** @type {HTMLButtonElement} */ (byTestId(root, 'lab-complete-again'));
  completeAgain.addEventListener('click', callbacks.onCompleteAgain);

  /** @param {FvbnState} data */
  function standingText({ phase, failure, origin, progress }) {
    if (failure) return t('message.failure', { message: failure });
    if (!origin) return phase === 'closed' ? '' : t('state.loading');
    const trained = progress && progress.step > 0;
    if (!trained) return t(origin === 'shipped' ? 'lab.shipped' : 'lab.untrained');
    return t('lab.trained', { epoch: formatEpoch(progress.epoch) });
  }

  return {
    /** @param {FvbnState & {colors: import('../../core/dom/colors.js').Colors}} data */
    update(data) {
      const { colors, digit } = data;
      const running = data.progress?.state === 'running';
      model.value = data.kind;
      model.disabled = data.phase !== 'ready';
      train.disabled = data.phase !== 'ready';
      setText(train, t(running ? 'train.pause' : 'lab.train'));
      train.setAttribute('data-on', String(running));
      setText(standing, standingText(data));
      sampler.update(data);
      table.update(data);

      setText(completer, kindName(data.kind));
      completeAgain.disabled = data.phase !== 'ready' || !digit;
      rows.value = String(data.rows);
      setText(rowsName, t('lab.rows', { rows: data.rows }));
      completions.setAttribute('data-value', String(data.completions.length));
      pictures.forEach((canvas, i) => {
        canvas.setAttribute('aria-label', t('lab.complete.label', { index: i + 1 }));
        const completion = data.completions[i] ?? null;
        paintDigit(canvas, completion && completion.pixels, colors, DIGIT_SIZE, completion ? data.rows : 0);
      });

      const surprisal = data.surprisal && data.digit ? data.surprisal : null;
      shown = surprisal;
      readSurprise();
      paintDigit(surprisalMap, surprisal && surprisalInk(surprisals(surprisal.digit, surprisal.probabilities)), colors);
      surprisalMap.setAttribute('data-value', surprisal ? String(surprisal.logLikelihood) : '');
      setReading(
        exact,
        surprisal ? t('lab.nats', { value: formatNumber(surprisal.logLikelihood, 2) }) : digit ? '–' : t('sees.blank'),
        surprisal?.logLikelihood ?? '',
      );
    },
  };
}
