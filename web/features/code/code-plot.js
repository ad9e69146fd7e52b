/**
 * SVG paths, in a square of 100 × 100, for a code of any size. A few features are drawn as rows from left to
 * right, each with its Gaussian as a bell, magnified below the whole axis; many as columns side by side, each with a bar and a whisker.
 */

import { marginalOf } from '../../core/model/diagonal-mixture.js';

/** Maximum number of features drawn as rows with their numbers beside them. */
export const MAX_ROWS = 4;

/** Base line of a row and height of its bells, as fractions of the row. */
const BASE = 0.84,
  BELL = 0.68;
/** The same of the two strips of a magnified row: the whole axis above, the values around μ below. */
const FAR_BASE = 0.36,
  FAR_BELL = 0.32,
  NEAR_TOP = 0.47,
  NEAR_BASE = 0.94,
  NEAR_BELL = 0.4;
/** A bell extends to this many σ. */
const REACH = 3.2;
const BELL_POINTS = 48;
/** Round magnifications, so that they seldom change. */
const TIMES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/**
 * A density: values, and their level as a share of the largest.
 * @typedef {readonly (readonly [value: number, level: number])[]} Curve
 */

/** Points of N(m, σ²) from −REACH to REACH σ. @param {number} mu @param {number} sigma @returns {Curve} */
const bellCurve = (mu, sigma) =>
  Array.from({ length: BELL_POINTS + 1 }, (_, i) => {
    const away = REACH * ((2 * i) / BELL_POINTS - 1);
    return [mu + sigma * away, Math.exp((-away * away) / 2)];
  });
const NORMAL = bellCurve(0, 1);

/** Points of a mixture's curve between −extent and extent, about two of them in a pixel of the plot. */
const CURVE_POINTS = 240;

/**
 * The density of one dimension of a mixture, as a share of its largest value in view.
 * @param {import('../../core/model/diagonal-mixture.js').Mixture} mixture
 * @param {number} dimension
 * @param {number} extent
 * @returns {Curve}
 */
export function marginalCurve(mixture, dimension, extent) {
  const density = marginalOf(mixture, dimension);
  const values = Array.from({ length: CURVE_POINTS + 1 }, (_, i) => extent * ((2 * i) / CURVE_POINTS - 1)),
    levels = values.map(density),
    most = levels.reduce((high, level) => Math.max(high, level), 0) || 1;
  return values.map((value, i) => [value, levels[i] / most]);
}

/**
 * @typedef {object} CodeGeometry
 * @property {boolean} rows
 * @property {(feature: number, curve?: Curve) => string} prior   by default N(0, 1); '' in columns
 * @property {(feature: number, mu: number, sigma: number) => string} bell     the Gaussian's shape; '' in columns
 * @property {(feature: number, mu: number, sigma: number) => string} spread   from μ − σ to μ + σ
 * @property {(feature: number, mu: number) => string} mean
 * @property {(feature: number, mu: number) => string} cone   from the values around μ to their magnified strip; '' without one
 * @property {(feature: number, mu: number, to: number) => string} span      from μ to a value
 * @property {(feature: number, mu: number, at: number) => string} dot       a value
 * @property {(value: number) => string} gridLine
 *
 * @param {number} features
 * @param {number} extent   values from −extent to extent are in view
 * @param {number} [times]  rows show the values around μ magnified by it below the whole axis; 0 or left out: the axis alone
 * @returns {CodeGeometry}
 */
export function codeGeometry(features, extent, times = 0) {
  /** @param {number} value */
  const part = (value) => Math.max(-1, Math.min(1, value / extent));
  return features <= MAX_ROWS ? rowGeometry(features, extent, times) : columnGeometry(100 / features, part);
}

/**
 * The magnification at which the widest Gaussian fills its strip: all features have the same, so that their widths can be
 * compared.
 * @param {number} extent
 * @param {ArrayLike<number>} sigmas
 * @param {ArrayLike<number>} offsets   z − μ, which must be in view too
 * @returns {number}
 */
