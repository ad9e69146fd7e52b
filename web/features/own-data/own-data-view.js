import { byTestId, find } from '../../core/dom/dom.js';
import { filesIn } from '../../core/dom/chosen-files.js';
import { paintDigit } from '../../core/pictures/digit-canvas.js';
import { formatCount } from '../../core/texts/format.js';
import { setText } from '../../core/texts/apply-texts.js';
import { inWords, t } from '../../core/texts/translate.js';
import { DIGIT_SIZE, isSameSize } from '../../core/pictures/digit-image.js';
import { prepare, usedSize } from '../../data/finish.js';
import { createDialog } from './dialog.js';

/** So many classes need no choice. */
const FEW_CLASSES = 10;

const MARKUP = `
  <form method="dialog">
    <h2 data-t="data.title" id="own-data-title"></h2>
    <p class="caption" data-t="data.caption"></p>
    <div class="choices">
      <label class="word"><span data-t="data.files"></span><input type="file" multiple data-testid="own-data-files"></label>
      <label class="word"><span data-t="data.folder"></span><input type="file" webkitdirectory data-testid="own-data-folder"></label>
      <button type="button" class="word" data-testid="own-data-draw" data-t="data.draw"></button>
      <button type="button" class="word" data-testid="own-data-digits" data-t="data.digits" hidden></button>
    </div>
    <p class="caption" role="status" data-testid="own-data-status"></p>
    <p role="alert" class="failure" data-testid="own-data-failure" hidden></p>
    <div class="found" data-testid="own-data-found" hidden>
      <p data-testid="own-data-summary"></p>
      <ul class="caption" data-testid="own-data-notes"></ul>
      <div class="examples" data-testid="own-data-examples"></div>
      <label class="check"><input type="checkbox" data-testid="own-data-transposed"><span data-t="data.transposed"></span></label>
      <label class="check"><input type="checkbox" data-testid="own-data-inverted"><span data-t="data.inverted"></span></label>
      <label class="check"><input type="checkbox" data-testid="own-data-scaled"><span data-t="data.scale"></span></label>
      <p class="caption" data-testid="own-data-size"></p>
      <fieldset data-testid="own-data-classes" hidden><legend></legend><div class="classes"></div></fieldset>
    </div>
    <div class="buttons">
      <button class="word" value="cancel" data-testid="own-data-cancel" data-t="data.cancel"></button>
      <button type="button" class="solid is-primary" data-testid="own-data-use" data-t="data.use" disabled></button>
    </div>
  </form>`;

/**
 * A dialog that shows files before they replace the training data.
 * @param {HTMLElement} parent
 * @param {object} callbacks
 * @param {(files: import('../../core/dom/chosen-files.js').ChosenFile[]) => void} callbacks.onFiles
 * @param {(choices: import('../../data/finish.js').Choices) => void} callbacks.onUse
 * @param {() => void} callbacks.onClose
 * @param {() => void} callbacks.onDraw   a data set
 * @param {() => void} callbacks.onDigits   to use the page's digits again
 */
