import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { formatNumber } from '../../core/texts/format.js';
import { createPictureGrid } from '../../core/pictures/picture-grid.js';
import { byTestId, find } from '../../core/dom/dom.js';

/** Maximum number of pictures, and of the numbers of a mean in the name of a picture. */
export const MOST = 100;
const MOST_NUMBERS = 4;
/** Of a row on a wide window; the style sheet sets as many as there is room for. */
const COLUMNS = 24;

/**
 * The pseudo-inputs of a VampPrior as pictures. Each is a button: it shows the Gaussian that the encoder gives for it.
 * @param {HTMLElement} root
 * @param {{onPick: (index: number) => void}} callbacks
 */
export function createPseudoInputsView(root, { onPick }) {
  const panel = find(root, '#pseudo-inputs'),
    caption = find(root, '#pseudo-inputs-caption');
  const pictures = createPictureGrid(byTestId(root, 'pseudo-inputs'), { columns: COLUMNS, onPick });

  return {
    /**
     * @param {{prior: import('../../engine/messages.js').Prior | null, latentDim: number, component: number | null,
     *   size: import('../../core/pictures/digit-image.js').ImageSize, colors: import('../../core/dom/colors.js').Colors}} data
     */
    update({ prior, latentDim, component, size, colors }) {
      const images = prior?.pseudoInputs ?? new Float32Array(0),
        pixels = size.width * size.height,
        count = images.length / pixels;
      panel.hidden = count === 0;
      root.classList.toggle('has-pictures', count > 0);
      setText(
        caption,
        count > 0 ? t(count > MOST ? 'map.pseudoInputsFirst' : 'map.pseudoInputs', { most: MOST, count }) : '',
      );
      const meanOf = (/** @type {number} */ index) =>
        Array.from(
          prior?.means.subarray(index * latentDim, index * latentDim + Math.min(latentDim, MOST_NUMBERS)) ?? [],
          (value) => formatNumber(value),
        ).join(', ');
      pictures.update({
        images: images.subarray(0, MOST * pixels),
        size,
        names: (i) => t('map.pseudoInput', { index: i + 1, values: meanOf(i) }),
        colors,
        marked: (i) => i === component,
      });
    },
  };
}
