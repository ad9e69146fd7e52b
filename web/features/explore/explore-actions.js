import { isInUse } from '../../core/state/in-use.js';
import { DIGIT_SIZE, digitFromBytes } from '../../core/pictures/digit-image.js';
import { hasDigitSize, imageSize } from '../../core/state/image-size.js';
import { traversalReach } from '../../core/model/latent-input.js';
import { hasCode, isConditional } from '../../core/model/model-kind.js';
import { asInLink } from '../../core/pictures/picture-code.js';
import { alongDifference, cornerWalk, joined, lineWalk, meanCodes, priorCodes, steps, traversal } from './walk.js';
import { latest } from '../../core/state/latest.js';
import { createSectionState } from '../../core/state/section-state.js';
import { BUILT_IN } from '../../core/model/run-record.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'decodeBatch' | 'samplePrior' | 'encodeInTurn'>} Decoder
 * @typedef {import('../../core/state/section-state.js').Kept} Kept
 * @typedef {{of: Kept | null, pixels: Float32Array, label: number | null, mu: Float32Array | null}} Slot
 *   a digit, and its code; of: what the user saved there
 * @typedef {{codes: Float32Array[], images: Float32Array} | null} Walk
 * @typedef {import('../../core/state/section-state.js').ExploreShare & OwnState} ExploreState
 * @typedef {object} OwnState
 * @property {Walk} samples             without codes if the model has none
 * @property {Walk} rows                 for each dimension COLUMNS codes
 * @property {number} reach              half-width of a row
 * @property {(Slot | null)[]} slots     A, B, C, D
 * @property {Walk} line
 * @property {Walk} grid
 * @property {Walk} classes              one z, ten digits
 * @property {Walk} changed
 */

export const SAMPLES = 24,
  COLUMNS = 11,
  LINE = 11,
  GRID = 7,
  FEW_ROWS = 8,
  MAX_ROWS = 32;
export const STRENGTHS = steps(2, 7);
/** The labels of the held-out digits that initially fill the slots. */
const USUAL = [0, 1, 7, 3];
/** Refresh interval of the images during training. */
const TRAINING_MS = 350;

/** @returns {ExploreState} */
export const createExploreState = () => ({
  ...createSectionState().explore,
  samples: null,
  rows: null,
  reach: traversalReach('vae', null),
  slots: [null, null, null, null],
  line: null,
  grid: null,
  classes: null,
  changed: null,
});

/** The label of each image of a conditional model: 0, 1, … 9, 0, … @param {number} count */
const labelsInTurn = (count) => Array.from({ length: count }, (_, i) => i % 10);

/**
 * Images along paths through the latent space of the page's model.
 * @param {import('../../core/state/store.js').Store<ExploreState>} store
 * @param {import('../../core/state/store.js').Store<PageState>} page
 * @param {Decoder} decoder
 * @param {(error: unknown) => void} showError
 */
