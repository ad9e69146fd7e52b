// The story: chapters beside the stage, their tasks, the workbench behind a switch, presenter mode, and every size.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { createFixture, newVisitor } from './support/fixture.mjs';
import { cases } from '../support/long.mjs';
import { browserName } from './support/site.mjs';

const { openPage, test, testIn, testOnceIn } = createFixture();
const CHAPTERS = ['draw', 'code', 'sampling', 'map', 'train', 'bound', 'compare', 'fvbn'];
const THREE = [
  [0.3, 0.25],
  [0.6, 0.2],
  [0.45, 0.48],
  [0.65, 0.7],
  [0.3, 0.8],
];

/** Opens the story; without a link, as someone who has never been here. */
async function openStory(options) {
  const site = await openPage({ view: 'story', ...options }, options.hash ? {} : { by: await newVisitor() });
  await site.waitFor(() => document.querySelector('#story-body').dataset.value === '8');
  return site;
}
const rootOf = (site) => site.page.evaluate(() => ({ ...document.documentElement.dataset }));
const inChapter = (site, chapter) => site.waitFor((name) => document.documentElement.dataset.chapter === name, chapter);
/** Whether it is displayed within the window. */
const isSeen = (site, id) =>
  site.page.$eval(`[data-testid="${id}"]`, (node) => {
    const { top, bottom, left, right, width } = node.getBoundingClientRect();
    return width > 0 && top >= -1 && left >= -1 && bottom <= innerHeight + 1 && right <= innerWidth + 1;
  });
const scrollTo = (site, chapter) =>
  site.page.$eval(`#story-body > [data-chapter="${chapter}"]`, (part) => part.scrollIntoView({ behavior: 'instant' }));

test('a first visit opens the story: pad, reconstruction and map at once, few words, few controls', async () => {
  const site = await (await openStory({ width: 1280, height: 800 })).ready();
  assert.deepEqual([(await rootOf(site)).view, (await rootOf(site)).chapter], ['story', 'draw']);
  for (const id of ['pad', 'reconstruction', 'latent-map', 'story-train']) assert.ok(await isSeen(site, id), id);
  const { words, controls } = await site.page.evaluate(() => {
    const isIn = (box) => box.width > 0 && box.height > 0 && box.top < innerHeight && box.bottom > 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
      const { parentElement: parent } = walker.currentNode;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      if (
        parent.checkVisibility({ visibilityProperty: true })
        && !parent.closest('.for-ears, option, .legend, mjx-container, math')
      )
        if (isIn(range.getBoundingClientRect())) texts.push(walker.currentNode.textContent);
    }
    const found = [
      ...document.querySelectorAll('button, a[href], input, select, summary, [role="application"]'),
    ].filter(
      (node) =>
        !node.disabled
        && node.checkVisibility({ visibilityProperty: true })
        && !node.closest('.legend')
        && isIn(node.getBoundingClientRect()),
    );
    return {
      words: texts
        .join(' ')
        .split(/\s+/)
        .filter((word) => /[a-z]/i.test(word)),
      controls: found.map((node) => node.dataset.testid ?? node.name ?? node.textContent),
    };
  });
  console.log(`# ${words.length} words, ${controls.length} controls: ${controls.join(' ')}`);
  assert.ok(words.length <= 120, `${words.length}: ${words.join(' ')}`);
  assert.ok(controls.length <= 15, `${controls.length}: ${controls.join(' ')}`);
});

