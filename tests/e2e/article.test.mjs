// The article below the instruments, and the links in the title bar to the sections of the page.
import assert from 'node:assert/strict';
import { createFixture } from './support/fixture.mjs';
import { cases } from '../support/long.mjs';

const { openPage, sharedPage, testIn, testOnceIn } = createFixture();
let site;

const outside = () =>
  site.page.evaluate(() => ({
    page: Math.max(0, document.documentElement.scrollWidth - innerWidth),
    parts: [...document.querySelectorAll('#article *, .sections a')]
      .filter((node) => {
        if (node.closest('math') || node.getClientRects().length === 0) return false;
        const { left, right } = node.getBoundingClientRect();
        return left < -1 || right > innerWidth + 1;
      })
      .map((node) => node.outerHTML.slice(0, 80)),
  }));
/** Scrolls to the article, which loads it. */
async function openArticle() {
  await site.page.$eval('#article', (article) => article.scrollIntoView());
  await site.waitForValue('article', 'en');
}
const inWindow = (selector) =>
  site.waitFor((wanted) => {
    const { top } = document.querySelector(wanted).getBoundingClientRect();
    return top >= -2 && top < innerHeight - 50;
  }, selector);

testOnceIn(
  'firefox',
  'the article loads when the title bar leads to it; a task by keyboard; a change of language preserves place and choice',
  async () => {
    site = await (await openPage()).ready();
    assert.ok(
      !site.requests
        .slice(
          0,
          site.requests.findIndex((url) => /digits-.*gz/.test(url)),
        )
        .some((url) => /article/.test(url)),
      'not before the page works',
    );
    const height = await site.page.$eval('#masthead', (node) => node.getBoundingClientRect().height);
    assert.ok(height < 60, `the title line is one line: ${height}`);

    await site.page.evaluate(() => {
      window.added = [];
      new MutationObserver((changes) =>
        window.added.push(changes.reduce((sum, { addedNodes }) => sum + addedNodes.length, 0)),
      ).observe(document.querySelector('#article-body'), { childList: true });
    });
    await (await site.$('go-article')).focus();
    await site.page.keyboard.press('Enter');
    await site.waitForValue('article', 'en');
    // Its layout at once would be a long task.
    assert.deepEqual(await site.page.evaluate(() => window.added), Array(10).fill(1), 'by parts');
    await inWindow('#article-title');
    assert.equal(await site.page.evaluate(() => document.activeElement.id), 'article-title');
    assert.equal(await site.page.evaluate(() => location.hash), '', 'the URL is unchanged');
    assert.equal(await site.page.$$eval('#article .reading-part', (parts) => parts.length), 10);
    assert.ok(
      await site.page.$$eval(
        '#article math',
        (formulas) =>
          formulas.length > 50
          && formulas.every(
            (one) =>
              one.namespaceURI.endsWith('MathML') && (one.closest('[hidden]') || one.getBoundingClientRect().width > 3),
          ),
      ),
    );
    assert.equal(await site.page.$$eval('#article [style]', (styled) => styled.length), 0);
    assert.deepEqual(await outside(), { page: 0, parts: [] });

    const radio = await site.page.$('[data-testid="task-beta"] input');
    assert.equal(await site.page.$eval('[data-testid="task-beta"] .task-why', (why) => why.hidden), true);
    await radio.focus();
    await site.page.keyboard.press(' ');
    await site.page.keyboard.press('ArrowDown');
    await site.page.keyboard.press('ArrowDown');
    // The outcome is not known before the run.
    const known = () =>
      site.page.$eval('[data-testid="task-beta"]', (task) => [
        task.querySelector('.task-verdict').textContent,
        task.querySelector('.task-why').hidden,
        task.querySelector('.show-me').classList.contains('is-next'),
      ]);
    assert.deepEqual(await known(), ['', true, true]);

    const place = () =>
      site.page.$eval(
        '[data-testid="task-beta"]',
        (task) => task.closest('#article .reading-part').getBoundingClientRect().top,
      );
    await site.page.$eval('[data-testid="task-beta"]', (task) =>
      task.closest('#article .reading-part').scrollIntoView(),
    );
    const was = await place();
    await site.choose('language', 'ko');
    await site.waitForValue('article', 'ko');
    assert.ok(Math.abs((await place()) - was) < 60, 'the same part is still at the top');
    assert.match(await site.page.$eval('#article .reading-part h3', (heading) => heading.textContent), /생성 모델/);
    assert.deepEqual(await known(), ['', true, true]);
    assert.equal(
      await site.page.$$eval('[data-testid="task-beta"] input', (radios) => radios.findIndex((one) => one.checked)),
      2,
    );
    // The choice is saved, and the next test expects English.
    await site.choose('language', 'en');
    await site.waitForValue('article', 'en');

    // The position is reached although another element scrolls meanwhile, which interrupts a smooth scroll.
    await site.page.evaluate(() => {
      window.scrollTo({ top: 0, behavior: 'instant' });
      document.querySelector('[data-testid="go-article"]').click();
      requestAnimationFrame(() => window.scrollTo({ top: 0, behavior: 'instant' }));
    });
    await inWindow('#article-title');
  },
);

