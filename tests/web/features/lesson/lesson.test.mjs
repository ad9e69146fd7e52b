// The lesson without a page: its formulas, its stages, its C++, and how it follows digit and model.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mock, test } from 'node:test';
import { cut, kPlaces, lessonCode } from '../../../../scripts/lesson-code.mjs';
import { activeUnits, marksOf } from '../../../../web/features/code/layer-marks.js';
import { symbolsIn } from '../../../../web/features/lesson/code-symbols.js';
import {
  formulasOf,
  layerNorms,
  lossParts,
  writtenDimensions,
} from '../../../../web/features/lesson/lesson-formulas.js';
import en from '../../../../web/languages/en/texts.js';
import ko from '../../../../web/languages/ko/texts.js';
import { LIT, stagesOf, textKindOf } from '../../../../web/core/model/lesson-stages.js';
import { MODEL_KINDS } from '../../../../web/core/model/model-kind.js';
import { followActivations } from '../../../../web/features/code/activation-actions.js';
import { createLessonActions, createLessonState, STAGE_MS } from '../../../../web/features/lesson/lesson-actions.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';
import { uniformFrom } from '../../../../web/core/model/gaussian.js';
import { loadDeferredTexts } from '../../../../web/core/texts/translate.js';
import { simulateClock } from '../../support/clock.mjs';

await loadDeferredTexts();

const settled = () => new Promise((done) => setImmediate(done));
const f32 = (...values) => Float32Array.from(values);

/** Of the two Gaussians below, with N(0, I). */
const KL = [(0.25 + Math.exp(-2) - 1 + 2) / 2, 0.5];
const pass = {
  mu: f32(0.5, -1),
  logVar: f32(-2, 0),
  z: f32(0.5 + Math.exp(-1) * 2, -2),
  probabilities: new Float32Array(784).fill(1 / 784),
  reconstruction: 78.4,
  kl: KL[0] + KL[1],
  klPerDimension: KL,
};
const trace = {
  before: pass,
  after: { ...pass, reconstruction: 70 },
  beta: 2,
  learningRate: 0.001,
  step: 7,
  dZ: f32(3, -4),
  dMu: f32(4, -6),
  dLogVar: f32(Math.exp(-1) * 3 + Math.exp(-2) - 1, 2),
  parameters: [
    { name: 'encoder.0.weight', gradientNorm: 3, changeNorm: 0.3 },
    { name: 'encoder.0.bias', gradientNorm: 4, changeNorm: 0.4 },
    { name: 'mu.weight', gradientNorm: 2, changeNorm: 0.1 },
  ],
};
const shown = { pixels: f32(0, 1), epsilon: f32(2, -1), mean: false };
const text = (tokens) =>
  tokens
    .map((token) =>
      typeof token === 'string'
        ? token
        : token.text + (token.sub ? `_${token.sub}` : '') + (token.sup ? `^${token.sup}` : ''),
    )
    .join('');
const lines = (stage, patch = {}) => formulasOf(stage, trace, { ...shown, ...patch }).map(text);

test('the formulas contain this digit’s numbers', () => {
  assert.equal(lines('encode')[2], 'μ_1 = 0.50 ,   σ_1 = e^−2.00 / 2 = 0.37');
  assert.equal(lines('sample')[1], 'z_1 = 0.50 + 0.37 · 2.00 = 1.24');
  assert.equal(lines('sample')[2], 'z_2 = −1.00 + 1.00 · (−1.00) = −2.00');
  assert.equal(lines('decode')[1], 'Σ x_i = 1.0 ,   Σ x_i = 1.0');
  assert.match(lines('loss')[0], /^−log p\(x \| z\) = −Σ .* = 78\.40$/);
  assert.equal(lines('loss')[2], 'KL_1 = ½ (0.250 + 0.135 − 1 + 2.000) = 0.69');
  assert.equal(lines('loss').at(-1), 'L = 78.400 + β · 1.193 = 80.79 ,   β = 2');
  assert.equal(lines('gradients')[1], '∂L/∂μ_1 = 3.00 + 2 · 0.50 = 4.00');
  assert.equal(lines('gradients')[5], '∂L/∂ log σ_2^2 = ½ · 1.00 · (−1.00) · (−4.00) + ½ · 2 · (1.00 − 1) = 2.00');
  assert.equal(lines('update')[1], 'η = 0.001 ,   t = 7');
});

