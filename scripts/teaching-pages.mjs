// Builds the teachers' pages from web/languages/LANGUAGE/teaching.md: lesson plans with links into the page, and a worksheet
// with answers, made of the story's tasks. Plain HTML without a script, so that they print everywhere.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FILES } from '../web/core/texts/teaching-files.js';
import { compileReading, inline, markEnglish, readSource, tasksOf } from './reading-plugin.mjs';

const kStyles = ['styles/theme.css', 'features/teaching/teaching.css'].map((path) =>
  resolve(import.meta.dirname, '../web', path),
);

/** A language's name in itself. @param {string} language */
const nameOf = (language) => new Intl.DisplayNames([language], { type: 'language' }).of(language);

/** @param {ReturnType<typeof tasksOf>} tasks @param {string[]} lines  labels of the lines to write on */
const worksheet = (tasks, lines) =>
  `<ol class="worksheet">${tasks
    .map(
      ({ heading, name, question, choices }) =>
        `<li data-task="${name}"><p class="chapter">${inline(heading)}</p><p>${inline(question)}</p><ul>${choices
          .map((choice) => `<li>${inline(choice)}</li>`)
          .join('')}</ul>${lines.map((line) => `<p class="line">${inline(line)}</p>`).join('')}</li>`,
    )
    .join('\n')}</ol>`;

/** @param {ReturnType<typeof tasksOf>} tasks */
const answers = (tasks) =>
  `<ol class="answers">${tasks
    .map(
      ({ choices, right, why }) =>
        `<li><p><strong>${inline(choices[right])}</strong> ${why.map(inline).join(' ')}</p></li>`,
    )
    .join('\n')}</ol>`;

/** @param {string} language @returns {string}  the page's HTML */
export function teachingPage(language) {
  const source = readSource('teaching', language);
  // Before the first part: the title, and the words of the link to the page.
  const [, title, back] = /^# (.+)\n\n(.+)\n/.exec(source) ?? [];
  if (!back) throw new Error(`expected a title and the words of a link at the start of ${language}/teaching.md`);
  const tasks = tasksOf(readSource('story', language));
  const { html } = compileReading(source, language, 'teaching');
  const body = html
    .replace(/<p>\{worksheet: ([^|]+) \| ([^}]+)\}<\/p>/, (_, ...lines) => worksheet(tasks, lines.slice(0, 2)))
    .replace('<p>{answers}</p>', () => answers(tasks));
  if (!body.includes('class="worksheet"') || !body.includes('class="answers"'))
    throw new Error(`expected {worksheet: … | …} and {answers} in ${language}/teaching.md`);
  const others = Object.keys(FILES)
    .filter((other) => other !== language)
    .map((other) => `<a href="./${FILES[other]}" lang="${other}" hreflang="${other}">${nameOf(other)}</a>`)
    .join(' ');
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>latentpad: ${title}</title>
    <link rel="icon" href="./favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="./teaching.css" />
  </head>
  <body>
    <header>
      <p class="row"><a href="./">${back}</a> ${others}</p>
      <h1>${title}</h1>
    </header>
    <main>
${language === 'en' ? body : markEnglish(body)}
    </main>
  </body>
</html>
`;
}

/** For Vite: adds the pages to the build. */
export const teachingPages = {
  name: 'teaching-pages',
  apply: /** @type {const} */ ('build'),
  /** @this {{emitFile: (file: {type: 'asset', fileName: string, source: string}) => void}} */
  generateBundle() {
    for (const [language, fileName] of Object.entries(FILES))
      this.emitFile({ type: 'asset', fileName, source: teachingPage(language) });
    this.emitFile({
      type: 'asset',
      fileName: 'teaching.css',
      source: kStyles.map((path) => readFileSync(path, 'utf8')).join('\n'),
    });
  },
};
