import { isInUse } from '../../core/state/in-use.js';
import { basisOf, restOf, sameBasis } from '../../core/scatter/basis.js';
import { decodesAtOnce, manifoldCodes } from '../../core/scatter/manifold.js';
import { hasCode, isConditional } from '../../core/model/model-kind.js';
import { imageSize } from '../../core/state/image-size.js';
import { classCount } from '../../core/scatter/class-marks.js';
import { latest } from '../../core/state/latest.js';
import { shownZ } from '../../core/state/shown-code.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 */

/** Interval between grid updates during training and pen input, and their maximum share of the time. */
const EVERY_MS = 500,
  MAX_SHARE = 0.25;
/** The same for principal components while the codes change. */
const COMPONENTS_SHARE = 0.25,
  COMPONENTS_MS = 100;
/** Tolerance in the hidden dimensions: a drag in the plane changes them only by rounding. */
const SAME = 1e-4;

/**
 * Updates the principal components and the decoded grid of the latent map.
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {Pick<import('../../engine/client.js').EngineClient, 'decodeBatch' | 'principalComponents'>} engine
 * @param {{decode: () => Promise<void>, showError: (error: unknown) => void}} page
 */
export function createMapActions(store, engine, { decode, showError }) {
  /** The inputs of the current components. @type {{mu: Float32Array | null, isRunning: boolean}} */
  let seen = { mu: null, isRunning: false };
  /** Configuration of the model that this state belongs to. @type {object | null} */
  let config = null;
  /** The hidden dimensions when the grid was last decoded. @type {Float32Array | null} */
  let rest = null;
  /** @type {ReadonlySet<number>} */
  let shownBefore = new Set();

  /** The codes whose components are displayed, or null. */
  function codesToProject() {
    const { projection, scatter, model, components, progress } = store.get();
    const isRunning = progress?.state === 'running';
    if (
      projection !== 'pca'
      || !scatter
      || !model
      || scatter.latentDim !== model.config.latentDim
      || scatter.latentDim <= 2
    )
      return null;
    return seen.mu === scatter.mu && seen.isRunning === isRunning && components
      ? null
      : { mu: scatter.mu, latentDim: scatter.latentDim, isRunning };
  }

  const projected = latest(
    async () => {
      const codes = codesToProject(),
        { model, components } = store.get();
      if (!codes) return;
      const { mu, latentDim, isRunning } = codes;
      try {
        const next = await engine.principalComponents({ codes: mu, latentDim, last: components, turned: isRunning });
        if (store.get().model?.config !== model?.config) return;
        seen = { mu, isRunning };
        // The codes of a diverging run have no components: the displayed ones are retained.
        if (next) store.set({ components: next });
      } catch (error) {
        if (isInUse(store.get(), model?.config)) showError(error);
      }
    },
    { maxShare: COMPONENTS_SHARE },
  );

  const grid = latest(
    async () => {
      const state = store.get();
      const {
        manifold: { side, range },
        model,
        label,
        decodeAs,
      } = state;
      if (!model || side === 0 || !hasCode(model.config)) return void store.set({ manifoldPicture: null });
      const { config: asked, parameters } = model;
      const z = shownZ(state) ?? new Float32Array(asked.latentDim);
      const basis = basisOf(state, asked.latentDim);
      // Principal components come from the worker: until they are known, there is no plane to decode.
      if (!isOfProjection(basis)) return;
      const codes = manifoldCodes(basis, z, side, range);
      const { width, height } = imageSize(state),
        pixels = new Uint8Array(side * side * width * height);
      const step = decodesAtOnce(parameters) * asked.latentDim;
      rest = restOf(basis, z);
      /** Whether the requested grid is outdated. */
      const outdated = () => store.get().manifold !== state.manifold || store.get().model?.config !== asked;
      try {
        for (let at = 0; at < codes.length && !outdated(); at += step) {
          const images = await engine.decodeBatch(codes.subarray(at, at + step), decodeAs ?? label);
          const offset = (at / asked.latentDim) * width * height;
          for (let i = 0; i < images.length; i++) pixels[offset + i] = images[i] * 255 + 0.5;
        }
        if (!outdated() && sharesPlane(basis))
          store.set({ manifoldPicture: { side, range, basis, pixels, width, height } });
      } catch (error) {
        if (!outdated() && isInUse(store.get(), asked)) showError(error);
      }
    },
    { maxShare: MAX_SHARE },
  );

  /** Whether the basis is of the selected projection: axes have no shares of the variance. */
  function isOfProjection(/** @type {import('../../core/scatter/basis.js').Basis} */ basis) {
    return (store.get().projection === 'pca' && basis.first.length > 2) === 'shares' in basis;
  }

  /** Whether a grid with that basis belongs to the displayed plane; while components rotate, approximately. */
  function sharesPlane(/** @type {import('../../core/scatter/basis.js').Basis} */ basis) {
    const { projection, model } = store.get();
    const latentDim = model?.config.latentDim ?? 0;
    return (
      latentDim === basis.first.length
      && isOfProjection(basis)
      && (projection === 'pca' || sameBasis(basis, basisOf(store.get(), latentDim)))
    );
  }

  /** Whether the hidden dimensions have changed since the grid was decoded. */
  function hasLeftPlane() {
    const { model } = store.get();
    const z = shownZ(store.get());
    if (!model || model.config.latentDim <= 2 || !z) return false;
    const other = restOf(basisOf(store.get(), model.config.latentDim), z);
    return (
      rest?.length !== other.length
      || other.some((value, d) => Math.abs(value - /** @type {Float32Array} */ (rest)[d]) > SAME)
    );
  }

  return {
    /** @param {Readonly<PageState>} state @param {ReadonlySet<keyof PageState>} changed */
    follow(state, changed) {
      const any = (/** @type {(keyof PageState)[]} */ ...keys) => keys.some((key) => changed.has(key));
      const isReplaced = changed.has('model') && state.model?.config !== config;
      if (isReplaced) {
        config = state.model?.config ?? null;
        store.set({ manifoldPicture: null, components: null });
      }
      if (any('projection', 'scatter', 'progress') && codesToProject())
        void projected.request({ everyMs: state.progress?.state === 'running' ? COMPONENTS_MS : 0 });
      if (state.manifold.side === 0 && !changed.has('manifold')) return;
      const asked = any('manifold', 'projection', 'axes');
      const { manifoldPicture } = store.get();
      if (manifoldPicture && !sharesPlane(manifoldPicture.basis)) store.set({ manifoldPicture: null });
      const repainted = isConditional(state.model?.config ?? { model: '' }) && any('label', 'decodeAs');
      const moved = any('code', 'epsilon', 'sigmaScale', 'probe', 'atMean') && hasLeftPlane();
      if (asked || moved || repainted || any('scatter', 'components', 'model'))
        void grid.request({ everyMs: asked || isReplaced || !store.get().manifoldPicture ? 0 : EVERY_MS });
    },
    /** @param {Partial<PageState['manifold']>} patch */
    setManifold: (patch) => store.set({ manifold: { ...store.get().manifold, ...patch } }),
    /** @param {'axes' | 'pca'} projection */
    setProjection: (projection) => store.set({ projection }),
    /** @param {[number, number]} axes */
    setAxes: (axes) => store.set({ axes }),
    /** Hides the marks of all digits, or restores the previous selection. @param {boolean} shown */
    showPoints(shown) {
      const { hiddenLabels, digits } = store.get(),
        count = classCount(digits?.labelNames ?? null);
      if (shown) return store.set({ hiddenLabels: shownBefore.size < count ? shownBefore : new Set() });
      shownBefore = hiddenLabels;
      store.set({ hiddenLabels: new Set(Array.from({ length: count }, (_, digit) => digit)) });
    },
    /** Sets one dimension of z by hand. @param {number} dimension @param {number} value */
    setDimension(dimension, value) {
      const { model } = store.get();
      if (!model || !hasCode(model.config) || !(dimension < model.config.latentDim)) return;
      const probe = Float32Array.from(shownZ(store.get()) ?? new Float32Array(model.config.latentDim));
      probe[dimension] = value;
      store.set({ probe });
      void decode();
    },
  };
}
