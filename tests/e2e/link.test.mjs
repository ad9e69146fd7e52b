// The link: the state that it restores, in any browser, and the values that it rejects.
import assert from 'node:assert/strict';
import { newVisitor, createFixture } from './support/fixture.mjs';

const { openPage, test, testIn } = createFixture();
let site;

const open = async (hash, options) => (site = await openPage({ hash, ...options }));
const noticeText = () => site.page.$eval('[data-testid="notice"]', (node) => node.textContent);
const hash = () => site.page.evaluate(() => location.hash);
const value = async (id) => (await site.$(id)).evaluate((node) => node.value);

/** Both browsers must reach these weights: 60 steps of this link, in exact arithmetic. */
const RUN = 'weights=fresh&hidden=32&seed=7&steps=60&arith=exact';
const CHECKSUM = '788a0c190c00933b';

test('a link gives the same weights in every browser; copied, it does so again on another page', async () => {
  await open(`#${RUN}&sum=${CHECKSUM}&mean=1&digit=7&show=017`);
  await site.waitForValue('notice', 'link.same');
  assert.deepEqual([await site.value('checksum'), await site.number('train-step-count')], [CHECKSUM, 60]);
  assert.equal(await value('field-hidden'), '32');
  // The checksum is omitted once the run is complete; defaults always are.
  await site.waitFor(
    () => /digit=7/.test(location.hash) && /steps=60/.test(location.hash) && !/sum=/.test(location.hash),
  );
  assert.doesNotMatch(await hash(), /latent|lr=/, 'only what differs');

  // A setting changed at step 60, and 20 more steps: no link can reproduce that. After a reset, one can.
  await site.click('share-link');
  await site.waitForValue('notice', 'share.copiedRun');
  const copied = await site.value('share-link');
  assert.match(copied, new RegExp(`sum=${CHECKSUM}`));
  await site.type('field-beta', '4');
  await site.waitFor(() => /beta=4/.test(location.hash) && !/steps=/.test(location.hash));
  await site.click('share-link');
  await site.waitForValue('notice', 'share.only.settings');
  const mu = await site.value('mu');

  site = await openPage({}, { by: await newVisitor(), address: copied });
  await site.waitForValue('notice', 'link.same');
  await site.waitForValue('checksum', CHECKSUM);
  await site.waitForValue('mu', mu);
  await site.page.evaluate(() => window.latentpad.step());
});

