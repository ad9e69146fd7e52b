import { byTestId, find } from '../../core/dom/dom.js';

/**
 * The button that copies the link, and what opens the link for a class.
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
    /** What was copied last. @param {string} text */
    copied(text) {
      button.dataset.value = text;
    },
    /** Where the browser does not let a page copy, a person can. @param {string} text */
    offer(text) {
      details.open = true;
      link.value = text;
      link.focus();
      link.select();
    },
  };
}

/**
 * Shows all parts of the page, and all controls, but those.
 * @param {ParentNode} root
 * @param {readonly string[]} panels
 * @param {ReadonlySet<string>} hidden
 */
export function hidePanels(root, panels, hidden) {
  for (const panel of panels) root.querySelector(`#${panel}`)?.toggleAttribute('hidden', hidden.has(panel));
  // What leads to a part, or belongs to it elsewhere, and single controls.
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-panel], [data-control]'))) {
    part.toggleAttribute('data-out', hidden.has(part.dataset.panel ?? '') || hidden.has(part.dataset.control ?? ''));
  }
}
