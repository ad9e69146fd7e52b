import { byTestId, find } from '../../core/dom/dom.js';
import { t } from '../../core/texts/translate.js';

/**
 * One line for what went wrong, or right: it stays until it is dismissed or replaced. Where others wait behind it, the
 * button that dismisses it says how many.
 * @param {HTMLElement} root
 * @param {{onDismiss: () => void}} callbacks
 */
export function createNoticeView(root, { onDismiss }) {
  const line = byTestId(root, 'notice');
  // A region speaks of what changes in it, and not of becoming one: there is one for each way to speak.
  // What comes back once another has been dismissed has been heard: the third one is silent.
  const lines = { news: find(line, '[role="status"]'), error: find(line, '[role="alert"]'), again: find(line, 'span:not([role])') };
  /** What has been spoken. @type {WeakSet<object>} */
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
      // A change of language leaves a sentence where it stands.
      const place = notice === null ? null : notice === shown && lines.again.textContent !== '' || isAgain ? 'again' : notice.kind;
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
      // What was pressed is gone.
      if (hadFocus && document.activeElement?.getClientRects().length === 0) find(document, '[data-testid="pad"]').focus({ preventScroll: true });
    },
  };
}
