import { t } from '../i18n/translate.js';
import { formatCount } from '../lib/format.js';
import { createNarrator, createVoice } from '../lib/narrator.js';
import { byTestId, find, setReading } from './dom.js';

/**
 * Title line with the switches for language and theme.
 * @param {HTMLElement} root
 * @param {{onLanguage: () => void, onTheme: () => void}} callbacks
 */
export function createMastheadView(root, { onLanguage, onTheme }) {
  const language = byTestId(root, 'language');
  language.addEventListener('click', onLanguage);
  byTestId(root, 'theme').addEventListener('click', onTheme);
  return {
    /** @param {{language: string}} data */
    update(data) {
      language.lang = data.language === 'ko' ? 'en' : 'ko';
    },
  };
}

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
     * @param {{notice: {kind: 'error' | 'news', key: string, params: import('../lib/message-of.js').MessageParams,
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

/**
 * With which weights and digits this page works.
 * @param {HTMLElement} root
 */
export function createFooterView(root) {
  const checksum = byTestId(root, 'checksum'), parameters = byTestId(root, 'parameters');
  const digitsName = byTestId(root, 'digits-name'), snapshot = byTestId(root, 'snapshot');
  return {
    /**
     * @param {{model: import('../engine/messages.js').ModelInfo | null, digits: import('../engine/messages.js').Digits | null,
     *   running: boolean, kept: number | null}} data
     */
    update({ model, digits, running, kept }) {
      setReading(snapshot, kept === null ? t('snapshot.none') : t('snapshot.kept', { step: formatCount(kept) }), kept ?? '');
      const sum = model && !running ? model.checksum : '';
      setReading(checksum, sum || '–', sum);
      if (model) {
        // Without a code the last layer is the picture itself.
        const shape = [784, ...model.config.hidden, model.config.latentDim || 784].join('–');
        setReading(parameters, t('footer.parameters', { shape, count: formatCount(model.parameters) }), model.parameters);
      }
      if (digits) {
        const name = digits.name === 'built-in' ? t('footer.builtIn') : digits.name;
        const heldOut = formatCount(digits.count - digits.trainCount);
        setReading(digitsName, t('footer.counts', { name, train: formatCount(digits.trainCount), heldOut }), digits.count);
      }
    },
  };
}

const voice = createVoice();

/** Whatever trains on this page speaks with one voice: no more often together than one alone. */
export const narrator = () => createNarrator(undefined, voice);

/** What the line that only screen readers hear says now, in the language of the page. */
let saying = () => '';

/** @param {() => string} [say]  without: the same again, in a language that may be another */
export function announce(say = saying) {
  saying = say;
  const line = find(document, '#announcement'), text = say();
  if (line.textContent !== text) line.textContent = text;
}