test('numbers are labelled with their symbol and dimension', () => {
  const [, row] = formulasOf('sample', trace, shown);
  assert.deepEqual(
    row.filter((token) => token.value).map(({ symbol, dimension }) => [symbol, dimension]),
    [
      ['mu', 0],
      ['sigma', 0],
      ['epsilon', 0],
      ['z', 0],
    ],
  );
});

test('an AE has no Gaussian in its formulas', () => {
  const ae = { ...trace, before: { ...pass, logVar: f32(), kl: 0, klPerDimension: [] } };
  const all = stagesOf('ae')
    .flatMap((stage) => formulasOf(stage, ae, shown).map(text))
    .join('\n');
  assert.doesNotMatch(all, /μ|σ|ε|KL|NaN|undefined/);
  assert.match(all, /z_1 = 0\.50/);
});

test('with a learned prior the KL is that of the sample, and its gradients go through z; each result follows from the numbers', () => {
  const logVar = [-2, 0.5],
    epsilon = [2, -1],
    logQ = -0.5 * logVar.reduce((sum, value, i) => sum + Math.log(2 * Math.PI) + value + epsilon[i] ** 2, 0),
    logP = -4.321,
    beta = 0.5,
    dMu = [3.25, -4.75];
  const learned = {
    ...trace,
    beta,
    before: { ...pass, logVar, kl: logQ - logP, klPerDimension: [logQ - logP] },
    dZ: [3, -4],
    dMu,
    dLogVar: dMu.map((d, i) => 0.5 * Math.exp(logVar[i] / 2) * epsilon[i] * d - 0.5 * beta),
  };
  const of = (stage, patch = {}) =>
    formulasOf(stage, learned, { ...shown, epsilon, isPriorLearned: true, ...patch }).map(text);
  const loss = of('loss');
  assert.match(loss[1], /^log q\(z \| x\) = −½ Σ \(log 2π \+ log σ\^2 \+ ε\^2\) = −3\.59/);
  assert.match(loss[2], /^log p\(z\) = log Σ w N\(z; m, s²\) = −4\.32/);
  assert.match(loss[3], /^KL ≈ log q − log p = −3\.59\d* − \(−4\.32\d*\) = 0\.73$/);
  assert.match(loss[4], /^L = 78\.4\d* \+ β · 0\.73\d* = 78\.77 , {3}β = 0\.5$/);
  assert.equal(loss.length, 5);
  assert.deepEqual(of('gradients'), [
    '∂L/∂μ = ∂L/∂z − β ∂ log p(z)/∂z',
    '∂L/∂μ_1 = 3.00 + 0.25 = 3.25',
    '∂L/∂μ_2 = −4.00 + (−0.75) = −4.75',
    '∂L/∂ log σ^2 = ½ σ ε ∂L/∂μ − ½ β',
    '∂L/∂ log σ_1^2 = ½ · 0.37 · 2.00 · 3.25 − ½ · 0.5 = 0.95',
    '∂L/∂ log σ_2^2 = ½ · 1.284 · (−1.000) · (−4.750) − ½ · 0.5 = 2.80',
  ]);
  for (const line of [loss[3], ...of('gradients').filter((one) => one.split(' = ').length > 2)]) {
    const parts = line.split(' = '),
      result = parts.at(-1);
    assert.equal(computed(parts.at(-2)).toFixed(2), computed(result).toFixed(2), line);
  }
  // The one number of the KL is of no dimension.
  assert.deepEqual(writtenDimensions({ mu: f32(0, 5, 1, -9, 2, 7), klPerDimension: [8] }, 'sample'), [1, 3, 4, 5]);
});

test('averaged over the pixels, the reconstruction is small compared with the KL', () => {
  const sum = lossParts(trace, false),
    mean = lossParts(trace, true);
  assert.equal(sum.loss, 78.4 + 2 * pass.kl);
  assert.ok(Math.abs(mean.reconstruction - 0.1) < 1e-12);
  assert.ok(sum.klShare < 0.08 && mean.klShare > 0.95);
});

test('the mean over pixels is not called −log p(x | z), which is the sum', () => {
  assert.match(lines('loss', { mean: true })[0], /^mean error = −1\/784 Σ .* = 0\.100$/);
  assert.equal(lines('loss', { mean: true }).at(-1), 'L = 0.1000 + β · 1.1927 = 2.485 ,   β = 2');
  assert.doesNotMatch(lines('loss', { mean: true }).join('\n'), /log p/);
});

