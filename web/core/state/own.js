/**
 * The entry of a table for a key from outside: a text, an event, storage. Returns undefined for keys such as `constructor`, which
 * every object inherits.
 * @template T
 * @param {Readonly<Record<string, T>>} table
 * @param {string} key
 * @returns {T | undefined}
 */
export const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);
