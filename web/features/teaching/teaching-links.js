import { linkTo } from '../../core/link/link-targets.js';

/** A chapter of the story, for each student, or presented to a class. @param {string} chapter @param {boolean} [presented] */
const chapter = (chapter, presented = false) =>
  `./${linkTo({ view: 'story', chapter, ...(presented ? { present: 1 } : {}) })}`;

/** Links of the teachers' page, by their names. @type {Readonly<Record<string, string>>} */
export const LINKS = Object.freeze({
  showDraw: chapter('draw', true),
  showCode: chapter('code', true),
  showMap: chapter('map', true),
  showTrain: chapter('train', true),
  draw: chapter('draw'),
  code: chapter('code'),
  map: chapter('map'),
  train: chapter('train'),
  bound: chapter('bound'),
  compare: chapter('compare'),
  fvbn: chapter('fvbn'),
  bench: `./${linkTo({ view: 'bench' })}`,
});
