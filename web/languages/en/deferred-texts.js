import core from './core-errors.js';
import forClass from './share-class.js';
import lesson from './lesson.js';
import explore from './explore.js';
import compare from './compare.js';
import lab from './fvbn.js';
import samples from './monte-carlo.js';
import data from './own-data.js';

/** What is said in English below the first screen, and of errors of the core, which has English sentences of its own until then. */
export default { ...core, ...forClass, ...lesson, ...explore, ...compare, ...lab, ...samples, ...data };
