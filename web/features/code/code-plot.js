/**
 * SVG paths, in a square of 100 × 100, for a code of any size. A few features are drawn as rows from left to
 * right, each with its Gaussian as a bell; many as columns side by side, each with a bar and a whisker.
 */

/** Maximum number of features drawn as rows with their numbers beside them. */
export const MAX_ROWS = 4;

/** Base line of a row and height of its bells, as fractions of the row. */
const BASE = 0.84,
  BELL = 0.68;
/** A bell extends to this many σ. */
const REACH = 3.2;
const BELL_POINTS = 48;

/**
 * @typedef {object} CodeGeometry
 * @property {boolean} rows
 * @property {(feature: number, mu: number, sigma: number) => string} bell     the Gaussian's shape; '' in columns
 * @property {(feature: number, mu: number, sigma: number) => string} spread   from μ − σ to μ + σ
 * @property {(feature: number, mu: number) => string} mean
 * @property {(feature: number, from: number, to: number) => string} span      along the value axis
 * @property {(feature: number, at: number) => string} dot
 * @property {(value: number) => string} gridLine
 *
 * @param {number} features
 * @param {number} extent   values from −extent to extent are in view
 * @returns {CodeGeometry}
 */
export function codeGeometry(features, extent) {
  /** @param {number} value */
  const part = (value) => Math.max(-1, Math.min(1, value / extent));
  return features <= MAX_ROWS ? rowGeometry(100 / features, part, extent) : columnGeometry(100 / features, part);
}

/** @param {number} value */
const text = (value) => value.toFixed(2);

/**
 * @param {number} height                      of a row
 * @param {(value: number) => number} part     −1 … 1
 * @param {number} extent
 * @returns {CodeGeometry}
 */
function rowGeometry(height, part, extent) {
  /** @param {number} value */
  const x = (value) => text(50 + 50 * part(value));
  /** @type {(feature: number, level: number) => string} */
  const y = (feature, level) => text((feature + BASE - level * BELL) * height);
  return {
    rows: true,
    bell(feature, mu, sigma) {
      if (!(sigma > 0)) return '';
      const points = Array.from({ length: BELL_POINTS + 1 }, (_, i) => {
        const away = REACH * ((2 * i) / BELL_POINTS - 1);
        const value = mu + sigma * away;
        return Math.abs(value) <= extent ? `${x(value)} ${y(feature, Math.exp((-away * away) / 2))}` : '';
      }).filter(Boolean);
      return points.length > 1 ? `M${points.join('L')}` : '';
    },
    // A Gaussian at one σ is e^−½ of its maximum: the line ends on the bell.
    spread: (feature, mu, sigma) => `M${x(mu - sigma)} ${y(feature, Math.exp(-0.5))}H${x(mu + sigma)}`,
    mean: (feature, mu) => `M${x(mu)} ${y(feature, 0)}V${y(feature, 1)}`,
    span: (feature, from, to) => `M${x(from)} ${y(feature, 0)}H${x(to)}`,
    // A line of zero length: its round caps draw the dot.
    dot: (feature, at) => `M${x(at)} ${y(feature, 0)}h0`,
    gridLine: (value) => `M${x(value)} 0V100`,
  };
}

/**
 * @param {number} width                      of a column
 * @param {(value: number) => number} part
 * @returns {CodeGeometry}
 */
function columnGeometry(width, part) {
  /** @param {number} feature */
  const x = (feature) => text((feature + 0.5) * width);
  /** @param {number} value */
  const y = (value) => text(50 - 50 * part(value));
  return {
    rows: false,
    bell: () => '',
    spread: (feature, mu, sigma) => `M${x(feature)} ${y(mu - sigma)}V${y(mu + sigma)}`,
    mean: (feature, mu) => `M${x(feature)} ${y(0)}V${y(mu)}`,
    span: (feature, from, to) => `M${x(feature)} ${y(from)}V${y(to)}`,
    dot: (feature, at) => `M${x(feature)} ${y(at)}v0`,
    gridLine: (value) => `M0 ${y(value)}H100`,
  };
}

/**
 * The visible range of values, in whole steps so that it seldom changes.
 * @param {number[]} values
 * @returns {number}
 */
export function codeExtent(values) {
  const far = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Math.max(3, Math.ceil(Number.isFinite(far) ? far * 1.05 : 0));
}
