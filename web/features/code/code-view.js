import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { codeExtent, codeGeometry, codeMagnification, marginalCurve, MAX_ROWS } from './code-plot.js';
import { formatAmount, formatNumber, formatSigned } from '../../core/texts/format.js';
import { sigmaOf } from '../../core/model/gaussian.js';
import { FIRST_KIND, hasCode, hasSpread, kindName } from '../../core/model/model-kind.js';
import { byTestId, find, svg } from '../../core/dom/dom.js';
import { ticks } from '../../core/scatter/ticks.js';

/**
 * @typedef {object} CodeData
 * @property {import('../../engine/messages.js').Code | null} code
 * @property {Float32Array | null} epsilon   the noise in z
 * @property {number} sigmaScale
 * @property {boolean} atMean
 * @property {Float32Array | null} probe
 * @property {Float32Array | null} z
 * @property {number} latentDim
 * @property {string} kind
 * @property {boolean} isPriorLearned
 * @property {import('../../core/model/diagonal-mixture.js').Mixture | null} prior   a learned one; null while it is not known
 */

/** A grid line at each whole number; in a wider range, at about this many round ones. */
const MOST_LINES = 13;

/** The symbol that each path of the plots represents. @type {Record<string, string>} */
const SYMBOL_OF = { bar: 'mu', 'bar-end': 'mu', spread: 'sigma', noise: 'epsilon', point: 'z' };

/**
 * @param {HTMLElement} root
 * @param {string[]} classes  one group of paths each
 */
function createPlot(root, classes) {
  const picture = find(root, '.plot');
  picture.setAttribute('viewBox', '0 0 100 100');
  const groups = classes.map(() => svg('g', {}));
  picture.append(...groups);
  return {
    /** @param {(string | string[])[]} shapes   one path for all dimensions, or one each */
    draw: (shapes) =>
      shapes.forEach((shape, i) => {
        const group = groups[i],
          name = classes[i],
          each = typeof shape !== 'string',
          paths = each ? shape : [shape];
        while (group.childElementCount > paths.length) group.lastElementChild?.remove();
        paths.forEach((d, dimension) => {
          const path =
            group.children[dimension]
            ?? group.appendChild(
              svg('path', { class: name, ...(name in SYMBOL_OF ? { 'data-symbol': SYMBOL_OF[name] } : {}) }),
            );
          path.setAttribute('d', d);
          if (each) path.setAttribute('data-dimension', String(dimension));
          else path.removeAttribute('data-dimension');
        });
      }),
  };
}

/**
 * @param {HTMLElement} column
 * @param {ArrayLike<number> | null} values
 * @param {boolean} asText     few values are written as text; many are only drawn
 * @param {number} count
 * @param {(value: number) => string} [format]
 */
function writeNumbers(column, values, asText, count, format = formatNumber) {
  column.setAttribute('data-value', values ? JSON.stringify(Array.from(values)) : '');
  const texts = asText ? Array.from({ length: count }, (_, i) => (values ? format(values[i]) : '–')) : [];
  while (column.childElementCount > texts.length) column.lastElementChild?.remove();
  texts.forEach((text, i) => {
    const cell = column.children[i] ?? column.appendChild(document.createElement('span'));
    if (cell.textContent !== text) cell.textContent = text;
  });
}

/**
 * The two middle stages of the pipeline: the Gaussian of each feature, and the sample from it.
 * @param {HTMLElement} codeRoot
 * @param {HTMLElement} zRoot
 * @param {{onResample: () => void, onAtMean: (atMean: boolean) => void, onProbeEnd: () => void, onScale: (scale: number) => void}} callbacks
 */