export function createOwnDataView(parent, { onFiles, onUse, onClose, onDraw, onDigits }) {
  const element = createDialog(parent, 'own-data', 'own-data', MARKUP);
  const status = byTestId(element, 'own-data-status'),
    failure = byTestId(element, 'own-data-failure'),
    found = byTestId(element, 'own-data-found'),
    notes = byTestId(element, 'own-data-notes'),
    examples = byTestId(element, 'own-data-examples'),
    fieldset = byTestId(element, 'own-data-classes'),
    use = /** @type {HTMLButtonElement} */ (byTestId(element, 'own-data-use'));
  const [transposed, inverted, scaled, files, folder] = ['transposed', 'inverted', 'scaled', 'files', 'folder'].map(
    (name) => /** @type {HTMLInputElement} */ (byTestId(element, `own-data-${name}`)),
  );
  /** @type {import('../../core/dom/colors.js').Colors | null} */
  let colors = null;
  /** @type {import('../../data/summary.js').Summary | null} */
  let shown = null;
  /** The share that has been read; null: nothing is being read. @type {number | null} */
  let share = null;
  /** @type {import('../../core/texts/message-of.js').Message | null} */
  let error = null;

  const classBoxes = () => /** @type {HTMLInputElement[]} */ ([...fieldset.querySelectorAll('input')]);
  const choices = () => ({ isTransposed: transposed.checked, isInverted: inverted.checked, isScaled: scaled.checked });
  const chosenClasses = () => classBoxes().flatMap((box, label) => (box.checked ? [label] : []));

  for (const input of [files, folder])
    input.addEventListener('change', () => {
      onFiles(filesIn(input.files ?? []));
      // Otherwise the same file could not be chosen twice.
      input.value = '';
    });
  // Browsers without folders would open a second chooser of files.
  folder.parentElement?.toggleAttribute('hidden', !('webkitdirectory' in folder));
  for (const part of [transposed, inverted, scaled, fieldset]) part.addEventListener('change', () => redraw());
  byTestId(element, 'own-data-draw').addEventListener('click', onDraw);
  const digits = byTestId(element, 'own-data-digits');
  digits.addEventListener('click', onDigits);
  use.addEventListener('click', () => onUse({ ...choices(), classes: fieldset.hidden ? null : chosenClasses() }));
  element.addEventListener('close', () => {
    onClose();
    shown = share = error = null;
    redraw();
  });

  function redraw() {
    status.textContent = share === null ? '' : t('data.reading', { percent: String(Math.round(100 * share)) });
    status.setAttribute('data-value', share === null ? '' : 'reading');
    failure.hidden = !error;
    failure.textContent = error ? t('data.failed', { message: inWords(error) }) : '';
    found.hidden = !shown;
    const chosen = chosenClasses().length;
    use.disabled = !shown || share !== null || (!fieldset.hidden && chosen === 0);
    if (shown) describe(shown);
  }

  /** @param {import('../../data/summary.js').Summary} summary */
  function describe(summary) {
    const { count, width, height, names, heldOut } = summary;
    setText(
      byTestId(element, 'own-data-summary'),
      t(names.length > 0 ? 'data.summary' : 'data.summaryUnlabelled', {
        name: summary.name,
        images: formatCount(count),
        width: String(width),
        height: String(height),
        classes: String(names.length),
        train: formatCount(count - heldOut),
        heldOut: formatCount(heldOut),
      }),
    );
    const used = usedSize(summary, choices()),
      isOfDigits = isSameSize(summary, DIGIT_SIZE);
    scaled.parentElement?.toggleAttribute('hidden', isOfDigits);
    const note = byTestId(element, 'own-data-size');
    note.hidden = isSameSize(used, DIGIT_SIZE);
    note.textContent = t('data.ownSize', { width: String(used.width), height: String(used.height) });
    notes.replaceChildren(
      ...summary.notes.map(({ key, params }) => {
        const item = document.createElement('li');
        item.textContent = t(
          `data.note.${key}`,
          Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
        );
        return item;
      }),
    );
    find(fieldset, 'legend').textContent = t('data.classes', {
      chosen: String(chosenClasses().length),
      count: String(summary.names.length),
    });
    if (!colors) return;
    const image = prepare(summary, choices());
    for (const [i, figure] of [...examples.children].entries()) {
      const { pixels } = summary.examples[i];
      paintDigit(
        find(figure, 'canvas'),
        Float32Array.from(image(pixels), (value) => value / 255),
        colors,
        used,
      );
    }
  }

  return {
    element,
    show() {
      if (!element.open) element.showModal();
    },
    hide: () => element.close(),
    /** @param {number} part   that has been read, 0 … 1 */
    progress(part) {
      share = part;
      error = null;
      if (part < 1) shown = null;
      redraw();
    },
    /** @param {import('../../core/texts/message-of.js').Message} message */
    failed(message) {
      share = null;
      error = message;
      redraw();
    },
    /** @param {import('../../data/summary.js').Summary} summary */
    read(summary) {
      share = error = null;
      shown = summary;
      transposed.checked = summary.isTransposed;
      inverted.checked = scaled.checked = false;
      fieldset.hidden = summary.names.length <= FEW_CLASSES;
      find(fieldset, '.classes').replaceChildren(
        ...summary.names.map((name, label) => {
          const box = document.createElement('label'),
            input = document.createElement('input');
          input.type = 'checkbox';
          input.checked = true;
          box.className = 'check';
          box.append(input, name);
          box.title = formatCount(summary.counts[label]);
          return box;
        }),
      );
      examples.replaceChildren(
        ...summary.examples.map(({ label }) => {
          const figure = document.createElement('figure'),
            canvas = document.createElement('canvas'),
            caption = document.createElement('figcaption');
          canvas.className = 'digit';
          caption.textContent = label === null ? '' : summary.names[label];
          figure.append(canvas, caption);
          return figure;
        }),
      );
      redraw();
    },
    /** @param {import('../../core/dom/colors.js').Colors} now @param {boolean} areOwn   whether images of the user's own are in use */
    draw(now, areOwn) {
      colors = now;
      digits.hidden = !areOwn;
      redraw();
    },
  };
}
