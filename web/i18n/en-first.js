import page from './en/page.js';
import spine from './en/spine.js';
import nats from './en/nats.js';
import map from './en/map.js';
import train from './en/train.js';
import article from './en/article.js';
import engine from './en/engine.js';
import said from './en/said.js';
import share from './en/share.js';

/** What the first screen says in English, and what may be said of anything. */
export default { ...page, ...spine, ...nats, ...map, ...train, ...article, ...engine, ...said, ...share };
