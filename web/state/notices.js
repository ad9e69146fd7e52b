/**
 * Notices whose cause goes away by itself: what one has read of a run must not stand beside the next.
 * @typedef {import('./page-state.js').PageState['notice']} Notice
 */

/** Said of the last steps: gone with the next ones. @type {ReadonlySet<string>} */
const OF_STEPS = new Set(['notice.diverged', 'notice.restarted']);
/** Said of the model at work, or of there being none. @type {ReadonlySet<string>} */
const OF_MODEL = new Set([...OF_STEPS, 'notice.noShipped', 'notice.replaced', 'snapshot.back', 'snapshot.backOtherDigits']);

/** What is left of a notice once other steps are taken. @param {Notice} notice */
export const afterSteps = (notice) => (notice && OF_STEPS.has(notice.key) ? null : notice);

/** What is left of a notice once another model is at work. @param {Notice} notice */
export const afterModel = (notice) => (notice && OF_MODEL.has(notice.key) ? null : notice);
