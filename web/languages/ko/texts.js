import page from './page.js';
import spine from './code.js';
import recognition from './recognition.js';
import nats from './likelihood.js';
import map from './map.js';
import train from './training.js';
import article from './article.js';
import engine from './engine.js';
import said from './errors.js';
import core from './core-errors.js';
import share from './share.js';
import story from './story.js';
import forClass from './share-class.js';
import lesson from './lesson.js';
import explore from './explore.js';
import compare from './compare.js';
import lab from './fvbn.js';
import samples from './monte-carlo.js';
import data from './own-data.js';

/** 이 페이지의 모든 한국어 문장. {mu}, {sigma}, {epsilon}, {z}, {x}, {xhat}, {xi}, {before}는 색을 입힌 기호가 된다. */
export default {
  ...page,
  ...spine,
  ...recognition,
  ...nats,
  ...map,
  ...train,
  ...article,
  ...engine,
  ...said,
  ...share,
  ...story,
  ...core,
  ...forClass,
  ...lesson,
  ...explore,
  ...compare,
  ...lab,
  ...samples,
  ...data,
};
