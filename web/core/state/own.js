/**
 * What a table says of a key that comes from outside: a text, an event, storage. Of a key such as `constructor`, which
 * every object inherits, it says nothing.
 * @template T
 * @param {Readonly<Record<string, T>>} table
 * @param {string} key
 * @returns {T | undefined}
 */
export const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);
