// Builds the page's HTML from its parts: the features' markup, and the form's fields from the table of settings. Used by
// web/vite.config.js and by the tests that read the whole page.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rowsOf } from '../web/core/model/settings.js';

const kWeb = resolve(import.meta.dirname, '../web');

/** @param {import('../web/core/model/settings.js').Choice} choice */
const optionOf = ({ value, name = '', text }) =>
  `<option value="${value}"${text ? ` data-t="${text}"` : ''}>${name}</option>`;

/**
 * A labelled field, with an element for its error.
 * @param {import('../web/core/model/settings.js').Setting} setting
 */
function fieldOf({
  name,
  key,
  id = key,
  defaultValue,
  initial = defaultValue,
  typed = String,
  choices,
  inputMode,
  slider,
  suggestions = [],
}) {
  const attributes = `id="field-${id}" name="${name}" data-testid="field-${id}" aria-describedby="error-${name}"`;
  // Firefox shows no suggestions in a field without autocomplete.
  const completion = suggestions.length > 0 ? `list="suggested-${id}"` : 'autocomplete="off"',
    list = suggestions.map((value) => `<option value="${typed(value)}"></option>`).join('');
  const control = choices
    ? `<select ${attributes}>${choices.map(optionOf).join('')}</select>`
    : `<input ${attributes} value="${typed(initial)}"${inputMode ? ` inputmode="${inputMode}"` : ''} ${completion}>${list && `<datalist id="suggested-${id}">${list}</datalist>`}`;
  const range = slider
    ? `<input type="range" class="slider" min="0" max="1" step="0.01" value="${slider.shareOf(initial)}" data-setting="${name}" data-testid="slider-${id}" data-t-label="field.${name}">`
    : '';
  return `<div class="field" data-control="${key}" data-t-tip="tip.${name}"><label for="field-${id}" data-t="field.${name}"></label>${control}${range}<p class="error" id="error-${name}"></p></div>`;
}

/**
 * Inserts the file PATH, relative to web/, where the text has `<!-- part: PATH -->`, and the fields of a group of settings
 * where it has `<!-- settings: GROUP -->`.
 * @param {string} html
 * @returns {string}
 */
export const insertParts = (html) =>
  html
    .replace(/ *<!-- part: ([\w/.-]+) -->\n/g, (_, path) => readFileSync(resolve(kWeb, path), 'utf8'))
    .replace(/( *)<!-- settings: (\w+) -->\n/g, (_, indent, group) =>
      rowsOf(group)
        .map((setting) => `${indent}${fieldOf(setting)}\n`)
        .join(''),
    );

/** The page as input of the build, before texts and URLs are inserted. */
export const wholePage = () => insertParts(readFileSync(resolve(kWeb, 'index.html'), 'utf8'));
