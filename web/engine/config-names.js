/** Configurations are camelCase in JavaScript and snake_case in the core and in files. */
import { invalidArgument } from './engine-error.js';

/** @param {string} name */
const toSnake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** @param {string} name */
const toCamel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

/**
 * @param {object} config
 * @returns {string} JSON for the core, which checks every key and value
 */
export function toCoreJson(config) {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw invalidArgument('settings', 'an object', JSON.stringify(config));
  }
  const renamed = Object.fromEntries(Object.entries(config).map(([key, value]) => [toSnake(key), value]));
  // JSON has no NaN and would say null, and no BigInt; the core's message should show what was given.
  return JSON.stringify(renamed, (_, value) =>
    typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value)) ? String(value) : value,
  );
}

/**
 * @template T
 * @param {T} value  from the core
 * @returns {any} the same with camelCase keys, all the way down
 */
export function fromCore(value) {
  if (Array.isArray(value)) return value.map(fromCore);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [toCamel(key), fromCore(inner)]));
}
