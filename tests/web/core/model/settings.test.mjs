import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { wholePage } from '../../../../scripts/page-parts.mjs';
import { readmeWithSettings } from '../../../../scripts/settings-table.mjs';
import { createEngine } from '../../../../web/engine/engine.js';
import { formatLink, parseLink } from '../../../../web/core/link/link.js';
import { planModel, trainingOf } from '../../../../web/core/link/link-run.js';
import { isOfGrey, pixelsOf, scoredPixels } from '../../../../web/core/model/likelihood.js';
import { runName } from '../../../../web/core/model/run-name.js';
import {
  SETTINGS_TABLE,
  STANDARD_CONFIG,
  STANDARD_TRAINING,
  applies,
  isSame,
  settingOf,
} from '../../../../web/core/model/settings.js';
import { validateConfig } from '../../../../web/core/model/validate-config.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import en from '../../../../web/languages/en/texts.js';
import tips from '../../../../web/languages/en/tips.js';

test('each setting has one field, one link key, one label and one explanation', () => {
  const html = wholePage();
  for (const { name, key, choices = [], error } of SETTINGS_TABLE) {
    assert.equal(html.split(`name="${name}"`).length, 2, name);
    assert.equal(html.split(`id="error-${name}"`).length, 2, name);
    assert.ok(html.includes(`data-control="${key}"`), key);
    for (const text of [`field.${name}`, error.key, ...choices.flatMap(({ text }) => text ?? [])])
      assert.ok(text in en, text);
    assert.ok(`tip.${name}` in tips, name);
  }
  assert.equal(new Set(SETTINGS_TABLE.map(({ key }) => key)).size, SETTINGS_TABLE.length);
});

test('the table of settings in web/README.md is generated from the rows; if not, run: node scripts/settings-table.mjs', () => {
  assert.equal(readFileSync(new URL('../../../../web/README.md', import.meta.url), 'utf8'), readmeWithSettings());
});

test('a setting follows those that determine whether it applies', () => {
  const read = [];
  const seen = new Set();
  for (const setting of SETTINGS_TABLE) {
    applies(
      setting,
      new Proxy({ model: 'vae' }, { get: (values, name) => (read.push([setting.name, name]), values[name]) }),
    );
    for (const [of, name] of read.splice(0)) assert.ok(seen.has(name), `${of} asks for ${String(name)}`);
    seen.add(setting.name);
  }
});

test('a default is valid in the field, the link and the core', async () => {
  const engine = await createEngine({ threads: 1 });
  const model = engine.createModel({ ...STANDARD_CONFIG, hidden: [...STANDARD_CONFIG.hidden] }, STANDARD_TRAINING);
  assert.deepEqual(model.config.hidden, [...STANDARD_CONFIG.hidden]);
  model.dispose();
  for (const {
    name,
    defaultValue,
    initial = defaultValue,
    typed = String,
    format = String,
    read,
    link,
  } of SETTINGS_TABLE) {
    assert.deepEqual(read(typed(initial)), initial, name);
    if (name !== 'sigma') assert.deepEqual(link.parse(format(defaultValue)), defaultValue, name);
  }
  assert.throws(() => settingOf('weight'), /expected the name of a setting, got weight/);
});

const TEXT = Object.fromEntries(
  SETTINGS_TABLE.map(({ name, defaultValue, typed = String }) => [name, typed(defaultValue)]),
);

