// Makes the HTML of the page's texts, the article and the story, and of the teachers' page (teaching-pages.mjs), from
// web/languages/LANGUAGE/NAME.md when the page is built: formulas as MathML, links by name from the tables of kTexts. An error
// in the source fails the build.
//
//   ## Heading               starts a section
//   A paragraph with *emphasis*, $formula$ and arXiv:1312.6114 (a link to it).
//   $$ formula $$            displayed
//   - item                   of a list; consecutive lines that start with -
//   -> name: words           “show me”: a link of that name
//   ? name: question         a task: predict, then run
//   ( ) choice   (x) choice  its choices; exactly one is correct
//   -> words                 the link that runs it, after its control run if it has one
//   > explanation            shown after the choice

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import temml from 'temml';
import { CONTROLS as ARTICLE_CONTROLS, LINKS as ARTICLE_LINKS } from '../web/features/article/article-links.js';
import { CONTROLS as STORY_CONTROLS, LINKS as STORY_LINKS } from '../web/features/story/story-links.js';
import { LINKS as TEACHING_LINKS } from '../web/features/teaching/teaching-links.js';

/** The texts: the targets of their links and of their tasks' control runs, and the level of their headings. The article has a heading above its parts. */
const kTexts = {
  article: { links: ARTICLE_LINKS, controls: ARTICLE_CONTROLS, heading: 'h3' },
  story: { links: STORY_LINKS, controls: STORY_CONTROLS, heading: 'h2' },
  teaching: { links: TEACHING_LINKS, controls: {}, heading: 'h2' },
};
/** @typedef {keyof typeof kTexts} TextName */

const kFolder = resolve(import.meta.dirname, '../web/languages');

/** The symbols that are coloured everywhere on the page. */
const kSymbols = { μ: 'sym-mu', σ: 'sym-sigma', ε: 'sym-epsilon', z: 'sym-z' };

/** @param {string} text */
const escape = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * Converts TeX to MathML. The page's CSP allows no style attributes: styles/reading.css replaces them.
 * @param {string} tex
 * @param {boolean} displayMode
 */
export function formula(tex, displayMode) {
  return temml
    .renderToString(tex, { displayMode, throwOnError: true, xml: false })
    .replace(/ style="[^"]*"/g, '')
    .replace(/<mi>([μσεz])<\/mi>/g, (_, symbol) => `<mi class="${kSymbols[symbol]}">${symbol}</mi>`)
    .replace(/<mover>(<mi>x<\/mi><mo[^>]*>ˆ<\/mo>)<\/mover>/g, '<mover class="sym-xhat">$1</mover>');
}

/** Text within a line. @param {string} text */
export function inline(text) {
  return text
    .split(/(\$[^$]+\$[^\s$*]{0,8}|\*[^*]+\*|arXiv:\d{4}\.\d{5}|arXiv:\d{4}\.\d{4})/)
    .map((part) => {
      const [, tex, after] = /^\$([^$]+)\$(.*)$/.exec(part) ?? [];
      // Neither a full stop nor a Korean particle starts a line.
      if (tex)
        return after ? `<span class="joined">${formula(tex, false)}${escape(after)}</span>` : formula(tex, false);
      if (/^\*.+\*$/.test(part)) return `<em>${escape(part.slice(1, -1))}</em>`;
      if (part.startsWith('arXiv:'))
        return `<a href="https://arxiv.org/abs/${part.slice(6)}" rel="noreferrer">${part}</a>`;
      return escape(part).replace(/(β|seed|시드) (= )?(?=\d)/g, (found) => found.replaceAll(' ', '\u00a0'));
    })
    .join('');
}

/** @typedef {Record<'links' | 'controls', Readonly<Record<string, string>>>} Targets   of a text, by name */

/** @param {Targets} targets @param {string} name @param {string} words @param {string} [id] */
function showMe({ links, controls }, name, words, id = `show-${name}`) {
  if (!Object.hasOwn(links, name)) throw new Error(`expected a link of the text's links, got ${name}: no link ${name}`);
  const against = Object.hasOwn(controls, name) ? ` data-against="${escape(controls[name])}"` : '';
  return `<p class="reading-do"><a class="show-me" data-testid="${id}" href="${escape(links[name])}"${against}>${inline(words)}</a></p>`;
}

/**
 * One task: its name, question, choices, the words of its run, and its explanation.
 * @param {string[]} lines
 */
function readTask(lines) {
  const [, name, question] = /^\? (\w+): (.+)$/.exec(lines[0]) ?? [];
  const choices = lines.filter((line) => /^\([ x]\) /.test(line));
  const run = lines.find((line) => line.startsWith('-> ')) ?? '';
  const why = lines.filter((line) => line.startsWith('> '));
  const right = choices.findIndex((line) => line.startsWith('(x)'));
  if (
    !name
    || choices.length < 2
    || choices.filter((line) => line.startsWith('(x)')).length !== 1
    || !run
    || why.length === 0
  ) {
    throw new Error(`expected a question, choices of which one is right, a run and an explanation, got “${lines[0]}”`);
  }
  return {
    name,
    question: /** @type {string} */ (question),
    choices: choices.map((line) => line.slice(4)),
    right,
    run: run.slice(3),
    why: why.map((line) => line.slice(2)),
  };
}

/** The tasks of a text by the headings of their parts. @param {string} source */
export const tasksOf = (source) =>
  partsOf(source).flatMap(({ heading, blocks }) =>
    blocks.filter((block) => block.startsWith('? ')).map((block) => ({ heading, ...readTask(block.split('\n')) })),
  );

