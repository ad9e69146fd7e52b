import { LANGUAGE_CODES } from '../../languages/languages.js';
import { DEFAULT_DIGIT } from '../pictures/default-digit.js';
import { SIDE } from '../pictures/digit-image.js';
import { decodeDrawing, encodeDrawing } from '../pictures/drawing-code.js';
import { createDrawing, isBlank } from '../pictures/drawing.js';
import { ALL_DIGITS } from '../model/digit-labels.js';
import { stagesOf } from '../model/lesson-stages.js';
import { MANIFOLD_RANGES, MANIFOLD_SIDES } from '../scatter/manifold.js';
import { isImageSize } from '../model/data-limits.js';
import { hasCode, isConditional } from '../model/model-kind.js';
import { NAMED_WEIGHTS } from '../model/shipped-models.js';
import { SETTINGS_TABLE, STANDARD_CONFIG } from '../model/settings.js';
import { decodePicture, encodePicture } from '../pictures/picture-code.js';
import { MAX_EPOCHS } from '../model/stop-limit.js';
import { rasterizeStrokes } from '../pictures/rasterize-strokes.js';
import { LIMITS } from '../model/validate-config.js';
import { SLOT_KEYS, comparedSteps } from './link-sections.js';
import {
  axes,
  choice,
  decimal,
  difference,
  flag,
  labels,
  matching,
  names,
  numberOf,
  numbers,
  orNone,
  whole,
} from './link-parse.js';
import { HIDEABLE, OPENED } from '../state/panels.js';
import { CHAPTERS, VIEWS } from '../state/view-state.js';
import { BUILT_IN, isReproducible, stepOf } from '../model/run-record.js';

/**
 * Every key of the link: how its text is parsed, how it is read from the state, and its default.
 * Only values other than the default are written. A key without `read` is a command (where to scroll to, which checksum to
 * expect), and is never written from the state.
 *
 * @typedef {import('../state/page-state.js').PageState} PageState
 * @typedef {import('../../engine/messages.js').ModelConfig} ModelConfig
 *
 * @typedef {object} Row
 * @property {string} key
 * @property {(text: string) => any} parse          undefined for an invalid text
 * @property {import('./link-parse.js').Parser<any>['expects']} expects
 * @property {(state: Readonly<PageState>) => any} [read]       undefined if the state has no such value
 * @property {any} [standard]                       the default value, or a function of the state that returns it
 * @property {(value: any) => string} [format]
 *
 * @typedef {object} LinkValues                     the values of a link, by its keys
 * @property {string} [lang]
 * @property {'light' | 'dark'} [theme]
 * @property {import('../state/view-state.js').View} [view]
 * @property {import('../state/view-state.js').Chapter} [chapter]
 * @property {boolean} [present]
 * @property {import('../model/model-kind.js').ModelKind} [model]
 * @property {import('../../engine/messages.js').Layer[]} [hidden]
 * @property {number} [latent]
 * @property {'relu' | 'tanh'} [act]
 * @property {{hidden: number[], latentDim: number}[]} [lower]
 * @property {'bottom_up' | 'top_down'} [inference]
 * @property {string} [likelihood]
 * @property {number} [sigma]
 * @property {'standard' | 'mixture' | 'vamp'} [prior]
 * @property {number} [components]
 * @property {number} [orderings]
 * @property {number} [seed]
 * @property {number} [beta]
 * @property {number} [warmup]
 * @property {number} [lr]
 * @property {'constant' | 'steps' | 'cosine' | 'burda'} [schedule]
 * @property {number[]} [lrat]
 * @property {number} [lrepochs]
 * @property {number} [lrfactor]
 * @property {number} [average]
 * @property {'reparameterized' | 'stl' | 'dreg'} [estimator]
 * @property {number} [batch]
 * @property {'binarized' | 'thresholded' | 'grey'} [pixels]
 * @property {'elbo' | 'iwae'} [objective]
 * @property {number} [k]
 * @property {number[]} [digits]
 * @property {string} [weights]   'shipped', 'fresh', or the name of shipped weights
 * @property {number} [steps]
 * @property {boolean} [play]
 * @property {'exact' | 'fused' | null} [arith]           null, here and below: not set
 * @property {number | null} [threads]
 * @property {number | null} [epochs]
 * @property {number | null} [patience]
 * @property {import('../pictures/drawing.js').Drawing} [draw]
 * @property {import('../pictures/prepare-digit.js').Ink} [picture]
 * @property {number} [digit]
 * @property {number} [pen]
 * @property {boolean} [prepare]
 * @property {number} [noise]
 * @property {boolean} [mean]
 * @property {boolean} [ink]
 * @property {number} [scale]
 * @property {number} [told]
 * @property {number | null} [paint]
 * @property {number[] | null} [z]
 * @property {[number, number] | 'pca'} [axes]
 * @property {number[]} [show]
 * @property {number} [grid]
 * @property {number} [range]
 * @property {'none' | import('../model/lesson-stages.js').Stage} [lesson]
 * @property {'sum' | 'mean'} [loss]
 * @property {import('../state/panels.js').Opened[]} [open]
 * @property {number} [eseed]
 * @property {'few' | 'all'} [erows]
 * @property {import('../state/section-state.js').Kept | null} [ea]
 * @property {import('../state/section-state.js').Kept | null} [eb]
 * @property {import('../state/section-state.js').Kept | null} [ec]
 * @property {import('../state/section-state.js').Kept | null} [ed]
 * @property {import('../state/section-state.js').ExploreShare['change']} [eadd]
 * @property {number | null} [cseed]
 * @property {number} [csteps]
 * @property {number} [csamples]
 * @property {'same' | 'fit'} [caxes]
 * @property {import('../state/section-state.js').CodeDensity} [cprior]
 * @property {'fvbn' | 'made'} [lmodel]
 * @property {number} [lrows]
 * @property {number} [lseed]
 * @property {number} [lfill]
 * @property {number} [mseed]
 * @property {import('../state/panels.js').Hideable[]} [hide]
 * @property {typeof PLACES[number]} [at]
 * @property {string} [sum]
 */

