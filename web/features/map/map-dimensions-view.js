import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { latentReach, latentValue } from '../../core/model/latent-input.js';
import { FIRST_KIND } from '../../core/model/model-kind.js';
import { formatNumber, formatTyped } from '../../core/texts/format.js';
import { byTestId, find } from '../../core/dom/dom.js';

/** Maximum number of sliders. */
const MOST = 64;

/**
 * A slider and a field for each dimension of z; a tick marks the drawn digit's mu.
 * @param {HTMLElement} root
 * @param {{onDimension: (dimension: number, value: number) => void}} callbacks
 */
export function createMapDimensionsView(root, { onDimension }) {
  const panel = find(root, '#map-dimensions'),
    list = find(root, '#map-sliders');
  const note = find(root, '#map-sliders-note'),
    error = byTestId(root, 'dimension-error');
  /** @type {ReturnType<typeof createRow>[]} */
  let rows = [];
  let bounds = latentReach({ model: FIRST_KIND }, null);
  /** @type {DimensionsData | null} */
  let data = null;

  /** @param {number} index */
  function createRow(index) {
    const element = document.createElement('div');
    const label = document.createElement('label'),
      track = document.createElement('span'),
      tick = document.createElement('i');
    const slider = document.createElement('input'),
      field = document.createElement('input');
    element.className = 'dimension';
    track.className = 'track';
    tick.className = 'mu-tick';
    slider.type = 'range';
    slider.step = '0.01';
    slider.id = `dimension-${index + 1}`;
    slider.setAttribute('data-testid', slider.id);
    label.htmlFor = slider.id;
    label.setAttribute('data-symbol', 'z');
    label.setAttribute('data-dimension', String(index));
    label.append('z', Object.assign(document.createElement('sub'), { textContent: String(index + 1) }));
    field.type = 'text';
    field.inputMode = 'decimal';
    field.autocomplete = 'off';
    field.setAttribute('data-testid', `dimension-value-${index + 1}`);
    field.setAttribute('aria-describedby', 'dimension-error');
    slider.addEventListener('input', () => {
      tell(field, null);
      onDimension(index, Number(slider.value));
    });
    // Text being edited is not overwritten, even if training changes z meanwhile.
    let isTyping = false;
    field.addEventListener('input', () => {
      isTyping = true;
    });
    field.addEventListener('blur', () => {
      isTyping = false;
      show(data?.z?.[index] ?? NaN);
    });
    field.addEventListener('change', () => {
      isTyping = false;
      const { value, fault } = latentValue(field.value, bounds.limit);
      const typed = field.value.trim().slice(0, 20);
      if (value !== null) onDimension(index, value);
      show(value ?? data?.z?.[index] ?? NaN);
      tell(
        field,
        fault && {
          key: `dimension.${fault}`,
          params: { index: index + 1, got: typed, limit: bounds.limit, value: formatNumber(value ?? NaN) },
        },
      );
    });
    track.append(tick, slider);
    element.append(label, track, field);

    /** @param {number} value */
    function show(value) {
      const known = Number.isFinite(value);
      slider.disabled = field.disabled = !data?.ready;
      slider.max = String(bounds.reach);
      slider.min = String(-bounds.reach);
      slider.value = String(known ? value : 0);
      slider.setAttribute('aria-valuetext', known ? formatNumber(value) : '–');
      if (!isTyping) field.value = known ? formatTyped(value, 3) : '';
      field.setAttribute('data-value', known ? String(value) : '');
    }
    return {
      element,
      slider,
      field,
      show,
      /** @param {number} mu */
      mark(mu) {
        tick.hidden = !(Math.abs(mu) <= bounds.reach);
        // The middle of the thumb does not reach the ends of the track.
        if (!tick.hidden)
          tick.style.left = `calc(var(--thumb) / 2 + (100% - var(--thumb)) * ${((mu / bounds.reach + 1) / 2).toFixed(4)})`;
      },
    };
  }

  /** @typedef {{key: string, params: import('../../core/texts/message-of.js').MessageParams}} Fault */
  /** The last invalid input, reported again in another language. @type {Fault | null} */
  let wrong = null;
  const showFault = () => {
    const text = wrong ? t(wrong.key, wrong.params) : '';
    // Rewriting an alert would announce it again.
    if (error.textContent !== text) error.textContent = text;
  };

  /** @param {HTMLInputElement} field @param {Fault | null} fault */
  function tell(field, fault) {
    for (const row of rows) row.field.removeAttribute('aria-invalid');
    if (fault) field.setAttribute('aria-invalid', 'true');
    wrong = fault;
    showFault();
  }

  /** @typedef {{z: Float32Array | null, mu: Float32Array | null, latentDim: number, config: {model: string, prior?: string}, codes: Float32Array | null, ready: boolean}} DimensionsData */
  return {
    /** @param {DimensionsData} next */
    update(next) {
      const codes = data?.codes,
        count = Math.min(MOST, next.latentDim);
      data = next;
      if (panel.hidden) return;
      if (codes !== next.codes || rows.length !== count) bounds = latentReach(next.config, next.codes);
      if (rows.length !== count) {
        rows = Array.from({ length: count }, (_, index) => createRow(index));
        list.replaceChildren(...rows.map(({ element }) => element));
        wrong = null;
      }
      showFault();
      setText(
        note,
        t(next.latentDim > MOST ? 'dimension.first' : 'dimension.note', { most: MOST, count: next.latentDim }),
      );
      rows.forEach((row, index) => {
        row.slider.setAttribute('aria-label', t('dimension.slider', { index: index + 1 }));
        row.field.setAttribute('aria-label', t('dimension.field', { index: index + 1 }));
        row.show(next.z?.[index] ?? NaN);
        row.mark(next.mu?.[index] ?? NaN);
      });
    },
  };
}