testOnceIn(
  'chromium',
  'a chapter sets the stage when it comes into view, by scrolling and by each of its buttons',
  async () => {
    const site = await (await openStory({})).ready();
    const shown = async () =>
      Object.fromEntries(
        await Promise.all(
          ['fan', 'digit-nats', 'curve-elbo', 'compare-scatter-ae', 'lab-paint', 'latent-map'].map(async (id) => [
            id,
            await site.page.$eval(`[data-testid="${id}"]`, (node) => node.checkVisibility()),
          ]),
        ),
      );
    const only = (...ids) => Object.fromEntries(Object.entries(all).map(([id]) => [id, ids.includes(id)]));
    const all = await shown();
    assert.deepEqual(all, only('latent-map'));
    for (const [chapter, ...ids] of [
      ['sampling', 'fan', 'latent-map'],
      ['map', 'latent-map'],
      ['train', 'curve-elbo', 'latent-map'],
      ['bound', 'digit-nats', 'latent-map'],
      ['compare', 'compare-scatter-ae'],
      ['fvbn', 'lab-paint'],
    ]) {
      await scrollTo(site, chapter);
      await inChapter(site, chapter);
      assert.deepEqual(await shown(), only(...ids), chapter);
      assert.equal(await site.value('story-place'), chapter);
      // The stage never scrolls away.
      const { top } = await site.page.$eval('.instrument', (stage) => stage.getBoundingClientRect().toJSON());
      assert.ok(top >= 0 && top < 80, `${top}`);
      if (chapter === 'sampling') await site.waitForValue('fan', '8');
      if (chapter === 'map')
        await site.waitFor(() => document.querySelector('[data-testid="map-grid"]').value === '20');
      if (chapter === 'train')
        await site.waitFor(() => document.querySelector('[data-testid="map-grid"]').value === '0');
      if (chapter === 'compare') await site.waitForValue('compare-state', 'idle');
    }
    await site.waitFor(() => location.hash.includes('chapter=fvbn'));
    // Back by the mouse, by the keyboard, and by a finger.
    await site.click('story-previous');
    await inChapter(site, 'compare');
    await site.page.focus('[data-testid="story-previous"]');
    await site.page.keyboard.press('Enter');
    await inChapter(site, 'bound');
    await site.tap('story-previous');
    await inChapter(site, 'train');
    assert.equal(
      await site.page.$eval(
        '#story-body > [data-chapter="train"]',
        (part) => Math.round(part.getBoundingClientRect().top) < 120,
      ),
      true,
    );
  },
);

testOnceIn('chromium', 'a task: predict, run, and only then the outcome, at the place where one is', async () => {
  const site = await (await openStory({ hash: '#view=story&chapter=train' })).ready();
  await inChapter(site, 'train');
  const shipped = await site.value('checksum');
  const ghost = () => site.page.$eval('[data-testid="latent-map"]', (map) => map.dataset.ghost);
  assert.equal(await ghost(), '0');
  await (await site.$('run-ones')).evaluate((link) => link.scrollIntoView({ block: 'center' }));
  const before = await site.page.evaluate(() => [scrollY, history.length]);
  await site.page.$eval('[data-testid="task-ones"] input', (radio) => radio.click());
  assert.equal(await site.value('verdict-ones'), '');
  await site.click('run-ones');
  await site.waitFor(() => document.querySelector('[data-testid="verdict-ones"]').dataset.value === 'wrong');
  assert.equal(await site.value('train-state'), 'paused');
  assert.equal((await rootOf(site)).chapter, 'train');
  // The shipped model, with its codes, for comparison.
  assert.equal(await ghost(), '1000');
  assert.match(
    await site.page.$eval('[data-testid="ghost-ones"]', (line) => line.innerText),
    /^In grey, for comparison: the codes of VAE 128–64–32–2/,
  );
  // The reason why a 4 comes back as another digit is not that codes overlap.
  await site.waitFor(() =>
    document.querySelector('[data-testid="recognition"]').textContent.includes('was not trained on 4'),
  );
  assert.equal(await site.page.$eval('[data-testid="recognition-more"]', (button) => button.hidden), true);
  const now = await site.page.evaluate(() => [scrollY, history.length]);
  // A click brings its link to the middle of the window.
  assert.ok(Math.abs(now[0] - before[0]) < 60, `${before[0]} → ${now[0]} px`);
  assert.equal(now[1], before[1]);
  assert.equal(await site.page.$eval('#task-line', (line) => line.hidden), true, 'nothing leads back: one is there');
  // The next chapter is about the shipped model again, not about that of the task.
  await scrollTo(site, 'bound');
  await inChapter(site, 'bound');
  await site.waitFor(() => location.hash.includes('chapter=bound') && !location.hash.includes('weights=fresh'));
  await site.waitForValue('checksum', shipped);
  assert.equal(await ghost(), '0', 'without its run there is none');
  assert.equal(await site.page.$eval('[data-testid="ghost-ones"]', (line) => line.hidden), true);
});

