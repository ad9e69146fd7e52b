import page from './en/page.js';
import spine from './en/spine.js';
import nats from './en/nats.js';
import map from './en/map.js';
import train from './en/train.js';
import lesson from './en/lesson.js';
import explore from './en/explore.js';
import compare from './en/compare.js';
import lab from './en/lab.js';
import article from './en/article.js';
import engine from './en/engine.js';
import said from './en/said.js';
import share from './en/share.js';

/** Every English string of the page. {mu}, {sigma}, {epsilon}, {z}, {x}, {xhat}, {xi} and {before} (all pixels before xi) become the symbols. */
export default { ...page, ...spine, ...nats, ...map, ...train, ...lesson, ...explore, ...compare, ...lab, ...article, ...engine, ...said, ...share };
