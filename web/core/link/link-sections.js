import { BUILT_IN } from '../model/run-record.js';

/**
 * The parts of a link for the lesson and the sections below the first screen.
 * @typedef {import('../state/section-state.js').SectionState} SectionState
 * @typedef {import('./link-table.js').LinkValues} LinkValues
 */

/** The slots A to D. */
export const SLOT_KEYS = /** @type {const} */ (['ea', 'eb', 'ec', 'ed']);

/**
 * @param {LinkValues} values
 * @param {Readonly<SectionState>} state
 * @returns {Partial<SectionState>}
 */
export function sectionPatchOf(values, { lesson, explore, compare, lab }) {
  /** @type {Partial<SectionState>} */
  const patch = {};
  const {
    lesson: stage,
    loss,
    eseed,
    erows,
    eadd,
    cseed,
    csteps,
    csamples,
    caxes,
    cprior,
    lmodel,
    lrows,
    lseed,
    lfill,
    mseed,
  } = values;
  if (stage !== undefined || loss !== undefined) {
    const open = stage === undefined ? lesson.open : stage !== 'none';
    patch.lesson = {
      open,
      stage: stage === undefined || stage === 'none' ? lesson.stage : stage,
      mean: loss === undefined ? lesson.mean : loss === 'mean',
    };
  }
  const slots = SLOT_KEYS.map((key) => values[key]);
  if ([eseed, erows, eadd, ...slots].some((value) => value !== undefined)) {
    patch.explore = {
      seed: eseed ?? explore.seed,
      allRows: erows === undefined ? explore.allRows : erows === 'all',
      change: eadd ?? explore.change,
      kept: slots.map((slot, i) => (slot === undefined ? explore.kept[i] : slot)),
    };
  }
  if ([cseed, csteps, csamples, caxes, cprior].some((value) => value !== undefined)) {
    // As for the page's own model, a seed alone specifies its initial weights.
    const goal =
      cseed === undefined && csteps === undefined
        ? compare.goal
        : { seed: cseed === undefined ? compare.seed : cseed, steps: csteps ?? 0 };
    patch.compare = {
      ...compare,
      sampleSeed: csamples ?? compare.sampleSeed,
      axes: caxes ?? compare.axes,
      density: cprior ?? compare.density,
      goal,
    };
  }
  if ([lmodel, lrows, lseed, lfill].some((value) => value !== undefined)) {
    patch.lab = {
      kind: lmodel ?? lab.kind,
      rows: lrows ?? lab.rows,
      seed: lseed ?? lab.seed,
      completionSeed: lfill ?? lab.completionSeed,
    };
  }
  if (mseed !== undefined) patch.monteCarlo = { seed: mseed };
  return patch;
}

/**
 * The step of the comparison, or the target step of a link; none if no link can reproduce it.
 * @param {Readonly<import('../state/page-state.js').PageState>} state
 * @param {number} most   maximum in a link
 */
export function comparedSteps({ compare: { goal, steps }, digits }, most) {
  const step = goal?.steps ?? steps;
  return step === null || step > most || (digits && digits.name !== BUILT_IN) ? undefined : step;
}
