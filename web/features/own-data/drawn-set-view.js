import { byTestId, find } from '../../core/dom/dom.js';
import { setText } from '../../core/texts/apply-texts.js';
import { inWords, t } from '../../core/texts/translate.js';
import { GOOD_DRAWINGS, MAX_CLASSES, MAX_DRAWINGS, MIN_CLASSES, missing } from './drawn-set.js';
import { createSmallPad, drawStrokes } from './small-pad.js';
import { createDialog } from './dialog.js';

const MARKUP = `
  <form method="dialog">
    <h2 data-t="drawn.title" id="drawn-set-title"></h2>
    <p class="caption" data-t="drawn.caption"></p>
    <div class="classes-drawn" role="group" data-t-label="drawn.classes" data-testid="drawn-classes"></div>
    <div class="drawing">
      <div>
        <div class="small-pad">
          <canvas tabindex="0" data-testid="drawn-pad" data-t-label="drawn.pad" role="application"></canvas>
          <i class="pad-cross" aria-hidden="true" hidden></i>
        </div>
        <div class="choices">
          <button type="button" class="solid is-primary" data-testid="drawn-add" disabled></button>
          <button type="button" class="word" data-testid="drawn-undo" data-t="pad.undo"></button>
          <button type="button" class="word" data-testid="drawn-clear" data-t="pad.clear"></button>
        </div>
      </div>
      <div class="of-class">
        <label class="field"><span data-t="drawn.name"></span><input type="text" maxlength="20" autocomplete="off" data-testid="drawn-name"></label>
        <p class="caption" role="status" data-testid="drawn-count"></p>
        <div class="thumbnails" data-testid="drawn-thumbnails"></div>
      </div>
    </div>
    <p role="alert" class="failure" data-testid="drawn-failure" hidden></p>
    <div class="buttons">
      <span class="caption" data-testid="drawn-missing"></span>
      <button type="button" class="word" data-testid="drawn-save" data-t="drawn.save"></button>
      <button class="word" value="cancel" data-testid="drawn-close" data-t="drawn.close"></button>
      <button type="button" class="solid is-primary" data-testid="drawn-use" data-t="drawn.use"></button>
    </div>
  </form>`;

/**
 * A dialog in which a data set is drawn.
 * @param {HTMLElement} parent
 * @param {object} callbacks
 * @param {(strokes: import('./drawn-set.js').Stroke[]) => void} callbacks.onAdd
 * @param {(index: number) => void} callbacks.onRemove       a drawing of the chosen class
 * @param {(name: string) => void} callbacks.onRename        of the chosen class
 * @param {(index: number) => void} callbacks.onChoose
 * @param {() => void} callbacks.onAddClass
 * @param {() => void} callbacks.onRemoveClass   the chosen one
 * @param {() => void} callbacks.onSave
 * @param {() => void} callbacks.onUse
 */
