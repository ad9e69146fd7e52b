import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { hasCode, hasSpread } from '../../core/model/model-kind.js';
import { formatNumber } from '../../core/texts/format.js';
import { find } from '../../core/dom/dom.js';

/** Long vectors would not fit. @param {Float32Array} z */
const listOf = (z) => (z.length > 2 ? '' : ` (${Array.from(z, (value) => formatNumber(value)).join(', ')})`);

/**
 * The page's fixed texts for a model other than a VAE: which stages of the pipeline x → code → x̂ it lacks.
 * @param {Document} page
 */
export function createKindView(page) {
  const spine = find(page, '#spine');
  const codeTitle = find(page, '#code-stage h2'),
    zTitle = find(page, '#z-stage h2');
  const pictureTitle = find(page, '#xhat-stage h2'),
    pictureCaption = find(page, '#xhat-caption');
  return {
    /**
     * @param {{kind: string, scale: number, preview: Float32Array | null, isProbe: boolean, isGrey: boolean}} data  the factor of
     *   sigma; the z under the pointer; whether z was set by hand; whether pixels have a density
     */
    update({ kind, scale, preview, isProbe, isGrey }) {
      const model = { model: kind },
        coded = hasCode(model),
        spread = hasSpread(model);
      spine.classList.toggle('has-no-code', !coded);
      setText(codeTitle, t(!coded ? 'kind.noTitle' : spread ? 'code.title' : 'kind.ae.title'));
      setText(
        zTitle,
        !coded
          ? ''
          : !spread
            ? '{z}'
            : scale === 1
              ? t('z.title')
              : t('z.scaledTitle', { scale: formatNumber(scale, 1) }),
      );
      // A picture decoded from a z that is not the digit's reconstructs nothing.
      setText(pictureTitle, t(preview || isProbe ? 'xhat.titleDecoded' : 'xhat.title'));
      setText(
        pictureCaption,
        preview
          ? t('xhat.preview', { values: listOf(preview) })
          : t(!coded ? 'kind.noReconstruction' : isGrey ? 'xhat.captionMean' : 'xhat.caption'),
      );
    },
  };
}
