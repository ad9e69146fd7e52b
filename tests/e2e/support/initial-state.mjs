// Returns a page to the state in which it opened, without loading it again: by a link, as a user's link in the page does.
import assert from 'node:assert/strict';
import { parseLink } from '../../../web/core/link/link.js';
import { hasRun } from '../../../web/core/link/link-run.js';
import { LINK_TABLE } from '../../../web/core/link/link-table.js';
import { createPageState } from '../../../web/core/state/page-state.js';

const FIRST = createPageState();
const ROWS = new Map(LINK_TABLE.map((row) => [row.key, row]));
/** Other keys of the drawing than `draw`, which has the default digit. */
const OF_DRAWING = ['picture', 'digit'];

/** The default of a key, as a link writes it. @param {string} key */
function usual(key) {
  const { standard, format = String } = ROWS.get(key);
  if (key === 'view') return 'view=bench';
  const value = typeof standard === 'function' ? standard(FIRST, FIRST) : standard;
  return `${key}=${value === undefined ? 'none' : format(value)}`;
}

/**
 * A link with the default of each key in the page's own one, which has the keys that differ.
 * @param {string} hash
 * @param {string} first   when the page opened: the theme is in it if it is saved
 */
function linkBack(hash, first) {
  const { values } = parseLink(hash);
  for (const key of Object.keys(parseLink(first).values)) delete values[key];
  const keys = Object.keys(values).filter((key) => !hasRun({ [key]: values[key] }));
  const parts = keys.map((key) => usual(OF_DRAWING.includes(key) ? 'draw' : key));
  if (hasRun(values)) parts.push('weights=shipped', 'model=vae');
  return parts.length > 0 ? `#${[...new Set(parts)].join('&')}` : '';
}

/** In the page: what a test could leave changed, as texts. */
function describe() {
  window.describeState = () => {
    const values = ['notice', 'checksum', 'mu', 'z', 'model-sees', 'reconstruction', 'train-step-count', 'train-state']
      .concat(['pins', 'lesson', 'digits-name', 'task-line'])
      .map((id) => [id, document.querySelector(`[data-testid="${id}"]`)?.dataset.value ?? '']);
    const fields = [...document.querySelectorAll('#train :is(input, select)')].map(({ id, type, value, checked }) => [
      id,
      ['checkbox', 'radio'].includes(type) ? checked : value,
    ]);
    const { points, ghost } = document.querySelector('[data-testid="latent-map"]').dataset;
    return JSON.stringify([
      ['hash', location.hash],
      ['map', `${points} ${ghost}`],
      ['opened', document.querySelectorAll('details[open]').length],
      ['errors', [...document.querySelectorAll('#train [id^="error-"]')].map((line) => line.textContent).join('')],
      ...values,
      ...fields,
    ]);
  };
  return window.describeState();
}

/** The state of a ready page that has just opened. @param {import('./site.mjs').Site} site */
export async function initialState(site) {
  // A link rounds the points of the first digit.
  const mu = await site.value('mu');
  await follow(site, `#${usual('draw')}`);
  await site.waitFor(
    (exact) =>
      !['', exact].includes(document.querySelector('[data-testid="mu"]').dataset.value)
      && !location.hash.includes('draw='),
    mu,
  );
  await site.waitForValue('reconstruction', 'shown');
  return site.page.evaluate(describe);
}

/** Follows a link, until its language and its model are there. @param {import('./site.mjs').Site} site @param {string} hash */
export async function follow(site, hash) {
  const { values } = parseLink(hash);
  const before = await site.page.evaluate((link) => {
    location.hash = link;
    return document.querySelector('[data-testid="checksum"]').dataset.value;
  }, hash);
  await site.waitFor(
    ([language, checksum]) =>
      (!language || document.documentElement.lang === language)
      && (!checksum || document.querySelector('[data-testid="checksum"]').dataset.value !== checksum),
    [values.lang, hasRun(values) && before],
  );
}

/**
 * Returns the page to this state; what a link does not set, a test must restore itself.
 * @param {import('./site.mjs').Site} site
 * @param {string} state
 */
export async function returnTo(site, state) {
  await site.page.bringToFront();
  await site.page.mouse.move(0, 0);
  await site.drawn();
  const hash = await site.page.evaluate(() => {
    window.scrollTo({ top: 0, behavior: 'instant' });
    document.activeElement?.blur();
    // A page that may be closing writes its link immediately.
    window.dispatchEvent(new Event('beforeunload'));
    return location.hash;
  });
  const [[, first]] = JSON.parse(state);
  const link = linkBack(hash, first);
  if (link)
    await site.page.evaluate((changes) => {
      location.hash = changes;
    }, link);
  do {
    await site
      .waitFor((wanted) => {
        // More notices may wait behind one.
        const dismiss = document.querySelector('[data-testid="notice-dismiss"]');
        if (document.querySelector('[data-testid="notice"]').dataset.value !== '') dismiss.click();
        return window.describeState() === wanted;
      }, state)
      .catch(async () =>
        assert.deepEqual(JSON.parse(await site.page.evaluate(describe)), JSON.parse(state), 'the page as it opened'),
      );
    // The worker answers in order: also what was requested before, for example the code of the last test's digit.
    await site.page.evaluate(() => window.latentpad.usage());
    await site.drawn(10);
  } while ((await site.page.evaluate(() => window.describeState())) !== state);
}