test('a schedule and an estimator are passed from the form to the engine and the link, with what they need and nothing else', async () => {
  const engine = await createEngine({ threads: 1 });
  const model = engine.createModel({ hidden: [4], latentDim: 2 }, {});
  const scheduleOf = ({ schedule, scheduleAt, scheduleEpochs, scheduleFactor }) => [
    schedule,
    scheduleAt,
    scheduleEpochs,
    scheduleFactor,
  ];
  /** The core's answer to the form's settings, which a link of that state sets on another model too. */
  const taken = (patch) => {
    const { value, errors } = validateConfig({ ...TEXT, hidden: '4', ...patch }, 9000);
    assert.equal(errors, null);
    const { digits, ...training } = value.training;
    model.setTraining(training);
    const answer = model.describe().training;
    const link = new Map(
      SETTINGS_TABLE.filter(
        ({ of, name, defaultValue }) => of === 'training' && !isSame(answer[name], defaultValue),
      ).map(({ key, name, format = String }) => [key, format(answer[name])]),
    );
    if (answer.schedule === 'constant') link.set('schedule', 'constant');
    const { values, faults } = parseLink(`#${[...link].map((pair) => pair.join('=')).join('&')}`);
    assert.deepEqual(faults, []);
    const other = engine.createModel(
      { hidden: [4], latentDim: 2 },
      { schedule: 'steps', scheduleAt: [3], scheduleFactor: 0.5 },
    );
    other.setTraining(trainingOf(values));
    assert.deepEqual(scheduleOf(other.describe().training), scheduleOf(answer));
    other.dispose();
    return answer;
  };
  const numbers = { scheduleAt: '', scheduleEpochs: '10', scheduleFactor: '0.1' };
  assert.deepEqual(scheduleOf(taken({ ...numbers, schedule: 'cosine' })), ['cosine', [], 10, 0.1]);
  assert.deepEqual(scheduleOf(taken({ ...numbers, schedule: 'steps' })), ['steps', [], 10, 0.1]);
  assert.deepEqual(scheduleOf(taken({ ...numbers, schedule: 'steps', scheduleAt: ' 2,5  9' })), [
    'steps',
    [2, 5, 9],
    0,
    0.1,
  ]);
  assert.deepEqual(scheduleOf(taken({ ...numbers, schedule: 'burda', scheduleAt: '2, 1' })), ['burda', [], 0, 0]);
  assert.deepEqual(scheduleOf(taken(numbers)), ['constant', [], 0, 0]);
  assert.equal(taken({ estimator: 'stl' }).estimator, 'stl');
  const weighted = { objective: 'iwae', importanceSamples: '5' };
  assert.equal(taken({ ...weighted, estimator: 'dreg' }).estimator, 'dreg');

  const errorsOf = (patch) => validateConfig({ ...TEXT, hidden: '4', ...numbers, ...patch }, 9000).errors;
  assert.deepEqual(errorsOf({ estimator: 'dreg' }), { estimator: { key: 'error.estimator', params: {} } });
  assert.equal(errorsOf({ estimator: 'dreg', model: 'ae' }), null, 'an AE has none');
  for (const at of ['0', '5, 5', '9, 2', '1.5', 'x', '1000001'])
    assert.equal(errorsOf({ schedule: 'steps', scheduleAt: at }).scheduleAt.key, 'error.scheduleAt', at);
  assert.equal(errorsOf({ schedule: 'steps', scheduleFactor: '0' }).scheduleFactor.key, 'error.scheduleFactor');
  assert.equal(errorsOf({ schedule: 'cosine', scheduleFactor: '0' }), null);
  assert.equal(errorsOf({ schedule: 'cosine', scheduleEpochs: '0' }).scheduleEpochs.key, 'error.whole');
  assert.deepEqual(trainingOf(parseLink('#schedule=steps').values), {
    schedule: 'steps',
    scheduleAt: [],
    scheduleEpochs: 10,
    scheduleFactor: 0.1,
  });
  const name = (training) => runName({ model: 'vae', hidden: [4], latentDim: 2 }, { seed: 1, ...training });
  assert.equal(name({ schedule: 'cosine', scheduleEpochs: 8, scheduleFactor: 0 }), 'VAE 4–2, η cosine 8, #1');
  assert.equal(name({ schedule: 'steps', scheduleAt: [2, 5], scheduleFactor: 0.5 }), 'VAE 4–2, η ×0.5 : 2 5, #1');
  assert.equal(name({ ...weighted, importanceSamples: 5, estimator: 'dreg' }), 'VAE 4–2, IWAE k 5, DReG, #1');
  model.dispose();
});

test('averaging of the weights is passed from the form to the engine, the link and the run’s name; 0 turns it off', async () => {
  const engine = await createEngine({ threads: 1 });
  const model = engine.createModel({ hidden: [4], latentDim: 2 }, {});
  const validate = (averageDecay) => validateConfig({ ...TEXT, hidden: '4', averageDecay }, 9000);
  for (const [text, link] of [
    ['0.999', 'average=0.999'],
    ['.5', 'average=0.5'],
    ['0', null],
  ]) {
    const { config, training } = validate(text).value;
    model.setTraining(training);
    assert.equal(model.describe().training.averageDecay, Number(text));
    const hash = formatLink({
      ...createPageState(),
      model: { config: model.config, training: model.describe().training, step: 0 },
      run: { weights: 'fresh', altered: null, training: null },
    });
    assert.equal(/(average=[\d.]+)/.exec(hash)?.[1] ?? null, link);
    assert.equal(planModel(parseLink(hash).values, null).training.averageDecay ?? 0, Number(text));
    assert.equal(runName(config, training), link ? `VAE 4–2, EMA ${Number(text)}, #1` : 'VAE 4–2, #1');
  }
  assert.deepEqual(trainingOf(parseLink('#average=0').values), { averageDecay: 0 });
  for (const text of ['1', '-0.1', '0.999999', '', 'x'])
    assert.deepEqual(validate(text).errors.averageDecay, { key: 'error.number', params: { low: 0, high: 0.99999 } });
  assert.equal(parseLink('#average=1').faults[0].key, 'average');
  assert.equal(parseLink('#average=0.99999').values.average, 0.99999);
  model.dispose();
});

