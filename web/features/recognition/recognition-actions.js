import { isBlank, isExample } from '../../core/pictures/drawing.js';
import { latest } from '../../core/state/latest.js';
import { differingLabels } from './differing-labels.js';

/** @typedef {import('../../core/state/page-state.js').PageState} PageState */

/** Time without a change of the picture before it is classified: not while one draws or trains. */
const REST_MS = 500;

/**
 * Classifies the drawing and its reconstruction, and records the labels if they differ.
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {Pick<import('../../engine/client.js').EngineClient, 'classify'>} engine
 * @param {() => Promise<ArrayBuffer | null>} fetchClassifier   null if this site has none
 */
export function followRecognition(store, engine, fetchClassifier) {
  const classified = latest(async (isOutdated) => {
    const { pixels, reconstruction, probe, drawing, label, decodeAs } = store.get();
    // A z set by hand, or another label for the decoder, is no reconstruction of the drawing.
    const isOwn = !probe && (decodeAs === null || decodeAs === label) && !isBlank(drawing) && !isExample(drawing);
    if (!pixels || !reconstruction || !isOwn) return store.set({ recognition: null });
    // Only for a drawing of the user: the first digit does not need it.
    const judge = await fetchClassifier().catch(() => null);
    if (!judge || isOutdated()) return;
    const both = new Float32Array(pixels.length + reconstruction.length);
    both.set(pixels);
    both.set(reconstruction, pixels.length);
    // Images of another size than the classifier's have no labels.
    const probabilities = await engine.classify({ pixels: both, classifier: judge }).catch(() => null);
    if (isOutdated()) return;
    store.set({ recognition: probabilities && differingLabels(probabilities, drawing.digit?.label ?? null) });
  });

  store.subscribe((state, changed) => {
    const isOther = changed.has('pixels') || changed.has('probe') || changed.has('model');
    if (isOther && state.recognition) store.set({ recognition: null });
    if (isOther || changed.has('reconstruction')) void classified.request({ restMs: REST_MS });
  });
}
