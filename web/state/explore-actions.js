import { digitFromBytes } from '../lib/digit-image.js';
import { hasCode, isConditional } from '../lib/model-kind.js';
import { alongDifference, cornerWalk, joined, lineWalk, meanCodes, steps, traversal } from '../lib/walk.js';

/**
 * @typedef {import('./page-state.js').PageState} PageState
 * @typedef {Pick<import('../engine/client.js').EngineClient, 'decodeBatch' | 'samplePrior' | 'encodeInTurn'>} Decoder
 * @typedef {{pixels: Float32Array, label: number | null, mu: Float32Array | null, own: boolean}} Slot
 *   a digit that is kept, and its code; own: by the visitor
 * @typedef {{codes: Float32Array[], images: Float32Array} | null} Walk
 * @typedef {object} ExploreState
 * @property {number} seed               of the samples
 * @property {Float32Array | null} samples
 * @property {Walk} rows                 for each dimension COLUMNS codes
 * @property {boolean} allRows
 * @property {(Slot | null)[]} slots     A, B, C, D
 * @property {Walk} line
 * @property {Walk} grid
 * @property {Walk} classes              one z, ten digits
 * @property {{slot: number, from: number, to: number}} change
 * @property {Walk} changed
 */

export const SAMPLES = 24, COLUMNS = 11, REACH = 3, LINE = 11, GRID = 7, FEW_ROWS = 8, MOST_ROWS = 32;
export const STRENGTHS = steps(2, 7);
/** While training runs, the pictures follow this often. */
const TRAINING_MS = 350;

/** @returns {ExploreState} */
export const createExploreState = () => ({
  seed: 1, samples: null, rows: null, allRows: false, slots: [null, null, null, null], line: null, grid: null, classes: null,
  change: { slot: 0, from: 3, to: 8 }, changed: null,
});

/**
 * Pictures along paths through the latent space of the page's model.
 * @param {import('./store.js').Store<ExploreState>} store
 * @param {import('./store.js').Store<PageState>} page
 * @param {Decoder} decoder
 * @param {(error: unknown) => void} complain
 * @param {Pick<ReturnType<typeof import('./slot-memory.js').createSlotMemory>, 'read' | 'write'>} [memory]
 */
export function createExploreActions(store, page, decoder, complain, memory) {
  if (memory) store.set({ slots: memory.read() });

  let isSeen = false, isWorking = false, isStale = true, areMarksStale = true, last = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** Where nothing is kept, held-out digits of different kinds, so that there is something to walk between. */
  function fillSlots() {
    const { digits } = page.get();
    const { slots } = store.get();
    if (!digits || slots.every((slot) => slot)) return;
    store.set({ slots: [0, 1, 7, 3].map((label, i) => {
      const index = digits.labels.indexOf(label);
      return slots[i] ?? (index < 0 ? null : { label, pixels: digitFromBytes(digits.images, index), mu: null, own: false });
    }) });
  }

  /** @param {Float32Array[]} codes @param {number | number[]} [label] @returns {Promise<Walk>} */
  const decoded = async (codes, label = page.get().paintAs ?? page.get().label) => ({ codes, images: await decoder.decodeBatch(joined(codes), label) });

  /** The codes of the slots under the model as it is now. */
  async function encodeSlots() {
    const asked = store.get().slots;
    const codes = await Promise.all(asked.map(async (slot) => {
      // Only a conditional model looks at the label.
      return slot ? (await decoder.encodeInTurn(slot.pixels, slot.label ?? page.get().label)).mu : null;
    }));
    // Another digit may have been kept meanwhile.
    store.set({ slots: store.get().slots.map((slot, i) => (slot && slot === asked[i] ? { ...slot, mu: codes[i] } : slot)) });
    const marks = store.get().slots.flatMap((slot, i) => (slot?.own && slot.mu ? [{ name: 'ABCD'[i], mu: slot.mu }] : []));
    if (marks.length > 0) page.set({ walkMarks: marks });
    return codes;
  }

  /** The map shows the visitor's own digits, also while nobody sees the walks. */
  const hasOwn = () => store.get().slots.some((slot) => slot?.own);

  async function draw() {
    const { model, digits, scatter, code } = page.get();
    if (!model) return;
    if (!isSeen) return void (hasCode(model.config) && (await encodeSlots()));
    fillSlots();
    const { seed, allRows, change } = store.get();
    store.set({ samples: await decoder.samplePrior({ count: SAMPLES, seed }) });
    if (!hasCode(model.config)) return store.set({ rows: null, line: null, grid: null, classes: null, changed: null });
    const { latentDim } = model.config;
    const z = code?.mu.length === latentDim ? code.mu : new Float32Array(latentDim);
    const count = Math.min(latentDim, allRows ? MOST_ROWS : FEW_ROWS), values = steps(REACH, COLUMNS);
    store.set({ rows: await decoded(Array.from({ length: count }, (_, dimension) => traversal(z, dimension, values)).flat()) });
    const [a, b, c, d] = await encodeSlots();
    store.set({
      line: a && b ? await decoded(lineWalk(a, b, LINE)) : null,
      grid: a && b && c && d ? await decoded(cornerWalk([a, b, c, d], GRID)) : null,
      classes: isConditional(model.config) ? await decoded(Array.from({ length: 10 }, () => z), [...Array(10).keys()]) : null,
    });
    const means = scatter && digits && scatter.latentDim === latentDim ? meanCodes(scatter.mu, latentDim, digits.labels) : [];
    const start = [a, b, c, d][change.slot], from = means[change.from], to = means[change.to];
    store.set({ changed: start && from && to ? await decoded(alongDifference(start, from, to, STRENGTHS)) : null });
  }

  async function work() {
    clearTimeout(timer);
    if (isWorking || !(isSeen ? isStale : areMarksStale && hasOwn())) return;
    const wait = page.get().progress?.state === 'running' ? last + TRAINING_MS - performance.now() : 0;
    if (wait > 0) {
      timer = setTimeout(work, wait);
      return;
    }
    isWorking = true;
    areMarksStale = false;
    // What is not seen is drawn once it is.
    isStale &&= !isSeen;
    const asked = page.get().model?.config;
    try {
      await draw();
    } catch (error) {
      // What a model that is gone was asked, its successor may refuse.
      if (page.get().model?.config === asked) complain(error);
    } finally {
      isWorking = false;
      last = performance.now();
      void work();
    }
  }

  /** @param {boolean} [marks]  whether the codes of what is kept have changed too */
  function refresh(marks = true) {
    isStale = true;
    areMarksStale ||= marks;
    void work();
  }

  return {
    refresh,
    /** Nothing is decoded that nobody sees. @param {boolean} seen */
    setSeen(seen) {
      isSeen = seen;
      void work();
    },
    otherSamples() {
      store.set({ seed: Math.floor(Math.random() * 100_000) });
      refresh();
    },
    toggleRows() {
      store.set({ allRows: !store.get().allRows });
      refresh();
    },
    /** Keeps the digit that is on the pad. @param {number} index  of the slot */
    keep(index) {
      const { pixels, label } = page.get();
      if (!pixels) return;
      store.set({ slots: store.get().slots.with(index, { pixels, label, mu: null, own: true }) });
      memory?.write(store.get().slots);
      refresh();
    },
    /** @param {Partial<ExploreState['change']>} patch */
    setChange(patch) {
      store.set({ change: { ...store.get().change, ...patch } });
      refresh();
    },
  };
}
