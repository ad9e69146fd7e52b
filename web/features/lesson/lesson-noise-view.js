import { nameOfChoice } from '../../core/model/settings.js';
import { setText } from '../../core/texts/apply-texts.js';
import { formatNumber } from '../../core/texts/format.js';
import { t } from '../../core/texts/translate.js';
import { byTestId, find } from '../../core/dom/dom.js';

/** @typedef {import('../../engine/measures.js').GradientNoise} GradientNoise */

/**
 * The noise of the encoder's gradient, a bar for each estimator: its standard deviation as a multiple of its length.
 * @param {HTMLElement} root
 */
export function createLessonNoiseView(root) {
  const part = find(root, '#lesson-noise'),
    note = find(root, '#lesson-noise-note'),
    list = byTestId(root, 'lesson-noise');
  /** @type {readonly GradientNoise[] | null} */
  let shown = null;
  let language = '';
  return {
    /** @param {{noise: readonly GradientNoise[] | null, draws: number, isShown: boolean, language: string}} data */
    update(data) {
      const { noise, draws, isShown } = data;
      part.hidden = !isShown || noise === null;
      list.setAttribute('data-value', noise ? JSON.stringify(noise) : '');
      if (!noise || (noise === shown && language === data.language)) return;
      shown = noise;
      ({ language } = data);
      setText(note, t('lesson.noise', { draws }));
      const ratios = noise.map((one) => (one.signal > 0 ? one.noise / one.signal : NaN)),
        most = Math.max(...ratios.filter(Number.isFinite), 0);
      list.replaceChildren(
        ...noise.map(({ estimator }, i) => {
          const item = document.createElement('div'),
            value = document.createElement('dd');
          item.appendChild(document.createElement('dt')).textContent = nameOfChoice('estimator', estimator, t);
          value.textContent = Number.isFinite(ratios[i]) ? formatNumber(ratios[i], 2) : '–';
          value.style.setProperty('--share', String(most > 0 && ratios[i] > 0 ? ratios[i] / most : 0));
          item.append(value);
          return item;
        }),
      );
    },
  };
}
