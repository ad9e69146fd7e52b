import { LANGUAGES } from '../../languages/languages.js';
import { t } from '../../core/texts/translate.js';
import { inTime } from '../../core/state/in-time.js';
import { messageOf, networkError } from '../../core/texts/message-of.js';
import { byTestId, find } from '../../core/dom/dom.js';

const english = /** @type {() => Promise<{default: string}>} */ (LANGUAGES.en.article);

/**
 * The markup comes from this project's build, never from users, and the build rejects scripts and styles in it. The
 * parser runs no scripts, and the page's CSP would block them.
 * @param {string} html
 */
function nodesOf(html) {
  return [...new DOMParser().parseFromString(html, 'text/html').body.childNodes].map((node) =>
    document.importNode(node, true),
  );
}

/**
 * The article: text with formulas, links into the page's state, and tasks whose outcome is shown once a choice is made.
 * @param {HTMLElement} root
 */
export function createArticleView(root) {
  const body = find(root, '#article-body'),
    failed = find(root, '#article-failed');
  /** The chosen answer of each task; kept when the language changes. @type {Map<string, number>} */
  const chosen = new Map();
  /** @type {string | null} */
  let shown = null;
  let wanted = '';
  let isLoading = false;

  /** @param {HTMLElement} task */
  function tell(task) {
    const choice = chosen.get(task.dataset.task ?? '');
    if (choice === undefined) return;
    const radios = [...task.querySelectorAll('input')],
      right = Number(task.dataset.right);
    radios[choice].checked = true;
    const verdict = find(task, '.task-verdict');
    const text =
      choice === right
        ? t('article.right')
        : t('article.wrong', { right: (radios[right].parentElement?.textContent ?? '').trim() });
    if (verdict.textContent !== text) verdict.textContent = text;
    verdict.setAttribute('data-value', choice === right ? 'right' : 'wrong');
    find(task, '.task-why').hidden = false;
  }

  body.addEventListener('change', ({ target }) => {
    const task =
      target instanceof HTMLInputElement ? /** @type {HTMLElement | null} */ (target.closest('.task')) : null;
    if (!task) return;
    chosen.set(task.dataset.task ?? '', Number(/** @type {HTMLInputElement} */ (target).value));
    tell(task);
  });

  /** A formula wider than the window scrolls within its own line, also by keyboard. */
  function reachWideFormulas() {
    for (const line of /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll('.formula-line'))) {
      if (line.scrollWidth > line.clientWidth) line.tabIndex = 0;
      else line.removeAttribute('tabindex');
    }
  }
  new ResizeObserver(reachWideFormulas).observe(body);

  const blocks = () => [...body.querySelectorAll('h3, .article-text > *, .task')];

  /** Both languages have the same blocks: the block at the window's upper edge keeps its position. @param {() => void} change */
  function keepPlace(change) {
    const all = blocks();
    const index = all.findIndex((block) => block.getBoundingClientRect().bottom > 0);
    const before = index < 0 || body.getBoundingClientRect().top > 0 ? null : all[index].getBoundingClientRect().top;
    change();
    const after = before === null ? null : (blocks()[index]?.getBoundingClientRect().top ?? null);
    if (before !== null && after !== null) window.scrollBy({ top: after - before, behavior: 'instant' });
  }

  /** @param {string} html */
  function write(html) {
    const focused =
      document.activeElement instanceof HTMLElement && body.contains(document.activeElement)
        ? document.activeElement
        : null;
    const id = focused?.dataset.testid;
    keepPlace(() => {
      body.replaceChildren(...nodesOf(html));
      for (const task of /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll('.task'))) {
        task.setAttribute('data-label', t('article.task'));
        tell(task);
      }
    });
    reachWideFormulas();
    if (id) byTestId(body, id).focus({ preventScroll: true });
  }

  async function load() {
    if (isLoading) return;
    isLoading = true;
    try {
      while (shown !== wanted) {
        const language = wanted;
        const { default: html } = await inTime((LANGUAGES[language]?.article ?? english)());
        write(html);
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
  byTestId(root, 'article-retry').addEventListener('click', load);

  return {
    /** @param {{language: string}} data */
    update({ language }) {
      wanted = language;
      void load();
    },
  };
}