testIn(
  'chromium',
  'hostile links change nothing and run nothing; one message describes the expected value',
  async () => {
    await open(
      '#latent=1e9#<script>document.title=1</script>&__proto__=x&constructor=y&lr=%ZZ%00%FF&seed=2&seed=3&weights=nonsense&toString=1',
    );
    await site.ready();
    await site.waitForValue('notice', 'link.expects.whole');
    assert.match(await noticeText(), /“latent” .*from 0 to 512, got “1e9#<script>document\.title=1<\/script>”/);
    assert.equal(
      await site.page.evaluate(
        () => document.querySelectorAll('script:not([src], [type="application/ld+json"])').length,
      ),
      0,
    );
    await site.waitFor(() => document.querySelector('[data-testid="field-seed"]').value === '2');
    // A query is ignored, and its values are text.
    await site.close();
    await (await open('?latent=1e9#<script>document.title=1</script>')).ready();
    assert.deepEqual(
      await site.page.evaluate(() => [
        document.title,
        document.querySelectorAll('script:not([src], [type="application/ld+json"])').length,
      ]),
      ['latentpad: draw a digit, see its latent code, train a VAE', 0],
    );
    assert.deepEqual([await value('field-latent'), await site.value('notice')], ['2', '']);
    await site.page.evaluate(() => {
      location.hash = 'seed=2';
    });
    await site.waitFor(() => document.querySelector('[data-testid="field-seed"]').value === '2');
    // 100 KB, entered as the URL.
    await site.page.evaluate(() => {
      location.hash = `seed=9&draw=${'A'.repeat(100_000)}`;
    });
    await site.waitForValue('notice', 'link.expects.length');
    assert.equal(await value('field-seed'), '2');
  },
);

testIn(
  'firefox',
  'links in the page apply their keys at each click; a class sees the parts that its link does not hide',
  async () => {
    await open('#hide=map,settings,lab,lesson,random,play,png&lang=ko&draw=none&epochs=3');
    await site.waitForValue('checksum', 'a26561e21717caff');
    const layout = await site.page.evaluate(() => {
      const width = (id) => document.getElementById(id).getBoundingClientRect().width;
      return {
        map: width('map'),
        settings: width('settings'),
        lab: width('lab'),
        train: width('train') / width('nats'),
        lang: document.documentElement.lang,
      };
    });
    assert.deepEqual(layout, { map: 0, settings: 0, lab: 0, train: 1, lang: 'ko' });
    assert.equal(await site.value('model-sees'), 'blank');
    // Links to a hidden part and its controls are hidden too, others are not.
    const handles = await site.page.evaluate(() =>
      [
        'lesson-open',
        'more-settings',
        'save-weights',
        'pad-random',
        'train-play',
        'picture-curves',
        'picture-spine',
        'pad-clear',
      ].map((id) => document.querySelector(`[data-testid="${id}"]`).getClientRects().length > 0),
    );
    assert.deepEqual(handles, [false, false, true, false, false, false, false, true]);

    await site.page.evaluate(() => {
      const link = document.body.appendChild(document.createElement('a'));
      link.id = 'show-me';
      link.href = '#hide=none&beta=20&prepare=0&at=compare';
      link.textContent = 'show me';
    });
    const lengthBefore = await site.page.evaluate(() => history.length);
    for (let time = 0; time < 2; time++) {
      await site.page.evaluate(() => {
        scrollTo(0, 0);
        document.getElementById('field-beta').focus();
        document.getElementById('show-me').click();
      });
      await site.waitFor(() => document.activeElement.id === 'compare-title');
    }
    // Although the field had the focus when the link was followed.
    await site.waitFor(() => document.querySelector('[data-testid="field-beta"]').value === '20');
    await site.waitFor(
      () => /beta=20/.test(location.hash) && /lang=ko/.test(location.hash) && !/hide=|at=/.test(location.hash),
    );
    assert.equal(await site.page.evaluate(() => history.length), lengthBefore);
    assert.equal(await site.page.$eval('#map', (node) => node.hidden), false);

    await site.click('share-hide');
    await site.click('share-hide-compare');
    await site.click('share-single');
    await site.click('share-hide-seed');
    const names = await site.page.$$eval('#share-controls label', (labels) => labels.map((label) => label.textContent));
    assert.ok(names.length > 30 && names.every((name) => name !== '' && !/^\w+\.\w+$/.test(name)), names.join(' | '));
    await site.page.select('[data-testid="share-at"]', 'nats');
    await site.waitFor(() =>
      /beta=20.*&hide=compare,seed&at=nats$/.test(document.querySelector('[data-testid="share-class-link"]').value),
    );
    assert.equal(
      await site.page.$eval('[data-testid="share-at"] [value="compare"]', (option) => option.disabled),
      true,
    );
  },
);

testIn(
  'firefox',
  'one link sets the lesson, the sections below and the opened panels; changes there are in the URL',
  async () => {
    const wanted =
      '#weights=fresh&hidden=16&latent=12&seed=3&arith=exact&lesson=loss&loss=mean&open=settings,curves,sliders,table&eseed=5&erows=all&ea=12'
      + '&eadd=B,9,4&cseed=7&csteps=20&csamples=3&lmodel=made&lrows=20&lseed=4&lfill=6';
    await open(wanted);
    await site.waitForValue('lesson', 'traced');
    assert.deepEqual(
      [
        await site.value('lesson-stage'),
        await site.page.$eval('[data-testid="lesson-mean"]', (button) => button.ariaPressed),
      ],
      ['loss', 'true'],
    );
    const isOpen = () =>
      site.page.$$eval('#more-settings, #stop-rule, #curve-data, #map-dimensions, #map-table', (parts) =>
        parts.map((part) => !part.hidden),
      );
    assert.deepEqual(await isOpen(), Array(5).fill(true));
    const see = (id) => site.page.$eval(`#${id}`, (part) => part.scrollIntoView());
    await see('explore');
    await site.waitForValue('explore-rows', String(12 * 11));
    assert.match(await site.page.$eval('#explore-seed', (line) => line.textContent), /5/);
    assert.deepEqual(await Promise.all(['change-slot', 'change-to', 'change-from'].map(value)), ['1', '9', '4']);
    // Slot A contains the page's digit of that index.
    const slot = () => site.page.$eval('#slots canvas', (canvas) => canvas.toDataURL());
    await site.page.evaluate(() => {
      location.hash = '#digit=12';
    });
    await site.waitForValue('model-sees', 'held-out');
    const [kept, seen] = [
      await slot(),
      await site.page.$eval('[data-testid="model-sees"]', (canvas) => canvas.toDataURL()),
    ];
    assert.equal(kept, seen);

    await see('compare');
    await site.waitForValue('compare-state', 'paused');
    assert.equal(await value('compare-seed'), '7');
    const standing = () => site.page.$$eval('.standing', (lines) => lines.map((line) => line.textContent));
    for (const line of await standing()) assert.match(line, /20 steps/);
    await see('lab');
    await site.waitForValue('lab-complete', '4');
    assert.deepEqual(await Promise.all(['lab-model', 'lab-rows'].map(value)), ['made', '20']);

    // All of it is still in the URL, and so are the user's changes.
    for (const part of wanted.slice(1).split('&'))
      await site.waitFor((text) => location.hash.slice(1).split('&').includes(text), part);
    await site.click('lab-again');
    await site.click('compare-step');
    await site.click('explore-more');
    await site.click('explore-keep-d');
    await site.click('lesson-sum');
    await site.click('map-table-open');
    const changed = ['lseed=5', 'csteps=21', 'ed=12', 'open=settings,curves,sliders'];
    await site.waitFor((parts) => parts.every((part) => location.hash.slice(1).split('&').includes(part)), changed);
    assert.doesNotMatch(await hash(), /erows|loss=/);
    // A link within the page also applies to loaded sections.
    await site.page.evaluate(() => {
      location.hash = '#lrows=28&eadd=A,1,0&csteps=10&lesson=none&open=none';
    });
    await site.waitForValue('lesson', 'closed');
    await site.waitFor(
      () =>
        document.querySelector('[data-testid="lab-rows"]').value === '28'
        && document.querySelector('[data-testid="change-to"]').value === '1',
    );
    assert.deepEqual(await isOpen(), Array(5).fill(false));
    await site.waitFor(() =>
      [...document.querySelectorAll('.standing')].every((line) => /10 steps/.test(line.textContent)),
    );
  },
);

testIn('chromium', 'a URL entered at the moment when the page writes its own is followed', async () => {
  await open('');
  await site.ready();
  await site.page.evaluate(() => {
    location.hash = '#model=ae&weights=fresh&hidden=8&seed=3';
    history.replaceState(history.state, '', '#beta=2');
  });
  await site.waitFor(() => /model=ae/.test(location.hash) && /hidden=8/.test(location.hash));
  assert.equal(await site.page.$eval('[data-testid="field-hidden"]', (field) => field.value), '8');
});
