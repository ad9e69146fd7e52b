/**
 * A button that shows and hides parts of the page, and says so.
 * @param {HTMLElement} button
 * @param {HTMLElement[]} panels
 * @param {() => void} [onChange]
 */
export function createDisclosure(button, panels, onChange) {
  let isOpen = false;
  function show() {
    button.setAttribute('aria-expanded', String(isOpen));
    for (const panel of panels) panel.hidden = !isOpen;
  }
  /** @param {boolean} open */
  function set(open) {
    isOpen = open;
    show();
    onChange?.();
  }
  button.setAttribute('aria-controls', panels.map(({ id }) => id).join(' '));
  button.addEventListener('click', () => set(!isOpen));
  show();
  return { set, isOpen: () => isOpen };
}