/** More steps would occupy a page for an hour before it shows the result of its link. */
export const MAX_STEPS = 1e6;
/** Values of `at`. */
export const PLACES = /** @type {const} */ ([
  'xhat-stage',
  'nats',
  'map',
  'train',
  'lesson',
  'explore',
  'compare',
  'lab',
  'article',
]);

/** The value in the initial state of the page. @param {(first: PageState) => unknown} pick */
const ofFirst = (pick) => (/** @type {unknown} */ _, /** @type {PageState} */ first) => pick(first);
const joined = (/** @type {readonly unknown[]} */ list) => list.join('') || 'none';
const bit = (/** @type {boolean} */ value) => (value ? '1' : '0');
const drawing = {
  /** @param {string} text */
  parse: (text) => (text === 'none' ? createDrawing() : (decodeDrawing(text) ?? undefined)),
  expects: { kind: 'drawing', params: {} },
};
/** @param {import('../pictures/drawing.js').Drawing} value */
const drawingText = (value) => (isBlank(value) ? 'none' : encodeDrawing(value));

/** A slot of the walks. @type {Pick<Row, 'parse' | 'expects' | 'format'>} */
const slot = {
  parse(text) {
    if (text === 'none') return null;
    if (/^\d{1,5}$/.test(text)) return { digit: Number(text) };
    const [, label, code] = /^(\d{1,2})\.(.+)$/.exec(text) ?? [],
      ink = code ? decodePicture(code) : null;
    if (!ink || Number(label) > LIMITS.label || !isImageSize(ink)) return undefined;
    return { label: Number(label), pixels: ink.data, width: ink.width, height: ink.height };
  },
  expects: { kind: 'slot', params: {} },
  /** @param {import('../state/section-state.js').Kept} kept */
  format: (kept) =>
    'digit' in kept
      ? String(kept.digit)
      : `${kept.label}.${encodePicture({ data: kept.pixels, width: kept.width, height: kept.height })}`,
};

/** The architecture and seed of a shipped model are known, but there are several sizes of code. @param {Readonly<PageState>} state */
const latentOf = ({ model, run }) =>
  model && run.name === undefined && (run.weights !== 'shipped' || hasCode(model.config))
    ? model.config.latentDim
    : undefined;
/** The default weights for a link that specifies only the size of the code. @param {Readonly<PageState>} state */
const usualWeights = (state) =>
  state.run.weights === 'shipped' && (latentOf(state) ?? STANDARD_CONFIG.latentDim) !== STANDARD_CONFIG.latentDim
    ? 'fresh'
    : 'shipped';

