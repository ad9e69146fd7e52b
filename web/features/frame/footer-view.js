import { sizeOfConfig } from '../../core/model/config-size.js';
import { byTestId, setReading } from '../../core/dom/dom.js';
import { layerText } from '../../core/model/layers.js';
import { formatCount } from '../../core/texts/format.js';
import { FILES } from '../../core/texts/teaching-files.js';
import { t } from '../../core/texts/translate.js';

/**
 * Shows which weights and digits the page uses.
 * @param {HTMLElement} root
 */
export function createFooterView(root) {
  const checksum = byTestId(root, 'checksum'),
    parameters = byTestId(root, 'parameters');
  const digitsName = byTestId(root, 'digits-name'),
    snapshot = byTestId(root, 'snapshot'),
    teaching = /** @type {HTMLAnchorElement} */ (byTestId(root, 'teaching'));
  // A page that was saved alone has no other page beside it.
  for (const link of [teaching, byTestId(root, 'api')]) link.hidden = window.location.protocol === 'file:';
  return {
    /**
     * @param {{model: import('../../engine/messages.js').ModelInfo | null, digits: import('../../engine/messages.js').Digits | null,
     *   running: boolean, kept: number | null, language: string}} data
     */
    update({ model, digits, running, kept, language }) {
      teaching.href = `./${FILES[language] ?? FILES.en}`;
      setReading(
        snapshot,
        kept === null ? t('snapshot.none') : t('snapshot.kept', { step: formatCount(kept) }),
        kept ?? '',
      );
      const sum = model && !running ? model.checksum : '';
      setReading(checksum, sum || '–', sum);
      if (model) {
        // Without a code the last layer is the image itself.
        const { hidden, latentDim } = model.config,
          { width, height } = sizeOfConfig(model.config),
          pixels = width * height;
        const shape = [pixels, ...hidden.map(layerText), latentDim || pixels].join('–');
        setReading(
          parameters,
          t('footer.parameters', { shape, count: formatCount(model.parameters) }),
          model.parameters,
        );
      }
      if (digits) {
        const name = digits.name === 'built-in' ? t('footer.builtIn') : digits.name;
        const heldOut = formatCount(digits.count - digits.trainCount);
        setReading(
          digitsName,
          t('footer.counts', { name, train: formatCount(digits.trainCount), heldOut }),
          digits.count,
        );
      }
    },
  };
}
