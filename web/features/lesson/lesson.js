/** Opens the lesson. Its modules are fetched when it is first opened, by a button or a link. */
import { loadDeferredTexts } from '../../core/texts/translate.js';
import { inTime } from '../../core/state/in-time.js';
import { watch } from '../../core/dom/watch.js';
import { byTestId } from '../../core/dom/dom.js';

/**
 * @param {Pick<import('../../page-context.js').Page, 'store' | 'colors'>} page
 * @param {import('./lesson-actions.js').Tracer} tracer
 * @param {(error: unknown) => void} onFailed
 * @returns {{arrived: () => Promise<void>}}
 */
export function createLesson(page, tracer, onFailed) {
  const { store } = page;
  /** @param {boolean} open */
  const setOpen = (open) => store.set({ lesson: { ...store.get().lesson, open } });
  const buttons = ['lesson-open', 'lesson-start'].map((id) => byTestId(document, id));
  // After that the lesson itself handles these events.
  const isHere = new AbortController();
  for (const button of buttons) button.addEventListener('click', () => setOpen(true), { signal: isHere.signal });
  async function fetchLesson() {
    const [{ startLesson }] = await inTime(Promise.all([import('./lesson-strip.js'), loadDeferredTexts()]));
    isHere.abort();
    startLesson(page, tracer);
  }
  /** @type {Promise<void> | null} */
  let coming = null;
  const fetchOnce = () =>
    (coming ??= fetchLesson().catch((error) => {
      coming = null;
      setOpen(false);
      onFailed(error);
    }));

  watch(() => void (store.state.lesson.open && fetchOnce()));

  return {
    /** Resolves once the lesson is loaded, if it is open in the state: before that it has no position to scroll to. */
    arrived: async () => void (store.get().lesson.open && (await fetchOnce())),
  };
}
