import { DEFAULT_DIGIT } from '../lib/default-digit.js';
import { createDrawing } from '../lib/drawing.js';
import { emptyCurve } from '../lib/curve.js';
import { PEN_WIDTH } from '../lib/rasterize-strokes.js';
import { createBelow } from './below.js';
import { createRun } from './run-record.js';

/**
 * @typedef {import('../engine/messages.js').ModelInfo} ModelInfo
 * @typedef {import('../engine/messages.js').Code} Code
 * @typedef {import('../engine/messages.js').Progress} Progress
 * @typedef {{key: string, params: import('../lib/message-of.js').MessageParams, kind: 'error' | 'news',
 *   action?: {key: string, run: () => void}, about?: string}} Notice   with what one may do about it, and the command it is about
 *
 * @typedef {Parameters<import('../engine/client.js').EngineClient['loadDigits']>[0]} DigitsSource
 *
 * @typedef {import('./below.js').Below & OwnState} PageState
 *
 * @typedef {object} OwnState                                of the first screen, and of the page as a whole
 * @property {string} language
 * @property {'light' | 'dark' | null} theme                 null: as the system has it
 * @property {'light' | 'dark' | 'paper'} scheme             what is seen; paper: while it is printed
 * @property {import('../engine/messages.js').EngineInfo | null} engine
 * @property {import('./preferences.js').EngineChoice} engineChoice   what was asked for; what runs is in engine
 * @property {ModelInfo | null} model
 * @property {import('../engine/messages.js').Digits | null} digits
 * @property {import('../lib/drawing.js').Drawing} drawing
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
 * @property {number | null} paintAs                         which one its decoder is to paint; null: the same
 * @property {Float32Array | null} reconstruction
 * @property {import('./preview-actions.js').Preview | null} preview   the place on the map under the mouse
 * @property {import('../engine/messages.js').Activations | null} activations  of the hidden layers, for the digit and z shown
 * @property {{latentDim: number, mu: Float32Array} | null} scatter
 * @property {[number, number]} axes                         the latent dimensions the map shows
 * @property {'axes' | 'pca'} projection                     what the map's axes are, for more than two dimensions
 * @property {import('../lib/pca.js').Components | null} components   of the held-out digits' mu; null until asked for
 * @property {{side: number, range: number}} manifold        the decoded grid behind the map: side × side, 0 for none
 * @property {import('./map-actions.js').ManifoldPicture | null} manifoldPicture
 * @property {ReadonlySet<number>} hiddenLabels              digits the legend has switched off
 * @property {readonly string[]} linked                      symbols that are marked, since one of them is pointed at
 * @property {Progress | null} progress
 * @property {import('../lib/curve.js').Curve} trainCurve
 * @property {import('../lib/curve.js').Curve} heldOutCurve
 * @property {{klPerDimension: number[], activeUnits: number} | null} dimensions  of the code, when last measured
 * @property {{epochs: number | null, patience: number | null}} stopRule
 * @property {readonly import('./pin-actions.js').Pin[]} pins
 * @property {import('./run-record.js').Run} run             where the weights come from
 * @property {{step: number, sum: string | null} | null} goal   the step a link sends the run to, and the checksum it expects there
 * @property {number | null} kept                            the step whose snapshot this browser keeps
 * @property {ReadonlySet<import('./panels.js').Hideable>} hiddenPanels   parts of the page, and single controls, that the link has hidden
 * @property {ReadonlySet<import('./panels.js').Opened>} opened       what one has opened
 * @property {import('./nats-actions.js').Nats | null} nats  what the digit weighs, when the pen last rested
 * @property {readonly {name: string, mu: Float32Array}[]} walkMarks   digits that the visitor has kept as A … D, and their codes
 * @property {import('./usual-actions.js').Usual | null} usual   how usual it is; null while that is not known
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
    paintAs: null,
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
    ...createBelow(),
    nats: null,
    walkMarks: [],
    usual: null,
    digitsSource: null,
    busy: false,
    notice: null,
    waiting: [],
  };
}
