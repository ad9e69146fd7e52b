import { byTestId, find } from '../dom/dom.js';
import { painted } from '../dom/painted.js';
import { isPlainClick } from '../dom/scroll-links.js';
import { inTime } from '../state/in-time.js';
import { messageOf, networkError } from '../texts/message-of.js';
import { t } from '../texts/translate.js';
import { textIn } from '../../languages/languages.js';
import { createNoiseStrip } from './noise-strip-view.js';
import { outcomeOf } from './task-outcome.js';

/**
 * The markup comes from this project's build, never from users, and the build rejects scripts and styles in it. The
 * parser runs no scripts, and the page's CSP would block them.
 * @param {string} html
 */
function nodesOf(html) {
  return [...new DOMParser().parseFromString(html, 'text/html').body.children].map((node) =>
    document.importNode(node, true),
  );
}

/**
 * @typedef {import('../state/page-state.js').Task} Task
 * @typedef {Pick<Task, 'name' | 'label' | 'said' | 'right' | 'isRight'>} Prediction
 */

/**
 * A text of the page: formulas, links into the page's state, and tasks whose outcome is shown once they have been run.
 * @param {HTMLElement} root           with #NAME-body, #NAME-failed and NAME-reload
 * @param {'article' | 'story'} textName
 * @param {object} callbacks
 * @param {(place: string, href: string) => boolean} callbacks.onShow   whether it was a link to a state of the page
 * @param {(task: Prediction, href: string, control: string | undefined) => void} callbacks.onRun   control: the run it is compared with
 * @param {(words: Pick<Task, 'label' | 'said' | 'right'>) => void} callbacks.onWords   of the running task, in another language
 * @param {(name: string) => boolean} callbacks.isDone   whether a task has been run
 * @param {(name: string) => import('./task-measures.js').NoiseStrip | null} callbacks.stripOf   the reconstructions that it has made
 * @param {() => void} [callbacks.onWritten]   after the text is shown, also in another language
 * @param {{isLong?: boolean}} [options]   isLong: the text is first added by parts, one in each frame: the layout of the whole
 *   article takes up to 70 ms
 */
