import { linkTo, linkToRun, linkToShipped } from '../../core/link/link-targets.js';
import { SPIRAL } from '../../core/link/spiral.js';

/** The shipped VAE, without a rule that stops its training. */
export const SHIPPED = linkToShipped({ epochs: 'none' });
/** The same link on the shipped VAE. Of a key that both have, the first counts: the link's. @param {string} link */
export const onShipped = (link) => `${link}&${SHIPPED.slice(1)}`;

const PLAIN = linkTo({ grid: 0, scale: 1 });
/**
 * What a chapter sets when it comes into view; the model and the drawing are the user's.
 * @type {Readonly<Record<import('../../core/state/view-state.js').Chapter, string>>}
 */
export const STATES = Object.freeze({
  draw: PLAIN,
  code: PLAIN,
  sampling: linkTo({ grid: 0, scale: 1, mean: 0 }),
  map: linkTo({ grid: 20, range: 3, scale: 1 }),
  train: PLAIN,
  bound: PLAIN,
  compare: PLAIN,
  fvbn: PLAIN,
});

/** Targets of the story's tasks and links, by their names; the held-out digit 30 is a 4. @type {Readonly<Record<string, string>>} */
export const LINKS = Object.freeze({
  spiral: linkTo({ draw: SPIRAL }),
  sure: linkTo({ digit: 17 }),
  thrice: linkTo({ scale: 3, mean: 0 }),
  far: linkTo({ grid: 20, range: 8 }),
  ones: linkToRun({ digits: '17', digit: 30 }),
  collapse: linkToRun({ beta: 20 }),
  samples: linkTo({ view: 'bench', open: 'samples', at: 'nats' }),
  kinds: linkTo({ cseed: 'none', csteps: 0, cprior: 'normal' }),
  halves: linkTo({ lmodel: 'fvbn', lrows: 14 }),
});

/** The runs that those of the tasks are compared with, as in the article. @type {Readonly<Record<string, string>>} */
export const CONTROLS = Object.freeze({ ones: SHIPPED, collapse: linkToRun({}) });
