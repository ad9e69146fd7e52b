import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { writtenDimensions } from './lesson-formulas.js';
import { LIT, stagesOf, textKindOf } from '../../core/model/lesson-stages.js';
import { hasLearnedPrior, hasSpread, kindName } from '../../core/model/model-kind.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { createLessonCodeView } from './lesson-code-view.js';
import { NOISE_DRAWS } from './lesson-actions.js';
import { createLessonNoiseView } from './lesson-noise-view.js';
import { createLessonNumbersView } from './lesson-numbers-view.js';

/** @typedef {import('../../core/model/lesson-stages.js').Stage} Stage */
/**
 * @typedef {import('./lesson-numbers-view.js').NumbersData & {noise: readonly import('./lesson-noise-view.js').GradientNoise[] | null, open: boolean, playing: boolean, waitsFor: string, failure: import('../../core/texts/message-of.js').Message, kind: string,
 *   objective: string, input: string, still: boolean, language: string}} LessonData  input: the pixels of its training data; still: reduced motion is preferred
 */

/** Stages whose numbers differ under another objective. @type {readonly string[]} */
const TRAINS = ['loss', 'gradients', 'update', 'changed'];

/** What the strip's edge must not cut. */
const LINES = ['button', 'input', 'select', 'h2', 'p', 'dt', 'dd']
  .map((tag) => `.instrument > :is(.spine, .nats, .train) ${tag}`)
  .join();

/**
 * The least scroll distance, from `least` on, after which none of the boxes is cut at `edge`.
 * @param {{top: number, bottom: number}[]} boxes
 * @param {number} edge    in the window
 * @param {number} least
 */
export function scrollPast(boxes, edge, least) {
  const byTop = boxes.filter(({ top, bottom }) => bottom > top).sort((a, b) => a.top - b.top);
  return byTop.reduce(
    (by, { top, bottom }) => (top < edge + by && bottom > edge + by ? Math.ceil(bottom - edge) + 1 : by),
    least,
  );
}

/**
 * The strip of the lesson, and the highlighted stage of the pipeline.
 * @param {HTMLElement} root
 * @param {HTMLElement} row    the pipeline
 * @param {{onOpen: () => void, onClose: () => void, onNext: () => void, onPrevious: () => void, onPlay: () => void, onAgain: () => void,
 *   onStage: (stage: Stage) => void, onMean: (mean: boolean) => void}} callbacks
 */
