import { reparameterize, standardNormal } from '../../core/model/gaussian.js';
import { hasSpread } from '../../core/model/model-kind.js';
import { createPicture, paintDigit } from '../../core/pictures/digit-canvas.js';
import { imageSize } from '../../core/state/image-size.js';
import { latest } from '../../core/state/latest.js';
import { byTestId } from '../../core/dom/dom.js';

const COUNT = 8;
/** The pictures follow these keys of the state. */
const DEPENDENCIES = /** @type {const} */ (['code', 'noiseSeed', 'sigmaScale', 'decodeAs', 'view', 'chapter']);
/** While training, the code changes many times a second. */
const EVERY_MS = 60,
  PACE = { maxShare: 0.2 };

/**
 * Reconstructions of one digit from several samples of its z, while the chapter on sampling is shown.
 * @param {Document} page
 * @param {import('../../core/state/store.js').Store<import('../../core/state/page-state.js').PageState>} store
 * @param {Pick<import('../../engine/client.js').EngineClient, 'decodeBatch'>} decoder
 */
export function createFan(page, store, decoder) {
  const root = byTestId(page, 'fan');
  const canvases = Array.from({ length: COUNT }, () => {
    const canvas = createPicture(page);
    canvas.className = 'digit';
    return canvas;
  });
  root.append(...canvases);
  /** @type {Float32Array | null} */
  let images = null;
  /** @type {import('../../core/dom/colors.js').Colors | null} */
  let colors = null;

  function paint() {
    if (!colors) return;
    const size = imageSize(store.get()),
      pixels = size.width * size.height;
    for (const [i, canvas] of canvases.entries())
      paintDigit(canvas, images?.subarray(i * pixels, (i + 1) * pixels) ?? null, colors, size);
    root.dataset.value = images ? String(COUNT) : '';
  }

  const sampling = latest(async (isOutdated) => {
    const { code, model, noiseSeed, sigmaScale, label, decodeAs } = store.get();
    let decoded = null;
    if (code && model && hasSpread(model.config)) {
      const size = code.mu.length,
        z = new Float32Array(COUNT * size);
      for (let i = 0; i < COUNT; ++i) {
        const epsilon = standardNormal(size, (noiseSeed + i) >>> 0);
        z.set(reparameterize(code.mu, code.logVar, epsilon, sigmaScale), i * size);
      }
      // A model that was replaced meanwhile may have codes of another size.
      decoded = await decoder.decodeBatch(z, decodeAs ?? label).catch(() => null);
    }
    if (isOutdated()) return;
    images = decoded;
    root.hidden = images === null;
    paint();
  }, PACE);
  store.subscribe(({ view, chapter }, changed) => {
    if (view === 'story' && chapter === 'sampling' && DEPENDENCIES.some((key) => changed.has(key)))
      void sampling.request({ everyMs: EVERY_MS });
  });

  return {
    /** @param {{colors: import('../../core/dom/colors.js').Colors}} data */
    update(data) {
      colors = data.colors;
      paint();
    },
  };
}
