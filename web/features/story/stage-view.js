import { t } from '../../core/texts/translate.js';
import { byTestId, find } from '../../core/dom/dom.js';

/** The workbench's sections that stand on the stage in a chapter of the story. */
const GUESTS = ['compare', 'lab'];
/** Chapters that show the pad, or the code, where there is room for one tile beside the reconstruction; as in story.css. */
const PAD_FIRST = ['draw', 'code', 'bound'];

/**
 * The stage: the workbench's own pad, code, map and training, rearranged by story.css according to the view and the
 * chapter. Two sections of the workbench move onto it while the story is shown.
 * @param {Document} page
 */
export function createStageView(page) {
  const root = page.documentElement,
    stage = find(page, '.instrument'),
    viewSwitch = byTestId(page, 'view-switch'),
    swap = byTestId(page, 'story-swap');
  const guests = GUESTS.map((id) => {
    const element = find(page, `#${id}`),
      home = page.createComment(id);
    element.before(home);
    return { element, home };
  });
  let shown = '';
  swap.addEventListener('click', () => {
    root.toggleAttribute('data-swapped');
    nameSwap();
  });
  /** On a phone there is room for the pad or the map; the button names the one that is not shown. */
  function nameSwap() {
    const isPad = PAD_FIRST.includes(root.dataset.chapter ?? '') !== root.hasAttribute('data-swapped');
    swap.textContent = t(isPad ? 'story.showMap' : 'story.showPad');
  }

  return {
    /** @param {Pick<import('../../core/state/page-state.js').PageState, 'view' | 'chapter' | 'presenting'>} data */
    update({ view, chapter, presenting }) {
      viewSwitch.textContent = t(view === 'story' ? 'view.bench' : 'view.story');
      root.dataset.view = view;
      root.toggleAttribute('data-presenting', view === 'story' && presenting);
      if (root.dataset.chapter !== chapter) {
        root.dataset.chapter = chapter;
        root.removeAttribute('data-swapped');
      }
      nameSwap();
      if (view === shown) return;
      shown = view;
      for (const { element, home } of guests) {
        if (view === 'story') stage.append(element);
        else if (element.parentElement === stage) home.after(element);
      }
    },
  };
}
