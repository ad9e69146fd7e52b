/**
 * The formulas of the lesson with this digit's numbers, as tokens for a view.
 *
 * @typedef {import('../../engine/messages.js').StepTrace} StepTrace
 * @typedef {object} Piece       a symbol, or the number in place of one
 * @property {string} text
 * @property {'mu' | 'sigma' | 'epsilon' | 'z' | 'x' | 'xhat' | 'reconstruction' | 'kl'} [symbol]   determines its colour
 * @property {number} [dimension]  counted from 0
 * @property {string} [sub]
 * @property {string} [sup]
 * @property {boolean} [value]   a number, not the symbol itself
 * @typedef {string | Piece} Token
 */
import { decimalsFor, formatAmount, formatNumber } from '../../core/texts/format.js';
import { t } from '../../core/texts/translate.js';

/** Maximum number of dimensions written out; fewer if each needs two lines. @param {string} stage */
const mostRows = (stage) => (stage === 'gradients' ? 2 : 4);

const GREEK = Object.freeze({ mu: 'μ', sigma: 'σ', epsilon: 'ε', z: 'z', x: 'x', xhat: 'x' });

/** @typedef {keyof typeof GREEK} SymbolName */

/** @param {SymbolName} name @param {number | string} [index]  a dimension from 0, or a subscript @param {string} [sup] @returns {Piece} */
function symbol(name, index, sup) {
  const below =
    index === undefined
      ? {}
      : typeof index === 'number'
        ? { dimension: index, sub: String(index + 1) }
        : { sub: index };
  return { text: GREEK[name], symbol: name, ...below, ...(sup ? { sup } : {}) };
}

/** @param {SymbolName} name @param {number} value @param {number} dimension @param {number} [decimals] @returns {Piece} */
const number = (name, value, dimension, decimals) => ({
  text: formatNumber(value, decimals),
  symbol: name,
  dimension,
  value: true,
});

/** A term of the loss: its name, or its number. @param {'reconstruction' | 'kl'} name @param {string} text @param {{sub?: string, dimension?: number}} [of] @returns {Piece} */
const term = (name, text, of) => ({ text, symbol: name, value: true, ...of });

/** @param {number} value @param {number} [decimals] */
const round = (value, decimals = 2) => formatNumber(value, decimals);

/** @param {ArrayLike<number>} values */
const sum = (values) => Array.from(values).reduce((total, value) => total + value, 0);

/** Puts a negative factor in brackets. @param {Token} token @returns {Token[]} */
const factor = (token) =>
  (typeof token === 'string' ? token : token.text).startsWith('−') ? ['(', token, ')'] : [token];

/**
 * The dimensions that are written out, in order: those with the largest KL or, if it is not known, the largest |μ|; all if there are few.
 * @param {{mu: ArrayLike<number>, klPerDimension: number[]}} pass
 * @param {string} stage
 * @returns {number[]}
 */
export function writtenDimensions({ mu, klPerDimension }, stage) {
  const all = Array.from({ length: mu.length }, (_, i) => i),
    most = mostRows(stage);
  if (all.length <= most) return all;
  // With a learned prior the KL is one number.
  const weight = (/** @type {number} */ i) =>
    klPerDimension.length === mu.length ? klPerDimension[i] : Math.abs(mu[i]);
  return all
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, most)
    .sort((a, b) => a - b);
}

/**
 * The terms of the loss, summed or averaged over the pixels, and the share of the KL.
 * @param {StepTrace} trace
 * @param {boolean} mean
 */
export function lossParts({ before, beta }, mean) {
  const reconstruction = mean ? before.reconstruction / before.probabilities.length : before.reconstruction;
  const kl = beta * before.kl,
    loss = reconstruction + kl;
  return { reconstruction, kl, loss, klShare: loss > 0 ? kl / loss : 0 };
}

