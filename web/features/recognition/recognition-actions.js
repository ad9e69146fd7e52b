import { isBlank, isExample } from '../../core/pictures/drawing.js';
import { hasDigitSize } from '../../core/state/image-size.js';
import { latest } from '../../core/state/latest.js';
import { differingLabels, LABELS } from './differing-labels.js';

/** @typedef {import('../../core/state/page-state.js').PageState} PageState */

/** Time without a change of the picture before it is classified: not while one draws or trains. */
const REST_MS = 500;

/**
 * Classifies the drawing and its reconstruction, and records the labels if they differ, or why the drawing is probably no digit.
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {Pick<import('../../engine/client.js').EngineClient, 'classify'>} engine
 * @param {() => Promise<ArrayBuffer | null>} fetchClassifier   null if this site has none
 * @param {() => Promise<Pick<typeof import('./drawing-doubts.js'), 'doubtOf'>>} [loadDoubts]
 */
export function followRecognition(store, engine, fetchClassifier, loadDoubts = () => import('./drawing-doubts.js')) {
  const classified = latest(async (isOutdated) => {
    const { pixels, reconstruction, probe, drawing, label, decodeAs, typicality, digits, progress } = store.get();
    // A z set by hand, or another label for the decoder, is no reconstruction of the drawing.
    const isOwn = !probe && (decodeAs === null || decodeAs === label) && !isBlank(drawing) && !isExample(drawing);
    // The classifier knows digits only.
    const areDigits = !digits?.labelNames && hasDigitSize(store.get());
    if (!pixels || !reconstruction || !isOwn || !areDigits) return store.set({ recognition: null });
    // Only for a drawing of the user: the first digit needs neither.
    const [judge, doubts] = await Promise.all([fetchClassifier().catch(() => null), loadDoubts().catch(() => null)]);
    if (isOutdated()) return;
    const both = new Float32Array(pixels.length + reconstruction.length);
    both.set(pixels);
    both.set(reconstruction, pixels.length);
    // Images of another size than the classifier's have no labels.
    const probabilities = judge && (await engine.classify({ pixels: both, classifier: judge }).catch(() => null));
    if (isOutdated()) return;
    // A held-out digit is a digit.
    const doubt = drawing.digit
      ? null
      : (doubts?.doubtOf({
          pixels,
          probabilities: probabilities?.subarray(0, LABELS) ?? null,
          percent: typicality?.percent ?? null,
        }) ?? null);
    // Without the percentile a scribble could be given a label.
    const isPending = !drawing.digit && !typicality && digits !== null && progress?.state !== 'running';
    const labels = probabilities && !isPending ? differingLabels(probabilities, drawing.digit?.label ?? null) : null;
    store.set({ recognition: doubt ? { doubt } : labels });
  });

  store.subscribe((state, changed) => {
    const isOther = changed.has('pixels') || changed.has('probe') || changed.has('model');
    if (isOther && state.recognition) store.set({ recognition: null });
    if (isOther || changed.has('reconstruction')) void classified.request({ restMs: REST_MS });
    else if (changed.has('typicality') && state.typicality) void classified.request();
  });
}
