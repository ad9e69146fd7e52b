import { t } from '../../core/texts/translate.js';
import { parseLimit } from '../../core/model/stop-limit.js';
import { byTestId, find } from '../../core/dom/dom.js';

/**
 * Early stopping: after a number of epochs, or of epochs without improvement.
 * @param {HTMLElement} root
 * @param {{onRule: (rule: {epochs: number | null, patience: number | null}) => void}} callbacks
 */
export function createEarlyStoppingView(root, { onRule }) {
  const inputs = /** @type {const} */ (['epochs', 'patience']).map((name) => ({
    name,
    field: /** @type {HTMLInputElement} */ (byTestId(root, `stop-${name}`)),
    error: find(root, `#error-stop-${name}`),
  }));
  /** @type {{epochs: number | null, patience: number | null}} */
  let rule = { epochs: null, patience: null };

  function showErrors() {
    for (const { field, error } of inputs) {
      const wrong = parseLimit(field.value).error;
      error.textContent = wrong ? t(wrong.key, wrong.params) : '';
      field.setAttribute('aria-invalid', String(wrong !== null));
    }
  }
  for (const { name, field } of inputs) {
    field.addEventListener('input', showErrors);
    field.addEventListener('change', () => {
      const { value, error } = parseLimit(field.value);
      if (!error && value !== rule[name]) onRule({ ...rule, [name]: value });
    });
  }

  return {
    /** @param {{rule: {epochs: number | null, patience: number | null}}} data */
    update(data) {
      for (const { name, field } of inputs) {
        if (data.rule[name] !== rule[name]) field.value = data.rule[name] === null ? '' : String(data.rule[name]);
      }
      rule = data.rule;
      showErrors();
    },
  };
}
