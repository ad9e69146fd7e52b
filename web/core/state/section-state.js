import { SIDE } from '../pictures/digit-image.js';

/**
 * The state that the lesson and the sections below the first screen share with the link. Each starts with its part of the page's
 * state, follows changes by a link, and writes the user's changes to it.
 *
 * @typedef {import('../model/lesson-stages.js').Stage} Stage
 *
 * @typedef {object} LessonShare
 * @property {boolean} open
 * @property {Stage} stage
 * @property {boolean} mean           the loss averaged over the pixels instead of summed
 *
 * @typedef {{digit: number} | {pixels: Float32Array, label: number, width: number, height: number}} Kept   a held-out digit of the
 *   page's own by its index, or a drawing
 *
 * @typedef {object} ExploreShare
 * @property {number} seed            of the samples
 * @property {boolean} allRows
 * @property {readonly (Kept | null)[]} kept   in the slots A, B, C, D; null: the default digit
 * @property {{slot: number, from: number, to: number}} change   the difference that is added
 *
 * @typedef {object} CompareShare
 * @property {number | null} seed     of the initial weights of all three; null: the shipped weights
 * @property {number | null} steps    training steps of each; null if they differ, or if no link can reproduce them
 * @property {boolean} playing
 * @property {number} sampleSeed      the same noise for all three
 * @property {'same' | 'fit'} axes     of the maps: the same for all, or each wide enough for its own points
 * @property {CodeDensity} density     from which the codes of the AE's samples are drawn
 * @property {{seed: number | null, steps: number} | null} goal   the target of a link
 *
 * @typedef {'normal' | 'gaussian' | 'mixture'} CodeDensity   N(0, I), or a Gaussian or a mixture fitted to the codes of training digits
 *
 * @typedef {object} FvbnShare
 * @property {'fvbn' | 'made'} kind
 * @property {number} rows            number of given rows of the digit
 * @property {number} seed            of the sample
 * @property {number} completionSeed
 *
 * @typedef {object} MonteCarloShare
 * @property {number} seed            of the samples from the prior and from q
 *
 * @typedef {{lesson: LessonShare, explore: ExploreShare, compare: CompareShare, lab: FvbnShare, monteCarlo: MonteCarloShare}} SectionState
 */

/** A, B, C and D. */
export const SLOTS = 4;

/** @returns {SectionState} */
export const createSectionState = () => ({
  lesson: { open: false, stage: 'encode', mean: false },
  explore: { seed: 1, allRows: false, kept: Array(SLOTS).fill(null), change: { slot: 0, from: 3, to: 8 } },
  compare: { seed: null, steps: 0, playing: false, sampleSeed: 1, axes: 'same', density: 'normal', goal: null },
  lab: { kind: 'fvbn', rows: SIDE / 2, seed: 1, completionSeed: 1 },
  monteCarlo: { seed: 1 },
});

/**
 * Synchronizes a section's state with its part of the page's state, in both directions.
 * @template {keyof SectionState} Name
 * @param {import('./store.js').Store<any>} store   of the section
 * @param {import('./store.js').Store<any>} page
 * @param {Name} name
 * @param {(changed: ReadonlySet<keyof SectionState[Name]>) => void} onLink   called with the keys that a link changed
 */
export function shareWithLink(store, page, name, onLink) {
  const keys = Object.keys(page.get()[name]);
  store.set(page.get()[name]);
  store.subscribe((state, changed) => {
    if (keys.some((key) => changed.has(key)))
      page.set({ [name]: Object.fromEntries(keys.map((key) => [key, state[key]])) });
  });
  page.subscribe((state, changed) => {
    if (!changed.has(name)) return;
    const told = state[name],
      own = store.get();
    const others = keys.filter((key) => !Object.is(told[key], own[key]));
    if (others.length === 0) return;
    store.set(told);
    onLink(new Set(/** @type {any[]} */ (others)));
  });
}
