import { areWeights, isWeights } from './chosen-weights.js';

/**
 * Classifies the files that a user drops on the page or selects.
 * @param {readonly import('../../core/dom/chosen-files.js').ChosenFile[]} chosen
 * @returns {'weights' | 'data' | 'picture' | 'unknown'}
 */
export function kindOfDrop(chosen) {
  if (areWeights(chosen)) return 'weights';
  if (chosen.length === 1 && chosen[0].file.type?.startsWith('image/')) return 'picture';
  return chosen.length > 0 && !chosen.some(isWeights) ? 'data' : 'unknown';
}
