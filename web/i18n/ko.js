import page from './ko/page.js';
import spine from './ko/spine.js';
import nats from './ko/nats.js';
import map from './ko/map.js';
import train from './ko/train.js';
import article from './ko/article.js';
import engine from './ko/engine.js';
import said from './ko/said.js';
import share from './ko/share.js';
import lesson from './ko/lesson.js';
import explore from './ko/explore.js';
import compare from './ko/compare.js';
import lab from './ko/lab.js';

/** 이 페이지의 모든 한국어 문장. {mu}, {sigma}, {epsilon}, {z}, {x}, {xhat}, {xi}, {before}는 색을 입힌 기호가 된다. */
export default { ...page, ...spine, ...nats, ...map, ...train, ...article, ...engine, ...said, ...share, ...lesson, ...explore, ...compare, ...lab };