testOnceIn(
  'firefox',
  'predict, run, compare: the outcome is shown after the run, at its place and in the text; Back returns to it',
  async () => {
    site = await sharedPage({ hash: '#lang=en' });
    await openArticle();
    const line = () => site.page.$eval('#task-line p', (text) => text.textContent);
    const isShown = (selector) =>
      site.waitFor((wanted) => {
        const { top, bottom } = document.querySelector(wanted).getBoundingClientRect();
        return top >= -2 && bottom <= innerHeight + 2;
      }, selector);
    const run = (name) => site.page.$eval(`[data-testid="run-${name}"]`, (link) => link.click());

    // A wrong prediction about a training run of one epoch, which is compared with a control run.
    await site.page.$eval('[data-testid="task-seed"] input', (radio) => radio.click());
    // The runs take a fraction of a second: what the line said meanwhile is recorded.
    await site.page.evaluate(() => {
      const node = document.querySelector('#task-line');
      window.said = [];
      new MutationObserver(() => window.said.push([node.dataset.value, node.textContent])).observe(node, {
        subtree: true,
        childList: true,
        characterData: true,
        attributeFilter: ['data-value'],
      });
    });
    await run('seed');
    await inWindow('#train');
    await site.waitForValue('task-line', 'done');
    const running = await site.page.evaluate(() =>
      window.said.filter(([state]) => state === 'running').map(([, text]) => text.trim()),
    );
    assert.match(running[0], /^Task \d+ of 10. You said: “[^”]+”/);
    assert.ok(
      running.some((text) => /Run 1 of 2, the control run: VAE/.test(text)),
      running.join('\n'),
    );
    assert.match(await line(), /Not quite. What happens: “/);
    assert.equal(Math.floor(await site.number('train-epoch')), 1);
    const checksum = await site.value('checksum');

    // Back returns to the task, keeps the run, and the outcome stands there.
    await site.waitFor(() => location.hash.includes('weights=fresh'));
    await site.page.evaluate(() => history.back());
    await isShown('[data-testid="run-seed"]');
    await site.waitForValue('task-line', '');
    assert.equal(await site.page.evaluate(() => document.activeElement.dataset.testid), 'run-seed');
    assert.equal(await site.value('verdict-seed'), 'wrong');
    assert.equal(await site.page.$eval('[data-testid="task-seed"] .task-why', (why) => why.hidden), false);
    assert.equal(await site.value('checksum'), checksum);
    // The URL is still that of the state.
    await site.waitFor(() => location.hash.includes('weights=fresh'));

    // Without a prediction, and with a run that another one replaces: no outcome for the first.
    await run('warmup');
    await site.waitForValue('train-state', 'running');
    await run('rate');
    await site.waitForValue('task-line', 'done');
    assert.match(await line(), /^Task \d+ of 10. What happens: “/);
    await site.click('task-back');
    await isShown('[data-testid="run-rate"]');
    await site.waitForValue('task-line', '');
    assert.equal(await site.value('verdict-rate'), 'unknown');
    assert.equal(await site.value('verdict-warmup'), '');

    // A “show me” link, and back.
    await site.page.$eval('[data-testid="show-manifold"]', (link) => link.click());
    await inWindow('#map');
    await site.page.evaluate(() => history.back());
    await isShown('[data-testid="show-manifold"]');
  },
);