export function createCodeView(codeRoot, zRoot, callbacks) {
  const gaussians = createPlot(codeRoot, [
    'cone',
    'grid',
    'zero',
    'prior',
    'bell',
    'spread',
    'bar',
    'bar-end',
    'point',
  ]);
  const points = createPlot(zRoot, ['cone', 'grid', 'zero', 'prior', 'noise', 'point']);
  const mu = byTestId(codeRoot, 'mu'),
    sigma = byTestId(codeRoot, 'sigma');
  const epsilon = byTestId(zRoot, 'epsilon'),
    z = byTestId(zRoot, 'z');
  const resample = /** @type {HTMLButtonElement} */ (byTestId(zRoot, 'resample'));
  const atMeanButton = /** @type {HTMLButtonElement} */ (byTestId(zRoot, 'at-mean'));
  const probeEnd = byTestId(zRoot, 'probe-end');
  const arrow = /** @type {HTMLElement} */ (zRoot.previousElementSibling);
  const scaleField = find(zRoot, '.scale'),
    scaleValue = byTestId(zRoot, 'sigma-scale-value');
  const scaleInput = /** @type {HTMLInputElement} */ (byTestId(zRoot, 'sigma-scale'));
  const codeCaption = find(codeRoot, '#code-caption'),
    zCaption = find(zRoot, '#z-caption');
  const bodies = [codeRoot, zRoot].map((root) => find(root, '.body'));
  /** @type {CodeData | null} */
  let shown = null;
  /** The magnification of the rows' lower strips, or 0. */
  let times = 0;
  /** The feature under the pointer, if there are too many to write as text. */
  let pointedAt = -1;

  resample.addEventListener('click', callbacks.onResample);
  atMeanButton.addEventListener('click', () =>
    callbacks.onAtMean(atMeanButton.getAttribute('aria-pressed') !== 'true'),
  );
  scaleInput.addEventListener('input', () => callbacks.onScale(Number(scaleInput.value)));
  probeEnd.addEventListener('click', callbacks.onProbeEnd);
  for (const body of bodies) {
    body.addEventListener('pointermove', (event) => {
      const box = body.getBoundingClientRect();
      pointAt(shown ? Math.floor(((event.clientX - box.left) / box.width) * shown.latentDim) : -1);
    });
    body.addEventListener('pointerleave', () => pointAt(-1));
  }

  /** @param {number} feature */
  function pointAt(feature) {
    pointedAt = feature;
    writeCodeCaption();
    writeZCaption();
  }

  const areRows = () => bodies[0].classList.contains('as-rows');
  /** Whether the pointer is on a feature that is not written as text. @param {Float32Array | null | undefined} values */
  const reads = (values) => values && !areRows() && pointedAt >= 0 && pointedAt < values.length;

  function writeZCaption() {
    if (!shown) return;
    const { kind, probe, z: point, epsilon: noise, atMean, sigmaScale } = shown;
    if (!hasCode({ model: kind })) return setText(zCaption, '');
    if (point && reads(point)) {
      return setText(
        zCaption,
        t('z.dimension', {
          index: pointedAt + 1,
          epsilonValue: noise ? formatSigned(noise[pointedAt]) : '–',
          zValue: formatNumber(point[pointedAt]),
        }),
      );
    }
    const key = probe
      ? 'z.probe'
      : !hasSpread({ model: kind })
        ? 'kind.ae.z'
        : atMean
          ? 'z.mean'
          : sigmaScale === 1
            ? 'z.sampled'
            : 'z.scaled';
    setText(zCaption, t(key, { scale: formatNumber(sigmaScale, 1) }));
  }

  function writeCodeCaption() {
    const code = shown?.code;
    const rows = areRows();
    const kind = { model: shown?.kind ?? FIRST_KIND };
    if (!hasCode(kind)) return setText(codeCaption, t('kind.noCode', { name: kindName(kind.model) }));
    if (!hasSpread(kind)) return setText(codeCaption, t('kind.ae.code'));
    if (!code || !reads(code.mu)) {
      return setText(
        codeCaption,
        t(
          !rows
            ? 'code.captionMany'
            : shown?.isPriorLearned
              ? times
                ? 'code.captionLearned'
                : 'code.captionLearnedNone'
              : times
                ? 'code.caption'
                : 'code.captionNone',
          { times: formatAmount(times) },
        ),
      );
    }
    setText(
      codeCaption,
      t('code.dimension', {
        index: pointedAt + 1,
        muValue: formatNumber(code.mu[pointedAt]),
        sigmaValue: formatNumber(sigmaOf(code.logVar)[pointedAt]),
      }),
    );
  }

  /** The curves of a learned prior, once for each of its values. */
  let drawn = {
    prior: /** @type {CodeData['prior']} */ (null),
    extent: 0,
    curves: /** @type {import('./code-plot.js').Curve[]} */ ([]),
  };
  /** @param {CodeData['prior']} prior @param {number} latentDim @param {number} extent */
  function curvesOf(prior, latentDim, extent) {
    if (!prior || latentDim > MAX_ROWS) return [];
    if (drawn.prior !== prior || drawn.extent !== extent) {
      const curves = Array.from({ length: latentDim }, (_, i) => marginalCurve(prior, i, extent));
      drawn = { prior, extent, curves };
    }
    return drawn.curves;
  }

  return {
    /** @param {CodeData} data */
    update(data) {
      shown = data;
      const {
        code,
        epsilon: noise,
        sigmaScale,
        atMean,
        probe,
        z: point,
        latentDim,
        kind,
        isPriorLearned,
        prior,
      } = data;
      const isPoint = !hasSpread({ model: kind });
      const sigmas = code && code.logVar.length > 0 ? sigmaOf(code.logVar) : null;
      const extent = codeExtent([...(code?.mu ?? []), ...(point ?? [])]);
      const mus = code?.mu;
      const isGaussian = mus !== undefined && sigmas !== null;
      times =
        isGaussian && latentDim <= MAX_ROWS
          ? codeMagnification(extent, sigmas, point && !probe ? point.map((value, i) => value - mus[i]) : [])
          : 0;
      const geometry = codeGeometry(latentDim, extent, times),
        // A z set by hand is not near μ.
        zGeometry = probe ? codeGeometry(latentDim, extent) : geometry;
      const features = Array.from({ length: latentDim }, (_, i) => i),
        curves = curvesOf(prior, latentDim, extent);
      const gridValues = ticks(-extent, extent, Math.min(2 * extent, MOST_LINES));
      /** With few dimensions, each has its own path, which can be highlighted. @param {(feature: number) => string} shape */
      const all = (shape) => (geometry.rows ? features.map(shape) : features.map(shape).join(''));
      const bells = isGaussian ? all((i) => geometry.bell(i, mus[i], sigmas[i])) : '';
      const cones = isGaussian ? features.map((i) => geometry.cone(i, mus[i])).join('') : '';
      gaussians.draw([
        cones,
        gridValues.map(geometry.gridLine).join(''),
        geometry.gridLine(0),
        isPoint || (isPriorLearned && !prior) ? '' : all((i) => geometry.prior(i, curves[i])),
        bells,
        isGaussian ? all((i) => geometry.spread(i, mus[i], sigmas[i])) : '',
        mus && !isPoint ? all((i) => geometry.mean(i, mus[i])) : '',
        mus && !isPoint && !geometry.rows ? all((i) => geometry.dot(i, 0, mus[i])) : '',
        mus && isPoint ? all((i) => geometry.dot(i, 0, mus[i])) : '',
      ]);
      points.draw([
        probe ? '' : cones,
        gridValues.map(zGeometry.gridLine).join(''),
        zGeometry.gridLine(0),
        probe ? '' : bells,
        isGaussian && point && !probe ? all((i) => zGeometry.span(i, mus[i], point[i])) : '',
        point ? all((i) => zGeometry.dot(i, probe || !mus ? 0 : mus[i], point[i])) : '',
      ]);
      for (const body of bodies) {
        body.classList.toggle('as-rows', geometry.rows);
        body.classList.toggle('is-dense', latentDim > 32);
      }
      writeNumbers(mu, mus ?? null, geometry.rows, latentDim);
      // The code of an AE is z itself.
      mu.setAttribute('data-symbol', isPoint ? 'z' : 'mu');
      writeNumbers(sigma, sigmas, geometry.rows && !isPoint, latentDim);
      writeNumbers(epsilon, noise, geometry.rows && !isPoint, latentDim, formatSigned);
      writeNumbers(z, point, geometry.rows, latentDim);
      for (const one of [zRoot, arrow]) one.classList.toggle('is-probed', probe !== null);
      probeEnd.hidden = probe === null;
      scaleField.hidden = resample.hidden = atMeanButton.hidden = probe !== null || isPoint;
      resample.disabled = atMeanButton.disabled = scaleInput.disabled = !code;
      scaleInput.value = String(sigmaScale);
      setText(scaleValue, `${formatNumber(sigmaScale, 1)} {sigma}`);
      scaleValue.setAttribute('data-value', String(sigmaScale));
      atMeanButton.setAttribute('aria-pressed', String(atMean));
      writeZCaption();
      writeCodeCaption();
    },
  };
}
