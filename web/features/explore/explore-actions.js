import { isInUse } from '../../core/state/in-use.js';
import { digitFromBytes, isSameSize } from '../../core/pictures/digit-image.js';
import { imageSize } from '../../core/state/image-size.js';
import { labelFor } from '../../core/state/label.js';
import { traversalReach } from '../../core/model/latent-input.js';
import { FIRST_KIND, hasCode, labelCountOf } from '../../core/model/model-kind.js';
import { asInLink } from '../../core/pictures/picture-code.js';
import { alongDifference, cornerWalk, joined, lineWalk, meanCodes, priorCodes, steps, traversal } from './walk.js';
import { shownPrior } from '../../core/state/shown-code.js';
import { latest } from '../../core/state/latest.js';
import { createSectionState } from '../../core/state/section-state.js';
import { BUILT_IN } from '../../core/model/run-record.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {import('../../engine/messages.js').Digits} Digits
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'decodeBatch' | 'samplePrior' | 'encodeInTurn'>} Decoder
 * @typedef {import('../../core/state/section-state.js').Kept} Kept
 * @typedef {object} Slot            a digit, and its code
 * @property {Kept | null} of         what the user saved there
 * @property {boolean} isSaved        it is shown: a digit of another size, or of other images, is not
 * @property {import('../../engine/messages.js').Digits} digits   from which the default digit is
 * @property {Float32Array} pixels
 * @property {number} label
 * @property {Float32Array | null} mu
 * @typedef {{codes: Float32Array[], images: Float32Array} | null} Walk
 * @typedef {import('../../core/state/section-state.js').ExploreShare & OwnState} ExploreState
 * @typedef {object} OwnState
 * @property {Walk} samples             without codes if the model has none
 * @property {Walk} rows                 for each dimension COLUMNS codes
 * @property {number} reach              half-width of a row
 * @property {(Slot | null)[]} slots     A, B, C, D
 * @property {Walk} line
 * @property {Walk} grid
 * @property {Walk} classes              one z, decoded with each label
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
  reach: traversalReach({ model: FIRST_KIND }, null),
  slots: [null, null, null, null],
  line: null,
  grid: null,
  classes: null,
  changed: null,
});

/** The label of each image of a conditional model: 0, 1, … labels − 1, 0, … @param {number} count @param {number} labels */
const labelsInTurn = (count, labels) => Array.from({ length: count }, (_, i) => i % labels);

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

  /** @param {Digits} digits @param {number} at @returns {Pick<Slot, 'pixels' | 'label'> | null} */
  const heldOut = (digits, at) =>
    at in digits.labels ? { label: digits.labels[at], pixels: digitFromBytes(digits, at) } : null;

  /** What the user saved, if it is of the present images. @param {Kept | null} of @param {Digits} digits */
  function saved(of, digits) {
    if (of === null) return null;
    if ('digit' in of) return digits.name === BUILT_IN ? heldOut(digits, of.digit) : null;
    return isSameSize(of, imageSize(page.get())) ? { label: of.label, pixels: of.pixels } : null;
  }

  /** @param {Kept | null} of @param {number} index  of the slot @returns {Slot | null} */
  function slotOf(of, index) {
    const { digits } = page.get();
    if (!digits) return null;
    const own = saved(of, digits),
      usual = digits.labels.indexOf(USUAL[index]),
      shown = own ?? heldOut(digits, usual === -1 ? index : usual);
    return shown && { of, isSaved: own !== null, digits, ...shown, mu: null };
  }

  /** The saved digits, and default digits in the other slots. */
  function fillSlots() {
    const { kept, slots } = store.get();
    const { digits } = page.get();
    const isCurrent = (/** @type {Slot | null} */ slot, /** @type {number} */ i) =>
      slot !== null && slot.of === kept[i] && slot.digits === digits;
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
        if (!slot || !(visible || slot.isSaved)) return null;
        // A digit may have been saved with another model's labels.
        const label = labelFor(page.get().model?.config, slot.label);
        return (await decoder.encodeInTurn(slot.pixels, label)).mu;
      }),
    );
    // Another digit may have been saved meanwhile.
    store.set({
      slots: store.get().slots.map((slot, i) => (slot && slot === asked[i] ? { ...slot, mu: codes[i] } : slot)),
    });
    const marks = store
      .get()
      .slots.flatMap((slot, i) => (slot?.isSaved && slot.mu ? [{ name: 'ABCD'[i], mu: slot.mu }] : []));
    if (marks.length > 0 || page.get().walkMarks.length > 0) page.set({ walkMarks: marks });
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
      labels = labelCountOf(model.config),
      fits = scatter?.latentDim === latentDim;
    const prior = shownPrior(page.get());
    store.set({
      samples:
        prior
        && (await decoded(priorCodes(prior, SAMPLES, seed), labels > 0 ? labelsInTurn(SAMPLES, labels) : undefined)),
    });
    const z = code?.mu.length === latentDim ? code.mu : new Float32Array(latentDim);
    const count = Math.min(latentDim, allRows ? MAX_ROWS : FEW_ROWS),
      reach = traversalReach(model.config, fits ? scatter.mu : null),
      values = steps(reach, COLUMNS);
    store.set({
      reach,
      rows: await decoded(Array.from({ length: count }, (_, dimension) => traversal(z, dimension, values)).flat()),
    });
    const [a, b, c, d] = await encodeSlots(true);
    store.set({
      line: a && b ? await decoded(lineWalk(a, b, LINE)) : null,
      grid: a && b && c && d ? await decoded(cornerWalk([a, b, c, d], GRID)) : null,
      classes:
        labels > 0
          ? await decoded(
              Array.from({ length: labels }, () => z),
              labelsInTurn(labels, labels),
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
      if (!pixels) return;
      const size = imageSize(page.get());
      /** @type {Kept} */
      const kept =
        drawing.digit?.label === label && digits?.name === BUILT_IN
          ? { digit: drawing.digit.index }
          : { pixels: asInLink({ data: pixels, ...size }).data, label, ...size };
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