test('a likelihood is passed from the form to the engine, the link and the run’s name, and omitted if it is the default', async () => {
  const validate = (patch) => validateConfig({ ...TEXT, hidden: '8', ...patch }, 9000);
  assert.deepEqual(validate({}).value.config, { model: 'vae', hidden: [8], latentDim: 2, activation: 'relu' });
  assert.deepEqual(
    validate({ model: 'made', likelihood: 'gaussian', sigma: 'x' }).value.config,
    { model: 'made', hidden: [8], latentDim: 0, activation: 'relu' },
    'a kind without the choice',
  );
  for (const sigma of ['0.001', '11', '-1', ''])
    assert.equal(validate({ likelihood: 'gaussian', sigma }).errors.sigma.key, 'error.sigma', sigma);
  const engine = await createEngine({ threads: 1 });
  for (const [patch, config, link, name] of [
    [
      { likelihood: 'continuous_bernoulli' },
      { likelihood: 'continuous_bernoulli' },
      'likelihood=continuous_bernoulli',
      'continuous_bernoulli',
    ],
    [{ likelihood: 'gaussian', sigma: '0' }, { likelihood: 'gaussian' }, 'likelihood=gaussian', 'gaussian'],
    [
      { likelihood: 'gaussian', sigma: '0.1' },
      { likelihood: 'gaussian', sigma: 0.1 },
      'likelihood=gaussian&sigma=0.1',
      'gaussian, σ 0.1',
    ],
  ]) {
    const { value } = validate(patch);
    assert.deepEqual(value.config, { model: 'vae', hidden: [8], latentDim: 2, activation: 'relu', ...config });
    const model = engine.createModel(value.config, value.training);
    assert.deepEqual(model.config.likelihood, config.likelihood);
    assert.equal(model.config.sigma ?? 0, config.sigma ?? 0);
    const state = {
      ...createPageState(),
      model: { config: model.config, training: value.training, step: 0 },
      run: { weights: 'fresh', altered: null, training: null },
    };
    const hash = formatLink(state);
    assert.ok(hash.includes(link), hash);
    assert.deepEqual(planModel(parseLink(hash).values, null).config, value.config);
    assert.equal(runName(value.config, value.training), `VAE 8–2, ${name}, #1`);
    model.dispose();
  }
  assert.equal(parseLink('#likelihood=poisson').faults[0].key, 'likelihood');
  assert.deepEqual(parseLink('#sigma=learned').values, { sigma: 0 });
  assert.deepEqual(parseLink('#sigma=0').faults[0].expects.kind, 'sigma');
  const made = planModel(parseLink('#weights=fresh&model=made&likelihood=gaussian&sigma=1').values, null);
  assert.equal(made.config.likelihood, undefined, 'omitted for a kind without the choice');
});

test('a density scores grey pixels unchanged, a probability of binary pixels thresholds them', () => {
  const pixels = Float32Array.of(0.2, 0.7);
  assert.deepEqual([...scoredPixels({}, pixels)], [0, 1]);
  assert.equal(scoredPixels({ likelihood: 'gaussian' }, pixels), pixels);
  assert.deepEqual(
    ['bernoulli', 'continuous_bernoulli', 'gaussian'].map((likelihood) => isOfGrey({ likelihood })),
    [false, true, true],
  );
});

test('a setting of the current model returns to its default if the form selects it', async () => {
  const engine = await createEngine({ threads: 1 });
  const model = engine.createModel({ hidden: [4], latentDim: 2 }, { learningRateWarmupSteps: 10 });
  const text = { ...TEXT, hidden: '4', learningRateWarmupSteps: '0' };
  model.setTraining(validateConfig(text, 9000).value.training);
  assert.equal(model.describe().training.learningRateWarmupSteps, 0);
  model.dispose();
});

test('each likelihood has pixel modes that the form offers, its default first', () => {
  const { choices } = settingOf('pixels');
  for (const { value } of settingOf('likelihood').choices) {
    assert.ok(
      pixelsOf(value).length > 0 && pixelsOf(value).every((mode) => choices.some((choice) => choice.value === mode)),
      value,
    );
  }
  assert.deepEqual(
    [pixelsOf('bernoulli')[0], pixelsOf('gaussian')[0], pixelsOf('constructor')],
    ['binarized', 'grey', []],
  );
});