testOnceIn(
  'chromium',
  'a task’s run is shown beside its control run: grey codes and loss, and both checksums in the verdict',
  async () => {
    site = await sharedPage({ hash: '#lang=en' });
    await openArticle();
    const ghost = () => site.page.$eval('[data-testid="latent-map"]', (map) => map.dataset.ghost);
    await site.page.$eval('[data-testid="run-seed"]', (link) => link.click());
    await site.waitForValue('task-line', 'done');
    assert.equal(await ghost(), '1000');
    const told =
      /codes and the loss of VAE 128–64–32–2, #1. Held-out −ELBO: ([\d.]+) nats; of the grey run \1. Checksum of the weights: ([0-9a-f]{16}); of the grey run \2.$/;
    const [, , checksum] = told.exec(await site.page.$eval('#task-line p', (text) => text.textContent));
    assert.equal(checksum, await site.value('checksum'));
    // Once the line has gone, the text has it.
    await site.click('task-back');
    assert.match(await site.page.$eval('[data-testid="ghost-seed"]', (text) => text.innerText), told);
    // Without the task's model there is nothing to compare.
    await site.click('load-shipped');
    await site.waitFor(() => document.querySelector('[data-testid="ghost-seed"]').hidden);
    assert.equal(await ghost(), '0');
  },
);

testOnceIn(
  'chromium',
  'more noise is seen on ten held-out digits, in the text, with its mean error over all of them',
  async () => {
    site = await sharedPage({ hash: '#lang=en' });
    await openArticle();
    await site.page.$eval('[data-testid="run-scale"]', (link) => link.scrollIntoView({ block: 'center' }));
    const place = () => site.page.evaluate(() => [Math.round(scrollY), history.length]);
    const before = await place();
    await site.page.$eval('[data-testid="run-scale"]', (link) => link.click());
    await site.waitForValue('verdict-scale', 'unknown');
    assert.deepEqual(await place(), before, 'one stays in the text');
    assert.equal(await site.value('task-line'), '');
    const rows = await site.page.$$eval('[data-testid="strip-scale"] .strip-row', (all) =>
      all.map(({ dataset, children }) => [children.length, Number(dataset.value)]),
    );
    assert.deepEqual(
      rows.map(([count]) => count),
      [10, 10, 10],
    );
    const [, [, usual], [, thrice]] = rows;
    assert.ok(thrice > usual && thrice < usual * 1.1, `${usual} ${thrice}`);
    // The numbers of the text, measured on the page.
    for (const nats of [usual, thrice])
      assert.ok(
        (await site.page.$eval('[data-testid="task-scale"] .task-why', (why) => why.textContent)).includes(
          nats.toFixed(1),
        ),
      );
  },
);