/**
 * @param {import('../../core/model/lesson-stages.js').Stage} stage
 * @param {StepTrace} trace
 * @param {{pixels: Float32Array, epsilon: ArrayLike<number>, mean: boolean, isPriorLearned?: boolean}} shown   pixels and noise of
 *   the trace
 * @returns {Token[][]}  one line each; the formula itself comes first
 */
export function formulasOf(stage, trace, { pixels, epsilon, mean, isPriorLearned = false }) {
  const { before, dZ } = trace;
  const hasSpread = before.logVar.length > 0;
  const rows = writtenDimensions(before, stage);
  // Also during a warm-up, L and the gradients follow from the printed β.
  const shownBeta = Number(trace.beta.toFixed(6)),
    beta = formatAmount(shownBeta);
  const sigma = (/** @type {number} */ i) => Math.exp(before.logVar[i] / 2);
  const mu = (/** @type {number} */ i) => before.mu[i];

  switch (stage) {
    case 'encode':
      if (!hasSpread)
        return [[symbol('z'), ' = W h + b'], ...rows.map((i) => [symbol('z', i), ' = ', number('z', mu(i), i)])];
      return [
        [symbol('mu'), ' = ', { text: 'W', sub: 'μ' }, ' h + ', { text: 'b', sub: 'μ' }],
        ['log ', symbol('sigma', undefined, '2'), ' = ', { text: 'W', sub: 'σ' }, ' h + ', { text: 'b', sub: 'σ' }],
        ...rows.map((i) => {
          const decimals = decimalsFor([before.logVar[i]], ([logVar]) => Math.exp(logVar / 2), sigma(i));
          return [
            symbol('mu', i),
            ' = ',
            number('mu', mu(i), i),
            ' ,   ',
            symbol('sigma', i),
            ' = ',
            { text: 'e', sup: `${round(before.logVar[i], decimals)} / 2` },
            ' = ',
            number('sigma', sigma(i), i),
          ];
        }),
      ];
    case 'sample':
      return [
        [
          symbol('z'),
          ' = ',
          symbol('mu'),
          ' + ',
          symbol('sigma'),
          ' · ',
          symbol('epsilon'),
          ' ,   ',
          symbol('epsilon'),
          ' ~ N(0, I)',
        ],
        ...rows.map((i) => {
          const decimals = decimalsFor([mu(i), sigma(i), epsilon[i]], ([m, s, e]) => m + s * e, before.z[i]);
          return [
            symbol('z', i),
            ' = ',
            number('mu', mu(i), i, decimals),
            ' + ',
            number('sigma', sigma(i), i, decimals),
            ' · ',
            ...factor(number('epsilon', epsilon[i], i, decimals)),
            ' = ',
            number('z', before.z[i], i),
          ];
        }),
      ];
    case 'decode':
      return [
        [symbol('xhat'), ' = 1 / (1 + ', { text: 'e', sup: '−(W h + b)' }, ')'],
        [
          'Σ ',
          symbol('xhat', 'i'),
          ` = ${round(sum(before.probabilities), 1)} ,   Σ `,
          symbol('x', 'i'),
          ` = ${round(sum(pixels), 1)}`,
        ],
      ];
    case 'loss':
      return [
        reconstructionLine(),
        ...(hasSpread ? [...(isPriorLearned ? sampledKlLines() : klLines()), lossLine()] : []),
      ];
    case 'gradients':
      if (!hasSpread) return rows.map((i) => ['∂L/∂', symbol('z', i), ` = ${round(dZ[i])}`]);
      if (isPriorLearned) return sampledGradientLines();
      return [
        ['∂L/∂', symbol('mu'), ' = ∂L/∂', symbol('z'), ' + β ', symbol('mu')],
        ...rows.map((i) => {
          const decimals = decimalsFor([dZ[i], mu(i)], ([d, m]) => d + shownBeta * m, trace.dMu[i]);
          return [
            '∂L/∂',
            symbol('mu', i),
            ` = ${round(dZ[i], decimals)} + ${beta} · `,
            ...factor(number('mu', mu(i), i, decimals)),
            ` = ${round(trace.dMu[i])}`,
          ];
        }),
        [
          '∂L/∂ log ',
          symbol('sigma', undefined, '2'),
          ' = ½ ',
          symbol('sigma'),
          ' ',
          symbol('epsilon'),
          ' ∂L/∂',
          symbol('z'),
          ' + ½ β (',
          symbol('sigma', undefined, '2'),
          ' − 1)',
        ],
        ...rows.map((i) => {
          const decimals = decimalsFor(
            [sigma(i), epsilon[i], dZ[i], sigma(i) ** 2],
            ([s, e, d, variance]) => (s * e * d) / 2 + (shownBeta * (variance - 1)) / 2,
            trace.dLogVar[i],
          );
          return [
            '∂L/∂ log ',
            symbol('sigma', i, '2'),
            ' = ½ · ',
            number('sigma', sigma(i), i, decimals),
            ' · ',
            ...factor(number('epsilon', epsilon[i], i, decimals)),
            ' · ',
            ...factor(round(dZ[i], decimals)),
            ` + ½ · ${beta} · (${round(sigma(i) ** 2, decimals)} − 1) = ${round(trace.dLogVar[i])}`,
          ];
        }),
      ];
    case 'update':
      return [
        ['θ ← θ − η · m̂ / (√v̂ + ', { text: '10', sup: '−8' }, ')'],
        [`η = ${trace.learningRate} ,   t = ${trace.step}`],
      ];
    default:
      return [];
  }

  /** @returns {Token[]} */
  function reconstructionLine() {
    const x = symbol('x', 'i'),
      xhat = symbol('xhat', 'i');
    // −log p(x | z) is the sum; the mean over pixels is another quantity.
    return [
      ...(mean ? [t('lesson.meanError')] : ['−log p(', symbol('x'), ' | ', symbol('z'), ')']),
      ` = −${mean ? `1/${trace.before.probabilities.length} ` : ''}Σ (`,
      x,
      ' log ',
      xhat,
      ' + (1 − ',
      x,
      ') log(1 − ',
      xhat,
      ')) = ',
      term('reconstruction', round(lossParts(trace, mean).reconstruction, mean ? 3 : 2)),
    ];
  }

  /** @returns {Token[][]} */
  function klLines() {
    // The terms that are written out add up to KL if they are all of them.
    const isAll = rows.length === before.klPerDimension.length;
    const partDecimals = isAll ? decimalsFor(before.klPerDimension, sum, before.kl) : 2;
    return [
      [
        term('kl', 'KL'),
        ' = Σ ½ (',
        symbol('mu', undefined, '2'),
        ' + ',
        symbol('sigma', undefined, '2'),
        ' − 1 − log ',
        symbol('sigma', undefined, '2'),
        ') = ',
        term('kl', round(before.kl)),
      ],
      ...rows.map((i) => {
        const logVar = before.logVar[i],
          kl = before.klPerDimension[i];
        const operands = [mu(i) ** 2, Math.exp(logVar), Math.abs(logVar)];
        const most = decimalsFor(
          operands,
          ([square, variance, size]) => (square + variance - 1 + (logVar < 0 ? size : -size)) / 2,
          kl,
          partDecimals,
        );
        const [square, variance, size] = operands.map((value) => round(value, most));
        return [
          term('kl', 'KL', { sub: String(i + 1), dimension: i }),
          ` = ½ (${square} + ${variance} − 1 ${logVar < 0 ? '+' : '−'} ${size}) = `,
          term('kl', round(kl, partDecimals), { dimension: i }),
        ];
      }),
    ];
  }

  /** @returns {Token[]} */
  function lossLine() {
    const parts = lossParts(trace, mean),
      decimals = mean ? 3 : 2;
    const lossDecimals = decimalsFor(
      [parts.reconstruction, before.kl],
      ([reconstruction, kl]) => reconstruction + shownBeta * kl,
      parts.loss,
      decimals,
    );
    return [
      'L = ',
      term('reconstruction', round(parts.reconstruction, lossDecimals)),
      ' + β · ',
      term('kl', round(before.kl, lossDecimals)),
      ` = ${round(parts.loss, decimals)} ,   β = ${beta}`,
    ];
  }

  /** Of this z, in place of the KL from a learned prior, which has no closed form. @returns {Token[][]} */
  function sampledKlLines() {
    const logQ = -sum(Array.from(before.logVar, (logVar, i) => (Math.log(2 * Math.PI) + logVar + epsilon[i] ** 2) / 2)),
      logP = logQ - before.kl,
      decimals = decimalsFor([logQ, logP], ([q, p]) => q - p, before.kl);
    return [
      [
        'log q(',
        symbol('z'),
        ' | ',
        symbol('x'),
        ') = −½ Σ (log 2π + log ',
        symbol('sigma', undefined, '2'),
        ' + ',
        symbol('epsilon', undefined, '2'),
        `) = ${round(logQ, decimals)}`,
      ],
      ['log p(', symbol('z'), ') = log Σ w N(', symbol('z'), `; m, s²) = ${round(logP, decimals)}`],
      [
        term('kl', 'KL'),
        ' ≈ log q − log p = ',
        round(logQ, decimals),
        ' − ',
        ...factor(round(logP, decimals)),
        ' = ',
        term('kl', round(before.kl)),
      ],
    ];
  }

  /** @returns {Token[][]} */
  function sampledGradientLines() {
    return [
      ['∂L/∂', symbol('mu'), ' = ∂L/∂', symbol('z'), ' − β ∂ log p(', symbol('z'), ')/∂', symbol('z')],
      ...rows.map((i) => {
        const ofPrior = trace.dMu[i] - dZ[i],
          decimals = decimalsFor([dZ[i], ofPrior], ([d, p]) => d + p, trace.dMu[i]);
        return [
          '∂L/∂',
          symbol('mu', i),
          ` = ${round(dZ[i], decimals)} + `,
          ...factor(round(ofPrior, decimals)),
          ` = ${round(trace.dMu[i])}`,
        ];
      }),
      [
        '∂L/∂ log ',
        symbol('sigma', undefined, '2'),
        ' = ½ ',
        symbol('sigma'),
        ' ',
        symbol('epsilon'),
        ' ∂L/∂',
        symbol('mu'),
        ' − ½ β',
      ],
      ...rows.map((i) => {
        const decimals = decimalsFor(
          [sigma(i), epsilon[i], trace.dMu[i]],
          ([s, e, d]) => (s * e * d) / 2 - shownBeta / 2,
          trace.dLogVar[i],
        );
        return [
          '∂L/∂ log ',
          symbol('sigma', i, '2'),
          ' = ½ · ',
          number('sigma', sigma(i), i, decimals),
          ' · ',
          ...factor(number('epsilon', epsilon[i], i, decimals)),
          ' · ',
          ...factor(round(trace.dMu[i], decimals)),
          ` − ½ · ${beta} = ${round(trace.dLogVar[i])}`,
        ];
      }),
    ];
  }
}

/**
 * Norms of weight and bias combined, for each layer: the square root of the sum of their squares.
 * @param {{name: string, gradientNorm: number, changeNorm: number}[]} parameters
 * @param {'gradientNorm' | 'changeNorm'} which
 * @returns {{layer: string, norm: number}[]}
 */
export function layerNorms(parameters, which) {
  /** @type {Map<string, number>} */
  const squares = new Map();
  for (const parameter of parameters) {
    const layer = parameter.name.replace(/\.(weight|bias)$/, '');
    squares.set(layer, (squares.get(layer) ?? 0) + parameter[which] ** 2);
  }
  return [...squares].map(([layer, square]) => ({ layer, norm: Math.sqrt(square) }));
}