export function createLessonView(root, row, callbacks) {
  const entry = byTestId(document, 'lesson-open');
  const start = byTestId(root, 'lesson-start'),
    play = byTestId(root, 'lesson-play');
  const previous = byTestId(root, 'lesson-previous'),
    next = byTestId(root, 'lesson-next');
  const list = byTestId(root, 'lesson-stages'),
    controls = find(root, '#lesson-controls'),
    body = find(root, '#lesson-body');
  const lead = find(root, '#lesson-lead'),
    title = byTestId(root, 'lesson-stage');
  const sentence = find(root, '#lesson-sentence'),
    note = find(root, '#lesson-note');
  const numbers = createLessonNumbersView(root, { onMean: callbacks.onMean });
  const noise = createLessonNoiseView(root);
  const code = createLessonCodeView(byTestId(root, 'lesson-code'));
  /** @type {LessonData | null} */
  let shown = null;

  start.addEventListener('click', callbacks.onOpen);
  entry.addEventListener('click', () => (shown?.open ? callbacks.onClose() : callbacks.onOpen()));
  next.addEventListener('click', callbacks.onNext);
  previous.addEventListener('click', callbacks.onPrevious);
  play.addEventListener('click', callbacks.onPlay);
  byTestId(root, 'lesson-again').addEventListener('click', callbacks.onAgain);
  byTestId(root, 'lesson-close').addEventListener('click', callbacks.onClose);
  document.addEventListener('keydown', (event) => {
    const inside = root.contains(/** @type {Node} */ (event.target));
    if (!shown?.open || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (
      event.key === 'Escape'
      && (inside
        || row.contains(/** @type {Node} */ (event.target))
        || event.target === document.body
        || event.target === entry)
    )
      callbacks.onClose();
    else if (!inside) return;
    else if (event.key === 'ArrowRight') callbacks.onNext();
    else if (event.key === 'ArrowLeft') callbacks.onPrevious();
    else return;
    event.preventDefault();
  });

  /** @param {LessonData} data */
  function showStages({ kind, stage }) {
    const stages = stagesOf(kind);
    while (list.childElementCount > stages.length) list.lastElementChild?.remove();
    stages.forEach((name, i) => {
      const item = list.children[i] ?? list.appendChild(document.createElement('li'));
      let button = item.querySelector('button');
      if (!button) {
        button = document.createElement('button');
        button.type = 'button';
        button.addEventListener('click', (event) =>
          callbacks.onStage(/** @type {Stage} */ (/** @type {HTMLElement} */ (event.currentTarget).dataset.stage)),
        );
        item.append(button);
      }
      button.dataset.stage = name;
      setText(button, t(`lesson.${name}.name`));
      if (name === stage) button.setAttribute('aria-current', 'step');
      else button.removeAttribute('aria-current');
    });
    previous.setAttribute('aria-disabled', String(stages.indexOf(stage) <= 0));
    next.setAttribute('aria-disabled', String(stages.indexOf(stage) >= stages.length - 1));
  }

  /** Highlights only the current stage. @param {Stage | null} stage */
  function light(stage) {
    row.classList.toggle('is-lesson', stage !== null);
    for (const part of row.querySelectorAll('.stage')) {
      part.classList.toggle('is-lit', stage !== null && LIT[stage].some((name) => part.id === `${name}-stage`));
    }
  }

  /** Scrolls the highlighted part into the area of the window above the strip. */
  function bringIntoView() {
    const boxes = [...row.querySelectorAll('.is-lit')].map((part) => part.getBoundingClientRect());
    if (boxes.length === 0) return;
    const top = Math.min(...boxes.map((box) => box.top)),
      bottom = Math.max(...boxes.map((box) => box.bottom));
    const free = Math.min(window.innerHeight, root.getBoundingClientRect().top);
    // If the part is taller than that area, its end is shown: it is the stage's result.
    const needed = top >= 0 && bottom <= free ? 0 : Math.max(bottom - free + 8, Math.min(top - 8, 0));
    const lines = [...document.querySelectorAll(LINES)].map((line) => line.getBoundingClientRect());
    const by = scrollPast(lines, free, needed);
    // Not at the price of the highlighted part.
    const target = by <= Math.max(needed, top) ? by : needed;
    if (target !== 0) window.scrollBy({ top: target, behavior: shown?.still ? 'auto' : 'smooth' });
  }

  /** @param {LessonData} data */
  function noteOf({ waitsFor, failure, trace, stage, kind, config, objective, input }) {
    if (failure) return t('lesson.failed', { message: failure });
    if (waitsFor) return t(`lesson.waits.${waitsFor}`, { name: kindName(kind) });
    if (!trace) return '';
    const isVae = hasSpread({ model: kind }),
      shownRows = writtenDimensions(trace.before, stage).length,
      count = trace.before.mu.length;
    const few =
      count > shownRows && !['decode', 'update'].includes(stage)
        ? t(isVae && !hasLearnedPrior(config) ? 'lesson.note.rows' : 'lesson.note.rowsAe', { shown: shownRows, count })
        : '';
    const own =
      stage === 'encode'
        ? input === 'grey'
          ? ''
          : t(isVae ? 'lesson.note.pixels' : 'lesson.note.pixelsAe')
        : stage === 'gradients' || stage === 'update'
          ? `${t(stage === 'update' ? 'lesson.norms.changeNorm' : 'lesson.norms.gradientNorm')}.`
          : '';
    const { before, after, beta } = trace;
    const rose =
      stage === 'changed' && after.reconstruction + beta * after.kl > before.reconstruction + beta * before.kl
        ? t('lesson.note.rose')
        : '';
    const kept = stage === 'update' || stage === 'changed' ? t('lesson.note.copy') : '';
    return [own, few, rose, kept, objective === 'iwae' && TRAINS.includes(stage) ? t('lesson.note.iwae') : '']
      .filter(Boolean)
      .join(' ');
  }

  return {
    /** @param {LessonData} data */
    update(data) {
      const before = shown,
        active = document.activeElement,
        hadFocus = before?.open && root.contains(active);
      shown = data;
      const { open, stage, playing, waitsFor, trace, kind } = data;
      const stages = stagesOf(kind),
        walks = open && stages.includes(stage);
      root.classList.toggle('is-open', open);
      root.classList.toggle('is-waiting', waitsFor === 'training');
      root.classList.toggle('has-no-row', open && !walks);
      body.hidden = controls.hidden = !open;
      list.hidden = !walks;
      lead.hidden = start.hidden = open;
      entry.setAttribute('aria-expanded', String(open));
      root.setAttribute('data-value', !open ? 'closed' : waitsFor || (trace ? 'traced' : 'tracing'));
      light(walks ? stage : null);
      if (!open) return void (before?.open && entry.focus({ preventScroll: true }));
      showStages(data);
      play.hidden = data.still || !walks;
      previous.hidden = next.hidden = !walks;
      byTestId(root, 'lesson-again').hidden = !walks;
      play.setAttribute('data-on', String(playing));
      setText(play, t(playing ? 'lesson.pause' : 'lesson.play'));
      title.setAttribute('data-value', walks ? stage : '');
      const position = { at: stages.indexOf(stage) + 1, count: stages.length, name: t(`lesson.${stage}.name`) };
      title.setAttribute('aria-label', walks ? `${t('lesson.position', position)}. ${t(`lesson.${stage}.title`)}` : '');
      title.setAttribute('data-at', walks ? `${position.at}/${position.count}` : '');
      // Screen readers would stop at an empty heading.
      title.hidden = !walks;
      setText(title, walks ? t(`lesson.${stage}.title`) : '');
      setText(sentence, walks ? t(`lesson.${stage}.${textKindOf(data.config, stage)}`) : '');
      setText(note, noteOf(data));
      numbers.update(data);
      noise.update({
        noise: data.noise,
        draws: NOISE_DRAWS,
        isShown: walks && stage === 'gradients',
        language: data.language,
      });
      byTestId(root, 'lesson-formula').setAttribute('data-value', trace ? JSON.stringify(summary(trace)) : '');
      code.update(data);
      if (!before?.open) (walks ? next : byTestId(root, 'lesson-close')).focus({ preventScroll: true });
      // The focused element may have been removed with its stage; focus must not be lost.
      if (hadFocus && active?.getClientRects().length === 0)
        (walks ? next : byTestId(root, 'lesson-close')).focus({ preventScroll: true });
      if (walks && (!before?.open || before.stage !== stage || !stagesOf(before.kind).includes(stage))) bringIntoView();
      if (before?.open && before.stage === stage && before.trace !== null) return;
      // Scrollable elements must be reachable by keyboard.
      for (const part of [body, ...body.children])
        if (part instanceof HTMLElement) part.tabIndex = part.scrollHeight > part.clientHeight + 1 ? 0 : -1;
    },
  };
}

/** The trace's numbers, for tests and the console. @param {import('../../engine/messages.js').StepTrace} trace */
function summary({ before, after, beta, learningRate, step, dMu, dLogVar }) {
  /** @param {import('../../engine/messages.js').ForwardTrace} pass */
  const short = ({ mu, logVar, z, reconstruction, kl }) => ({
    mu: [...mu],
    logVar: [...logVar],
    z: [...z],
    reconstruction,
    kl,
  });
  return { before: short(before), after: short(after), beta, learningRate, step, dMu: [...dMu], dLogVar: [...dLogVar] };
}
