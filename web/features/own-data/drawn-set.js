/** A data set that the user draws: classes with names, and the drawings of each. Values are immutable. */

/**
 * @typedef {import('../../data/drawn-images.js').DrawnClass} DrawnClass
 * @typedef {import('../../core/pictures/default-digit.js').Stroke} Stroke
 * @typedef {{classes: DrawnClass[], chosen: number}} DrawnSet   chosen: the class that is being drawn
 */

export const MIN_CLASSES = 2,
  MAX_CLASSES = 10,
  MAX_DRAWINGS = 50;
/** Fewer drawings of a class than this give a poor model. */
export const GOOD_DRAWINGS = 10;
const MAX_NAME = 20;

/** @returns {DrawnSet} */
export const emptySet = () => ({ classes: ['A', 'B'].map((name) => ({ name, drawings: [] })), chosen: 0 });

/** @param {DrawnSet} set @param {Partial<DrawnClass>} change @returns {DrawnSet} */
const withChosen = (set, change) => ({
  ...set,
  classes: set.classes.map((one, i) => (i === set.chosen ? { ...one, ...change } : one)),
});

/** @param {DrawnSet} set @param {Stroke[]} strokes */
export const addDrawing = (set, strokes) =>
  withChosen(set, { drawings: [...set.classes[set.chosen].drawings, strokes].slice(0, MAX_DRAWINGS) });

/** @param {DrawnSet} set @param {number} index   of a drawing of the chosen class */
export const removeDrawing = (set, index) =>
  withChosen(set, { drawings: set.classes[set.chosen].drawings.filter((_, i) => i !== index) });

/** @param {DrawnSet} set @param {string} name   of the chosen class */
export const renameClass = (set, name) => withChosen(set, { name: name.trim().slice(0, MAX_NAME) });

/** The first letter that is no class's name. @param {DrawnSet} set @returns {DrawnSet} */
export function addClass(set) {
  if (set.classes.length >= MAX_CLASSES) return set;
  const name =
    [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].find((letter) => set.classes.every((one) => one.name !== letter)) ?? '';
  return { classes: [...set.classes, { name, drawings: [] }], chosen: set.classes.length };
}

/** The chosen class. @param {DrawnSet} set @returns {DrawnSet} */
export function removeClass(set) {
  if (set.classes.length <= MIN_CLASSES) return set;
  return {
    classes: set.classes.filter((_, i) => i !== set.chosen),
    chosen: Math.min(set.chosen, set.classes.length - 2),
  };
}

/**
 * What is missing before the set can be used: a name, two names that differ, or two drawings of each class, of which one is held out.
 * @param {DrawnSet} set
 * @returns {{key: 'noName' | 'sameName' | 'fewDrawings', name: string} | null}
 */
export function missing({ classes }) {
  const unnamed = classes.find(({ name }) => name === '');
  if (unnamed) return { key: 'noName', name: '' };
  const same = classes.find(({ name }, i) => classes.some((other, k) => k < i && other.name === name));
  if (same) return { key: 'sameName', name: same.name };
  const few = classes.find(({ drawings }) => drawings.length < 2);
  return few ? { key: 'fewDrawings', name: few.name } : null;
}

/** Whether it is a set as it was stored. @param {any} value @returns {value is DrawnSet} */
export const isDrawnSet = (value) =>
  Array.isArray(value?.classes)
  && value.classes.length >= MIN_CLASSES
  && value.classes.length <= MAX_CLASSES
  && Number.isInteger(value.chosen)
  && value.chosen >= 0
  && value.chosen < value.classes.length
  && value.classes.every(
    (/** @type {any} */ one) =>
      typeof one?.name === 'string'
      && Array.isArray(one.drawings)
      && one.drawings.length <= MAX_DRAWINGS
      && one.drawings.every(isDrawing),
  );

/** @param {any} drawing */
const isDrawing = (drawing) =>
  Array.isArray(drawing)
  && drawing.every(
    (stroke) =>
      Array.isArray(stroke)
      && stroke.every((point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite)),
  );
