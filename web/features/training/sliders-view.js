import { settingOf } from '../../core/model/settings.js';

/** What a slider sets has this many digits: a hand cannot place it better. */
const DIGITS = 2;

/**
 * Sliders of settings that act during training. They have no value of their own: a slider writes its field, as if it had been
 * typed, with each move, and follows the field.
 * @param {HTMLFormElement} form
 * @param {(name: string) => HTMLInputElement} fieldOf
 */
export function createSliders(form, fieldOf) {
  const sliders = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input.slider')]).map((slider) => ({
    slider,
    field: fieldOf(slider.dataset.setting ?? ''),
    scale: /** @type {import('../../core/model/settings.js').Slider} */ (
      settingOf(slider.dataset.setting ?? '').slider
    ),
  }));
  for (const { slider, field, scale } of sliders) {
    for (const type of /** @type {const} */ (['input', 'change'])) {
      slider.addEventListener(type, (event) => {
        // The form knows the field only.
        event.stopPropagation();
        const text = String(Number(scale.valueAt(Number(slider.value)).toPrecision(DIGITS)));
        if (field.value === text) return;
        field.value = text;
        for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
      });
    }
  }
  return {
    update() {
      for (const { slider, field, scale } of sliders) {
        slider.disabled = field.disabled;
        slider.setAttribute('aria-valuetext', field.value);
        const share = scale.shareOf(Number(field.value));
        // While it is moved, it stays where the hand is: its value is rounded.
        if (Number.isFinite(share) && document.activeElement !== slider) slider.value = String(share);
      }
    },
  };
}
