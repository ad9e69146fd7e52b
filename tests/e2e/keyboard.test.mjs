// The keyboard alone: Tab reaches every control, each has a name and a visible focus, and each works.
import assert from 'node:assert/strict';
import { createFixture } from './support/fixture.mjs';

const { openPage, testOnceIn } = createFixture();
let site;

const key = (...keys) =>
  keys.reduce((before, name) => before.then(() => site.page.keyboard.press(name)), Promise.resolve());
const focus = async (id) => (await site.$(id)).focus();

/** All deferred sections are loaded, and everything collapsed is open. */
async function openAll() {
  for (const [id, test, value] of [
    ['explore', 'explore-rows', '22'],
    ['compare', 'compare-state', 'idle'],
    ['lab', 'lab-complete', '4'],
    ['article', 'article', 'en'],
  ]) {
    await (await site.$(id)).evaluate((node) => node.scrollIntoView());
    await site.waitForValue(test, value);
  }
  await site.page.$$eval(
    '[data-testid="map-dimensions-open"], [data-testid="map-table-open"], [data-testid="more-settings"], [data-testid="curves-data"], '
      + '[data-testid="lesson-open"], [data-testid="compare-codes-open"], [data-testid="lab-table-open"]',
    (openers) => openers.forEach((opener) => opener.click()),
  );
  await site.page.$$eval('details', (all) =>
    all.forEach((details) => {
      details.open = true;
    }),
  );
  await site.waitForValue('lesson', 'traced');
}

testOnceIn(
  'firefox',
  'Tab moves through the whole page: every control is reachable, has a name, and shows its focus',
  async () => {
    site = await (await openPage()).ready();
    await openAll();
    const count = await site.page.evaluate(() => {
      const name = (node) =>
        [
          node.getAttribute('aria-label'),
          ...(node.getAttribute('aria-labelledby') ?? '')
            .split(' ')
            .map((id) => document.getElementById(id)?.textContent),
          ...[...(node.labels ?? [])].map((label) => label.textContent),
          node.textContent,
          node.title,
        ].find((text) => text?.trim());
      const outlined = (node) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(node);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
      };
      const short = (node) => node.dataset.testid ?? node.outerHTML.slice(0, 120);
      const reached = new Set();
      const isReached = (node) =>
        reached.has(node)
        // Tab reaches one radio button of a group.
        || (node.type === 'radio'
          && [...reached].some(({ type, name: group }) => type === 'radio' && group === node.name));
      window.faults = [];
      window.left = () =>
        [...document.querySelectorAll('button, input, select, summary, a[href], [tabindex]')]
          .filter(
            (node) =>
              node.tabIndex >= 0
              && !node.disabled
              && node.type !== 'hidden'
              && node.getClientRects().length > 0
              && getComputedStyle(node).visibility === 'visible'
              && !isReached(node),
          )
          .map(short);
      document.addEventListener('focusin', ({ target }) => {
        if (reached.has(target)) return;
        reached.add(target);
        if (!name(target)) window.faults.push(`no name: ${short(target)}`);
        // A control under its label shows its focus there.
        if (!outlined(target) && !(target.closest('label') && outlined(target.closest('label'))))
          window.faults.push(`no outline: ${short(target)}`);
      });
      document.body.tabIndex = -1;
      document.body.focus();
      return window.left().length;
    });
    assert.ok(count > 150, `${count} to reach`);
    // Only to the last control: after it Tab leaves the page for the browser's own controls.
    for (let i = 0; i < 1.5 * count; ++i) {
      await site.page.keyboard.press('Tab');
      if (i > count / 2 && (await site.page.evaluate(() => window.left().length === 0))) break;
    }
    assert.deepEqual(await site.page.evaluate(() => window.left()), []);
    assert.deepEqual(await site.page.evaluate(() => window.faults), []);

    // The controls' functions, by keyboard.
    await site.type('field-learning-rate', '0.004');
    await site.waitFor(() => location.hash.includes('lr=0.004'));
    await focus('train-play');
    await key('Enter');
    await site.waitForValue('train-state', 'running');
    await site.waitFor(() => JSON.parse(document.querySelector('[data-testid="curves-table"]').dataset.value) >= 3);
    await key(' ');
    await site.waitForValue('train-state', 'paused');

    // A chart announces its values, one measurement after the other, and the numbers above show the same step.
    const chart = await site.page.waitForSelector('#curves .uplot');
    const told = () => chart.evaluate((node) => node.getAttribute('aria-valuetext'));
    await chart.focus();
    await key('Home');
    assert.match(await told(), /^step 0: held-out \d+\.\d\d = \d+\.\d\d \+ \d+\.\d\d, training –$/);
    await site.waitFor(() => document.querySelectorAll('#curves .is-hovered').length === 6);
    const first = await told();
    await key('ArrowRight');
    await site.waitFor(
      ([was]) => document.querySelector('#curves .uplot').getAttribute('aria-valuetext') !== was,
      [first],
    );
    await key('ArrowLeft');
    await site.waitFor(
      ([was]) => document.querySelector('#curves .uplot').getAttribute('aria-valuetext') === was,
      [first],
    );
    await key('Escape');
    await site.waitFor(() => document.querySelectorAll('#curves .is-hovered').length === 0);

    await site.page.evaluate(() => {
      HTMLAnchorElement.prototype.click = function () {
        window.saved = this.download;
      };
    });
    await focus('save-weights');
    await key('Enter');
    await site.waitFor(() => /\.safetensors$/.test(window.saved ?? ''));
    await site.page.focus('.legend .mark');
    await key(' ');
    await site.waitFor(() => document.querySelector('.legend .mark').getAttribute('aria-pressed') === 'false');
    await focus('compare-step');
    await key('Enter');
    await site.waitFor(() => Number(document.querySelector('[data-testid="compare-epoch"]').dataset.value) > 0);
    await focus('lab-again');
    const painted = await site.value('lab-log-likelihood');
    await key('Enter');
    await site.waitFor(
      ([was]) => document.querySelector('[data-testid="lab-log-likelihood"]').dataset.value !== was,
      [painted],
    );
  },
);