testIn('chromium', 'what a task has drawn leaves with its chapter; what the user draws then stays', async () => {
  const site = await (await openStory({ hash: '#view=story' })).ready();
  await inChapter(site, 'draw');
  const mu = await site.value('mu');
  const runs = () => site.page.$eval('[data-testid="run-spiral"]', (link) => link.click());
  const isOther = (old) =>
    site.waitFor((was) => document.querySelector('[data-testid="mu"]').dataset.value !== was, old);
  await runs();
  await isOther(mu);
  await site.waitForValue('verdict-spiral', 'unknown');
  const spiral = await site.value('mu');
  await site.click('story-next');
  await inChapter(site, 'code');
  await site.waitForValue('mu', mu);

  await site.click('story-previous');
  await inChapter(site, 'draw');
  await runs();
  await site.waitForValue('mu', spiral);
  await site.drawWithMouse(THREE);
  await isOther(spiral);
  await site.click('story-next');
  await inChapter(site, 'code');
  await site.drawn();
  // Its last points may still be encoded: only what was there before would be wrong.
  assert.ok(![mu, spiral].includes(await site.value('mu')));
});

testOnceIn('chromium', 'what a task is about is hidden until it has been run', async () => {
  const site = await openStory({ hash: '#view=story&chapter=compare' });
  await site.waitForValue('compare-state', 'idle');
  const isVisible = (id) =>
    site.page.$eval(`[data-testid="${id}"]`, (node) => node.checkVisibility({ visibilityProperty: true }));
  assert.equal(await isVisible('compare-samples-ae'), false);
  await site.click('run-kinds');
  await site.waitFor(() => document.querySelector('[data-testid="verdict-kinds"]').dataset.value === 'unknown');
  assert.equal(await isVisible('compare-samples-ae'), true);
});

testOnceIn('firefox', '“Train from scratch” in the first chapter: the map unfolds', async () => {
  const site = await (await openStory({})).ready();
  await site.click('story-train');
  await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) > 100);
  assert.equal((await rootOf(site)).chapter, 'draw');
  assert.ok(await isSeen(site, 'latent-map'));
});

testOnceIn(
  'firefox',
  'the workbench is one switch away, is remembered, and has its parts in their places; old links open it',
  async () => {
    const site = await (await openStory({})).ready();
    const order = () =>
      site.page.evaluate(() => [...document.body.querySelectorAll('section[id]')].map(({ id }) => id).join(' '));
    await site.click('view-switch');
    const bench = await order();
    assert.match(bench, /train .*lesson explore compare lab article/);
    await site.waitFor(() => location.hash === '');
    await site.page.reload({ waitUntil: 'load' });
    await site.ready();
    assert.deepEqual([(await rootOf(site)).view, await order()], ['bench', bench]);
    await site.click('view-switch');
    await site.waitFor(() => location.hash === '#view=story');
    assert.match(await order(), /compare lab .*story/);
    // A link of the time before the story, to someone who prefers the story.
    const old = await (await openPage({ view: 'story', hash: '#grid=10' })).ready();
    assert.equal((await rootOf(old)).view, 'bench');
    // A part of the workbench is opened by a link within the page.
    await site.page.evaluate(() => {
      location.hash = '#at=explore';
    });
    await site.waitFor(() => document.documentElement.dataset.view === 'bench');
  },
);

