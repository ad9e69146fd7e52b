/**
 * What the core says in English, by how its sentence begins: the key of what the page says instead, in its own language.
 * The core's own words go along as {detail}, in brackets, for whoever can use them.
 */

/** The first that fits counts. @type {readonly [RegExp, string][]} */
const CLASSES = [
  [/^safetensors: |^not valid JSON|^duplicate key|^JSON nested/, 'said.core.safetensors'],
  [/^weights[: ]|^self-test: |^tensor |^tensors\./, 'said.core.weights'],
  [/^(IDX|packed digits|hold_out|digits: expected MNIST)/, 'said.core.digits'],
  [/^g(un)?zip: /, 'said.core.gzip'],
  [/^digits: expected training digits/, 'said.core.noTrainingDigits'],
  [/^engine: expected parameters × batch size/, 'said.core.stepTooLarge'],
  [/bad_alloc|(out of|more|enough|enlarge) memory|memory (is|was) not enough|allocation failed/i, 'said.core.memory'],
  // What Chromium, Firefox and Safari say of a request that did not get through.
  [/^(Failed to fetch|NetworkError|Load failed|network error|Error in input stream)/, 'said.core.network'],
];

/** Why a measure of the comparison has no value: its cell has no room for more. @type {Record<string, string>} */
const MEASURES = {
  measureNeedsExamples: 'compare.measure.fewDigits',
  measureOneLabel: 'compare.measure.oneLabel',
  measureFlat: 'compare.measure.flat',
  measureNotFinite: 'compare.measure.notFinite',
};

/** @param {readonly [RegExp, string][]} classes @param {string} message */
const keyIn = (classes, message) => classes.find(([begins]) => begins.test(message))?.[1];

/** @param {string} message @returns {import('./message-of.js').Message} */
export function coreMessage(message) {
  const key = keyIn(CLASSES, message);
  return key ? { key, params: { detail: message } } : message;
}

/**
 * @param {import('./message-of.js').Message | import('../engine/engine-error.js').Said}
 *     why @returns {import('./message-of.js').Message}
 */
export function measureMessage(why) {
  if (typeof why === 'string' || 'key' in why) return why;
  const key = MEASURES[why.code ?? ''];
  return key ? {key, params: {}} : why.message;
}