test('a slider reaches valid values only, and its scale is inverted exactly', () => {
  const withSlider = SETTINGS_TABLE.filter(({ slider }) => slider);
  assert.deepEqual(
    withSlider.map(({ name }) => name),
    ['beta', 'learningRate'],
  );
  for (const { name, slider, read } of withSlider) {
    for (let share = 0; share <= 1; share += 0.01) {
      const value = slider.valueAt(share);
      assert.notEqual(read(String(Number(value.toPrecision(2)))), undefined, `${name} at ${share}`);
      assert.ok(Math.abs(slider.shareOf(value) - share) < 1e-9, `${name} at ${share}`);
    }
  }
});

test('stochastic layers below the code are passed from the form to the engine, the link and the name of a run', async () => {
  const engine = await createEngine({ threads: 1 });
  const of = (text, patch = {}) =>
    validateConfig({ ...TEXT, model: 'hvae', hidden: '4', lowerLayers: text, ...patch }, 9000);
  const { config } = of(' 20, 10: 6 / 5', { inference: 'top_down' }).value;
  const lower = [
    { hidden: [20, 10], latentDim: 6 },
    { hidden: [], latentDim: 5 },
  ];
  assert.deepEqual([config.lowerLayers, config.inference], [lower, 'top_down']);
  const model = engine.createModel(config, {});
  assert.deepEqual(model.config.lowerLayers, lower);
  const text = settingOf('lowerLayers').typed(model.config.lowerLayers);
  assert.equal(text, '20, 10: 6 / 5');
  model.dispose();

  const { values, faults } = parseLink('#model=hvae&hidden=4&latent=2&lower=20-10:6,none:5&inference=top_down');
  assert.deepEqual(faults, []);
  const plan = planModel(values, null);
  assert.deepEqual([plan.config.lowerLayers, plan.config.inference], [lower, 'top_down']);
  const usual = planModel(parseLink('#model=hvae&hidden=4&latent=2').values, null).config;
  assert.ok(usual.lowerLayers.length > 0 && usual.inference === undefined);
  assert.equal('lowerLayers' in planModel(parseLink('#model=vae&hidden=4&lower=8:3').values, null).config, false);
  assert.equal(runName(config, { seed: 1 }), 'HVAE 20–10–6–5–4–2, top_down, #1');

  for (const wrong of [
    '',
    '20:',
    ':',
    '0: 5',
    '20: 0',
    '20: 513',
    '20: 5: 3',
    'x: 4',
    '5 /',
    Array(8).fill('3').join('/'),
  ])
    assert.equal(of(wrong).errors?.lowerLayers.key, 'error.lowerLayers', wrong);
  for (const wrong of ['20-10', '20-10:', '20:5,', 'x:3', '20:0', Array(8).fill('3:3').join(',')])
    assert.equal(parseLink(`#model=hvae&lower=${wrong}`).faults[0]?.key, 'lower', wrong);
  assert.equal(of('x', { model: 'vae' }).errors, null, 'a VAE has none');
  assert.equal('lowerLayers' in of('20: 5', { model: 'vae' }).value.config, false);
});

