// The article below the instruments, and the words in the title line that lead to the parts of the page.
import assert from 'node:assert/strict';
import { stage } from './support/stage.mjs';

const { openPage, test } = stage();
let site;

const outside = () => site.page.evaluate(() => ({
  page: Math.max(0, document.documentElement.scrollWidth - innerWidth),
  parts: [...document.querySelectorAll('#article *, .sections a')].filter((node) => {
    if (node.closest('math') || node.getClientRects().length === 0) return false;
    const { left, right } = node.getBoundingClientRect();
    return left < -1 || right > innerWidth + 1;
  }).map((node) => node.outerHTML.slice(0, 80)),
}));
const inWindow = (selector) => site.waitFor((wanted) => {
  const { top } = document.querySelector(wanted).getBoundingClientRect();
  return top >= -2 && top < innerHeight - 50;
}, selector);

test('comes in when the title line leads there; a task by keyboard; the other language keeps place and choice', async () => {
  site = await (await openPage()).ready();
  assert.equal(await site.page.$('.article-part'), null, 'not there before it is near');
  const height = await site.page.$eval('#masthead', (node) => node.getBoundingClientRect().height);
  assert.ok(height < 60, `the title line is one line: ${height}`);

  await (await site.$('go-article')).focus();
  await site.page.keyboard.press('Enter');
  await site.waitForValue('article', 'en');
  await inWindow('#article-title');
  assert.equal(await site.page.evaluate(() => document.activeElement.id), 'article-title');
  assert.equal(await site.page.evaluate(() => location.hash), '', 'the address stays what it was');
  assert.equal(await site.page.$$eval('.article-part', (parts) => parts.length), 9);
  assert.ok(await site.page.$$eval('#article math', (formulas) => formulas.length > 50 && formulas.every((one) => one.namespaceURI.endsWith('MathML') && (one.closest('[hidden]') || one.getBoundingClientRect().width > 3))));
  assert.equal(await site.page.$$eval('#article [style]', (styled) => styled.length), 0);
  assert.deepEqual(await outside(), { page: 0, parts: [] });

  const radio = await site.page.$('[data-testid="task-beta"] input');
  assert.equal(await site.page.$eval('[data-testid="task-beta"] .task-why', (why) => why.hidden), true);
  await radio.focus();
  await site.page.keyboard.press(' ');
  await site.waitForValue('verdict-beta', 'wrong');
  await site.page.keyboard.press('ArrowDown');
  await site.page.keyboard.press('ArrowDown');
  await site.waitForValue('verdict-beta', 'right');
  assert.equal(await site.page.$eval('[data-testid="task-beta"] .task-why', (why) => why.hidden), false);

  const place = () => site.page.$eval('[data-testid="task-beta"]', (task) => task.closest('.article-part').getBoundingClientRect().top);
  await site.page.$eval('[data-testid="task-beta"]', (task) => task.closest('.article-part').scrollIntoView());
  const was = await place();
  await site.page.$eval('[data-testid="language"]', (button) => button.click());
  await site.waitForValue('article', 'ko');
  assert.ok(Math.abs((await place()) - was) < 60, 'the same part is still at the top');
  assert.match(await site.page.$eval('.article-part h3', (heading) => heading.textContent), /생성 모델/);
  assert.equal(await site.value('verdict-beta'), 'right');
  assert.equal(await site.page.$$eval('[data-testid="task-beta"] input', (radios) => radios.findIndex((one) => one.checked)), 2);
  // It is remembered, and the next test reads English.
  await site.page.$eval('[data-testid="language"]', (button) => button.click());
  await site.waitForValue('article', 'en');
});

test('“show me” and “run it” bring the page to what the text says', async () => {
  site = await (await openPage({ hash: '#hide=compare' })).ready();
  assert.deepEqual(await site.page.$$eval('.sections a', (links) => links.filter((link) => !link.hidden).map((link) => link.dataset.testid).filter((id) => id === 'go-compare')), [], 'no word for what is hidden');
  await site.page.$eval('#article', (article) => article.scrollIntoView());
  await site.waitForValue('article', 'en');
  const follow = (id) => site.page.$eval(`[data-testid="${id}"]`, (link) => link.click());
  await follow('show-manifold');
  await site.waitFor(() => document.querySelector('[data-testid="map-grid"]').value === '20');
  await inWindow('#map');
  await follow('run-beta');
  await site.waitForValue('train-state', 'running');
  await inWindow('#train');
  assert.deepEqual(await site.page.$$eval('[data-testid="field-beta"], [data-testid="stop-epochs"]', (fields) => fields.map((field) => field.value).sort()), ['20', '8']);
  await site.waitFor(() => Number(document.querySelector('[data-testid="train-step-count"]').dataset.value) > 70);
});

test('on a phone nothing sticks out; a formula scrolls in its own line', async () => {
  site = await openPage({ width: 360, height: 740, hash: '#lang=ko', touch: true });
  await site.page.$eval('#article', (article) => article.scrollIntoView());
  await site.waitForValue('article', 'ko');
  assert.deepEqual(await outside(), { page: 0, parts: [] });
  const widest = await site.page.$$eval('.formula-line', (lines) => Math.max(...lines.map((line) => line.scrollWidth - line.clientWidth)));
  assert.ok(widest > 0, 'the longest formula is wider than the phone');
  await site.waitFor(() => [...document.querySelectorAll('.formula-line')].every((line) => (line.tabIndex === 0) === (line.scrollWidth > line.clientWidth)));
  const starts = await site.page.$$eval('.formula-line', (lines) => lines.map((line) => line.querySelector('math').getBoundingClientRect().left - line.getBoundingClientRect().left));
  assert.ok(starts.every((left) => left >= -1), `each begins where it can be read: ${starts}`);
});