testOnceIn(
  'chromium',
  'presenter mode: P, arrow keys and Escape, or by a link; marks and text for the last row',
  async () => {
    const site = await (await openStory({ width: 1024, height: 768, hash: '#view=story&chapter=code' })).ready();
    await site.page.keyboard.press('p');
    await site.waitFor(() => document.documentElement.hasAttribute('data-presenting'));
    const sizes = await site.page.evaluate(() => ({
      text: Number.parseFloat(getComputedStyle(document.querySelector('[data-current] h2 + p')).fontSize),
      marks: Number.parseFloat(getComputedStyle(document.querySelector('.map .plane')).fontSize),
      scrolls: document.documentElement.scrollHeight > innerHeight + 1,
      parts: [...document.querySelectorAll('#story-body > *')].filter((part) => part.checkVisibility()).length,
    }));
    assert.ok(sizes.text >= 24 && sizes.marks >= 20 && !sizes.scrolls && sizes.parts === 1, JSON.stringify(sizes));
    await site.page.keyboard.press('ArrowRight');
    await inChapter(site, 'sampling');
    await site.page.keyboard.press('ArrowLeft');
    await site.page.keyboard.press('ArrowLeft');
    await site.page.keyboard.press('ArrowLeft');
    await inChapter(site, 'draw');
    await site.waitFor(() => location.hash.includes('present=1'));
    await site.page.keyboard.press('Escape');
    await site.waitFor(() => !document.documentElement.hasAttribute('data-presenting'));
    // In the pad, a letter is not a command.
    await site.page.focus('[data-testid="pad"]');
    await site.page.keyboard.press('p');
    assert.equal(await site.page.evaluate(() => document.documentElement.hasAttribute('data-presenting')), false);
    const other = await openStory({ hash: '#view=story&chapter=map&present=1' });
    assert.equal(await other.page.evaluate(() => document.documentElement.hasAttribute('data-presenting')), true);
    await inChapter(other, 'map');
  },
);

testOnceIn(
  'firefox',
  'on a phone the reconstruction is always there: drawing, on the map, and while training',
  async () => {
    const site = await (await openStory({ width: 360, height: 740, touch: true })).ready();
    const stage = await site.page.$eval('.instrument', (node) => node.getBoundingClientRect().height);
    assert.ok(Math.abs(stage - 250) <= 10, `${stage} px`);
    const mu = await site.value('mu');
    const { x, y, width, height } = await site.page.$eval('[data-testid="pad"]', (pad) =>
      pad.getBoundingClientRect().toJSON(),
    );
    const at = ([u, v]) => [x + u * width, y + v * height];
    await site.page.touchscreen.touchStart(...at(THREE[0]));
    for (const point of THREE.slice(1)) await site.page.touchscreen.touchMove(...at(point));
    await site.page.touchscreen.touchEnd();
    await site.waitFor((old) => document.querySelector('[data-testid="mu"]').dataset.value !== old, mu);
    assert.ok(await isSeen(site, 'reconstruction'));
    // The other tile is small, and a press on it exchanges them.
    const areSwapped = async (large, small) => {
      await site.waitFor(
        ([one, other]) =>
          document.querySelector(`[data-testid="${one}"]`).offsetWidth > 100
          && document.querySelector(`[data-testid="${other}"]`).offsetWidth < 90,
        [large, small],
      );
      assert.ok((await isSeen(site, large)) && (await isSeen(site, small)));
    };
    await areSwapped('pad', 'latent-map');
    // Pressed where the map is seen. On a busy machine a tap would last long enough to be another gesture.
    const pressed = await site.page.$eval('[data-testid="latent-map"]', (map) => {
      const { left, top, width, height } = map.getBoundingClientRect();
      const under = document.elementFromPoint(left + width / 2, top + height / 2);
      under.click();
      return under.dataset.testid;
    });
    assert.equal(pressed, 'story-swap');
    await areSwapped('latent-map', 'pad');
    for (const chapter of ['sampling', 'map', 'train']) {
      await scrollTo(site, chapter);
      await inChapter(site, chapter);
      for (const id of ['reconstruction', 'latent-map']) assert.ok(await isSeen(site, id), `${chapter}: ${id}`);
    }
    // The chapter on the bound has the pad, and the map, whose shade it explains, small and at a tap.
    await scrollTo(site, 'bound');
    await inChapter(site, 'bound');
    await areSwapped('pad', 'latent-map');
    // The driver's click would scroll, and with it change the chapter.
    await site.page.$eval('[data-testid="story-swap"]', (button) => {
      if (button.checkVisibility()) button.click();
    });
    await areSwapped('latent-map', 'pad');
    assert.ok(await isSeen(site, 'reconstruction'));
    const box = await site.page.$eval('[data-testid="latent-map"]', (map) => map.getBoundingClientRect().toJSON());
    await site.page.touchscreen.touchStart(box.x + box.width / 2, box.y + box.height / 2);
    for (let i = 1; i <= 4; i++)
      await site.page.touchscreen.touchMove(box.x + box.width / 2 + 8 * i, box.y + box.height / 2 - 3 * i);
    await site.page.touchscreen.touchEnd();
    await site.waitFor(() => document.querySelector('.spine .is-probed') !== null);
    assert.ok(await isSeen(site, 'reconstruction'));
  },
);

