import { t } from '../../core/texts/translate.js';
import { classMeans } from '../../core/scatter/class-means.js';
import { cloudPoints } from '../../core/scatter/cloud.js';
import { project } from '../../core/scatter/basis.js';
import { formatNumber, formatPercent } from '../../core/texts/format.js';
import { sigmaOf } from '../../core/model/gaussian.js';
import { gridMoments } from './grid-moments.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { writeClassMeans, writeTable } from '../../core/dom/table.js';

/** Of a learned prior, at most. */
const MOST_COMPONENTS = 100;
/** The table is written after its data have not changed for this long. */
const REST_MS = 400;

/**
 * @typedef {object} TableData
 * @property {{latentDim: number, mu: Float32Array} | null} scatter
 * @property {Uint8Array | null} labels
 * @property {{labelNames: readonly string[] | null} | null} digits
 * @property {import('../../core/scatter/basis.js').Basis} basis
 * @property {[string, string]} names
 * @property {import('../../engine/messages.js').Code | null} code
 * @property {Float32Array | null} epsilon   the noise in z; null where z is set by hand or there is none
 * @property {Float32Array | null} z
 * @property {import('./grid-moments.js').DensityGrid | null} truth   the true posterior, in the two dimensions there are
 * @property {import('../../core/model/diagonal-mixture.js').Mixture | null} prior   a learned one
 */

/**
 * The map as text: mean positions of the ten digits, the drawn digit's code, its true posterior, and the Gaussians of a learned prior.
 * @param {HTMLElement} root
 */
export function createMapTableView(root) {
  const panel = find(root, '#map-table'),
    table = byTestId(root, 'map-table'),
    code = byTestId(root, 'map-code-table'),
    components = byTestId(root, 'map-prior-table');
  /** @type {TableData | null} */
  let data = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function show() {
    if (!data || panel.hidden) return;
    const { scatter, labels, basis, names, code: drawn, epsilon, z } = data;
    const fits = scatter && labels && scatter.latentDim === basis.first.length;
    const means = fits ? classMeans(cloudPoints(scatter.mu, basis, labels), labels) : [];
    // A one-dimensional model has no second axis.
    const axes = names.filter((name) => name !== '').map((name) => (/^\d/.test(name) ? `{z}${name}` : name));
    writeClassMeans(table, t('table.classes'), axes, means, data.digits);
    showPrior(axes);
    const sigma = drawn && drawn.logVar.length > 0 ? sigmaOf(drawn.logVar) : null;
    const truth = data.truth && basis.first.length === 2 ? gridMoments(data.truth) : null;
    const columns = { mu: drawn?.mu, sigma, epsilon, z },
      symbols = Object.keys(columns);
    const cells = [...Object.values(columns), ...(truth ? [truth.mean, truth.deviation] : [])];
    writeTable(
      code,
      t('table.code'),
      [
        t('table.dimension'),
        ...symbols.map((name) => `{${name}}`),
        ...(truth ? [t('table.trueMean'), t('table.trueDeviation')] : []),
      ],
      Array.from(basis.first, (_, d) => [String(d + 1), ...cells.map((column) => formatNumber(column?.[d] ?? NaN, 3))]),
    );
    code.querySelectorAll('td').forEach((cell, i) => {
      const symbol = symbols[i % cells.length];
      if (!symbol) return;
      cell.setAttribute('data-symbol', symbol);
      cell.setAttribute('data-dimension', String(Math.floor(i / cells.length)));
    });
    const exact = { ...columns, trueMean: truth?.mean, trueDeviation: truth?.deviation };
    code.setAttribute(
      'data-value',
      JSON.stringify(
        Object.fromEntries(Object.entries(exact).map(([name, values]) => [name, Array.from(values ?? [])])),
      ),
    );
  }

  /** The components of a learned prior. @param {string[]} axes   their names */
  function showPrior(axes) {
    const { prior, basis } = /** @type {TableData} */ (data),
      dim = basis.first.length;
    components.hidden = !prior || prior.means.length !== prior.weights.length * dim;
    if (!prior || components.hidden) return components.replaceChildren();
    const of = (/** @type {Float32Array} */ numbers, /** @type {number} */ k) =>
      numbers.subarray(k * dim, (k + 1) * dim);
    const shown = Array.from({ length: Math.min(MOST_COMPONENTS, prior.weights.length) }, (_, k) => ({
      weight: prior.weights[k],
      mean: project(basis, of(prior.means, k)).slice(0, axes.length),
      // Along an axis, also an oblique one.
      sigma: [basis.first, basis.second]
        .slice(0, axes.length)
        .map((direction) => Math.hypot(...of(prior.sigmas, k).map((sigma, d) => sigma * direction[d]))),
    }));
    writeTable(
      components,
      t('table.prior'),
      [t('table.component'), t('table.weight'), ...axes, ...axes.map((axis) => t('table.sigmaOf', { axis }))],
      shown.map(({ weight, mean, sigma }, k) => [
        String(k + 1),
        formatPercent(weight, 1),
        ...[...mean, ...sigma].map((value) => formatNumber(value, 3)),
      ]),
    );
    components.setAttribute('data-value', JSON.stringify(shown));
  }

  return {
    show,
    /** @param {TableData} next */
    update(next) {
      data = next;
      clearTimeout(timer);
      if (!panel.hidden) timer = setTimeout(show, REST_MS);
    },
  };
}
