import { CHAPTERS } from '../../core/state/view-state.js';
import { t } from '../../core/texts/translate.js';
import { byTestId, disable, find } from '../../core/dom/dom.js';
import { onceAFrame } from '../../core/dom/once-a-frame.js';

/** Height at which a chapter is read, as a share of the window below the stage. */
const READING_SHARE = 0.4;

/**
 * The chapters, which of them is being read, and the bar that turns them.
 * @param {HTMLElement} root
 * @param {{onRead: (index: number) => void}} callbacks   the reader has scrolled to a chapter
 */
export function createChapterView(root, { onRead }) {
  const body = find(root, '#story-body'),
    stage = find(document, '.instrument'),
    place = byTestId(root, 'story-place'),
    previous = /** @type {HTMLButtonElement} */ (byTestId(root, 'story-previous')),
    next = /** @type {HTMLButtonElement} */ (byTestId(root, 'story-next'));
  let isReading = false,
    isPlaced = false;
  const parts = () => /** @type {HTMLElement[]} */ ([...body.children]);

  /** Whether the stage stands above the text, and not beside it. */
  const isBelow = () => stage.getBoundingClientRect().right > body.getBoundingClientRect().left + 1;

  const look = onceAFrame(() => {
    const all = parts();
    if (!isReading || all.length === 0) return;
    const top = isBelow() ? Math.max(0, stage.getBoundingClientRect().bottom) : 0;
    const line = top + READING_SHARE * (window.innerHeight - top);
    const isAtEnd = window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2;
    const index = all.findLastIndex((part) => part.getBoundingClientRect().top <= line);
    onRead(isAtEnd && window.scrollY > 0 ? all.length - 1 : Math.max(0, index));
  });
  window.addEventListener('scroll', look, { passive: true });

  /** @param {number} index */
  function show(index) {
    const part = parts()[index];
    if (!part) return;
    if (index === 0) window.scrollTo({ top: 0, behavior: 'instant' });
    else part.scrollIntoView({ block: 'start', behavior: 'instant' });
  }

  /** @param {number} index */
  const mark = (index) => parts().forEach((part, i) => part.toggleAttribute('data-current', i === index));

  return {
    show,
    /** The text is there, possibly in another language. @param {import('../../core/state/view-state.js').Chapter} chapter  to start at */
    written(chapter) {
      parts().forEach((part, i) => {
        part.dataset.chapter = CHAPTERS[i];
      });
      mark(CHAPTERS.indexOf(chapter));
      if (!isPlaced && chapter !== 'draw') show(CHAPTERS.indexOf(chapter));
      isPlaced = true;
      body.dataset.value = String(parts().length);
    },
    /** @param {Pick<import('../../core/state/page-state.js').PageState, 'view' | 'chapter' | 'presenting'>} data */
    update({ view, chapter, presenting }) {
      const index = CHAPTERS.indexOf(chapter);
      place.textContent = t('story.place', { chapter: String(index + 1), count: String(CHAPTERS.length) });
      place.dataset.value = chapter;
      mark(index);
      disable(previous, index === 0, next);
      disable(next, index === CHAPTERS.length - 1, previous);
      const isNowReading = view === 'story' && !presenting;
      // A presenter has turned chapters without scrolling.
      if (isNowReading && !isReading && isPlaced) show(index);
      isReading = isNowReading;
    },
  };
}