export function createReadingView(
  root,
  textName,
  { onShow, onRun, onWords, isDone, stripOf, onWritten },
  { isLong = false } = {},
) {
  const body = find(root, `#${textName}-body`),
    failed = find(root, `#${textName}-failed`);
  /** The chosen answer of each task; kept when the language changes. @type {Map<string, number>} */
  const chosen = new Map();
  /** @type {string | null} */
  let shown = null;
  let wanted = '';
  /** The task that was run last. */
  let running = '';
  /** What is said of that task's runs. */
  let comparison = '';
  /** @type {import('../dom/colors.js').Colors | null} */
  let colors = null;
  let isLoading = false;

  const tasks = () => /** @type {HTMLElement[]} */ ([...body.querySelectorAll('.task')]);

  /** @param {HTMLElement} task @returns {Prediction} */
  function predictionOf(task) {
    const name = task.dataset.task ?? '',
      choice = chosen.get(name),
      right = Number(task.dataset.right);
    const words = [...task.querySelectorAll('input')].map((radio) => (radio.parentElement?.textContent ?? '').trim());
    const all = tasks();
    return {
      name,
      label: t('task.label', { number: all.indexOf(task) + 1, count: all.length }),
      said: choice === undefined ? '' : words[choice],
      right: words[right],
      isRight: choice === right,
    };
  }

  /** Shows the choice, and the outcome if the task has been run. @param {HTMLElement} task */
  function tell(task) {
    const prediction = predictionOf(task),
      { name, said, isRight } = prediction;
    const choice = chosen.get(name);
    if (choice !== undefined) task.querySelectorAll('input')[choice].checked = true;
    const isKnown = isDone(name);
    // The next step: first the prediction, then the run.
    find(task, '.show-me').classList.toggle('is-next', choice !== undefined && !isKnown);
    const verdict = find(task, '.task-verdict');
    const text = isKnown ? outcomeOf(prediction) : '';
    if (verdict.textContent !== text) verdict.textContent = text;
    verdict.setAttribute('data-value', !isKnown ? '' : said === '' ? 'unknown' : isRight ? 'right' : 'wrong');
    find(task, '.task-why').hidden = !isKnown;
    const beside = find(task, '.task-ghost');
    const compared = name === running ? comparison : '';
    beside.hidden = compared === '';
    if (beside.textContent !== compared) beside.textContent = compared;
    const strip = stripOf(name);
    if (strip && colors) find(task, '.task-strip').replaceChildren(createNoiseStrip(strip, colors));
  }

  body.addEventListener('change', ({ target }) => {
    const task =
      target instanceof HTMLInputElement ? /** @type {HTMLElement | null} */ (target.closest('.task')) : null;
    if (!task) return;
    chosen.set(task.dataset.task ?? '', Number(/** @type {HTMLInputElement} */ (target).value));
    tell(task);
  });
  body.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a.show-me') : null;
    if (!(link instanceof HTMLElement) || !isPlainClick(event)) return;
    const href = link.getAttribute('href') ?? '',
      task = /** @type {HTMLElement | null} */ (link.closest('.task'));
    if (task) onRun(predictionOf(task), href, link.dataset.against);
    else if (!onShow(link.dataset.testid ?? '', href)) return;
    event.preventDefault();
  });

  /** A formula wider than the window scrolls within its own line, also by keyboard. */
  function reachWideFormulas() {
    for (const line of /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll('.formula-line'))) {
      if (line.scrollWidth > line.clientWidth) line.tabIndex = 0;
      else line.removeAttribute('tabindex');
    }
  }
  // Called after the layout of a frame, and so also after that of new lines: asking for their width earlier would force one.
  const widths = new ResizeObserver(reachWideFormulas);
  function watchWidths() {
    widths.disconnect();
    for (const line of body.querySelectorAll('.formula-line')) widths.observe(line);
  }

  const blocks = () => [...body.querySelectorAll('.reading-text > *, .task')];

  /** Both languages have the same blocks: the block at the window's upper edge keeps its position. @param {() => void} change */
  function keepPlace(change) {
    const all = blocks();
    const index = all.findIndex((block) => block.getBoundingClientRect().bottom > 0);
    const before = index < 0 || body.getBoundingClientRect().top > 0 ? null : all[index].getBoundingClientRect().top;
    change();
    const after = before === null ? null : (blocks()[index]?.getBoundingClientRect().top ?? null);
    if (before !== null && after !== null) window.scrollBy({ top: after - before, behavior: 'instant' });
  }

  function prepareTasks() {
    for (const task of tasks()) {
      task.setAttribute('data-label', t('article.task'));
      tell(task);
      if (task.dataset.task === running) onWords(predictionOf(task));
    }
  }

  /** @param {string} html */
  async function writeFirst(html) {
    for (const part of nodesOf(html)) {
      if (isLong && body.hasChildNodes()) await painted();
      body.append(part);
    }
    prepareTasks();
    watchWidths();
    onWritten?.();
  }

  /** The text in another language. @param {string} html */
  function replace(html) {
    const focused =
      document.activeElement instanceof HTMLElement && body.contains(document.activeElement)
        ? document.activeElement
        : null;
    const id = focused?.dataset.testid;
    keepPlace(() => {
      body.replaceChildren(...nodesOf(html));
      prepareTasks();
    });
    watchWidths();
    onWritten?.();
    if (id) byTestId(body, id).focus({ preventScroll: true });
  }

  async function load() {
    if (isLoading) return;
    isLoading = true;
    try {
      while (shown !== wanted) {
        const language = wanted;
        const { default: html } = await inTime(textIn(textName, language));
        if (shown === null) await writeFirst(html);
        else replace(html);
        shown = language;
        root.setAttribute('data-value', language);
      }
      failed.hidden = true;
    } catch (error) {
      find(failed, 'span').textContent = t('article.failed', { message: messageOf(networkError(error)) });
      failed.hidden = false;
    } finally {
      isLoading = false;
    }
  }
  // Firefox never requests a module again that it could not fetch; a reload restores the page's state.
  byTestId(root, `${textName}-reload`).addEventListener('click', () => window.location.reload());

  return {
    /** @param {{language: string, task: Task | null, comparison: string, colors: import('../dom/colors.js').Colors}} data */
    update({ language, task, comparison: said, colors: now }) {
      const changed = [task?.name, running],
        isRecoloured = colors !== null && colors !== now;
      running = task?.name ?? '';
      comparison = said;
      colors = now;
      for (const one of tasks()) if (isRecoloured || changed.includes(one.dataset.task)) tell(one);
      wanted = language;
      void load();
    },
  };
}
