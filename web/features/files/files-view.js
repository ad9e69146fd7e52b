import { filesIn, filesOfDrop } from '../../core/dom/chosen-files.js';
import { setText } from '../../core/texts/apply-texts.js';
import { byTestId, find } from '../../core/dom/dom.js';

import { levelText } from './level-text.js';

/**
 * Loads weights and training data from the user's files, and saves weights.
 * @param {HTMLElement} root
 * @typedef {import('../../core/dom/chosen-files.js').ChosenFile} ChosenFile
 * @param {{hasShipped: (name: string) => boolean, onShipped: (name: string) => void, onSave: () => void,
 *   onWeights: (files: ChosenFile[]) => void, onData: () => void, onDrop: (files: ChosenFile[]) => void}} callbacks
 */
export function createFilesView(root, { hasShipped, onShipped, onSave, onWeights, onData, onDrop }) {
  const shipped = /** @type {HTMLButtonElement} */ (byTestId(root, 'load-shipped'));
  const choice = /** @type {HTMLSelectElement} */ (byTestId(root, 'shipped-choice'));
  const save = /** @type {HTMLButtonElement} */ (byTestId(root, 'save-weights'));
  const load = /** @type {HTMLInputElement} */ (byTestId(root, 'load-weights'));
  const data = /** @type {HTMLButtonElement} */ (byTestId(root, 'load-data'));
  const level = byTestId(root, 'shipped-level');
  const box = find(root, '#files');
  for (const option of [...choice.options]) if (!hasShipped(option.value)) option.remove();
  // A separate button: arrow keys move through the options, and each change would replace the model. Until it is pressed,
  // the choice is marked like a setting that waits for the next model.
  const markChoice = (/** @type {boolean} */ isPending) =>
    shipped.parentElement?.classList.toggle('is-pending', isPending);
  function showLevel() {
    const text = levelText(choice.value);
    level.hidden = text === '';
    setText(level, text);
  }
  /** @type {string | undefined} */
  let shownAsUsed;
  choice.addEventListener('change', () => {
    markChoice(true);
    showLevel();
  });
  shipped.addEventListener('click', () => {
    markChoice(false);
    onShipped(choice.value);
  });
  save.addEventListener('click', onSave);
  load.addEventListener('change', () => {
    if (load.files?.length) onWeights(filesIn(load.files));
    // Otherwise the same files could not be selected twice.
    load.value = '';
  });
  data.addEventListener('click', onData);
  // Files can be dropped anywhere: without this the browser would navigate to the file.
  window.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    box.classList.add('is-target');
  });
  window.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) box.classList.remove('is-target');
  });
  window.addEventListener('drop', (event) => {
    box.classList.remove('is-target');
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    void filesOfDrop(event.dataTransfer).then(onDrop);
  });

  return {
    /** @param {{hasModel: boolean, ready: boolean, used: string | undefined}} data   used: the shipped model in use */
    update({ hasModel, ready, used }) {
      if (used !== shownAsUsed && used !== undefined) {
        choice.value = used;
        markChoice(false);
      }
      shownAsUsed = used;
      save.disabled = !hasModel;
      showLevel();
      shipped.disabled = choice.disabled = load.disabled = data.disabled = !ready;
    },
  };
}
