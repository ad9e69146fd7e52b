/**
 * Why a reconstruction shows another digit than the drawing, as far as the model's settings and measurements say.
 * @param {object} of
 * @param {number} of.drawn                      the drawing's label
 * @param {readonly number[] | undefined} of.trainedOn   labels of the training digits
 * @param {number | undefined} of.activeUnits    dimensions whose KL is not 0, when last measured
 * @returns {'untrained' | 'collapsed' | 'overlap'}
 */
export function confusionCause({ drawn, trainedOn, activeUnits }) {
  if (trainedOn && !trainedOn.includes(drawn)) return 'untrained';
  return activeUnits === 0 ? 'collapsed' : 'overlap';
}
