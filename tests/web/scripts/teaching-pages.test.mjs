// The teachers' pages as the build makes them: the story's tasks, in both languages, and links that the page reads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileReading, readSource, tasksOf } from '../../../scripts/reading-plugin.mjs';
import { teachingPage } from '../../../scripts/teaching-pages.mjs';
import { parseLink } from '../../../web/core/link/link.js';
import { CHAPTERS } from '../../../web/core/state/view-state.js';
import { FILES } from '../../../web/core/texts/teaching-files.js';
import { LINKS } from '../../../web/features/teaching/teaching-links.js';

const languages = Object.keys(FILES);

test('the worksheet has every task of the story with its choices, and the answers are those of the story', () => {
  for (const language of languages) {
    const tasks = tasksOf(readSource('story', language)),
      html = teachingPage(language);
    assert.equal(tasks.length, CHAPTERS.length, language);
    assert.deepEqual(
      [...html.matchAll(/data-task="(\w+)"/g)].map(([, name]) => name),
      tasks.map(({ name }) => name),
    );
    const [, sheet] = html.split('<ol class="worksheet">');
    const [questions, answers] = sheet.split('<ol class="answers">');
    assert.equal(questions.split('class="line"').length - 1, 2 * tasks.length, language);
    assert.equal(answers.match(/<strong>/g).length, tasks.length, language);
    // A choice of plain words is there as it is, in the questions once, and in the answers only if it is right.
    for (const { choices, right } of tasks) {
      choices.forEach((choice, i) => {
        if (/[$*&]/.test(choice)) return;
        assert.ok(questions.includes(`<li>${choice}</li>`), choice);
        assert.equal(answers.includes(`<strong>${choice}</strong>`), i === right, choice);
      });
    }
  }
});

test('the plans have the same parts in each language, and no placeholder is left', () => {
  const shapes = languages.map(
    (language) => compileReading(readSource('teaching', language), language, 'teaching').shapes,
  );
  for (const shape of shapes) assert.deepEqual(shape, shapes[0]);
  for (const language of languages) assert.doesNotMatch(teachingPage(language), /\{\w+|undefined|<script/);
});

test('every link is one that the page reads, and the plans use it', () => {
  const html = teachingPage('en');
  for (const [name, link] of Object.entries(LINKS)) {
    assert.ok(html.includes(`href="${link.replaceAll('&', '&amp;')}"`), name);
    const { faults, values } = parseLink(link.slice(2));
    assert.deepEqual(faults, [], name);
    assert.ok(values.view, name);
  }
});