export function createExploreActions(store, page, decoder, showError) {
  let isSeen = false,
    isStale = true,
    areMarksStale = true;

  /** @param {Kept | null} of @param {number} index  of the slot @returns {Slot | null} */
  function slotOf(of, index) {
    if (of && 'pixels' in of && hasDigitSize(page.get())) return { of, ...of, mu: null };
    const { digits } = page.get(),
      at = (of && 'digit' in of ? of.digit : null) ?? digits?.labels.indexOf(USUAL[index]) ?? -1;
    const label = digits?.labels[at];
    return digits && label !== undefined ? { of, label, pixels: digitFromBytes(digits, at), mu: null } : null;
  }

  /** The saved digits, and default digits in the other slots. */
  function fillSlots() {
    const { kept, slots } = store.get();
    const { width, height } = imageSize(page.get());
    const isCurrent = (/** @type {Slot | null} */ slot, /** @type {number} */ i) =>
      slot !== null && slot.of === kept[i] && slot.pixels.length === width * height;
    const filled = slots.map((slot, i) => (isCurrent(slot, i) ? slot : slotOf(kept[i], i)));
    if (filled.some((slot, i) => slot !== slots[i])) store.set({ slots: filled });
  }

  /** @param {Float32Array[]} codes @param {number | number[]} [label] @returns {Promise<Walk>} */
  const decoded = async (codes, label = page.get().decodeAs ?? page.get().label) => ({
    codes,
    images: await decoder.decodeBatch(joined(codes), label),
  });

  /** Encodes the slots with the current model; for walks that are not visible, only the saved digits. @param {boolean} visible */
  async function encodeSlots(visible) {
    const asked = store.get().slots;
    const codes = await Promise.all(
      asked.map(async (slot) => {
        // Only a conditional model uses the label.
        return slot && (visible || slot.of)
          ? (await decoder.encodeInTurn(slot.pixels, slot.label ?? page.get().label)).mu
          : null;
      }),
    );
    // Another digit may have been saved meanwhile.
    store.set({
      slots: store.get().slots.map((slot, i) => (slot && slot === asked[i] ? { ...slot, mu: codes[i] } : slot)),
    });
    const marks = store
      .get()
      .slots.flatMap((slot, i) => (slot?.of && slot.mu ? [{ name: 'ABCD'[i], mu: slot.mu }] : []));
    if (marks.length > 0) page.set({ walkMarks: marks });
    return codes;
  }

  /** The map shows the user's own digits, also while the walks are not visible. */
  const hasOwn = () => store.get().kept.some(Boolean);

  /** @param {boolean} visible */
  async function draw(visible) {
    const { model, digits, scatter, code } = page.get();
    if (!model) return;
    fillSlots();
    if (!visible) return void (hasCode(model.config) && (await encodeSlots(false)));
    const { seed, allRows, change } = store.get();
    if (!hasCode(model.config)) {
      store.set({ samples: { codes: [], images: await decoder.samplePrior({ count: SAMPLES, seed }) } });
      return store.set({ rows: null, line: null, grid: null, classes: null, changed: null });
    }
    const { latentDim } = model.config,
      fits = scatter?.latentDim === latentDim;
    store.set({
      samples: await decoded(
        priorCodes(latentDim, SAMPLES, seed),
        isConditional(model.config) ? labelsInTurn(SAMPLES) : undefined,
      ),
    });
    const z = code?.mu.length === latentDim ? code.mu : new Float32Array(latentDim);
    const count = Math.min(latentDim, allRows ? MAX_ROWS : FEW_ROWS),
      reach = traversalReach(model.config.model, fits ? scatter.mu : null),
      values = steps(reach, COLUMNS);
    store.set({
      reach,
      rows: await decoded(Array.from({ length: count }, (_, dimension) => traversal(z, dimension, values)).flat()),
    });
    const [a, b, c, d] = await encodeSlots(true);
    store.set({
      line: a && b ? await decoded(lineWalk(a, b, LINE)) : null,
      grid: a && b && c && d ? await decoded(cornerWalk([a, b, c, d], GRID)) : null,
      classes: isConditional(model.config)
        ? await decoded(
            Array.from({ length: 10 }, () => z),
            labelsInTurn(10),
          )
        : null,
    });
    const means = scatter && digits && fits ? meanCodes(scatter.mu, latentDim, digits.labels) : [];
    const start = [a, b, c, d][change.slot],
      from = means[change.from],
      to = means[change.to];
    store.set({ changed: start && from && to ? await decoded(alongDifference(start, from, to, STRENGTHS)) : null });
  }

  const pictures = latest(async () => {
    const visible = isSeen;
    if (!(visible ? isStale : areMarksStale && hasOwn())) return;
    areMarksStale = false;
    // Anything not visible is drawn when it becomes visible.
    isStale &&= !visible;
    const asked = page.get().model?.config;
    try {
      // As it was at the start: the section may be scrolled out of view meanwhile.
      await draw(visible);
    } catch (error) {
      // A request made for the previous model may fail on the new one.
      if (isInUse(page.get(), asked)) showError(error);
    }
  });
  const update = () => void pictures.request({ everyMs: page.get().progress?.state === 'running' ? TRAINING_MS : 0 });

  /** @param {boolean} [marks]  whether the codes of the saved digits have changed too */
  function refresh(marks = true) {
    isStale = true;
    areMarksStale ||= marks;
    update();
  }

  return {
    refresh,
    /** Nothing is decoded while the section is not visible. @param {boolean} seen */
    setSeen(seen) {
      isSeen = seen;
      update();
    },
    otherSamples() {
      store.set({ seed: Math.floor(Math.random() * 100_000) });
      refresh();
    },
    toggleRows() {
      store.set({ allRows: !store.get().allRows });
      refresh();
    },
    /** Saves the digit on the pad. @param {number} index  of the slot */
    keep(index) {
      const { pixels, label, drawing, digits } = page.get();
      if (!pixels || !hasDigitSize(page.get())) return;
      /** @type {Kept} */
      const kept =
        drawing.digit?.label === label && digits?.name === BUILT_IN
          ? { digit: drawing.digit.index }
          : { pixels: asInLink({ data: pixels, ...DIGIT_SIZE }).data, label };
      store.set({ kept: store.get().kept.with(index, kept) });
      fillSlots();
      refresh();
    },
    /** @param {Partial<ExploreState['change']>} patch */
    setChange(patch) {
      store.set({ change: { ...store.get().change, ...patch } });
      refresh();
    },
  };
}
