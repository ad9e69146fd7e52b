import lesson from './lesson.js';
import explore from './explore.js';
import compare from './compare.js';
import lab from './fvbn.js';
import samples from './monte-carlo.js';
import data from './own-data.js';

/** What is said in English below the first screen. */
export default { ...lesson, ...explore, ...compare, ...lab, ...samples, ...data };
