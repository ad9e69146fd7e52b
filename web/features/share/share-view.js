import { byTestId, find } from '../../core/dom/dom.js';

/**
 * The button that copies the link, and the panel of the link for a class.
 * @param {ParentNode} root
 * @param {{onCopy: () => void, onOpen: (isOpen: boolean) => void}} callbacks
 */
export function createShareView(root, { onCopy, onOpen }) {
  const button = byTestId(root, 'share-link');
  const details = /** @type {HTMLDetailsElement} */ (find(root, '#share-class'));
  const link = /** @type {HTMLInputElement} */ (byTestId(root, 'share-class-link'));
  button.addEventListener('click', onCopy);
  details.addEventListener('toggle', () => onOpen(details.open));

  return {
    /** Shows the text that was copied. @param {string} text */
    copied(text) {
      button.dataset.value = text;
    },
    /** If the browser refuses to copy, the user can copy the text by hand. @param {string} text */
    offer(text) {
      details.open = true;
      link.value = text;
      link.focus();
      link.select();
    },
  };
}

/**
 * Shows all parts and controls of the page except the hidden ones.
 * @param {ParentNode} root
 * @param {readonly string[]} panels
 * @param {ReadonlySet<string>} hidden
 */
export function hidePanels(root, panels, hidden) {
  for (const panel of panels) root.querySelector(`#${panel}`)?.toggleAttribute('hidden', hidden.has(panel));
  // A selector with :has() would do, but then every change below restyles the whole screen.
  root.querySelector('.first-screen')?.setAttribute('data-without', [...hidden].join(' '));
  // Links to a part, its controls elsewhere, and single controls.
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-panel], [data-control]'))) {
    part.toggleAttribute('data-out', hidden.has(part.dataset.panel ?? '') || hidden.has(part.dataset.control ?? ''));
  }
}