/** What overlaps or is cut off, evaluated in the page. @param {string} current  the chapter */
const faultsOf = (current) => {
  const boxOf = (node) => node.getBoundingClientRect();
  const stage = document.querySelector('.instrument'),
    area = boxOf(stage);
  const seen = [...stage.querySelectorAll('canvas, button, input, dd, dt, h2, h3, .plot, svg')].filter(
    (node) =>
      node.checkVisibility({ visibilityProperty: true })
      && boxOf(node).width > 0
      && !node.closest('.for-ears, .section-head'),
  );
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth)
    found.push(`wider than the window: ${document.documentElement.scrollWidth}`);
  if (area.bottom > innerHeight + 1) found.push(`the stage ends at ${area.bottom}`);
  for (const node of seen) {
    const box = boxOf(node);
    if (box.right > area.right + 2 || box.left < area.left - 2 || box.bottom > area.bottom + 2)
      found.push(
        `outside the stage: ${node.dataset.testid ?? (node.className || node.nodeName)} ${Math.round(box.right)} ${Math.round(box.bottom)} of ${Math.round(area.right)} ${Math.round(area.bottom)}`,
      );
  }
  const bar = document.querySelector('.story-bar');
  if (bar.scrollWidth > bar.clientWidth)
    found.push(`the bar is wider than its column: ${bar.scrollWidth} of ${bar.clientWidth}`);
  const chart = document.querySelector('.curves .chart');
  if (chart.checkVisibility() && boxOf(chart).height < 60)
    found.push(`no height is left to the chart: ${boxOf(chart).height}`);
  if (current === 'code') {
    const bells = [...document.querySelectorAll('#code-stage .bell')].map(boxOf);
    const widest = Math.max(...bells.map(({ width: across }) => across));
    if (!(widest >= 40)) found.push(`the Gaussian is no curve: ${widest}`);
  }
  const reconstruction = document.querySelector('[data-testid="reconstruction"]');
  if (reconstruction.checkVisibility() && !document.querySelector('#xhat-stage h2').checkVisibility())
    found.push('the reconstruction has no name');
  const pictures = seen.filter((node) =>
    node.matches('.pad, .digit, .plane, [data-testid="latent-map"], .word:not(.story-swap), .icon'),
  );
  for (const [i, one] of pictures.entries())
    for (const other of pictures.slice(i + 1)) {
      const [a, b] = [boxOf(one), boxOf(other)];
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left),
        down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 2 && down > 2 && !one.closest('.plane') && !other.closest('.plane'))
        found.push(`${one.dataset.testid ?? one.className} over ${other.dataset.testid ?? other.className}`);
    }
  return found;
};

const SIZES = [
  [360, 740],
  [740, 360],
  [768, 1024],
  [1024, 768],
  [1280, 800],
  [1366, 768],
  [1920, 1080],
  [3840, 2160],
  // A zoom of 200 % at 1280 × 800.
  [640, 400],
];