/** A printed term as a number: brackets, powers and indices removed. @param {string} term */
const computed = (term) =>
  Number(
    Function(
      `return ${term
        .replace(/e\^(\S+) \/ 2/, 'Math.exp($1 / 2)')
        .replaceAll('½ (', '½ · (')
        .replaceAll('½', '0.5')
        .replaceAll('·', '*')
        .replaceAll('−', '-')
        .replace(/- (?=-)/g, '- 0 ')}`,
    )(),
  );

test('each printed result follows from the printed numbers, also where two decimals are too few', () => {
  const uniform = uniformFrom(1);
  for (let digit = 0; digit < 200; digit++) {
    const [mu, logVar, epsilon, dZ] = [2, 6, 2, 70].map((range) => [0, 1].map(() => (2 * uniform() - 1) * range));
    logVar.forEach((value, i) => (logVar[i] = value - 5));
    const beta = uniform();
    const kls = mu.map((m, i) => 0.5 * (m ** 2 + Math.exp(logVar[i]) - 1 - logVar[i]));
    const one = {
      ...trace,
      beta,
      before: {
        ...pass,
        mu,
        logVar,
        z: mu.map((m, i) => m + Math.exp(logVar[i] / 2) * epsilon[i]),
        reconstruction: 100 * uniform(),
        kl: kls[0] + kls[1],
        klPerDimension: kls,
      },
      dZ,
      dMu: dZ.map((d, i) => d + beta * mu[i]),
      dLogVar: dZ.map(
        (d, i) => 0.5 * Math.exp(logVar[i] / 2) * epsilon[i] * d + 0.5 * beta * (Math.exp(logVar[i]) - 1),
      ),
    };
    const shownLines = ['encode', 'sample', 'loss', 'gradients'].flatMap((stage) =>
      formulasOf(stage, one, { ...shown, epsilon }).map(text),
    );
    let checked = 0;
    for (const line of shownLines.flatMap((all) => all.split(' ,   '))) {
      const parts = line.split(' = ');
      if (parts.length < 3) continue;
      const [, terms, result] = parts;
      if (/[a-zA-Zθσμ]/.test(terms.replace('e^', '').replace('β', ''))) continue;
      const value = computed(terms.replace('β', String(Number(beta.toFixed(6)))));
      const decimals = result.split('.')[1].length;
      assert.equal(Number(value.toFixed(decimals)) + 0, computed(result) + 0, line);
      checked++;
    }
    assert.equal(checked, 11, shownLines.join('\n'));
    const printed = (name) =>
      shownLines
        .find((line) => line.startsWith(`${name} = `))
        .split(' = ')
        .at(-1);
    assert.equal((Number(printed('KL_1')) + Number(printed('KL_2'))).toFixed(2), printed('KL'), shownLines.join('\n'));
  }
});

test('of many dimensions those with the largest KL are written out, in order', () => {
  const many = { mu: new Float32Array(6), klPerDimension: [0, 5, 1, 9, 2, 7] };
  assert.deepEqual(writtenDimensions(many, 'sample'), [1, 3, 4, 5]);
  assert.deepEqual(writtenDimensions(many, 'gradients'), [3, 5]);
  assert.deepEqual(writtenDimensions(pass, 'sample'), [0, 1]);
});

test('weight and bias of a layer have a combined norm', () => {
  assert.deepEqual(layerNorms(trace.parameters, 'gradientNorm'), [
    { layer: 'encoder.0', norm: 5 },
    { layer: 'mu', norm: 2 },
  ]);
});

test('a model has the stages of its kind, and each highlights some part', () => {
  assert.deepEqual(stagesOf('vae'), ['encode', 'sample', 'decode', 'loss', 'gradients', 'update', 'changed']);
  assert.ok(!stagesOf('ae').includes('sample'));
  assert.deepEqual([stagesOf('fvbn'), stagesOf('made')], [[], []]);
  const spine = readFileSync(new URL('../../../../web/features/code/code.html', import.meta.url), 'utf8');
  for (const stage of stagesOf('vae'))
    for (const part of LIT[stage]) assert.ok(spine.includes(`id="${part}-stage"`), part);
});

test('marks are means of neighbours, as shares of the largest', () => {
  assert.deepEqual(marksOf([0, 2, 4, 0], 2), [0.5, 1]);
  assert.deepEqual(marksOf([1, -2], 28), [0.5, 1]);
  assert.deepEqual(marksOf([0, 0], 2), [0, 0]);
  assert.equal(activeUnits([0, 0.1, 3], 'relu'), 2);
  assert.equal(activeUnits([-0.9, 0.1, 0.6], 'tanh'), 2);
});

