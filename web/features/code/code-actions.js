import { isInUse } from '../../core/state/in-use.js';
import { basisOf, movedTo } from '../../core/scatter/basis.js';
import { isSameSize } from '../../core/pictures/digit-image.js';
import { imageSize } from '../../core/state/image-size.js';
import {
  beginStroke,
  clearDrawing,
  extendStroke,
  heldOutDigit,
  isBlank,
  showDigit,
  undoDrawing,
} from '../../core/pictures/drawing.js';
import { standardNormal } from '../../core/model/gaussian.js';
import { hasCode } from '../../core/model/model-kind.js';
import { labelFor } from '../../core/state/label.js';
import { prepareDigit, shrinkDigit } from '../../core/pictures/prepare-digit.js';
import { shownZ } from '../../core/state/shown-code.js';
import { createRasterizer } from '../../core/pictures/rasterize-strokes.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'encode' | 'decode'>} CodeEngine
 */

/**
 * @param {Pick<PageState, 'drawing' | 'prepare' | 'model' | 'digits'>} state
 * @param {ReturnType<typeof createRasterizer>} rasterize
 * @returns {Float32Array | null}  the model's input
 */
function pixelsOf(state, rasterize) {
  const { drawing, prepare } = state,
    size = imageSize(state);
  if (isBlank(drawing)) return null;
  const { digit } = drawing;
  if (digit && isSameSize(digit, size)) return digit.pixels;
  const ink = digit ? inkOfDigit(digit) : (drawing.picture ?? rasterize(drawing.strokes, drawing.widths));
  return prepare ? prepareDigit(ink, size) : shrinkDigit(ink, size);
}

/** A digit of data of another size, which has been replaced since. @param {import('../../core/pictures/drawing.js').HeldOutDigit} digit */
const inkOfDigit = ({ pixels, width, height }) => ({ data: pixels, width, height });

/** @param {Float32Array | null} a @param {Float32Array | null} b */
const areEqual = (a, b) => a === b || (a?.length === b?.length && a?.every((value, i) => value === b?.[i]) === true);

/**
 * The actions from the pad to the reconstruction.
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {CodeEngine} coder
 * @param {(error: unknown) => void} showError
 */
export function createCodeActions(store, coder, showError) {
  async function decode() {
    const z = shownZ(store.get());
    const asked = store.get().model?.config;
    if (!z || !asked) return store.set({ reconstruction: null });
    try {
      const { label, decodeAs } = store.get();
      const reconstruction = await coder.decode(z, decodeAs ?? label);
      // The pad may have been cleared while the request was pending.
      if (reconstruction && shownZ(store.get())) store.set({ reconstruction });
    } catch (error) {
      // A request made for the previous model may fail on the new one.
      if (isInUse(store.get(), asked)) showError(error);
    }
  }

  async function encode() {
    // A model for images of another size.
    if (!isSameSize(preparedSize, imageSize(store.get()))) return redraw({});
    const { pixels, model } = store.get();
    if (!pixels || !model || !hasCode(model.config)) {
      store.set({ code: null });
      return decode();
    }
    try {
      const code = await coder.encode(pixels, store.get().label);
      // Discards outdated answers and answers about a removed drawing or model.
      if (!code || !store.get().pixels || code.mu.length !== store.get().model?.config.latentDim) return;
      const { epsilon: present, noiseSeed } = store.get();
      const epsilon = present.length === code.mu.length ? present : standardNormal(code.mu.length, noiseSeed);
      store.set({ code, epsilon });
      await decode();
    } catch (error) {
      if (isInUse(store.get(), model.config)) showError(error);
    }
  }

  /** The held-out digit whose label was last adopted; the label can be changed afterwards. @type {unknown} */
  let labelled = null;
  /** The size of the model's input. */
  let preparedSize = imageSize(store.get());
  const rasterize = createRasterizer();

  /** @param {Partial<PageState>} patch @returns {Promise<void>} */
  function redraw(patch) {
    store.set(patch);
    const { digit } = store.get().drawing;
    // A digit of images that were in use before may have a label that the model does not have.
    if (digit && digit !== labelled) store.set({ label: labelFor(store.get().model?.config, digit.label) });
    labelled = digit;
    preparedSize = imageSize(store.get());
    const pixels = pixelsOf(store.get(), rasterize);
    // The same pixels are no change, which would evaluate them again.
    if (!areEqual(pixels, store.get().pixels)) store.set({ pixels });
    return encode();
  }

  return {
    encode,
    decode,
    /** @param {[number, number]} point */
    beginStroke: (point) =>
      redraw({ drawing: beginStroke(store.get().drawing, point, store.get().penWidth), probe: null }),
    /** @param {[number, number][]} points */
    extendStroke: (points) => redraw({ drawing: extendStroke(store.get().drawing, points) }),
    clear: () => redraw({ drawing: clearDrawing(store.get().drawing), probe: null }),
    undo: () => redraw({ drawing: undoDrawing(store.get().drawing), probe: null }),
    /** @param {boolean} prepare */
    setPrepare: (prepare) => redraw({ prepare }),
    refresh: () => redraw({}),
    showRandomDigit() {
      const { digits, drawing } = store.get();
      if (!digits || digits.labels.length === 0) return;
      const index = Math.floor(Math.random() * digits.labels.length);
      redraw({ drawing: showDigit(drawing, heldOutDigit(digits, index)), probe: null });
    },
    resample() {
      const { code } = store.get();
      if (!code) return;
      const [noiseSeed] = crypto.getRandomValues(new Uint32Array(1));
      store.set({ noiseSeed, epsilon: standardNormal(code.mu.length, noiseSeed), atMean: false, probe: null });
      void decode();
    },
    /** Scale of the noise: 0 is the mean, 1 is what training uses. @param {number} sigmaScale */
    setSigmaScale(sigmaScale) {
      store.set({ sigmaScale, atMean: false, probe: null });
      void decode();
    },
    /** @param {number} label */
    setLabel(label) {
      store.set({ label });
      void encode();
    },
    /** @param {number | null} decodeAs */
    setDecodeAs(decodeAs) {
      store.set({ decodeAs });
      void decode();
    },
    /** @param {number} penWidth */
    setPenWidth: (penWidth) => store.set({ penWidth }),
    /** @param {boolean} samplesPixels */
    setSamplesPixels: (samplesPixels) => store.set({ samplesPixels }),
    /** @param {boolean} atMean */
    setAtMean(atMean) {
      store.set({ atMean, probe: null });
      void decode();
    },
    /**
     * Sets z by hand in the displayed plane; its components outside the plane are unchanged.
     * @param {number} across
     * @param {number} up
     */
    probeAt(across, up) {
      const { model } = store.get();
      if (!model || !hasCode(model.config)) return;
      const { latentDim } = model.config;
      const z = shownZ(store.get()) ?? new Float32Array(latentDim);
      store.set({ probe: movedTo(basisOf(store.get(), latentDim), z, across, up) });
      void decode();
    },
    /** @param {Float32Array} probe  all of z @param {number} [decodeAs]  the digit that a cvae decodes; by default unchanged */
    probeWith(probe, decodeAs = store.get().decodeAs ?? undefined) {
      store.set({ probe, decodeAs: decodeAs ?? null });
      void decode();
    },
    endProbe() {
      store.set({ probe: null });
      void decode();
    },
  };
}
