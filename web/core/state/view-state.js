/** The page's two views: the story beside its stage, and the workbench with every part of the page. */

export const VIEWS = /** @type {const} */ (['story', 'bench']);

/** The chapters of the story, in their order. */
export const CHAPTERS = /** @type {const} */ (['draw', 'code', 'sampling', 'map', 'train', 'bound', 'compare', 'fvbn']);

/**
 * @typedef {typeof VIEWS[number]} View
 * @typedef {typeof CHAPTERS[number]} Chapter
 */

/**
 * What a link changes of the view. A link that names a part of the workbench opens it; one that names a chapter opens the
 * story.
 * @param {{view?: View, chapter?: Chapter, present?: boolean, at?: string}} values
 * @returns {{view?: View, chapter?: Chapter, presenting?: boolean}}
 */
export function viewPatchOf({ view, chapter, present, at }) {
  const isOfStory = chapter !== undefined || present === true;
  const shown = view ?? (isOfStory ? 'story' : at ? 'bench' : undefined);
  return {
    ...(shown ? { view: shown } : {}),
    ...(chapter ? { chapter } : {}),
    ...(present === undefined ? {} : { presenting: present }),
  };
}

/**
 * The view of a newly opened page: the link's; the workbench for a link that sets anything else, as links did before there
 * was a story; otherwise the usual one.
 * @param {Parameters<typeof viewPatchOf>[0]} values
 * @param {boolean} hasKeys   whether the link has any keys
 * @param {View} usual
 * @returns {View}
 */
export const firstView = (values, hasKeys, usual) => viewPatchOf(values).view ?? (hasKeys ? 'bench' : usual);
