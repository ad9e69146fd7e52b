import { basisOf, movedTo } from '../lib/basis.js';
import { digitFromBytes } from '../lib/digit-image.js';
import { beginStroke, clearDrawing, extendStroke, isBlank, showDigit, showPicture, undoDrawing } from '../lib/drawing.js';
import { randomFrom, reparameterize, standardNormal } from '../lib/gaussian.js';
import { hasCode, isConditional } from '../lib/model-kind.js';
import { inkOfPicture } from '../lib/picture-ink.js';
import { prepareDigit, shrinkDigit } from '../lib/prepare-digit.js';
import { rasterizeStrokes } from '../lib/rasterize-strokes.js';

/**
 * @typedef {import('./page-state.js').PageState} PageState
 * @typedef {Pick<import('../engine/client.js').EngineClient, 'encode' | 'decode'>} Coder
 */

/**
 * @param {PageState} state
 * @returns {Float32Array | null}  what the model sees
 */
function pixelsOf({ drawing, prepare }) {
  if (isBlank(drawing)) return null;
  if (drawing.digit) return drawing.digit.pixels;
  const ink = rasterizeStrokes(drawing.strokes, drawing.widths, drawing.picture?.ink);
  return prepare ? prepareDigit(ink) : shrinkDigit(ink);
}

/**
 * @param {Pick<PageState, 'code' | 'probe' | 'atMean' | 'epsilon' | 'sigmaScale'>} state
 * @returns {Float32Array | null}  the z that is decoded: the one set by hand, or the digit's own
 */
export function shownZ({ code, probe, atMean, epsilon, sigmaScale }) {
  if (probe) return probe;
  if (!code) return null;
  // The code of an AE is a point.
  return atMean || code.logVar.length === 0 ? code.mu : reparameterize(code.mu, code.logVar, epsilon, sigmaScale);
}

/** The digit that a conditional model is told it sees; others are told nothing. @param {Pick<PageState, 'model' | 'label'>} state */
export const labelOf = ({ model, label }) => (model && isConditional(model.config) ? label : undefined);

/** The digit that it is told to paint. @param {Pick<PageState, 'model' | 'label' | 'paintAs'>} state */
export const paintLabelOf = (state) => (labelOf(state) === undefined ? undefined : state.paintAs ?? state.label);

const anySeed = () => Math.floor(Math.random() * 2 ** 32);

/**
 * All that happens between the pad and the reconstruction.
 * @param {import('./store.js').Store<PageState>} store
 * @param {Coder} coder
 * @param {(error: unknown) => void} complain
 */
export function createCodeActions(store, coder, complain) {
  async function decode() {
    const z = shownZ(store.get());
    const asked = store.get().model?.config;
    if (!z || !asked) return store.set({ reconstruction: null });
    try {
      const reconstruction = await coder.decode(z, paintLabelOf(store.get()));
      // The pad may have been cleared while the answer was on its way.
      if (reconstruction && shownZ(store.get())) store.set({ reconstruction });
    } catch (error) {
      // What a model that is gone was asked, its successor may refuse.
      if (store.get().model?.config === asked) complain(error);
    }
  }

  async function encode() {
    const { pixels, model } = store.get();
    if (!pixels || !model || !hasCode(model.config)) {
      store.set({ code: null });
      return decode();
    }
    try {
      const code = await coder.encode(pixels, labelOf(store.get()));
      // Overtaken, or about a drawing or a model that is gone.
      if (!code || !store.get().pixels || code.mu.length !== store.get().model?.config.latentDim) return;
      const { epsilon, noiseSeed } = store.get(), count = code.mu.length;
      store.set({ code, epsilon: epsilon.length === count ? epsilon : standardNormal(count, randomFrom(noiseSeed)) });
      await decode();
    } catch (error) {
      if (store.get().model?.config === model.config) complain(error);
    }
  }

  /** @param {Partial<PageState>} patch */
  function redraw(patch) {
    store.set(patch);
    store.set({ pixels: pixelsOf(store.get()) });
    void encode();
  }

  /** @param {Partial<PageState>} patch */
  function repaint(patch) {
    store.set(patch);
    void decode();
  }

  return {
    encode,
    decode,
    /** @param {[number, number]} point */
    beginStroke: (point) => redraw({ drawing: beginStroke(store.get().drawing, point, store.get().penWidth), probe: null }),
    /** @param {[number, number][]} points */
    extendStroke: (points) => redraw({ drawing: extendStroke(store.get().drawing, points) }),
    clear: () => redraw({ drawing: clearDrawing(store.get().drawing), probe: null }),
    undo: () => redraw({ drawing: undoDrawing(store.get().drawing), probe: null }),
    /** @param {number} penWidth  of the strokes to come */
    setPenWidth: (penWidth) => store.set({ penWidth }),
    /** @param {boolean} prepare */
    setPrepare: (prepare) => redraw({ prepare }),
    refresh: () => redraw({}),
    showRandomDigit() {
      const { digits, drawing } = store.get();
      if (!digits || digits.labels.length === 0) return;
      const index = Math.floor(Math.random() * digits.labels.length), label = digits.labels[index];
      const digit = { index, label, pixels: digitFromBytes(digits.images, index) };
      redraw({ drawing: showDigit(drawing, digit), label, probe: null });
    },
    /**
     * A picture of the visitor's own takes the drawing's place; where nothing can be read off it, the drawing stays.
     * @param {string} name
     * @param {() => Promise<import('../lib/picture-ink.js').Rgba>} read
     */
    async showPicture(name, read) {
      try {
        const ink = inkOfPicture(await read());
        redraw({ drawing: showPicture(store.get().drawing, { name, ink }), probe: null });
      } catch (error) {
        const key = error instanceof Error && error.message.startsWith('picture.') ? error.message : 'picture.unreadable';
        store.set({ notice: { kind: 'error', key, params: { name } } });
      }
    },
    resample() {
      const { code } = store.get(), noiseSeed = anySeed();
      if (code) repaint({ noiseSeed, epsilon: standardNormal(code.mu.length, randomFrom(noiseSeed)), atMean: false, probe: null });
    },
    /** @param {boolean} atMean */
    setAtMean: (atMean) => repaint({ atMean, probe: null }),
    /** @param {number} sigmaScale */
    setSigmaScale: (sigmaScale) => repaint({ sigmaScale, atMean: false, probe: null }),
    /** @param {number} label */
    setLabel(label) {
      store.set({ label });
      void encode();
    },
    /** @param {number | null} paintAs  null: what it was told it sees */
    setPaintAs: (paintAs) => repaint({ paintAs }),
    /**
     * Sets z by hand in the plane shown; what lies outside it stays as it was.
     * @param {number} across
     * @param {number} up
     */
    probeAt(across, up) {
      const { model } = store.get();
      if (!model || !hasCode(model.config)) return;
      const { latentDim } = model.config;
      const z = shownZ(store.get()) ?? new Float32Array(latentDim);
      repaint({ probe: movedTo(basisOf(store.get(), latentDim), z, across, up) });
    },
    /** @param {Float32Array} probe  the whole z */
    probeWith: (probe) => repaint({ probe }),
    endProbe: () => repaint({ probe: null }),
  };
}
