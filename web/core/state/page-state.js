import { DEFAULT_DIGIT } from '../pictures/default-digit.js';
import { createDrawing } from '../pictures/drawing.js';
import { emptyCurve } from '../model/curve.js';
import { PEN_WIDTH } from '../pictures/rasterize-strokes.js';
import { createSectionState } from './section-state.js';
import { createRun } from '../model/run-record.js';

/**
 * @typedef {import('../../engine/messages.js').ModelInfo} ModelInfo
 * @typedef {import('../../engine/messages.js').Code} Code
 * @typedef {import('../../engine/messages.js').Progress} Progress
 * @typedef {{key: string, params: import('../texts/message-of.js').MessageParams, kind: 'error' | 'news',
 *   action?: {key: string, run: () => void}, about?: string}} Notice   with what one may do about it, and the command it is about
 *
 * @typedef {Parameters<import('../../engine/client.js').EngineClient['loadDigits']>[0]} DigitsSource
 *
 * @typedef {import('./section-state.js').SectionState & OwnState} PageState
 *
 * @typedef {{z: Float32Array, pixels: Float32Array}} Preview   a z under the pointer, and what it decodes to
 *
 * @typedef {import('../scatter/basis.js').Basis & {shares: [number, number]}} Components   shares: of the variance, 0 … 1
 *
 * @typedef {object} ManifoldPicture
 * @property {number} side
 * @property {number} range
 * @property {import('../scatter/basis.js').Basis} basis   the plane it lies in
 * @property {Uint8Array} pixels      ink, 784 for each cell, row by row from the top
 *
 * @typedef {object} Likelihood   of one digit, in nats
 * @property {number} reconstruction
 * @property {number} kl
 * @property {number} elbo
 * @property {number} elboError
 * @property {number} logLikelihood
 * @property {number} logLikelihoodError
 * @property {number} gap
 * @property {number} gapError
 * @property {number} samples
 *
 * @typedef {object} PosteriorGrid   p(z | x), row by row from the bottom
 * @property {number} side
 * @property {number} left
 * @property {number} right
 * @property {number} bottom
 * @property {number} top
 * @property {Float32Array} density
 *
 * @typedef {object} DigitTerms            the terms of one digit under one model
 * @property {Float32Array} pixels   the digit it is about; another one's numbers are stale
 * @property {'vae' | 'cvae' | 'ae' | 'fvbn' | 'made'} kind
 * @property {Likelihood | null} likelihood
 * @property {readonly number[]} klPerDimension  the parts of the likelihood's KL; none where there is none
 * @property {number | null} exact   log p(x), where the model has it
 * @property {PosteriorGrid | null} posterior
 * @property {import('../texts/message-of.js').Message} failure        the error instead; '' where there is none
 *
 * @typedef {{percent: number, loss: number, digits: number}} Typicality   percent of the held-out digits with a larger loss
 *
 * @typedef {object} OwnState                                of the first screen, and of the page as a whole
 * @property {string} language
 * @property {'light' | 'dark' | null} theme                 null: as the system has it
 * @property {'light' | 'dark' | 'paper'} scheme             what is seen; paper: while it is printed
 * @property {import('../../engine/messages.js').EngineInfo | null} engine
 * @property {import('./preferences.js').EngineChoice} engineChoice   what was asked for; what runs is in engine
 * @property {ModelInfo | null} model
 * @property {import('../../engine/messages.js').Digits | null} digits
 * @property {import('../pictures/drawing.js').Drawing} drawing
 * @property {number} penWidth                              share of the pad's side
 * @property {boolean} prepare                               whether a drawing is prepared as MNIST's digits were
 * @property {Float32Array | null} pixels                    what the model sees; null when nothing is drawn
 * @property {Code | null} code
 * @property {number} noiseSeed                              uint32, from which epsilon follows
 * @property {number} sigmaScale                             factor of sigma in z, 0 … 3
 * @property {Float32Array} epsilon                          the noise, one number for each latent dimension
 * @property {boolean} atMean                                take epsilon as 0
 * @property {Float32Array | null} probe                     a z set by hand on the map
 * @property {number} label                                which digit a cvae's encoder is told it sees
 * @property {number | null} decodeAs                         which one its decoder is to paint; null: the same
 * @property {Float32Array | null} reconstruction
 * @property {Preview | null} preview   the place on the map under the mouse
 * @property {import('../../engine/messages.js').Activations | null} activations  of the hidden layers, for the digit and z shown
 * @property {{latentDim: number, mu: Float32Array} | null} scatter
 * @property {[number, number]} axes                         the latent dimensions the map shows
 * @property {'axes' | 'pca'} projection                     what the map's axes are, for more than two dimensions
 * @property {Components | null} components   of the held-out digits' mu; null until asked for
 * @property {{side: number, range: number}} manifold        the decoded grid behind the map: side × side, 0 for none
 * @property {ManifoldPicture | null} manifoldPicture
 * @property {ReadonlySet<number>} hiddenLabels              digits the legend has switched off
 * @property {readonly string[]} linked                      symbols that are marked, since one of them is pointed at
 * @property {Progress | null} progress
 * @property {import('../model/curve.js').Curve} trainCurve
 * @property {import('../model/curve.js').Curve} heldOutCurve
 * @property {{klPerDimension: number[], activeUnits: number} | null} dimensions  of the code, when last measured
 * @property {{epochs: number | null, patience: number | null}} stopRule
 * @property {readonly import('../model/pin.js').Pin[]} pins
 * @property {import('../model/run-record.js').Run} run             where the weights come from
 * @property {{step: number, sum: string | null} | null} goal   the step a link sends the run to, and the checksum it expects there
 * @property {number | null} kept                            the step whose snapshot this browser keeps
 * @property {ReadonlySet<import('./panels.js').Hideable>} hiddenPanels   parts of the page, and single controls, that the link has hidden
 * @property {ReadonlySet<import('./panels.js').Opened>} opened       what one has opened
 * @property {DigitTerms | null} digitTerms  of the bound, when the pen last rested
 * @property {readonly {name: string, mu: Float32Array}[]} walkMarks   digits that the visitor has kept as A … D, and their codes
 * @property {Typicality | null} typicality   how usual it is; null while that is not known
 * @property {DigitsSource | null} digitsSource              for further engines, which need the same digits
 * @property {boolean} busy                                  a model is being made or loaded
 * @property {Notice | null} notice                          what is said now; see notices.js
 * @property {readonly Notice[]} waiting                     and what else has not been read
 */