test('the C++ beside the lesson is in the sources, complete; a line that is not found fails the build', () => {
  const code = lessonCode();
  for (const [kind, stages] of Object.entries(code)) {
    for (const [stage, parts] of Object.entries(stages)) {
      for (const { file, line, text: shownText } of parts) {
        const source = readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8').split('\n');
        shownText
          .split('\n')
          .forEach((part, i) => assert.equal(source[line - 1 + i].trim(), part.trim(), `${kind} ${stage}`));
      }
    }
  }
  const all = (kind, stage) => code[kind][stage].map((part) => part.text).join('\n');
  assert.match(
    all('vae', 'sample'),
    /z\.data\(\)\[i\] = mu\.data\(\)\[i\] \+ portable::exp\(log_var\.data\(\)\[i\] \* Scalar\(0\.5\)\) \* epsilon\.data\(\)\[i\];/,
  );
  assert.match(all('vae', 'loss'), /kl\.data\(\)\[i\] = 0\.5 \* /);
  assert.match(all('ae', 'update'), /step_size/);
  const [place] = kPlaces.vae.sample;
  assert.throws(
    () => cut('void reparameterize(\n  other();\n', place),
    /src\/models\/posterior\.cpp has no line with "each\(mu\.size\(\)"/,
  );
});

function lesson() {
  const page = createStore(createPageState());
  const store = createStore(createLessonState());
  const asked = [];
  const actions = createLessonActions(store, page, {
    async traceStep(question) {
      asked.push(question);
      return trace;
    },
  });
  const model = (kind, pixels = 'binarized') => ({
    config: { model: kind, latentDim: 2, hidden: [], activation: 'relu' },
    training: { pixels },
  });
  const code = { mu: f32(0, 0), logVar: f32(0, 0) };
  return { page, store, actions, asked, model, code };
}

test('the words of the C++ that are symbols are those of the formulas; the lines are unchanged', () => {
  const symbols = (line) =>
    symbolsIn(line)
      .filter((token) => typeof token !== 'string')
      .map(({ text, symbol }) => `${text} ${symbol}`);
  assert.deepEqual(symbols(lessonCode().vae.sample[0].text), [
    'mu mu',
    'z z',
    'mu mu',
    'log_var sigma',
    'epsilon epsilon',
  ]);
  assert.deepEqual(symbols('w.d_mu + mu_.forward(h, w.mu) + half_sigma / s.epsilon + kl'), ['mu mu', 'kl kl']);
  const all = Object.values(lessonCode())
    .flatMap((stages) => Object.values(stages).flat())
    .map(({ text }) => text)
    .join('\n');
  assert.equal(
    symbolsIn(all)
      .map((token) => token.text ?? token)
      .join(''),
    all,
  );
});

test('the terms of the loss are linked to the numbers in nats', () => {
  const terms = formulasOf('loss', trace, shown)
    .flat()
    .filter(({ symbol }) => symbol === 'reconstruction' || symbol === 'kl');
  assert.deepEqual([...new Set(terms.map(({ symbol }) => symbol))], ['reconstruction', 'kl']);
  assert.deepEqual(
    terms.filter(({ text, dimension }) => text === 'KL' && dimension !== undefined).map(({ dimension }) => dimension),
    [0, 1],
  );
});

test('closed it sends no request; open it follows digit, noise and model, with pixels binarized as in training', async () => {
  const { page, store, actions, asked, model, code } = lesson();
  page.set({ model: model('vae'), pixels: f32(0.4, 0.6), code, epsilon: f32(1, 2) });
  await settled();
  assert.equal(asked.length, 0);
  await actions.open();
  assert.deepEqual(asked, [{ pixels: f32(0, 1), epsilon: f32(1, 2) }]);
  assert.equal(store.get().trace, trace);
  page.set({ epsilon: f32(3, 4) });
  page.set({ atMean: true });
  page.set({ model: model('vae', 'grey') });
  await settled();
  assert.deepEqual(asked.slice(1), [
    { pixels: f32(0, 1), epsilon: f32(3, 4) },
    { pixels: f32(0, 1), epsilon: f32(0, 0) },
    { pixels: f32(0.4, 0.6), epsilon: f32(0, 0) },
  ]);
  page.set({ pixels: null, code: null });
  assert.deepEqual([store.get().waitsFor, store.get().trace], ['blank', null]);
  actions.close();
  page.set({ pixels: f32(1, 1), code });
  await settled();
  assert.equal(asked.length, 4);
});

