import { t } from '../i18n/translate.js';
import { byTestId, find } from './dom.js';

/**
 * The button that copies the link, and the choice of what a link for a class hides.
 * @param {ParentNode} root
 * @param {readonly string[]} panels   those that can be hidden, in the page's order
 * @param {{onCopy: () => void, onCopyForClass: () => void, onHide: (hidden: string[]) => void, onOpen: () => void}} callbacks
 */
export function createShareView(root, panels, { onCopy, onCopyForClass, onHide, onOpen }) {
  const button = byTestId(root, 'share-link');
  const details = /** @type {HTMLDetailsElement} */ (find(root, '#share-class'));
  const link = /** @type {HTMLInputElement} */ (byTestId(root, 'share-class-link'));
  const boxes = panels.filter((panel) => root.querySelector(`#${panel}`)).map((panel) => {
    const label = document.createElement('label');
    const box = label.appendChild(document.createElement('input'));
    box.type = 'checkbox';
    box.value = panel;
    box.dataset.testid = `share-hide-${panel}`;
    label.className = 'check';
    label.appendChild(document.createElement('span')).dataset.t = `panel.${panel}`;
    return { box, label };
  });
  find(root, '#share-panels').append(...boxes.map(({ label }) => label));

  button.addEventListener('click', onCopy);
  byTestId(root, 'share-class-copy').addEventListener('click', onCopyForClass);
  find(root, '#share-panels').addEventListener('change', () => onHide(boxes.filter(({ box }) => box.checked).map(({ box }) => box.value)));

  details.addEventListener('toggle', onOpen);

  return {
    isOpen: () => details.open,
    /** @param {{forClass: string, hidden: readonly string[]}} data */
    update({ forClass, hidden }) {
      for (const { box, label } of boxes) {
        box.checked = hidden.includes(box.value);
        find(label, 'span').textContent = t(`panel.${box.value}`);
      }
      // Who is about to copy it by hand keeps what is selected.
      if (link.value !== forClass && document.activeElement !== link) link.value = forClass;
    },
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
 * Shows all parts of the page but those.
 * @param {ParentNode} root
 * @param {readonly string[]} panels
 * @param {ReadonlySet<string>} hidden
 */
export function hidePanels(root, panels, hidden) {
  for (const panel of panels) root.querySelector(`#${panel}`)?.toggleAttribute('hidden', hidden.has(panel));
  // What leads to a part, or belongs to it elsewhere.
  for (const part of root.querySelectorAll('[data-panel]')) part.toggleAttribute('data-out', hidden.has(part.getAttribute('data-panel') ?? ''));
}