testOnceIn(
  'chromium',
  'Back returns also while the link is still being followed, and nothing scrolls away afterwards',
  async () => {
    site = await sharedPage({ hash: '#lang=en' });
    await openArticle();
    await site.page.evaluate(() => {
      const { scrollIntoView } = Element.prototype;
      globalThis.shownIds = [];
      Element.prototype.scrollIntoView = function (...options) {
        globalThis.shownIds.push(this.id || this.dataset.testid || this.className);
        scrollIntoView.apply(this, options);
        globalThis.onShown?.();
      };
    });
    const last = () => globalThis.shownIds.at(-1);
    const isReturned = async () => {
      await site.waitFor(() => globalThis.shownIds.at(-1) === 'show-manifold');
      // Longer than the page takes to come to rest.
      await site.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1000)));
      assert.equal(await site.page.evaluate(last), 'show-manifold');
    };

    // Before the link is applied.
    await site.page.evaluate(() => {
      document.querySelector('[data-testid="show-manifold"]').click();
      history.back();
    });
    await site.waitFor(() => /20/.test(document.querySelector('[data-testid="latent-map"]').dataset.manifold));
    await isReturned();

    // While the page scrolls to the map.
    await site.page.evaluate(() => {
      globalThis.shownIds = [];
      globalThis.onShown = () => {
        globalThis.onShown = undefined;
        history.back();
      };
      document.querySelector('[data-testid="show-manifold"]').click();
    });
    await isReturned();
    assert.equal(await site.page.evaluate(() => globalThis.shownIds.length), 2, 'the map, and the place');
  },
);

/** Previous states of the page: settings that must not affect a link, and two kinds of model that lack parts shown by some links. */
const BEFORE = {
  fvbn: '#model=fvbn&weights=fresh&seed=1',
  ae: '#model=ae&weights=shipped&mean=1&patience=1&scale=2&z=1,1&grid=30&loss=mean&lesson=loss&cseed=5&lmodel=made',
};