/** Values that only a new model has. @param {(config: ModelConfig) => unknown} pick */
const ofNewModel =
  (pick) =>
  (/** @type {Readonly<PageState>} */ { model, run }) =>
    model && run.weights !== 'shipped' ? pick(model.config) : undefined;

/**
 * The default of a training setting is the shipped model's if its weights are used; the digits are always written.
 * @param {import('../model/settings.js').Setting} setting
 * @returns {Row}
 */
function rowOf({ name, of, key, link, defaultValue, format, isNamedOfShipped }) {
  const row = { key, ...link, standard: defaultValue, ...(format ? { format } : {}) };
  if (of === 'training') {
    return {
      ...row,
      read: ({ model }) => /** @type {any} */ (model)?.training[name],
      standard: isNamedOfShipped
        ? defaultValue
        : (/** @type {Readonly<PageState>} */ { run }) =>
            run.weights === 'shipped' ? /** @type {any} */ (run).training?.[name] : defaultValue,
    };
  }
  if (isNamedOfShipped) {
    const read = (/** @type {Readonly<PageState>} */ { model, run }) =>
      run.name === undefined ? /** @type {any} */ (model)?.config[name] : undefined;
    return { ...row, read };
  }
  return {
    ...row,
    read: name === 'latentDim' ? latentOf : ofNewModel((config) => /** @type {any} */ (config)[name] ?? defaultValue),
  };
}