export function codeMagnification(extent, sigmas, offsets) {
  const reach = Math.max(
    REACH * Math.max(...Array.from(sigmas)),
    ...Array.from(offsets, (offset) => 1.1 * Math.abs(offset)),
  );
  return TIMES.findLast((times) => times * reach <= extent) ?? 1;
}

/** @param {number} value */
const text = (value) => value.toFixed(2);

/**
 * @param {number} features
 * @param {number} extent
 * @param {number} times
 * @returns {CodeGeometry}
 */
function rowGeometry(features, extent, times) {
  const height = 100 / features;
  /** @param {number} value @param {number} center @param {number} half */
  const across = (value, center, half) => 50 + 50 * Math.max(-1, Math.min(1, (value - center) / half));
  /** @param {number} value */
  const x = (value) => text(across(value, 0, extent));
  const near = extent / times;
  /** @param {number} value @param {number} mu */
  const nearX = (value, mu) => text(times ? across(value, mu, near) : across(value, 0, extent));
  /** @param {number} feature @param {number} base @param {number} up */
  const y = (feature, base, up = 0) => text((feature + base - up) * height);
  const [farBase, farBell] = times ? [FAR_BASE, FAR_BELL] : [BASE, BELL];
  const [nearBase, nearBell] = times ? [NEAR_BASE, NEAR_BELL] : [BASE, BELL];
  /** @param {Curve} curve @param {(at: number, level: number) => string} point */
  const lineOf = (curve, point) => {
    const points = curve.map(([at, level]) => point(at, level)).filter(Boolean);
    return points.length > 1 ? `M${points.join('L')}` : '';
  };
  return {
    rows: true,
    prior: (feature, curve = NORMAL) =>
      lineOf(curve, (at, level) => (Math.abs(at) <= extent ? `${x(at)} ${y(feature, farBase, level * farBell)}` : '')),
    bell: (feature, mu, sigma) =>
      sigma > 0
        ? lineOf(bellCurve(mu, sigma), (at, level) =>
            Math.abs(times ? at - mu : at) <= (times ? near : extent)
              ? `${nearX(at, mu)} ${y(feature, nearBase, level * nearBell)}`
              : '',
          )
        : '',
    // A Gaussian at one σ is e^−½ of its maximum: the line ends on the bell.
    spread: (feature, mu, sigma) =>
      `M${nearX(mu - sigma, mu)} ${y(feature, nearBase, nearBell * Math.exp(-0.5))}H${nearX(mu + sigma, mu)}`,
    mean: (feature, mu) =>
      `M${x(mu)} ${y(feature, farBase)}V${y(feature, farBase, farBell)}`
      + (times ? `M${nearX(mu, mu)} ${y(feature, nearBase)}V${y(feature, nearBase, nearBell)}` : ''),
    cone: (feature, mu) =>
      times
        ? `M${x(mu - near)} ${y(feature, farBase)}H${x(mu + near)}L100 ${y(feature, NEAR_TOP)}V${y(feature, nearBase)}H0V${y(feature, NEAR_TOP)}Z`
        : '',
    span: (feature, mu, to) => `M${nearX(mu, mu)} ${y(feature, nearBase)}H${nearX(to, mu)}`,
    // A line of zero length: its round caps draw the dot.
    dot: (feature, mu, at) => `M${nearX(at, mu)} ${y(feature, nearBase)}h0`,
    gridLine: (value) =>
      times
        ? Array.from({ length: features }, (_, i) => `M${x(value)} ${y(i, farBase, farBell)}V${y(i, farBase)}`).join('')
        : `M${x(value)} 0V100`,
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
    prior: () => '',
    bell: () => '',
    spread: (feature, mu, sigma) => `M${x(feature)} ${y(mu - sigma)}V${y(mu + sigma)}`,
    mean: (feature, mu) => `M${x(feature)} ${y(0)}V${y(mu)}`,
    cone: () => '',
    span: (feature, mu, to) => `M${x(feature)} ${y(mu)}V${y(to)}`,
    dot: (feature, _, at) => `M${x(feature)} ${y(at)}v0`,
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
