import assert from 'node:assert/strict';
import test from 'node:test';
import { compileReading, readSource } from '../../../../scripts/reading-plugin.mjs';
import { parseLink } from '../../../../web/core/link/link.js';
import { CHAPTERS } from '../../../../web/core/state/view-state.js';
import { createBench } from '../../../../scripts/article-numbers.mjs';
import { sigmaOf } from '../../../../web/core/model/gaussian.js';
import { LINKS, STATES, onShipped } from '../../../../web/features/story/story-links.js';

const [en, ko] = ['en', 'ko'].map((language) => compileReading(readSource('story', language), language, 'story'));
const chaptersOf = (language) => readSource('story', language).split(/^## /m).slice(1);
const all = (html, pattern) => [...html.matchAll(pattern)].map((match) => match[1]);

test('both languages have the same chapters, formulas and tasks, block by block', () => {
  assert.deepEqual(ko.shapes, en.shapes);
  assert.equal(en.shapes.filter((shape) => shape === 'heading').length, CHAPTERS.length);
  for (const pattern of [/href="(#[^"]*)"/g, /data-testid="([^"]*)"/g, /data-right="(\d)"/g])
    assert.deepEqual(all(ko.html, pattern), all(en.html, pattern));
});

test('a chapter begins with one sentence or two for presenting, has at most 120 words, and ends in its task', () => {
  for (const chapter of chaptersOf('en')) {
    const [heading, lead] = chapter.split('\n\n');
    assert.ok(lead.split(/\s+/).length <= 20, `${heading}: ${lead}`);
    // The explanation is shown after the run.
    const words = chapter
      .replace(/^> .*$/gm, '')
      .replace(/^\? \w+:|^\([ x]\)|^->/gm, '')
      .split(/\s+/)
      .filter((word) => /\w/.test(word));
    assert.ok(words.length <= 120, `${heading}: ${words.length} words`);
    assert.match(chapter.trim(), /\n\? \w+: [^]*\n> .*$/, heading);
  }
});

test('each link of the story is a link of the page, and only the named ones lead to the workbench', () => {
  for (const [name, link] of Object.entries({ ...LINKS, ...STATES })) {
    const { values, faults } = parseLink(link);
    assert.deepEqual(faults, [], name);
    const leaves = values.at !== undefined || values.view !== undefined;
    assert.ok(Object.keys(values).length > 0 && leaves === (name === 'samples'), name);
  }
  const used = [...all(en.html, /data-task="(\w+)"/g), ...all(en.html, /data-testid="show-(\w+)"/g)];
  assert.deepEqual(used.sort(), Object.keys(LINKS).sort());
});

test('a task on the shipped model keeps its own settings', () => {
  for (const name of ['spiral', 'sure', 'thrice', 'far']) {
    const { values } = parseLink(onShipped(LINKS[name]));
    assert.deepEqual({ ...values, ...parseLink(LINKS[name]).values }, values, name);
    assert.deepEqual([values.weights, values.epochs], ['shipped', null], name);
  }
});

test('every number of the story is one that the article states, where it is measured, or is measured here', () => {
  const article = readSource('article', 'en');
  /** Sizes, settings and counts of what is seen; and σ, which is measured below. */
  const known = ['0.06', '0.03', '0.1', '0.5', '20', '784', '1', '2', '3', '4', '8', '0', '128', '000'];
  for (const language of ['en', 'ko']) {
    const text = readSource('story', language).replace(/\$[^$]*\$/g, '');
    for (const [number] of text.matchAll(/\d+(?:\.\d+)?/g))
      assert.ok(known.includes(number) || article.includes(number), `${language}: ${number}`);
  }
});

test('σ of the held-out digits is what the story says; the digit given to the model of ones and sevens is a 4', async () => {
  const bench = await createBench({ threads: 1 });
  const model = await bench.shipped('vae-2d');
  const sums = [0, 0];
  for (const index of bench.heldOut)
    sigmaOf(model.encode(bench.image(index)).logVar).forEach((sigma, i) => {
      sums[i] += sigma;
    });
  const means = sums.map((sum) => (sum / bench.heldOut.length).toFixed(2));
  assert.deepEqual(means, ['0.06', '0.03']);
  for (const language of ['en', 'ko'])
    for (const mean of means) assert.ok(readSource('story', language).includes(mean), `${language}: ${mean}`);
  const { digit } = parseLink(LINKS.ones).values;
  assert.equal(bench.labels[bench.heldOut[digit]], 4);
});