/** @returns {PageState} */
export function createPageState() {
  return {
    language: 'en',
    theme: null,
    scheme: 'light',
    engine: null,
    engineChoice: { variant: 'auto', threads: 'auto' },
    model: null,
    digits: null,
    drawing: createDrawing(DEFAULT_DIGIT),
    penWidth: PEN_WIDTH,
    prepare: true,
    pixels: null,
    code: null,
    noiseSeed: 1,
    sigmaScale: 1,
    epsilon: new Float32Array(0),
    atMean: false,
    probe: null,
    // The digit that the page begins with is a 2.
    label: 2,
    decodeAs: null,
    reconstruction: null,
    preview: null,
    activations: null,
    scatter: null,
    axes: [0, 1],
    projection: 'axes',
    components: null,
    manifold: { side: 0, range: 3 },
    manifoldPicture: null,
    hiddenLabels: new Set(),
    linked: [],
    progress: null,
    trainCurve: emptyCurve(),
    heldOutCurve: emptyCurve(),
    dimensions: null,
    stopRule: { epochs: null, patience: null },
    pins: [],
    run: createRun(),
    goal: null,
    kept: null,
    hiddenPanels: new Set(),
    opened: new Set(),
    ...createSectionState(),
    digitTerms: null,
    walkMarks: [],
    typicality: null,
    digitsSource: null,
    busy: false,
    notice: null,
    waiting: [],
  };
}
