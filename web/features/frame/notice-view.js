import { byTestId, find } from '../../core/dom/dom.js';
import { t } from '../../core/texts/translate.js';

/**
 * One line for errors and news: it stays until it is dismissed or replaced. If others are queued, the
 * dismiss button shows how many.
 * @param {HTMLElement} root
 * @param {{onDismiss: () => void}} callbacks
 */
export function createNoticeView(root, { onDismiss }) {
  const line = byTestId(root, 'notice');
  // A live region announces changes of its content, not of its role: there is one region for each role.
  // A notice that reappears after another was dismissed has been announced already: the third region is silent.
  const lines = {
    news: find(line, '[role="status"]'),
    error: find(line, '[role="alert"]'),
    again: find(line, 'span:not([role])'),
  };
  /** Notices that have been announced. @type {WeakSet<object>} */
  const spoken = new WeakSet();
  /** @type {object | null} */
  let shown = null;
  const dismiss = byTestId(root, 'notice-dismiss');
  const action = byTestId(root, 'notice-action');
  /** @type {(() => void) | undefined} */
  let act;
  dismiss.addEventListener('click', onDismiss);
  action.addEventListener('click', () => act?.());
  return {
    /**
     * @param {{notice: {kind: 'error' | 'news', key: string, params: import('../../core/texts/message-of.js').MessageParams,
     *   action?: {key: string, run: () => void}} | null, waiting: number}} data
     */
    update({ notice, waiting }) {
      act = notice?.action?.run;
      const hadFocus = root.contains(document.activeElement);
      action.hidden = !notice?.action;
      action.textContent = notice?.action ? t(notice.action.key) : '';
      const text = notice ? t(notice.key, notice.params) : '';
      const isAgain = notice !== null && notice !== shown && spoken.has(notice);
      // A change of language does not move a notice to another region.
      const place =
        notice === null
          ? null
          : (notice === shown && lines.again.textContent !== '') || isAgain
            ? 'again'
            : notice.kind;
      for (const kind of /** @type {const} */ (['news', 'error', 'again'])) {
        const said = place === kind ? text : '';
        if (lines[kind].textContent !== said) lines[kind].textContent = said;
      }
      if (notice) spoken.add(notice);
      shown = notice;
      line.setAttribute('data-value', notice?.key ?? '');
      dismiss.hidden = !notice;
      dismiss.textContent = waiting > 0 ? t('notice.dismissMore', { count: waiting }) : t('notice.dismiss');
      dismiss.setAttribute('data-value', String(waiting));
      root.classList.toggle('is-shown', notice !== null);
      root.classList.toggle('is-error', notice?.kind === 'error');
      // The button that was pressed is hidden.
      if (hadFocus && document.activeElement?.getClientRects().length === 0)
        find(document, '[data-testid="pad"]').focus({ preventScroll: true });
    },
  };
}
