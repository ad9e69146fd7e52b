/**
 * Strict parsers for the values of a link, which never throw. A parser returns undefined for a text that
 * is not valid; `expects` names the message that describes valid texts.
 *
 * @template T
 * @typedef {object} Parser
 * @property {(text: string) => T | undefined} parse
 * @property {{kind: string, params: Record<string, string | number>}} expects   link.expects.KIND of i18n
 */

import { layersOf } from '../model/layers.js';

const WHOLE = /^\d{1,12}$/;
const DECIMAL = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** @param {string} text @param {number} low @param {number} high */
function wholeOf(text, low, high) {
  const value = WHOLE.test(text) ? Number(text) : NaN;
  return value >= low && value <= high ? value : undefined;
}

/** @param {string} text @param {number} low @param {number} high */
function decimalOf(text, low, high) {
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  // −0 is 0.
  return value >= low && value <= high ? value + 0 : undefined;
}

/** @param {number} low @param {number} high @returns {Parser<number>} */
export const whole = (low, high) => ({
  parse: (text) => wholeOf(text, low, high),
  expects: { kind: 'whole', params: { low, high } },
});

/** @param {number} low @param {number} high @returns {Parser<number>} */
export const decimal = (low, high) => ({
  parse: (text) => decimalOf(text, low, high),
  expects: { kind: 'number', params: { low, high } },
});

/** Above 0. @param {number} high @returns {Parser<number>} */
export const positive = (high) => ({
  parse: (text) => decimalOf(text, Number.MIN_VALUE, high),
  expects: { kind: 'positive', params: { high } },
});

/** @template {string} T @param {readonly T[]} choices @returns {Parser<T>} */
export const choice = (choices) => ({
  parse: (text) => choices.find((one) => one === text),
  expects: { kind: 'choice', params: { choices: choices.join(', ') } },
});

/** Also accepts 'none', as null. @template T @param {Parser<T>} parser @returns {Parser<T | null>} */
export const orNone = ({ parse, expects: { kind, params } }) => ({
  parse: (text) => (text === 'none' ? null : parse(text)),
  expects:
    kind === 'choice' ? { kind, params: { choices: `${params.choices}, none` } } : { kind: `${kind}OrNone`, params },
});

/** One of a few numbers. @param {readonly number[]} choices @returns {Parser<number>} */
export const numberOf = (choices) => ({
  parse: (text) => choices.find((one) => String(one) === text),
  expects: { kind: 'choice', params: { choices: choices.join(', ') } },
});

/** @returns {Parser<boolean>} */
export const flag = () => ({
  parse: (text) => (text === '1' ? true : text === '0' ? false : undefined),
  expects: { kind: 'choice', params: { choices: '0, 1' } },
});

/** 10-20-50, or 'none' for no number. @param {string} text @param {number} count @param {number} high */
function listOf(text, count, high) {
  const list = text === 'none' ? [] : text.split('-', count + 1).map((part) => wholeOf(part, 1, high));
  return list.length <= count ? allOf(list) : undefined;
}

/**
 * Layers: 128-64-32, or conv32k4s2p1-64; 'none' for no layer.
 * @param {number} layers
 * @param {number} size
 * @returns {Parser<import('../../engine/messages.js').Layer[]>}
 */
export const sizes = (layers, size) => ({
  parse: (text) => layersOf(text === 'none' ? [] : text.split('-', layers + 1), layers, size),
  expects: { kind: 'sizes', params: { layers, size } },
});

/**
 * Stochastic layers, each its hidden sizes and its latent size: 200-100:50,none:20; 'none' for no layer.
 * @param {number} most @param {number} layers @param {number} size @param {number} latent
 * @returns {Parser<{hidden: number[], latentDim: number}[]>}
 */
export const stochasticLayers = (most, layers, size, latent) => ({
  parse(text) {
    if (text === 'none') return [];
    const list = text.split(',', most + 1).map((part) => {
      const [before, after, ...more] = part.split(':', 3),
        hidden = listOf(before, layers, size),
        latentDim = wholeOf(after ?? '', 1, latent);
      return hidden && latentDim !== undefined && more.length === 0 ? { hidden, latentDim } : undefined;
    });
    return list.length <= most ? allOf(list) : undefined;
  },
  expects: { kind: 'lowerLayers', params: { most, layers, size, latent } },
});

/** Rising whole numbers from 1 on: 10-20-50; 'none' for no number. @param {number} count @param {number} high @returns {Parser<number[]>} */
export const rising = (count, high) => ({
  parse(text) {
    const list = listOf(text, count, high);
    return list?.every((one, i) => i === 0 || one > list[i - 1]) ? list : undefined;
  },
  expects: { kind: 'rising', params: { count, high } },
});

/** Digits, each at most once: 017. @param {boolean} mayBeNone  @returns {Parser<number[]>} */
export const labels = (mayBeNone) => ({
  parse(text) {
    if (mayBeNone && text === 'none') return [];
    if (!/^\d{1,10}$/.test(text) || new Set(text).size < text.length) return undefined;
    return [...text].map(Number).sort((a, b) => a - b);
  },
  expects: { kind: mayBeNone ? 'labelsOrNone' : 'labels', params: {} },
});

/** Numbers with commas between them. @param {number} most @param {number} reach @returns {Parser<number[]>} */
export const numbers = (most, reach) => ({
  parse(text) {
    const list = text.split(',', most + 1).map((part) => decimalOf(part, -reach, reach));
    return list.length <= most ? allOf(list) : undefined;
  },
  expects: { kind: 'numbers', params: { low: -reach, high: reach } },
});

/** Two dimensions, counted from 1, or 'pca'. @param {number} most @returns {Parser<[number, number] | 'pca'>} */
export const axes = (most) => ({
  parse(text) {
    if (text === 'pca') return 'pca';
    const [across, up, ...more] = text.split(',', 3).map((part) => wholeOf(part, 1, most));
    return across && up && across !== up && more.length === 0 ? [across - 1, up - 1] : undefined;
  },
  expects: { kind: 'axes', params: {} },
});

/** A slot of the walks, the label to add and the one to subtract: A,8,3. @param {number} most @returns {Parser<{slot: number, to: number, from: number}>} */
export const difference = (most) => ({
  parse(text) {
    const [, slot, ...labels] = /^([A-D]),(\d{1,2}),(\d{1,2})$/.exec(text) ?? [],
      [to, from] = labels.map((label) => wholeOf(label, 0, most));
    return slot && to !== undefined && from !== undefined ? { slot: 'ABCD'.indexOf(slot), to, from } : undefined;
  },
  expects: { kind: 'difference', params: {} },
});

/** Names from a list, each at most once; 'none' for none. @template {string} T @param {readonly T[]} known @returns {Parser<T[]>} */
export const names = (known) => ({
  parse(text) {
    const list =
      text === 'none' ? [] : text.split(',', known.length + 1).map((part) => known.find((one) => one === part));
    return new Set(list).size === list.length ? allOf(list) : undefined;
  },
  expects: { kind: 'names', params: { choices: known.join(', ') } },
});

/** Text that matches a pattern. @param {RegExp} form @param {string} kind @returns {Parser<string>} */
export const matching = (form, kind) => ({
  parse: (text) => (form.test(text) ? text : undefined),
  expects: { kind, params: {} },
});

/**
 * @template T
 * @param {(T | undefined)[]} list
 * @returns {T[] | undefined}
 */
function allOf(list) {
  return list.every((one) => one !== undefined) ? /** @type {T[]} */ (list) : undefined;
}