/* global value, number, section, shown, trains, isDone, isTold, isShipped, inView -- of the page, where these questions are asked */
/** The condition after each link, evaluated in the page, with the previous state. In this order, each is evaluated on one page. */
const SHOWN = {
  step: {
    before: 'fvbn',
    sees: () =>
      value('lesson') === 'traced' && value('lesson-stage') === 'encode' && inView('#lesson') && inView('.is-lit'),
  },
  gap: {
    before: 'fvbn',
    sees: () =>
      value('digit-nats') !== ''
      && section('nats').dataset.kind === 'vae'
      && value('lesson') === 'closed'
      && inView('[data-term="gap"]'),
  },
  bound: {
    before: 'fvbn',
    sees: () => trains() && number('train-step-count') > 0 && value('held-out-bound') !== '' && inView('#curves'),
  },
  mean: {
    before: 'ae',
    sees: () =>
      value('lesson') === 'traced'
      && value('lesson-stage') === 'loss'
      && shown('lesson-mean').ariaPressed === 'true'
      && number('lesson-share', 'klShare') > 0.5
      && inView('#lesson'),
  },
  gaussian: {
    before: 'ae',
    sees: () => value('sigma') !== '' && value('epsilon') !== '' && shown('map-grid').value === '0' && inView('#map'),
  },
  manifold: { sees: () => /20/.test(shown('latent-map').dataset.manifold) && inView('#map') },
  likely: {
    sees: () => /20/.test(shown('latent-map').dataset.manifold) && shown('map-range').value === '8' && inView('#map'),
  },
  autoencoder: {
    before: 'ae',
    sees: () =>
      shown('field-beta').value === '0'
      && shown('at-mean').ariaPressed === 'true'
      && isDone()
      && isTold('autoencoder', 'held-out-reconstruction')
      && inView('#curves'),
  },
  rising: {
    sees: () =>
      shown('field-beta').value === '1'
      && shown('at-mean').ariaPressed === 'false'
      && isDone()
      && isTold('rising', 'held-out-kl')
      && isTold('collapse', 'held-out-bound')
      && inView('#curves'),
  },
  mse: {
    sees: () =>
      trains()
      && shown('field-likelihood').value === 'gaussian'
      && Number(shown('field-sigma').value) === 1
      && shown('field-pixels').value === 'grey'
      && inView('#curves'),
  },
  learned: {
    sees: () =>
      trains()
      && shown('field-likelihood').value === 'gaussian'
      && Number(shown('field-sigma').value) === 0
      && inView('#curves'),
  },
  // After a run with another likelihood: a link sets that too.
  collapse: {
    sees: () =>
      trains()
      && shown('field-likelihood').value === 'bernoulli'
      && shown('field-pixels').value === 'binarized'
      && shown('field-beta').value === '20'
      && inView('#curves'),
  },
  price: {
    sees: () =>
      trains()
      && shown('field-beta').value === '4'
      && JSON.parse(value('sigma') || '[]').length === 20
      && inView('#curves'),
  },
  sharp: {
    sees: () =>
      section('nats').dataset.kind === 'vae'
      && value('digit-nats') !== ''
      && JSON.parse(value('sigma') || '[]').length === 20
      && !trains()
      && inView('#nats'),
  },
  logarithm: {
    before: 'fvbn',
    sees: () =>
      value('lesson') === 'traced'
      && value('lesson-stage') === 'encode'
      && /log σ/.test(shown('lesson-formula').textContent)
      && inView('#lesson'),
  },
  gradients: {
    before: 'ae',
    sees: () => value('lesson') === 'traced' && value('lesson-stage') === 'gradients' && inView('#lesson'),
  },
  conditional: {
    before: 'ae',
    sees: () =>
      section('nats').dataset.kind === 'cvae'
      && value('explore-classes') === '10'
      && shown('told-label').getClientRects().length > 0
      && inView('#explore'),
  },
  sampling: {
    sees: () => value('explore-samples') === '24' && section('nats').dataset.kind === 'vae' && inView('#explore'),
  },
  many: { sees: () => value('explore-rows') === String(20 * 11) && inView('#explore') },
  fitted: {
    sees: () =>
      shown('compare-prior-mixture').ariaPressed === 'true'
      && value('compare-samples-ae') === '16'
      && isShipped()
      && inView('#compare'),
  },
  samples: {
    before: 'ae',
    sees: () =>
      shown('compare-prior-normal').ariaPressed === 'true'
      && ['ae', 'vae', 'fvbn'].every((name) => value(`compare-samples-${name}`) === '16')
      && ['vae', 'fvbn'].every((name) => value(`compare-likelihood-${name}`) !== '')
      && isShipped()
      && inView('#compare'),
  },
  scatter: {
    sees: () =>
      shown('compare-scatter-ae').dataset.points === '1000'
      && shown('compare-scatter-ae').dataset.extent === shown('compare-scatter-vae').dataset.extent
      && inView('#compare'),
  },
  features: {
    sees: () =>
      ['ae', 'vae'].every((name) => number(`compare-knnAccuracy-${name}`) > 0.7) && isShipped() && inView('#compare'),
  },
  aggregate: {
    sees: () =>
      number('compare-momentMatchedKl-vae') < 0.1
      && number('compare-momentMatchedKl-ae') > 10
      && isShipped()
      && inView('#compare'),
  },
  claim: { sees: () => value('compare-claim') === 'compare.claimAe' && isShipped() && inView('#compare') },
  intractable: {
    before: 'fvbn',
    sees: () =>
      value('samples') === 'done' && JSON.parse(value('mu')).length === 20 && inView('[data-testid="samples-chart"]'),
  },
  occluded: {
    before: 'fvbn',
    sees: () =>
      shown('lab-rows').value === '14'
      && value('lab-vae-complete') === '4'
      && value('lab-complete') === '4'
      && inView('#lab'),
  },
  // Less usual than any digit that was not trained on, or than nearly all.
  unusual: { sees: () => value('usual') !== '' && number('usual') < 2 && inView('#nats') },
  ink: { sees: () => value('sampled-pixels') === 'shown' && inView('[data-testid="sampled-pixels"]') },
  painting: { sees: () => shown('lab-model').value === 'fvbn' && number('lab-paint') > 0 && inView('#lab') },
};

