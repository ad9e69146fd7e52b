import { own } from '../state/own.js';
import { PLAIN } from './symbol-texts.js';
import { isKnown, t } from './translate.js';

/** @type {Record<string, {text: string, className: string, below?: string}>} */
const SYMBOLS = {
  mu: { text: 'μ', className: 'sym sym-mu' },
  sigma: { text: 'σ', className: 'sym sym-sigma' },
  epsilon: { text: 'ε', className: 'sym sym-epsilon' },
  z: { text: 'z', className: 'sym sym-z' },
  x: { text: 'x', className: 'sym' },
  xhat: { text: 'x', className: 'sym sym-hat' },
  xi: { text: 'x', below: 'i', className: 'sym' },
  before: { text: 'x', below: '<i', className: 'sym' },
};

/**
 * Sets an element's text, with {mu}, {z}, … as coloured symbols. A number right after a symbol is its index, below the line.
 * Nothing is ever parsed as HTML.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.getAttribute('data-text') === text) return;
  element.setAttribute('data-text', text);
  element.replaceChildren(
    ...text
      .split(/(\{\w+\}\d*)/)
      .filter(Boolean)
      .map((part) => {
        const [, name, index] = part.match(/^\{(\w+)\}(\d*)$/) ?? [];
        const symbol = name ? own(SYMBOLS, name) : undefined;
        if (!symbol) return part;
        const span = document.createElement('i');
        span.className = symbol.className;
        span.textContent = symbol.text;
        const below = symbol.below ?? index;
        if (below) span.appendChild(document.createElement('sub')).textContent = below;
        return span;
      }),
  );
}

/** The same without colours, for names and titles. @param {string} text */
export const plainText = (text) => text.replace(/\{(\w+)\}/g, (whole, name) => own(PLAIN, name) ?? whole);

/** Texts that have not been fetched yet are left as built. @param {ParentNode} root @param {string} attribute */
const named = (root, attribute) =>
  [...root.querySelectorAll(`[${attribute}]`)].filter((element) => isKnown(element.getAttribute(attribute) ?? ''));

/** What applyTexts() wrote last. @type {WeakMap<Element, {text?: string, name?: string}>} */
const applied = new WeakMap();

/**
 * Sets the current language's text of all elements with data-t (text) or data-t-label (accessible name). An element that a
 * view has written since is the view's: its text may be another one, for example that of another kind of model.
 * @param {ParentNode} root
 */
export function applyTexts(root) {
  for (const element of named(root, 'data-t')) {
    const text = t(element.getAttribute('data-t') ?? '');
    if ((element.getAttribute('data-text') ?? undefined) !== applied.get(element)?.text) continue;
    setText(element, text);
    applied.set(element, { ...applied.get(element), text });
  }
  for (const element of named(root, 'data-t-label')) {
    const name = plainText(t(element.getAttribute('data-t-label') ?? ''));
    const before = applied.get(element)?.name;
    if (before !== undefined && element.getAttribute('aria-label') !== before) continue;
    applied.set(element, { ...applied.get(element), name });
    element.setAttribute('aria-label', name);
    if (element instanceof HTMLButtonElement) element.title = name;
  }
}
