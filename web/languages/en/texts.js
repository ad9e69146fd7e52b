import below from './deferred-texts.js';
import first from './first-texts.js';

/** Every English string of the page. {mu}, {sigma}, {epsilon}, {z}, {x}, {xhat}, {xi} and {before} (all pixels before xi) become the symbols. */
export default { ...first, ...below };
