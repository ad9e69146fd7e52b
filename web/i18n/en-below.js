import lesson from './en/lesson.js';
import explore from './en/explore.js';
import compare from './en/compare.js';
import lab from './en/lab.js';

/** What is said in English below the first screen. */
export default { ...lesson, ...explore, ...compare, ...lab };
