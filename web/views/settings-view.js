import { t } from '../i18n/translate.js';
import { hasCode, hasSpread } from '../lib/model-kind.js';
import { validateConfig } from '../lib/validate-config.js';
import { byTestId, find } from './dom.js';

/**
 * @typedef {import('../lib/validate-config.js').ValidConfig} ValidConfig
 * @typedef {import('../lib/validate-config.js').ConfigErrors} ConfigErrors
 * @typedef {import('../lib/validate-config.js').ConfigText} ConfigText
 * @typedef {keyof ConfigText} FieldName
 */

/** These need new weights; the others apply to the model that is there. @type {ReadonlySet<string>} */
const NEEDS_NEW_MODEL = new Set(['model', 'hidden', 'latentDim', 'activation', 'seed']);

/**
 * The form of a model and of how it is trained. What is typed is the form's own until it is right.
 * @param {HTMLElement} root
 * @param {{onCreate: (settings: ValidConfig) => void, onTraining: (training: ValidConfig['training']) => void}} callbacks
 */
export function createSettingsView(root, { onCreate, onTraining }) {
  const form = /** @type {HTMLFormElement} */ (find(root, '#settings'));
  const create = /** @type {HTMLButtonElement} */ (byTestId(root, 'train-create'));
  const fields = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...form.querySelectorAll('input, select')]);
  let trainCount = 1;
  /** @type {import('../engine/messages.js').ModelInfo | null} */
  let model = null;
  /** Fields that were touched: an error is only told where one has typed. @type {Set<string>} */
  const touched = new Set();

  const read = () => validateConfig(/** @type {ConfigText} */ (Object.fromEntries(fields.map(({ name, value }) => [name, value]))), trainCount);

  /** @param {ConfigErrors | null} errors @param {boolean} all */
  function showErrors(errors, all) {
    for (const one of fields) {
      const error = (all || touched.has(one.name)) ? errors?.[/** @type {FieldName} */ (one.name)] : undefined;
      const place = find(form, `#error-${one.name}`);
      const text = error ? t(error.key, error.params) : '';
      if (place.textContent !== text) place.textContent = text;
      one.setAttribute('aria-invalid', String(Boolean(error)));
    }
  }

  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (fields.find((one) => one.name === name));

  /** What a kind of model does not have cannot be set. */
  function showKind() {
    const kind = { model: field('model').value };
    field('hidden').disabled = kind.model === 'fvbn';
    field('latentDim').disabled = !hasCode(kind);
    field('activation').disabled = kind.model === 'fvbn';
    field('beta').disabled = field('betaWarmupSteps').disabled = !hasSpread(kind);
  }

  /** Sizes that suit the kind that was chosen, where those of another stand. */
  function suggest() {
    const kind = { model: field('model').value };
    field('hidden').value = kind.model === 'fvbn' ? '' : kind.model === 'made' ? '500' : field('hidden').value || '128, 64, 32';
    field('latentDim').value = !hasCode(kind) ? '0' : field('latentDim').value === '0' ? '2' : field('latentDim').value;
  }

  form.addEventListener('input', (event) => {
    if (event.target instanceof HTMLInputElement) touched.add(event.target.name);
    showErrors(read().errors, false);
  });
  form.addEventListener('change', (event) => {
    const { name } = /** @type {HTMLInputElement} */ (event.target);
    if (name === 'model') {
      suggest();
      showKind();
      showErrors(read().errors, false);
    }
    const { value } = read();
    if (!value || !model || NEEDS_NEW_MODEL.has(name)) return;
    // The seed typed belongs to the next model; the one at work keeps its own.
    onTraining({ ...value.training, seed: model.training.seed });
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { value, errors } = read();
    showErrors(errors, true);
    if (value) onCreate(value);
    else fields.find(({ name }) => errors?.[/** @type {FieldName} */ (name)])?.focus();
  });

  return {
    /** @param {{model: import('../engine/messages.js').ModelInfo | null, trainCount: number, busy: boolean, ready: boolean}} data */
    update(data) {
      if (data.model && data.model.config !== model?.config) fill(data.model);
      else if (data.model && data.model.training !== model?.training) follow(data.model.training);
      model = data.model;
      trainCount = data.trainCount;
      create.disabled = data.busy || !data.ready;
      create.textContent = t(data.busy && data.ready ? 'settings.creating' : 'settings.create');
      showErrors(read().errors, false);
    },
  };

  /** What applies at once may have been set from elsewhere, as by a link. @param {import('../engine/messages.js').TrainingConfig} training */
  function follow(training) {
    for (const [name, value] of Object.entries(training)) {
      const one = fields.find((each) => each.name === name);
      if (!one || NEEDS_NEW_MODEL.has(name) || one === document.activeElement) continue;
      if (one.value !== String(value) && Number(one.value) !== value) one.value = String(value);
    }
  }

  /** @param {import('../engine/messages.js').ModelInfo} info */
  function fill({ config, training }) {
    const texts = /** @type {Record<string, string>} */ ({
      hidden: config.hidden.join(', '),
      ...Object.fromEntries(Object.entries({ ...config, ...training }).filter(([name]) => name !== 'hidden').map(([name, value]) => [name, String(value)])),
    });
    for (const one of fields) one.value = texts[one.name] ?? one.value;
    showKind();
    touched.clear();
  }
}
