/** Least probability of a label that is stated: of a drawing, and of its reconstruction, which is often blurred. */
const SURE_DRAWN = 0.7,
  SURE_SHOWN = 0.5;
export const LABELS = 10;

/** @param {Float32Array} probabilities @param {number} image */
function labelOf(probabilities, image) {
  const own = probabilities.subarray(LABELS * image, LABELS * (image + 1));
  const label = own.reduce((best, p, i) => (p > own[best] ? i : best), 0);
  return { label, p: own[label] };
}

/**
 * The labels of a drawing and of its reconstruction, if the classifier is sure of both and they differ; otherwise null.
 * @param {Float32Array} probabilities   of the ten labels, for the drawing and for the reconstruction
 * @param {number | null} given          the drawing's label, if it is known
 * @returns {{drawn: number, shown: number} | null}
 */
export function differingLabels(probabilities, given) {
  const drawn = labelOf(probabilities, 0),
    shown = labelOf(probabilities, 1);
  const isKnown = given !== null || drawn.p >= SURE_DRAWN;
  const label = given ?? drawn.label;
  return isKnown && shown.p >= SURE_SHOWN && shown.label !== label ? { drawn: label, shown: shown.label } : null;
}