test('during training it shows its last trace, then follows again', async () => {
  const { page, store, actions, asked, model, code } = lesson();
  page.set({ model: model('vae'), pixels: f32(1), code, epsilon: f32(1, 2) });
  await actions.open();
  page.set({ progress: { state: 'running' } });
  page.set({ code: { ...code } });
  await settled();
  assert.deepEqual([store.get().waitsFor, store.get().trace, asked.length], ['training', trace, 1]);
  page.set({ progress: { state: 'paused' } });
  await settled();
  assert.deepEqual([store.get().waitsFor, asked.length], ['', 2]);
});

test('no request is made for a model without a code; an AE has no sampling stage', async () => {
  const { page, store, actions, asked, model, code } = lesson();
  page.set({ model: model('fvbn'), pixels: f32(1) });
  await actions.open();
  assert.deepEqual([store.get().waitsFor, asked.length], ['noCode', 0]);
  page.set({ model: model('hvae'), code, epsilon: f32(1, 2) });
  await settled();
  assert.deepEqual([store.get().waitsFor, asked.length], ['severalLayers', 0]);
  page.set({ model: model('vae'), code, epsilon: f32(1, 2) });
  actions.go('sample');
  page.set({ model: model('ae'), code: { mu: f32(1, 1), logVar: f32() } });
  assert.equal(store.get().stage, 'encode');
  actions.go('sample');
  actions.next();
  assert.equal(store.get().stage, 'decode');
  await settled();
  assert.equal(asked.at(-1).epsilon.length, 0);
});

test('an error of the engine is reported, and the lesson continues', async () => {
  const { page, store, model, code } = lesson();
  const failing = createLessonActions(store, page, {
    traceStep: async () => {
      throw new Error('no memory');
    },
  });
  page.set({ model: model('vae'), pixels: f32(1), code, epsilon: f32(1, 2) });
  await failing.open();
  assert.deepEqual(
    [store.get().failure, store.get().trace],
    [{ key: 'message.unknown', params: { detail: 'no memory' } }, null],
  );
});

test('slow motion runs to the end and stops; a manual step stops it too', async () => {
  const { page, store, actions, model, code } = lesson();
  page.set({ model: model('vae'), pixels: f32(1), code, epsilon: f32(1, 2) });
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    actions.togglePlay();
    mock.timers.tick(STAGE_MS);
    assert.deepEqual([store.get().stage, store.get().playing], ['sample', true]);
    for (let i = 0; i < 5; ++i) mock.timers.tick(STAGE_MS);
    assert.deepEqual([store.get().stage, store.get().playing], ['changed', false]);
    actions.togglePlay();
    assert.equal(store.get().stage, 'encode');
    actions.previous();
    mock.timers.tick(2 * STAGE_MS);
    assert.deepEqual([store.get().stage, store.get().playing], ['encode', false]);
  } finally {
    mock.timers.reset();
  }
});

test('the layers’ activations follow the code, at most four times a second during training', async (context) => {
  const { page, model, code } = lesson();
  let asked = 0;
  followActivations(page, { activations: async () => ({ encoder: [f32(++asked)], decoder: [] }) }, assert.ifError);
  page.set({ model: model('vae'), pixels: f32(1), code, epsilon: f32(1, 2) });
  await settled();
  assert.equal(page.get().activations.encoder[0][0], 1);
  const clock = simulateClock(context);
  page.set({ progress: { state: 'running' } });
  for (let i = 0; i < 50; ++i) {
    page.set({ code: { ...code } });
    await clock.pass(20);
  }
  assert.ok(asked === 4 || asked === 5, `${asked} questions in a second`);
  clock.end();
  page.set({ progress: null, pixels: null, code: null });
  await settled();
  assert.equal(page.get().activations, null);
});

test('every kind of model with a code, also the conditional one, has texts for its stages and lines of code', () => {
  const code = lessonCode();
  for (const kind of MODEL_KINDS) {
    for (const config of [{ model: kind }, { model: kind, prior: 'vamp' }]) {
      for (const stage of stagesOf(kind)) {
        const textKind = textKindOf(config, stage);
        for (const texts of [en, ko]) assert.ok(texts[`lesson.${stage}.${textKind}`], `${kind}, ${stage}`);
        if (stage !== 'changed') assert.ok(code[textKind][stage].length > 0, `${kind}, ${stage}`);
      }
    }
  }
});