// Layout does not depend on the browser: each has half of the sizes, a short run every other one of these in one language. A
// chapter is prepared once for all of them.
test('at nine sizes, from a phone to a projector: in each chapter nothing overlaps or is cut off, and the stage fits the window', async () => {
  const site = await (await openStory({ hash: '#view=story&lang=en' })).ready();
  const half = SIZES.filter(([width, height]) => ((width + height) % 20 === 0) === (browserName === 'chromium')),
    sizes = cases(
      half,
      half.filter((_, i) => i % 2 === 0),
    );
  const faults = [];
  for (const lang of cases(['en', 'ko'], [browserName === 'chromium' ? 'ko' : 'en'])) {
    await site.choose('language', lang);
    await site.waitFor(
      (wanted) =>
        document.documentElement.lang === wanted
        && /[가-힣]/.test(document.querySelector('#story-body').textContent) === (wanted === 'ko'),
      lang,
    );
    for (const chapter of CHAPTERS) {
      for (const [width, height] of sizes) {
        await site.page.setViewport({ width, height });
        await scrollTo(site, chapter);
        await inChapter(site, chapter);
        await site.drawn();
        const found = await site.page.evaluate(faultsOf, chapter);
        faults.push(...found.map((fault) => `${width} × ${height}, ${lang}, ${chapter}: ${fault}`));
      }
    }
  }
  assert.deepEqual(faults, []);
  // The choice is saved.
  await site.choose('language', 'en');
});

testIn('chromium', 'the arrows end before the next picture, also where their columns are narrowest', async () => {
  for (const [width, height] of [
    [1000, 640],
    [1280, 800],
  ]) {
    const site = await (await openStory({ width, height })).ready();
    const ends = await site.page.evaluate(() => {
      const lefts = ['#code-stage .plot', '#xhat-stage .digit'].map(
        (selector) => document.querySelector(selector).getBoundingClientRect().left,
      );
      return [...document.querySelectorAll('.spine > .link')]
        .filter((arrow) => arrow.checkVisibility())
        .map((arrow, i) => [arrow.getBoundingClientRect(), lefts[i]])
        .map(([arrow, left]) => ({ length: arrow.width, space: left - arrow.right }));
    });
    assert.equal(ends.length, 2);
    for (const { length, space } of ends)
      assert.ok(length >= 10 && space >= 1, `${width} × ${height}: ${JSON.stringify(ends)}`);
    await site.close();
  }
});

testIn('chromium', 'axe-core finds no violation in any chapter, in both themes and languages', async () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const visits = /** @type {const} */ ([
    [1280, 800, 'en', 'light'],
    [360, 740, 'ko', 'dark'],
  ]);
  for (const [width, height, lang, theme] of cases(visits, [visits[1]])) {
    const site = await (await openStory({ width, height, hash: `#view=story&lang=${lang}&theme=${theme}` })).ready();
    await site.page.evaluate(axe);
    for (const chapter of CHAPTERS) {
      await scrollTo(site, chapter);
      if (chapter !== 'draw') await inChapter(site, chapter);
      await site.drawn();
      const { violations } = await site.page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`),
        [],
        `${lang} ${theme} ${chapter}`,
      );
    }
    await site.close();
  }
});

testIn(
  'firefox',
  'a narrow desktop window with a scroll bar: the tiles are square and end within the page',
  async () => {
    const site = await (await openPage({ width: 360, height: 740, hash: '#view=story' })).ready();
    const { width, tiles } = await site.page.evaluate(() => ({
      width: document.documentElement.clientWidth,
      tiles: ['[data-testid="pad"]', '[data-testid="reconstruction"]'].map((selector) => {
        const { left, right, height } = document.querySelector(selector).getBoundingClientRect();
        return { left, right, height };
      }),
    }));
    assert.ok(width < 360, 'the scroll bar takes width');
    for (const { left, right, height } of tiles)
      assert.ok(
        left >= 15 && right <= width - 15 && Math.abs(right - left - height) < 1,
        JSON.stringify({ width, tiles }),
      );
    assert.ok(tiles[0].right <= tiles[1].left, JSON.stringify(tiles));
  },
);