/** @type {readonly Row[]} */
export const LINK_TABLE = Object.freeze(
  /** @type {Row[]} */ ([
    { key: 'lang', ...choice(LANGUAGE_CODES), read: ({ language }) => language, standard: 'en' },
    { key: 'theme', ...choice(['light', 'dark']), read: ({ theme }) => theme ?? undefined },
    {
      key: 'view',
      ...choice(VIEWS),
      // Other keys alone open the workbench; without any, the usual view is opened.
      read: ({ view, usualView }) => (view === 'story' || usualView !== 'bench' ? view : undefined),
    },
    {
      key: 'chapter',
      ...choice(CHAPTERS),
      read: ({ view, chapter }) => (view === 'story' ? chapter : undefined),
      standard: 'draw',
    },
    {
      key: 'present',
      ...flag(),
      read: ({ view, presenting }) => view === 'story' && presenting,
      standard: false,
      format: bit,
    },

    {
      key: 'weights',
      ...choice(['shipped', 'fresh', ...NAMED_WEIGHTS]),
      read: ({ model, run }) => (!model || run.weights === 'shipped' ? (run.name ?? 'shipped') : 'fresh'),
      standard: usualWeights,
    },
    ...SETTINGS_TABLE.map(rowOf),
    { key: 'steps', ...whole(0, MAX_STEPS), read: stepsOf, standard: 0 },
    {
      key: 'play',
      ...flag(),
      read: ({ progress, goal }) => progress?.state === 'running' && !goal,
      standard: false,
      format: bit,
    },
    { key: 'sum', ...matching(/^[0-9a-f]{16}$/, 'sum'), read: ({ goal }) => goal?.sum ?? undefined },
    {
      key: 'arith',
      ...orNone(choice(['exact', 'fused'])),
      read: ({ engineChoice: { variant } }) => (variant === 'auto' ? undefined : variant),
    },
    {
      key: 'threads',
      ...orNone(whole(1, 8)),
      read: ({ engineChoice: { threads } }) => (threads === 'auto' ? undefined : threads),
    },
    { key: 'epochs', ...orNone(whole(1, MAX_EPOCHS)), read: ({ stopRule }) => stopRule.epochs ?? undefined },
    { key: 'patience', ...orNone(whole(1, MAX_EPOCHS)), read: ({ stopRule }) => stopRule.patience ?? undefined },

    { key: 'draw', ...drawing, read: drawingOf, standard: createDrawing(DEFAULT_DIGIT), format: drawingText },
    {
      key: 'picture',
      parse(text) {
        const ink = decodePicture(text);
        return ink?.width === ink?.height ? (ink ?? undefined) : undefined;
      },
      expects: { kind: 'picture', params: {} },
      read: pictureOf,
      format: encodePicture,
    },
    {
      key: 'digit',
      ...whole(0, 59_999),
      read: (state) => (isOwnDigit(state) ? undefined : state.drawing.digit?.index),
    },
    {
      key: 'pen',
      ...decimal(0.01, 0.3),
      read: ({ penWidth }) => penWidth,
      standard: ofFirst(({ penWidth }) => penWidth),
    },
    { key: 'prepare', ...flag(), read: (state) => state.prepare && !isOwnDigit(state), standard: true, format: bit },
    {
      key: 'noise',
      ...whole(0, LIMITS.seed),
      read: ({ noiseSeed }) => noiseSeed,
      standard: ofFirst(({ noiseSeed }) => noiseSeed),
    },
    { key: 'mean', ...flag(), read: ({ atMean }) => atMean, standard: false, format: bit },
    { key: 'ink', ...flag(), read: ({ samplesPixels }) => samplesPixels, standard: false, format: bit },
    { key: 'scale', ...decimal(0, 3), read: ({ sigmaScale }) => sigmaScale, standard: 1 },
    {
      key: 'told',
      ...whole(0, LIMITS.label),
      read: ({ model, label }) => (model && isConditional(model.config) ? label : undefined),
      standard: ofFirst(({ label }) => label),
    },
    { key: 'paint', ...orNone(whole(0, LIMITS.label)), read: ({ decodeAs }) => decodeAs ?? undefined },
    {
      key: 'z',
      ...orNone(numbers(LIMITS.latentDim, 1000)),
      read: ({ probe }) => probe ?? undefined,
      format: (/** @type {Float32Array} */ z) => Array.from(z, shortest).join(','),
    },

    {
      key: 'axes',
      ...axes(LIMITS.latentDim),
      // A code of fewer than two dimensions has no two axes.
      read: ({ projection, axes: [across, up] }) =>
        projection === 'pca' ? 'pca' : up >= 0 && up !== across ? [across, up] : undefined,
      standard: [0, 1],
      format: (value) => (value === 'pca' ? value : value.map((/** @type {number} */ axis) => axis + 1).join(',')),
    },
    {
      key: 'show',
      ...labels(true),
      read: ({ hiddenLabels }) => ALL_DIGITS.filter((label) => !hiddenLabels.has(label)),
      standard: ALL_DIGITS,
      format: joined,
    },
    {
      key: 'grid',
      ...numberOf([...MANIFOLD_SIDES]),
      read: ({ manifold }) => manifold.side,
      standard: ofFirst(({ manifold }) => manifold.side),
    },
    {
      key: 'range',
      ...numberOf([...MANIFOLD_RANGES]),
      read: ({ manifold }) => manifold.range,
      standard: ofFirst(({ manifold }) => manifold.range),
    },

    {
      key: 'lesson',
      ...choice(['none', ...stagesOf('vae')]),
      read: ({ lesson: { open, stage } }) => (open ? stage : 'none'),
      standard: 'none',
    },
    { key: 'loss', ...choice(['sum', 'mean']), read: ({ lesson }) => (lesson.mean ? 'mean' : 'sum'), standard: 'sum' },
    {
      key: 'open',
      ...names(OPENED),
      read: ({ opened }) => OPENED.filter((name) => opened.has(name)),
      standard: [],
      format: (list) => list.join(',') || 'none',
    },

    {
      key: 'eseed',
      ...whole(0, LIMITS.seed),
      read: ({ explore }) => explore.seed,
      standard: ofFirst(({ explore }) => explore.seed),
    },
    {
      key: 'erows',
      ...choice(['few', 'all']),
      read: ({ explore }) => (explore.allRows ? 'all' : 'few'),
      standard: 'few',
    },
    ...SLOT_KEYS.map((key, i) => ({
      key,
      ...slot,
      read: (/** @type {Readonly<PageState>} */ { explore }) => explore.kept[i] ?? undefined,
    })),
    {
      key: 'eadd',
      ...difference(LIMITS.label),
      read: ({ explore }) => explore.change,
      standard: ofFirst(({ explore }) => explore.change),
      format: (change) => `${'ABCD'[change.slot]},${change.to},${change.from}`,
    },
    {
      key: 'cseed',
      ...orNone(whole(0, LIMITS.seed)),
      read: ({ compare: { goal, seed } }) => (goal ? goal.seed : seed) ?? undefined,
    },
    {
      key: 'csteps',
      ...whole(0, MAX_STEPS),
      read: (state) => (state.compare.playing && !state.compare.goal ? undefined : comparedSteps(state, MAX_STEPS)),
      standard: 0,
    },
    {
      key: 'csamples',
      ...whole(0, LIMITS.seed),
      read: ({ compare }) => compare.sampleSeed,
      standard: ofFirst(({ compare }) => compare.sampleSeed),
    },
    {
      key: 'caxes',
      ...choice(['same', 'fit']),
      read: ({ compare }) => compare.axes,
      standard: ofFirst(({ compare }) => compare.axes),
    },
    {
      key: 'cprior',
      ...choice(['normal', 'gaussian', 'mixture']),
      read: ({ compare }) => compare.density,
      standard: ofFirst(({ compare }) => compare.density),
    },
    {
      key: 'lmodel',
      ...choice(['fvbn', 'made']),
      read: ({ lab }) => lab.kind,
      standard: ofFirst(({ lab }) => lab.kind),
    },
    { key: 'lrows', ...whole(0, SIDE), read: ({ lab }) => lab.rows, standard: ofFirst(({ lab }) => lab.rows) },
    { key: 'lseed', ...whole(0, LIMITS.seed), read: ({ lab }) => lab.seed, standard: ofFirst(({ lab }) => lab.seed) },
    {
      key: 'lfill',
      ...whole(0, LIMITS.seed),
      read: ({ lab }) => lab.completionSeed,
      standard: ofFirst(({ lab }) => lab.completionSeed),
    },
    {
      key: 'mseed',
      ...whole(0, LIMITS.seed),
      read: ({ monteCarlo }) => monteCarlo.seed,
      standard: ofFirst(({ monteCarlo }) => monteCarlo.seed),
    },

    {
      key: 'hide',
      ...names(HIDEABLE),
      read: ({ hiddenPanels }) => HIDEABLE.filter((name) => hiddenPanels.has(name)),
      standard: [],
      format: (list) => list.join(',') || 'none',
    },
    { key: 'at', ...choice(PLACES) },
  ]),
);

