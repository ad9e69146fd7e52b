/**
 * A button that shows and hides parts of the page and sets aria-expanded.
 * @param {HTMLElement} button
 * @param {HTMLElement[]} panels
 * @param {(isOpen: boolean) => void} [onChange]
 */
export function createDisclosure(button, panels, onChange) {
  let isOpen = false;
  function show() {
    button.setAttribute('aria-expanded', String(isOpen));
    for (const panel of panels) panel.hidden = !isOpen;
  }
  /** @param {boolean} open */
  function set(open) {
    if (open === isOpen) return;
    isOpen = open;
    show();
    onChange?.(open);
  }
  button.setAttribute('aria-controls', panels.map(({ id }) => id).join(' '));
  button.addEventListener('click', () => set(!isOpen));
  show();
  return { set, isOpen: () => isOpen };
}