test('a prior and its components are passed from the form to the engine, the link and the name of a run', async () => {
  const engine = await createEngine({ threads: 1 });
  const of = (patch) => validateConfig({ ...TEXT, hidden: '4', ...patch }, 9000);
  for (const [prior, name] of [
    ['mixture', 'mixture 20'],
    ['vamp', 'VampPrior 20'],
  ]) {
    const { config } = of({ prior, components: '20' }).value;
    assert.deepEqual([config.prior, config.components], [prior, 20]);
    const model = engine.createModel(config, {});
    assert.deepEqual([model.config.prior, model.config.components], [prior, 20]);
    assert.equal(runName(model.config, { seed: 1 }), `VAE 4–2, ${name}, #1`);
    // The state of the page writes a link that makes the same model.
    const state = {
      ...createPageState(),
      model: { config: model.config, training: STANDARD_TRAINING },
      run: { weights: 'fresh' },
    };
    const link = formatLink(state);
    assert.match(link, new RegExp(`prior=${prior}&components=20`));
    const { values, faults } = parseLink(link);
    assert.deepEqual(faults, []);
    const plan = planModel(values, null);
    assert.deepEqual([plan.weights, plan.config.prior, plan.config.components], ['fresh', prior, 20]);
    model.dispose();
  }
  const usual = of({ prior: 'vamp' }).value.config;
  assert.deepEqual([usual.prior, usual.components], ['vamp', undefined], 'the core has a default');
  assert.equal(engine.createModel(usual, {}).config.components, settingOf('components').defaultValue);

  assert.equal('prior' in of({}).value.config || 'components' in of({ components: '7' }).value.config, false);
  assert.equal(of({ prior: 'flow' }).errors.prior.key, 'error.choice');
  for (const wrong of ['0', '1001', 'x', '2.5'])
    assert.equal(of({ prior: 'vamp', components: wrong }).errors.components.key, 'error.whole', wrong);
  for (const wrong of ['prior=flow', 'components=0', 'components=1001'])
    assert.equal(parseLink(`#model=vae&${wrong}`).faults[0]?.key, wrong.split('=')[0]);
  // What a kind cannot learn is ignored, in the form and in a link, as other settings that it does not have.
  for (const model of ['ae', 'cvae', 'hvae', 'made'])
    assert.equal(
      'prior' in planModel(parseLink(`#model=${model}&seed=2&prior=vamp&components=9`).values, null).config,
      false,
    );
  assert.equal('prior' in of({ model: 'ae', prior: 'vamp' }).value.config, false);
  assert.equal('components' in planModel(parseLink('#model=vae&components=9').values, null).config, false);
  // Another model takes over a prior that the link does not name, and a link can name N(0, I).
  const present = {
    config: { ...STANDARD_CONFIG, hidden: [4], prior: 'vamp', components: 9 },
    training: STANDARD_TRAINING,
  };
  assert.equal(planModel(parseLink('#seed=2').values, present).config.components, 9);
  const standard = planModel(parseLink('#seed=2&prior=standard').values, present).config;
  assert.deepEqual([standard.prior, standard.components], [undefined, undefined]);
});

test('the orderings of a MADE are passed from the form to the engine, the link and the name of a run, with the seed of the run', async () => {
  const engine = await createEngine({ threads: 1 });
  const made = { ...TEXT, model: 'made', hidden: '6' },
    of = (patch) => validateConfig({ ...made, ...patch }, 9000);
  const { config, training } = of({ orderings: '4', seed: '7' }).value;
  assert.deepEqual([config.orderings, config.orderingSeed], [4, 7]);
  const model = engine.createModel(config, training);
  assert.deepEqual([model.config.orderings, model.config.orderingSeed], [4, 7]);
  assert.equal(runName(model.config, training), 'MADE 6, orderings 4, #7');
  // The axes of a map without a code, of which the link must not speak: no link could open with them.
  const state = {
    ...createPageState(),
    axes: [0, -1],
    model: { config: model.config, training },
    run: { weights: 'fresh' },
  };
  const link = formatLink(state);
  assert.match(link, /orderings=4/);
  const { values, faults } = parseLink(link);
  assert.deepEqual(faults, []);
  const plan = planModel(values, null);
  assert.deepEqual([plan.weights, plan.config.orderings, plan.config.orderingSeed], ['fresh', 4, 7]);
  assert.equal(engine.createModel(plan.config, plan.training).checksum(), model.checksum());

  // One ordering is what a MADE has without the setting, which links and names then omit.
  const one = of({ orderings: '1', seed: '7' }).value.config;
  assert.equal('orderings' in one || 'orderingSeed' in one, false);
  const usual = { config: engine.createModel(one, {}).config, training: STANDARD_TRAINING };
  assert.doesNotMatch(formatLink({ ...createPageState(), model: usual, run: { weights: 'fresh' } }), /orderings/);
  assert.equal(runName(usual.config, { seed: 1 }), 'MADE 6, #1');

  for (const wrong of ['0', '257', 'x', '2.5']) {
    assert.deepEqual(of({ orderings: wrong }).errors.orderings, { key: 'error.whole', params: { low: 1, high: 256 } });
    const [fault] = parseLink(`#model=made&orderings=${wrong}`).faults;
    assert.deepEqual([fault?.key, fault?.got], ['orderings', wrong]);
  }
  // Other kinds ignore them, in the form and in a link.
  for (const other of ['vae', 'cvae', 'hvae', 'ae', 'fvbn']) {
    assert.equal(of({ model: other, orderings: 'x' }).errors?.orderings, undefined);
    const { config: without } = planModel(parseLink(`#model=${other}&seed=2&orderings=4`).values, null);
    assert.equal('orderings' in without || 'orderingSeed' in without, false, other);
  }
  // Another MADE takes them over from the present one, with orderings of its own seed.
  const present = { config: model.config, training };
  const next = planModel(parseLink('#seed=9').values, present).config;
  assert.deepEqual([next.orderings, next.orderingSeed], [4, 9]);
  assert.equal('orderings' in planModel(parseLink('#seed=9&orderings=1').values, present).config, false);
});
