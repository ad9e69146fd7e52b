import { t } from '../../core/texts/translate.js';
import { byTestId, find } from '../../core/dom/dom.js';

/** The workbench's sections that move onto the stage while the story is shown. */
const SECTIONS = ['compare', 'lab'];
/** Chapters that show the map, not the pad or the code, where there is room for one tile beside the reconstruction. */
const MAP_FIRST = ['sampling', 'map', 'train'];

/**
 * The stage: the workbench's own pad, code, map and training, rearranged by story.css. This view sets the attributes of the
 * root on which the style sheet depends.
 * @param {Document} page
 */
export function createStageView(page) {
  const root = page.documentElement,
    stage = find(page, '.instrument'),
    viewSwitch = byTestId(page, 'view-switch'),
    swap = byTestId(page, 'story-swap');
  const moved = SECTIONS.map((id) => {
    const element = find(page, `#${id}`),
      place = page.createComment(id);
    element.before(place);
    return { element, place };
  });
  /** @type {Set<string>} */
  const ran = new Set();
  let shown = '';

  swap.addEventListener('click', () => showTile(root.dataset.tile !== 'map'));
  /** The button names the tile that is not shown. @param {boolean} isMap */
  function showTile(isMap) {
    root.dataset.tile = isMap ? 'map' : 'pad';
    nameSwap();
  }
  const nameSwap = () => {
    swap.textContent = t(root.dataset.tile === 'map' ? 'story.showPad' : 'story.showMap');
  };

  return {
    /** What a task is about is hidden until it has been run. @param {string} task */
    showRan(task) {
      root.dataset.ran = [...ran.add(task)].join(' ');
    },
    /** @param {Pick<import('../../core/state/page-state.js').PageState, 'view' | 'chapter' | 'presenting'>} data */
    update({ view, chapter, presenting }) {
      viewSwitch.textContent = t(view === 'story' ? 'view.bench' : 'view.story');
      root.dataset.view = view;
      root.toggleAttribute('data-presenting', view === 'story' && presenting);
      if (root.dataset.chapter !== chapter) showTile(MAP_FIRST.includes(chapter));
      else nameSwap();
      root.dataset.chapter = chapter;
      if (view === shown) return;
      shown = view;
      for (const { element, place } of moved) {
        if (view === 'story') stage.append(element);
        else place.after(element);
      }
    },
  };
}
