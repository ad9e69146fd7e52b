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
 *   action?: {key: string, run: () => void}, about?: string}} Notice   with an optional action, and the command it refers to
 *
 * @typedef {Parameters<import('../../engine/client.js').EngineClient['loadDigits']>[0]} DigitsSource
 *
 * @typedef {import('./section-state.js').SectionState & OwnState} PageState
 *
 * @typedef {{index: number, x: number, y: number}} PickedDigit   a held-out digit, and the position of its mark in the map's
 *   element, in CSS pixels
 * @typedef {{z: Float32Array, pixels: Float32Array, digit: number | null}} Preview   a z under the pointer, and what it decodes
 *   to; digit: the index of the held-out digit whose code it is
 *
 * @typedef {import('../scatter/basis.js').Basis & {shares: [number, number]}} Components   shares: of the variance, 0 … 1
 *
 * @typedef {object} ManifoldPicture
 * @property {number} side
 * @property {number} range
 * @property {import('../scatter/basis.js').Basis} basis   the plane of the grid
 * @property {Uint8Array} pixels      ink, width · height for each cell, row by row from the top
 * @property {number} width            of a cell
 * @property {number} height
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
 * @property {Float32Array} pixels   the digit; for other pixels the values are outdated
 * @property {'vae' | 'cvae' | 'ae' | 'fvbn' | 'made'} kind
 * @property {Likelihood | null} likelihood
 * @property {readonly number[]} klPerDimension  the terms of the likelihood's KL; empty without one
 * @property {number | null} exact   log p(x), if the model has it
 * @property {PosteriorGrid | null} posterior
 * @property {import('../texts/message-of.js').Message} failure        the error; '' if there is none
 *
 * @typedef {{drawn: number, shown: number} | {doubt: 'several' | 'unusual'}} Recognition
 * @typedef {{percent: number, loss: number, digits: number}} Typicality   percent of the held-out digits with a larger loss
 *
 * @typedef {object} Task               a task of a text, in the words of the page's language
 * @property {string} name
 * @property {string} label             such as “Task 3 of 9”
 * @property {string} said              the user's prediction; '' without one
 * @property {string} right             what happens
 * @property {boolean} isRight
 * @property {'running' | 'done'} state
 * @property {boolean} isAway           whether the user has not yet returned to the text
 * @property {{number: 1 | 2, name: string} | null} part   which of its two runs is training: the control run or its own
 * @property {import('../reading/task-measures.js').Outcome | null} outcome   of its run, once that has ended
 *
 * @typedef {object} OwnState                                of the first screen, and of the whole page
 * @property {string} language
 * @property {import('./view-state.js').View} view
 * @property {import('./view-state.js').View} usualView     of a page that is opened without a link
 * @property {import('./view-state.js').Chapter} chapter     of the story
 * @property {boolean} presenting                            the story for a projector: the stage and one sentence
 * @property {'light' | 'dark' | null} theme                 null: the system's theme
 * @property {'light' | 'dark' | 'paper'} scheme             the displayed theme; paper: while printing
 * @property {import('../../engine/messages.js').EngineInfo | null} engine
 * @property {import('./preferences.js').EngineChoice} engineChoice   the requested engine; the running one is in engine
 * @property {ModelInfo | null} model
 * @property {(import('../../engine/messages.js').Digits & {labelNames: readonly string[] | null}) | null} digits   labelNames:
 *   of images of the user's own; null: the labels are digits
 * @property {import('../pictures/drawing.js').Drawing} drawing
 * @property {number} penWidth                              share of the pad's side
 * @property {boolean} prepare                               whether a drawing is prepared as MNIST's digits were
 * @property {Float32Array | null} pixels                    the model's input; null for a blank pad
 * @property {Code | null} code
 * @property {number} noiseSeed                              uint32, determines epsilon
 * @property {number} sigmaScale                             factor of sigma in z, 0 … 3
 * @property {Float32Array} epsilon                          the noise, one number for each latent dimension
 * @property {boolean} samplesPixels                         show a picture sampled from p(x | z) beside the reconstruction
 * @property {boolean} atMean                                take epsilon as 0
 * @property {Float32Array | null} probe                     a z set by hand on the map
 * @property {number} label                                the label given to a cvae's encoder
 * @property {number | null} decodeAs                         the label given to its decoder; null: the same
 * @property {Float32Array | null} reconstruction
 * @property {Preview | null} preview   the point of the map under the mouse
 * @property {PickedDigit | null} pickedDigit   the held-out digit whose mark is there, or at a z set by hand
 * @property {import('../../engine/messages.js').Activations | null} activations  of the hidden layers, for the displayed digit and z
 * @property {{latentDim: number, mu: Float32Array} | null} scatter
 * @property {import('../../engine/messages.js').Prior | null} prior   a learned prior when last asked for; null: not known yet, or
 *   N(0, I)
 * @property {{index: number, z: Float32Array} | null} component   a component of it that was chosen, and the z that was set to its mean
 * @property {[number, number]} axes                         the latent dimensions of the map
 * @property {'axes' | 'pca'} projection                     the kind of the map's axes, for more than two dimensions
 * @property {Components | null} components   of the held-out digits' mu; null until requested
 * @property {{side: number, range: number}} manifold        the decoded grid behind the map: side × side, 0 for none
 * @property {ManifoldPicture | null} manifoldPicture
 * @property {ReadonlySet<number>} hiddenLabels              digits switched off in the legend
 * @property {readonly string[]} linked                      highlighted symbols
 * @property {Progress | null} progress
 * @property {import('../model/curve.js').Curve} trainCurve
 * @property {import('../model/curve.js').Curve} heldOutCurve
 * @property {{klPerDimension: number[], klPerLayer?: number[], activeUnits: number} | null} dimensions  of the code, and the KL of
 *   each stochastic layer, when last measured
 * @property {{epochs: number | null, patience: number | null}} stopRule
 * @property {readonly import('../model/pin.js').Pin[]} pins
 * @property {import('../model/run-record.js').Run} run             the origin of the weights
 * @property {{step: number, sum: string | null} | null} goal   the target step of a link, and the checksum expected there
 * @property {number | null} kept                            the step of the snapshot in this browser
 * @property {ReadonlySet<import('./panels.js').Hideable>} hiddenPanels   parts of the page, and single controls, that the link has hidden
 * @property {ReadonlySet<import('./panels.js').Opened>} opened       the opened panels
 * @property {DigitTerms | null} digitTerms  terms of the bound, when pen input last stopped
 * @property {readonly {name: string, mu: Float32Array}[]} walkMarks   digits that the user saved as A … D, and their codes
 * @property {Typicality | null} typicality   null while unknown
 * @property {string | null} dataId                         of the user's own images in this browser's storage
 * @property {DigitsSource | null} digitsSource              source of the digits, for further engines
 * @property {Recognition | null} recognition   the labels of the drawing and of its reconstruction, if they differ, or why the drawing is probably no digit
 * @property {Task | null} task                              the task that was run last
 * @property {import('./ghost.js').Ghost | null} ghost      the control run of the task; see shownGhost()
 * @property {boolean} busy                                  a model is being created or loaded
 * @property {Notice | null} notice                          the shown notice; see notices.js
 * @property {readonly Notice[]} waiting                     the notices waiting behind it
 */

/** @returns {PageState} */
export function createPageState() {
  return {
    language: 'en',
    view: 'bench',
    usualView: 'bench',
    chapter: 'draw',
    presenting: false,
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
    samplesPixels: false,
    probe: null,
    // The initial digit is a 2.
    label: 2,
    decodeAs: null,
    reconstruction: null,
    preview: null,
    pickedDigit: null,
    activations: null,
    scatter: null,
    prior: null,
    component: null,
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
    dataId: null,
    recognition: null,
    task: null,
    ghost: null,
    busy: false,
    notice: null,
    waiting: [],
  };
}