testIn('firefox', 'each “show me” sets the page to the state in its text, whatever its previous state', async () => {
  site = await sharedPage();
  await site.page.evaluate(() => {
    const shown = (id) => document.querySelector(`[data-testid="${id}"]`);
    const value = (id) => shown(id)?.dataset.value ?? '';
    Object.assign(window, {
      shown,
      value,
      section: (id) => document.getElementById(id),
      number: (id, key) => Number(key ? JSON.parse(value(id) || '{}')[key] : value(id)),
      trains: () => value('train-state') === 'running',
      isDone: () => value('train-state') === 'paused' && Number(value('train-epoch')) >= 8,
      // The number is in the paragraph before the link.
      isTold: (name, id) =>
        shown(`show-${name}`)
          .closest('p')
          .previousElementSibling.textContent.includes(Number(value(id)).toFixed(1)),
      isShipped: () =>
        [...document.querySelectorAll('.standing')].every((line) =>
          /^Shipped weights; here 0 steps more/.test(line.textContent),
        ),
      inView: (selector) => {
        const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
        return top < innerHeight - 50 && bottom > 50;
      },
    });
  });
  await openArticle();
  const names = await site.page.$$eval('[data-testid^="show-"]', (links) =>
    links.map((link) => link.dataset.testid.slice('show-'.length)),
  );
  assert.deepEqual([...names].sort(), Object.keys(SHOWN).sort(), 'each link has its question');
  const links = Object.entries(SHOWN),
    afterOthers = links.filter(([, { before }]) => before).filter((_, i) => i % 2 === 0);
  for (const [name, { before, sees }] of cases(links, afterOthers)) {
    if (before) {
      await site.page.evaluate((address) => {
        location.hash = address;
      }, BEFORE[before]);
      await site.waitFor((kind) => document.getElementById('nats').dataset.kind === kind, before);
    }
    await site.page.$eval('#article', (article) => article.scrollIntoView({ behavior: 'instant' }));
    await site.page.$eval(`[data-testid="show-${name}"]`, (link) => link.click());
    await site.waitFor(sees).catch((error) => assert.fail(`${name}: ${error.message}`));
  }
});

testIn(
  'firefox',
  '“run it” starts a run with the task’s settings, and leaves parts hidden that the link has hidden',
  async () => {
    site = await sharedPage({ hash: '#hide=compare' });
    assert.deepEqual(
      await site.page.$$eval('.sections a', (links) =>
        links
          .filter((link) => !link.hidden)
          .map((link) => link.dataset.testid)
          .filter((id) => id === 'go-compare'),
      ),
      [],
      'no link to a hidden part',
    );
    await openArticle();
    await site.page.$eval('[data-testid="run-four"]', (link) => link.click());
    await site.waitForValue('train-state', 'running');
    await inWindow('#train');
    assert.deepEqual(
      [await site.value('field-digits'), await (await site.$('stop-epochs')).evaluate((field) => field.value)],
      ['17', '8'],
    );
    await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) > 70);
  },
);

testOnceIn('chromium', 'on a phone nothing overflows; a formula scrolls in its own line', async () => {
  site = await openPage({ width: 360, height: 740, hash: '#lang=ko', touch: true });
  await site.page.$eval('#article', (article) => article.scrollIntoView());
  await site.waitForValue('article', 'ko');
  assert.deepEqual(await outside(), { page: 0, parts: [] });
  const widest = await site.page.$$eval('.formula-line', (lines) =>
    Math.max(...lines.map((line) => line.scrollWidth - line.clientWidth)),
  );
  assert.ok(widest > 0, 'the longest formula is wider than the phone');
  await site.waitFor(() =>
    [...document.querySelectorAll('.formula-line')].every(
      (line) => (line.tabIndex === 0) === line.scrollWidth > line.clientWidth,
    ),
  );
  const starts = await site.page.$$eval('.formula-line', (lines) =>
    lines.map((line) => line.querySelector('math').getBoundingClientRect().left - line.getBoundingClientRect().left),
  );
  assert.ok(
    starts.every((left) => left >= -1),
    `each starts at a visible position: ${starts}`,
  );
});