export function createDrawnSetView(parent, callbacks) {
  const element = createDialog(parent, 'drawn-set', 'own-data drawn-set', MARKUP);
  const [add, undo, clear, save, use] = ['add', 'undo', 'clear', 'save', 'use'].map(
    (name) => /** @type {HTMLButtonElement} */ (byTestId(element, `drawn-${name}`)),
  );
  const name = /** @type {HTMLInputElement} */ (byTestId(element, 'drawn-name')),
    classes = byTestId(element, 'drawn-classes'),
    count = byTestId(element, 'drawn-count'),
    thumbnails = byTestId(element, 'drawn-thumbnails'),
    hint = byTestId(element, 'drawn-missing'),
    failure = byTestId(element, 'drawn-failure');
  /** @type {import('./drawn-set.js').DrawnSet | null} */
  let set = null;
  /** @type {import('../../core/dom/colors.js').Colors | null} */
  let colors = null;
  let isBusy = false;
  const pad = createSmallPad(
    /** @type {HTMLCanvasElement} */ (byTestId(element, 'drawn-pad')),
    find(element, '.pad-cross'),
    () => showButtons(),
  );

  function submitDrawing() {
    if (add.disabled) return;
    callbacks.onAdd(pad.strokes());
    pad.clear();
  }
  add.addEventListener('click', submitDrawing);
  undo.addEventListener('click', pad.undo);
  clear.addEventListener('click', pad.clear);
  save.addEventListener('click', callbacks.onSave);
  use.addEventListener('click', callbacks.onUse);
  name.addEventListener('input', () => callbacks.onRename(name.value));
  // Enter adds the drawing, and never closes the dialog.
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    submitDrawing();
  });

  function showButtons() {
    if (!set) return;
    const isBlank = pad.strokes().length === 0,
      { drawings } = set.classes[set.chosen];
    add.disabled = isBlank || drawings.length >= MAX_DRAWINGS;
    undo.disabled = clear.disabled = isBlank;
    const lacks = missing(set);
    use.disabled = save.disabled = isBusy || lacks !== null;
    setText(hint, isBusy ? t('drawn.making') : lacks ? t(`drawn.${lacks.key}`, { name: lacks.name }) : '');
  }

  function show() {
    if (!set) return;
    const { chosen } = set,
      { name: label, drawings } = set.classes[chosen];
    const isChosenFocused = classes.contains(document.activeElement);
    classes.replaceChildren(
      ...set.classes.map((one, i) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = `word digit-${i}`;
        button.textContent = `${one.name || '…'} ${one.drawings.length}`;
        button.setAttribute('aria-pressed', String(i === chosen));
        button.addEventListener('click', () => callbacks.onChoose(i));
        return button;
      }),
      ...(set.classes.length < MAX_CLASSES
        ? [actionOn('drawn.addClass', 'drawn-add-class', callbacks.onAddClass)]
        : []),
      ...(set.classes.length > MIN_CLASSES
        ? [actionOn('drawn.removeClass', 'drawn-remove-class', callbacks.onRemoveClass)]
        : []),
    );
    if (isChosenFocused) /** @type {HTMLElement} */ (classes.children[chosen]).focus();
    if (document.activeElement !== name) name.value = label;
    setText(add, t('drawn.add', { name: label || '…' }));
    setText(
      count,
      t(drawings.length < GOOD_DRAWINGS ? 'drawn.countFew' : 'drawn.count', {
        drawings: String(drawings.length),
        good: String(GOOD_DRAWINGS),
        most: String(MAX_DRAWINGS),
      }),
    );
    thumbnails.replaceChildren(
      ...drawings.map((strokes, i) => {
        const button = document.createElement('button'),
          canvas = document.createElement('canvas');
        button.type = 'button';
        button.title = t('drawn.remove', { number: String(i + 1) });
        button.setAttribute('aria-label', button.title);
        button.addEventListener('click', () => callbacks.onRemove(i));
        button.append(canvas);
        return button;
      }),
    );
    [...thumbnails.querySelectorAll('canvas')].forEach((canvas, i) => drawStrokes(canvas, drawings[i], colors));
    showButtons();
  }

  /** @param {string} key @param {string} id @param {() => void} onPress */
  function actionOn(key, id, onPress) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'word';
    button.dataset.testid = id;
    button.textContent = t(key);
    button.addEventListener('click', onPress);
    return button;
  }

  return {
    element,
    open() {
      if (!element.open) element.showModal();
      if (colors) pad.draw(colors);
      show();
    },
    close: () => element.close(),
    /** @param {import('./drawn-set.js').DrawnSet} now */
    update(now) {
      set = now;
      failure.hidden = true;
      show();
    },
    /** @param {boolean} busy */
    setBusy(busy) {
      isBusy = busy;
      showButtons();
    },
    /** @param {import('../../core/texts/message-of.js').Message} message */
    failed(message) {
      failure.textContent = inWords(message);
      failure.hidden = false;
    },
    /** @param {import('../../core/dom/colors.js').Colors} now */
    draw(now) {
      colors = now;
      pad.draw(now);
      show();
    },
  };
}