/** @param {string[]} lines  of one task @param {Targets} targets */
function task(lines, targets) {
  const { name, question, choices, right, run, why } = readTask(lines);
  const radios = choices.map(
    (choice, i) =>
      `<label><input type="radio" name="task-${name}" value="${i}"> <span>${inline(choice)}</span></label>`,
  );
  return {
    shape: `task ${name} ${choices.length} ${right} ${why.length}`,
    html:
      `<div class="task" data-task="${name}" data-testid="task-${name}" data-right="${right}"><fieldset><legend>${inline(question)}</legend>${radios.join('')}</fieldset>`
      + showMe(targets, name, run, `run-${name}`)
      + `<div class="task-answer" aria-live="polite"><p class="task-verdict" data-testid="verdict-${name}"></p><div class="task-strip" data-testid="strip-${name}"></div><div class="task-why" hidden>${why.map((line) => `<p>${inline(line)}</p>`).join('')}</div><p class="task-ghost" data-testid="ghost-${name}" hidden></p></div></div>`,
  };
}

/**
 * One block: its HTML, and the structure that must be equal in every language.
 * @param {string} block
 * @param {Targets} targets
 * @returns {{html: string, shape: string}}
 */
function compileBlock(block, targets) {
  const lines = block.split('\n');
  if (block.startsWith('$$')) {
    const tex = block.slice(2, -2).trim();
    if (!block.endsWith('$$')) throw new Error(`a displayed formula does not end: ${block}`);
    return {
      html: `<div class="formula-line">${formula(tex, true)}</div>`,
      shape: `display ${tex.replace(/\\text\{[^}]*\}/g, '\\text{}')}`,
    };
  }
  if (block.startsWith('? ')) return task(lines, targets);
  const show = /^-> (\w+): (.+)$/.exec(block);
  if (show) return { html: showMe(targets, show[1], show[2]), shape: `show ${show[1]}` };
  const formulas = [...new Set(block.match(/\$[^$]+\$/g))].sort().join(' ');
  if (block.startsWith('- ')) {
    return {
      html: `<ul>${lines.map((line) => `<li>${inline(line.replace(/^- /, ''))}</li>`).join('')}</ul>`,
      shape: `list ${lines.length} ${formulas}`,
    };
  }
  return { html: `<p>${inline(lines.join(' '))}</p>`, shape: `p ${formulas}` };
}

/** In Korean text: a term's English in brackets, and titles of papers with their authors. */
const kEnglish = /(?<=\()[A-Za-z–\- ]*[a-z]{3,}[A-Za-z–\- ]*(?=[,)])|[A-Z][^가-힣()]{24,}/g;

/** Marks English words within Korean text as English, so that they are pronounced correctly. @param {string} html */
export const markEnglish = (html) =>
  html
    .split(/(<math[\s\S]*?<\/math>)/)
    .map((part) =>
      part.startsWith('<math')
        ? part
        : part.replace(/(^|>)[^<]+/g, (text) => text.replace(kEnglish, '<span lang="en">$&</span>')),
    )
    .join('');

/** @param {string} source */
const partsOf = (source) =>
  source
    .trim()
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [heading, ...blocks] = part.trim().split(/\n{2,}/);
      return { heading, blocks };
    });

/**
 * @param {string} source
 * @param {string} [language]
 * @param {TextName} [name]
 * @returns {{html: string, shapes: string[]}}
 */
export function compileReading(source, language = 'en', name = 'article') {
  const { heading: level, ...targets } = kTexts[name];
  /** @type {string[]} */
  const shapes = [];
  const parts = partsOf(source).map(({ heading, blocks }, index) => {
    shapes.push('heading');
    const compiled = blocks.map((block) => compileBlock(block, targets));
    shapes.push(...compiled.map(({ shape }) => shape));
    const of = (/** @type {boolean} */ isTask) =>
      compiled
        .filter(({ shape }) => shape.startsWith('task ') === isTask)
        .map(({ html }) => html)
        .join('\n');
    return `<section class="reading-part" aria-labelledby="${name}-part-${index + 1}"><div class="reading-text"><${level} id="${name}-part-${index + 1}">${inline(heading)}</${level}>\n${of(false)}</div>\n<div class="reading-tasks">${of(true)}</div></section>`;
  });
  const html = language === 'en' ? parts.join('\n') : markEnglish(parts.join('\n'));
  if (/\sstyle=|<script|\son\w+=/.test(html))
    throw new Error('styles and scripts in the markup are forbidden by the page’s policy');
  return { html, shapes };
}

/** @param {TextName} name @param {string} language */
const sourceOf = (name, language) => resolve(kFolder, language, `${name}.md`);

/** @param {TextName} name @param {string} language */
export const readSource = (name, language) => readFileSync(sourceOf(name, language), 'utf8');

const kModule = new RegExp(`^virtual:(${Object.keys(kTexts).join('|')})/([\\w-]+)$`);

/** virtual:NAME/LANGUAGE of a text that the language has. @param {string} id */
function textOf(id) {
  const [, name, language] = /** @type {[string, TextName, string] | []} */ (kModule.exec(id) ?? []);
  return name && existsSync(sourceOf(name, language)) ? { name, language } : undefined;
}

/** The modules virtual:article/en and the like, for Vite: their default export is the text's HTML. */
export const readingModules = {
  name: 'reading',
  /** @param {string} id */
  resolveId: (id) => (textOf(id) ? `\0${id}` : undefined),
  /** @this {{addWatchFile: (path: string) => void}} @param {string} id */
  load(id) {
    const text = id.startsWith('\0') ? textOf(id.slice(1)) : undefined;
    if (!text) return undefined;
    const { name, language } = text;
    this.addWatchFile(sourceOf(name, language));
    return `export default ${JSON.stringify(compileReading(readSource(name, language), language, name).html)};`;
  },
};
