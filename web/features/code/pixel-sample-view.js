import { byTestId, find } from '../../core/dom/dom.js';
import { samplePixels } from '../../core/model/sample-pixels.js';
import { paintDigit } from '../../core/pictures/digit-canvas.js';

/**
 * A small picture below the reconstruction, on demand: its pixels sampled, instead of their probabilities.
 * @param {HTMLElement} root
 * @param {{onSamples: (samplesPixels: boolean) => void}} callbacks
 */
export function createPixelSampleView(root, { onSamples }) {
  const row = find(root, '.pixel-sample'),
    caption = find(root, '#xhat-caption');
  const button = byTestId(row, 'sample-pixels'),
    canvas = /** @type {HTMLCanvasElement} */ (byTestId(row, 'sampled-pixels'));
  button.addEventListener('click', () => onSamples(button.getAttribute('aria-pressed') !== 'true'));
  return {
    /**
     * @param {{probabilities: Float32Array | null, isPreview: boolean, samplesPixels: boolean, seed: number,
     *   size: import('../../core/pictures/digit-image.js').ImageSize, colors: import('../../core/dom/colors.js').Colors}} data
     *   probabilities: null if the picture has none, as with grey pixels; isPreview: whether it is that of a point on the map
     */
    update({ probabilities, isPreview, samplesPixels, seed, size, colors }) {
      const isShown = samplesPixels && probabilities !== null;
      // The longer caption of a preview takes the place of the button, which the pointer cannot reach meanwhile.
      row.hidden = probabilities === null || (isPreview && !isShown);
      button.setAttribute('aria-pressed', String(samplesPixels));
      // The row keeps its height: the picture takes the place of the caption.
      caption.hidden = isShown;
      canvas.hidden = !isShown;
      row.classList.toggle('is-open', isShown);
      canvas.setAttribute('data-value', isShown ? 'shown' : '');
      paintDigit(canvas, isShown ? samplePixels(probabilities, seed) : null, colors, size);
    },
  };
}