/**
 * The step of the run, or the target step of its link; none if no link can reproduce it on another page.
 * @param {Readonly<PageState>} state
 */
function stepsOf(state) {
  const { model, progress, goal } = state;
  if (goal) return goal.step;
  if (!model || progress?.state === 'running' || !isReproducible(state)) return undefined;
  const step = stepOf(state);
  return step <= MAX_STEPS ? step : undefined;
}

/** A held-out digit from the user's own files, whose index means another digit elsewhere. @param {Readonly<PageState>} state */
const isOwnDigit = ({ drawing: { digit }, digits }) => digit !== null && digits !== null && digits.name !== BUILT_IN;

/** @param {Readonly<PageState>} state */
function drawingOf({ drawing: shown }) {
  return shown.digit || shown.picture || (!isBlank(shown) && encodeDrawing(shown) === '') ? undefined : shown;
}

/**
 * The ink of drawings without a stroke code, computed once each: the URL is written often. @type
 * {WeakMap<import('../pictures/drawing.js').Drawing, import('../pictures/prepare-digit.js').Ink>}
 */
const inks = new WeakMap();

/**
 * The user's own image, or a drawing that only an image can represent: one of too many strokes, or a digit of the user's own files.
 * @param {Readonly<PageState>} state
 */
function pictureOf(state) {
  const { drawing: shown } = state;
  if (shown.picture || drawingOf(state) || (shown.digit && !isOwnDigit(state))) return shown.picture ?? undefined;
  const ink = inks.get(shown) ?? (shown.digit ? squared(shown.digit) : rasterizeStrokes(shown.strokes, shown.widths));
  inks.set(shown, ink);
  return ink;
}

/** The ink of a held-out digit, in the middle of a square. @param {import('../pictures/drawing.js').HeldOutDigit} digit */
function squared({ pixels, width, height }) {
  if (width === height) return { data: pixels, width, height };
  const side = Math.max(width, height),
    data = new Float32Array(side * side),
    left = (side - width) >> 1,
    top = (side - height) >> 1;
  for (let y = 0; y < height; y++) data.set(pixels.subarray(y * width, (y + 1) * width), (top + y) * side + left);
  return { data, width: side, height: side };
}

/** The shortest decimal that parses to the same 32-bit number. @param {number} value */
function shortest(value) {
  for (let digits = 1; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return text + 0;
  }
  return value;
}
