import { t } from '../../core/texts/translate.js';
import { pixelsOf } from '../../core/model/likelihood.js';
import { hasCode, hasLearnedPrior, defaultHidden } from '../../core/model/model-kind.js';
import { SETTINGS_TABLE, applies, appliesTo, isSame, settingOf } from '../../core/model/settings.js';
import { validateConfig } from '../../core/model/validate-config.js';
import { createDisclosure } from '../../core/dom/disclosure.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { createSliders } from './sliders-view.js';

/**
 * @typedef {import('../../core/model/validate-config.js').ValidConfig} ValidConfig
 * @typedef {import('../../core/model/validate-config.js').ConfigErrors} ConfigErrors
 * @typedef {import('../../core/model/validate-config.js').ConfigText} ConfigText
 * @typedef {import('../../engine/messages.js').ModelInfo} ModelInfo
 */

/** A setting and those that are applied together with it. @param {string} name */
const togetherWith = (name) =>
  SETTINGS_TABLE.filter(
    (setting) => setting.name === name || (setting.with !== undefined && setting.with === settingOf(name).with),
  ).map((setting) => setting.name);

/** Range of random seeds: few enough digits to read and write down. */
const SEEDS = 100_000;

/**
 * The form of a model and its training. Input stays in the form until it is valid.
 * @param {HTMLElement} root
 * @param {{onCreate: (settings: ValidConfig) => void, onTraining: (changes: Partial<ValidConfig['training']>) => Promise<boolean>,
 *   onMore: (isOpen: boolean) => void}} callbacks   onTraining: changes settings of the current model; resolves to whether they were accepted
 */
