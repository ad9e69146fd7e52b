// The lines of C++ in the lesson, extracted from the sources when the page is built, so that the displayed code
// is the code that runs. A line that is not found fails the build.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const kRoot = resolve(import.meta.dirname, '..');

/**
 * The lines from one that starts with `first` to the next that starts with `last`, after a line that contains
 * `after`. Indentation is ignored.
 * @typedef {{file: string, after: string, first: string, last: string}} Place
 */

/** @type {(file: string, after: string, first: string, last?: string) => Place} */
const at = (file, after, first, last = first) => ({ file: `src/${file}`, after, first, last });

const kForward = at('nn/sequential.cpp', '::forward(', 'const Matrix<Scalar>* h = &x;', '}');
const kBernoulli = at('math/kernel_elementwise.h', 'static double bernoulli', 'const T e =', 'sum +=');
const kBernoulliGradient = at(
  'math/kernel_elementwise.h',
  'static double bernoulli',
  'const T p =',
  'simd::store(d_logits',
);
const kAdam = at('math/kernel_elementwise.h', 'static bool adam(', 'const T first', 'simd::store(value');

/**
 * By kind of model and stage; learned: the stages of a VAE that differ with a learned prior.
 * @type {Record<'vae' | 'ae' | 'learned', Record<string, Place[]>>}
 */
export const kPlaces = {
  vae: {
    encode: [at('models/vae.cpp', '::encode_into(', 'const Matrix<Scalar>& h', 'clamp_log_var')],
    sample: [at('models/posterior.cpp', 'void reparameterize(', 'each(mu.size()', '});')],
    decode: [at('models/vae.cpp', '::negative_elbo(', 'const Matrix<Scalar>& outputs'), kForward],
    loss: [kBernoulli, at('models/posterior.cpp', 'void kl_divergence(', 'kl.data()[i] =')],
    gradients: [
      kBernoulliGradient,
      at('models/vae.cpp', '::backward(', 'decoder_backward', 'encoder_backward'),
      at('models/posterior.cpp', 'void gaussian_backward(', 'd_mu.data()[i] =', 'd_log_var.data()[i] ='),
    ],
    update: [kAdam],
  },
  learned: {
    loss: [
      kBernoulli,
      at('models/posterior.cpp', 'void sampled_kl(', 'double log_q =', 'kl(0, n) ='),
      at('models/diagonal_mixture.cpp', '::log_density(', 'double most =', 'return'),
    ],
    gradients: [
      kBernoulliGradient,
      at('models/vae.cpp', '::backward(', 'decoder_backward', 'encoder_backward'),
      at('models/posterior.cpp', 'void sampled_backward(', 'const Scalar g =', 'd_log_var.data()[i] ='),
    ],
  },
  ae: {
    encode: [at('models/autoencoder.cpp', '::loss(', 'code_.forward')],
    sample: [],
    decode: [at('models/autoencoder.cpp', '::loss(', 'const Matrix<Scalar>& outputs'), kForward],
    loss: [kBernoulli],
    gradients: [
      kBernoulliGradient,
      at('models/autoencoder.cpp', '::backward(', 'decoder_.backward', 'encoder_.backward'),
    ],
    update: [kAdam],
  },
};

/**
 * @param {string} text    a source
 * @param {Place} place
 * @returns {{file: string, line: number, text: string}}  without the common indentation of its lines
 */
export function cut(text, { file, after, first, last }) {
  const lines = text.split('\n');
  /** @param {number} from @param {(line: string) => boolean} fits @param {string} wanted */
  const find = (from, fits, wanted) => {
    const found = lines.findIndex((line, i) => i >= from && fits(line));
    if (found < 0) throw new Error(`lesson: ${file} has no line with "${wanted}" after line ${from}`);
    return found;
  };
  // The definition, not an earlier call of the same name.
  const start = find(
    find(0, (line) => line.includes(after), after) + 1,
    (line) => line.trim().startsWith(first),
    first,
  );
  const end =
    first === last
      ? find(start, (line) => /[;{}]$/.test(line.trim()), ';')
      : find(start + 1, (line) => line.trim().startsWith(last), last);
  const cutOut = lines.slice(start, end + 1);
  const indent = Math.min(...cutOut.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return { file, line: start + 1, text: cutOut.map((line) => line.slice(indent)).join('\n') };
}

/** @returns {Record<string, Record<string, {file: string, line: number, text: string}[]>>} */
export function lessonCode() {
  /** @param {Place} place */
  const read = (place) => cut(readFileSync(resolve(kRoot, place.file), 'utf8'), place);
  return Object.fromEntries(
    Object.entries(kPlaces).map(([kind, stages]) => [
      kind,
      Object.fromEntries(Object.entries(stages).map(([stage, places]) => [stage, places.map(read)])),
    ]),
  );
}

const kModule = 'virtual:lesson-code';

/** The module of that name, for Vite. */
export const lessonCodeModule = {
  name: 'lesson-code',
  /** @param {string} id */
  resolveId: (id) => (id === kModule ? `\0${kModule}` : undefined),
  /** @param {string} id */
  load: (id) => (id === `\0${kModule}` ? `export default ${JSON.stringify(lessonCode())};` : undefined),
};
