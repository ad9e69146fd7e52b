/**
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {E}  throws if the page's markup lacks it: a programming error
 */
export function find(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return /** @type {E} */ (/** @type {unknown} */ (found));
}

/**
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} id   data-testid
 * @returns {E}
 */
export function byTestId(root, id) {
  return /** @type {E} */ (find(root, `[data-testid="${id}"]`));
}

const FIELDS = 'input, textarea, select, [contenteditable]';
/** Whether an event is for a field, which has its own meaning for keys and pasted text. @param {Event} event */
export const isForField = ({ target }) => target instanceof Element && target.closest(FIELDS) !== null;

/**
 * Disables or enables a button. If a focused button is disabled, `heir` receives the focus.
 * @param {HTMLButtonElement} button
 * @param {boolean} off
 * @param {HTMLElement} heir
 */
export function disable(button, off, heir) {
  if (off && document.activeElement === button) heir.focus({ preventScroll: true });
  button.disabled = off;
}

/**
 * Shows a number and stores its exact value in a data attribute.
 * @param {Element} element
 * @param {string} text
 * @param {string | number} value
 */
export function setReading(element, text, value) {
  if (element.textContent !== text) element.textContent = text;
  element.setAttribute('data-value', String(value));
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @returns {SVGElement}
 */
export function svg(name, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/**
 * Gives a canvas as many pixels as the device has in its area.
 * @param {HTMLCanvasElement} canvas
 * @returns {{context: CanvasRenderingContext2D, width: number, height: number}}  in CSS pixels, cleared
 */
export function beginFrame(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth,
    height = canvas.clientHeight;
  const pixelWidth = Math.round(width * ratio),
    pixelHeight = Math.round(height * ratio);
  if (canvas.width !== pixelWidth || canvas.height !== pixelHeight) {
    canvas.width = pixelWidth;
    canvas.height = pixelHeight;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}
