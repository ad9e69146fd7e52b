import page from './page.js';
import spine from './code.js';
import recognition from './recognition.js';
import nats from './likelihood.js';
import map from './map.js';
import train from './training.js';
import article from './article.js';
import engine from './engine.js';
import said from './errors.js';
import share from './share.js';
import story from './story.js';

/** What the first screen says in English, and what may be said of starting the engine and of fetching files. */
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
};