export function createSettingsView(root, { onCreate, onTraining, onMore }) {
  const form = /** @type {HTMLFormElement} */ (find(root, '#settings'));
  const create = /** @type {HTMLButtonElement} */ (byTestId(root, 'train-create'));
  const fields = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([
    ...form.querySelectorAll('input:not([type="range"]), select'),
  ]);
  const digits = /** @type {HTMLElement[]} */ ([...byTestId(root, 'field-digits').querySelectorAll('button')]);
  const modelLegend = find(form, '#settings-model');
  const moreButton = byTestId(root, 'more-settings');
  const more = createDisclosure(moreButton, [find(root, '#more-settings'), find(root, '#stop-rule')], onMore);
  /** @type {number | readonly number[]} */
  let trainCount = 1;
  /** @type {ModelInfo | null} */
  let model = null;
  /** The settings that the fields last followed, and the number of the form's changes without an answer. @type {ModelInfo['training'] | null} */
  let followed = null;
  let unanswered = 0;
  /** Edited fields: errors are shown only there. @type {Set<string>} */
  const touched = new Set();

  const read = () =>
    validateConfig(
      /** @type {ConfigText} */ (Object.fromEntries(fields.map(({ name, value }) => [name, value]))),
      trainCount,
    );

  /** @param {ConfigErrors | null} errors @param {boolean} all */
  function showErrors(errors, all) {
    for (const one of fields) {
      const error = all || touched.has(one.name) ? errors?.[one.name] : undefined;
      const place = find(form, `#error-${one.name}`);
      const text = error ? t(error.key, error.params) : '';
      if (place.textContent !== text) place.textContent = text;
      one.setAttribute('aria-invalid', String(Boolean(error)));
    }
  }

  const field = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement} */ (fields.find((one) => one.name === name));

  /** Hides settings that the kind of model does not have. */
  function showKind() {
    /** @type {Record<string, string>} */
    const values = {};
    for (const setting of SETTINGS_TABLE) {
      const doesApply = applies(setting, values),
        one = field(setting.name);
      if (!setting.isCustom) one.disabled = !doesApply;
      if (one instanceof HTMLSelectElement)
        setting.choices?.forEach((choice, i) => (one.options[i].disabled = !appliesTo(choice, values)));
      else if (one.list)
        for (const option of one.list.options) option.disabled = setting.read(option.value, values) === undefined;
      values[setting.name] = doesApply ? field(setting.name).value : setting.absent;
    }
  }

  function showDigits() {
    for (const button of digits)
      button.setAttribute('aria-pressed', String(field('digits').value.includes(button.textContent ?? '')));
    byTestId(root, 'field-digits').setAttribute('data-value', field('digits').value);
  }

  /** Suggests sizes for the selected kind in place of another kind's defaults. */
  function suggest() {
    const kind = { model: field('model').value };
    const { value } = field('hidden'),
      { read: parse } = settingOf('hidden');
    // Only layers that the kind cannot have are replaced: an unfinished text stays.
    const suits = parse(value, kind) !== undefined || parse(value) === undefined;
    field('hidden').value = defaultHidden(kind)?.join(', ') ?? ((suits && value) || '128, 64, 32');
    field('latentDim').value = !hasCode(kind) ? '0' : field('latentDim').value === '0' ? '2' : field('latentDim').value;
  }

  const sliders = createSliders(form, field);
  for (const button of digits) {
    button.addEventListener('click', () => {
      const digit = button.textContent ?? '',
        { value } = field('digits');
      field('digits').value = value.includes(digit) ? value.replace(digit, '') : [...value, digit].sort().join('');
      touched.add('digits').add('batchSize');
      showDigits();
      showErrors(read().errors, false);
    });
  }
  byTestId(root, 'new-seed').addEventListener('click', () => {
    field('seed').value = String(Math.floor(Math.random() * SEEDS));
    form.requestSubmit();
  });
  form.addEventListener('input', (event) => {
    if (event.target instanceof HTMLInputElement) touched.add(event.target.name);
    showErrors(read().errors, false);
    showPending();
    sliders.update();
  });
  form.addEventListener('change', (event) => {
    const { name } = /** @type {HTMLInputElement} */ (event.target);
    if (name === 'model') suggest();
    if (name === 'likelihood') field('pixels').value = pixelsOf(field('likelihood').value)[0];
    showKind();
    // A choice that does not go with the changed one.
    if (name === 'objective') touched.add('estimator');
    showErrors(read().errors, false);
    showPending();
    sliders.update();
    if (model && !settingOf(name).needsNewModel) apply(model, togetherWith(name));
  });

  /**
   * Applies settings to the current model, whatever kind the form has selected for the next; its other settings are unchanged.
   * @param {ModelInfo} present
   * @param {readonly string[]} names
   */
  function apply(present, names) {
    const { value } = validateConfig(
      { ...textsOf(present), ...Object.fromEntries(names.map((name) => [name, field(name).value])) },
      trainCount,
    );
    if (!value) return;
    // Only what was changed: the model's other settings may be old by an answer that is still on its way.
    const changes = Object.fromEntries(Object.entries(value.training).filter(([name]) => names.includes(name)));
    unanswered += 1;
    void onTraining(changes).then((isTaken) => {
      unanswered -= 1;
      if (isTaken || model?.config !== present.config) return;
      const texts = textsOf(model);
      for (const name of names) field(name).value = texts[name] ?? field(name).value;
      showErrors(read().errors, false);
    });
  }

  /** The form's settings; null if one is invalid, which is then shown and focused. @returns {ValidConfig | null} */
  function submitted() {
    const { value, errors } = read();
    showErrors(errors, true);
    if (value) return value;
    const wrong = fields.find(({ name }) => errors?.[name]);
    if (wrong?.closest('#more-settings')) more.set(true);
    (wrong?.name === 'digits' ? digits[0] : wrong)?.focus();
    return null;
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const value = submitted();
    if (value) onCreate(value);
  });

  /** Whether the form describes another model than the current one. */
  const isPending = () => form.querySelector('.field.is-pending') !== null;

  /** Marks the settings that the current model does not have: they are for the next one. */
  function showPending() {
    const present = model ? textsOf(model) : {};
    for (const { name, read: parse, needsNewModel } of SETTINGS_TABLE) {
      const one = field(name);
      const isOther =
        Boolean(model && needsNewModel && !one.disabled) && !isSame(parse(one.value), parse(present[name]));
      (one.closest('.field') ?? one).classList.toggle('is-pending', isOther);
    }
    modelLegend.textContent = t(isPending() ? 'settings.pending' : 'settings.architecture');
    create.classList.toggle('is-due', isPending());
  }

  return {
    submitted,
    isPending,
    /** @param {{model: ModelInfo | null, trainCount: number | readonly number[],
     *   rulesSet: number, isMoreOpen: boolean, busy: boolean, ready: boolean}} data   rulesSet: parts of the stop rule that are set */
    update(data) {
      if (data.model && data.model.config !== model?.config) fill(data.model);
      // The answer to an earlier change of the form would undo a later one.
      else if (data.model && unanswered === 0) follow(data.model.training);
      model = data.model;
      trainCount = data.trainCount;
      more.set(data.isMoreOpen);
      showPending();
      create.disabled = data.busy || !data.ready;
      create.textContent = t(data.busy && data.ready ? 'settings.creating' : 'settings.create');
      // Counts the hidden settings that are not the default.
      const training = model?.training;
      const set =
        data.rulesSet
        + (training?.objective === 'iwae' ? 1 : 0)
        + (training?.estimator && training.estimator !== settingOf('estimator').defaultValue ? 1 : 0)
        + (training?.schedule && training.schedule !== settingOf('schedule').defaultValue ? 1 : 0)
        + (training?.averageDecay ? 1 : 0)
        + (training?.digits && training.digits.length < 10 ? 1 : 0)
        + (model?.config.likelihood ? 1 : 0)
        + (model?.config.lowerLayers ? 1 : 0)
        + (model && hasLearnedPrior(model.config) ? 1 : 0);
      sliders.update();
      moreButton.textContent = t(set > 0 ? 'settings.moreSet' : 'settings.more', { count: set });
      showErrors(read().errors, false);
    },
  };

  /**
   * Shows settings that were changed elsewhere, for example by a link. Unchanged ones are skipped: their fields may
   * contain unfinished input.
   * @param {ModelInfo['training']} training
   */
  function follow(training) {
    const before = followed;
    followed = training;
    if (before === training) return;
    for (const [name, value] of Object.entries(training)) {
      const shown = before?.[/** @type {keyof typeof training} */ (name)];
      if (shown === value) continue;
      const one = fields.find((each) => each.name === name);
      if (!one || settingOf(name).needsNewModel || keepsField(name, training)) continue;
      const { typed = String } = settingOf(name);
      const shows = (/** @type {unknown} */ what) => one.value === typed(what) || Number(one.value) === what;
      // Input that is not finished stays.
      if (one === document.activeElement && shown !== undefined && !shows(shown)) continue;
      if (!shows(value)) one.value = typed(value);
    }
    showKind();
  }

  /** @param {ModelInfo} info */
  function fill(info) {
    const { config, training } = info;
    followed = training;
    const texts = textsOf(info);
    for (const one of fields)
      if (one.name in texts && !keepsField(one.name, { ...config, ...training })) one.value = texts[one.name];
    showKind();
    showDigits();
    touched.clear();
  }
}

/**
 * Whether a field keeps its text although the model has another value: the k of the ELBO is 1, with which the next IWAE must not
 * start.
 * @param {string} name
 * @param {Record<string, any>} values   of the model
 */
const keepsField = (name, values) =>
  settingOf(name).initial !== undefined && isSame(values[name] ?? settingOf(name).absent, settingOf(name).absent);

/**
 * The fields' texts for a model.
 * @param {ModelInfo} info
 * @returns {ConfigText}
 */
function textsOf({ config, training }) {
  /** @type {Record<string, any>} */
  const values = { ...config, ...training };
  return Object.fromEntries(
    SETTINGS_TABLE.map(({ name, defaultValue, typed = String }) => [name, typed(values[name] ?? defaultValue)]),
  );
}
