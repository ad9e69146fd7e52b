import { createPageState } from '../state/page-state.js';
import { LINK_TABLE } from './link-table.js';

/**
 * Parses and formats the link. Invalid values are ignored, never guessed.
 *
 * @typedef {import('../state/page-state.js').PageState} PageState
 * @typedef {import('./link-table.js').LinkValues} LinkValues
 *
 * @typedef {object} Fault   a rejected value
 * @property {string} key
 * @property {string} got    at most 40 characters of it
 * @property {import('./link-parse.js').Parser<any>['expects']} expects
 */

/** This page never writes longer links. */
export const LONGEST = 65_536;
const SHOWN = 40;

const ROWS = new Map(LINK_TABLE.map((row) => [row.key, row]));

/** @param {string} text */
const cut = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);

/**
 * Parses '#key=value&…'. Unknown keys are ignored; of duplicate keys the first counts.
 * @param {string} hash
 * @returns {{values: LinkValues, faults: Fault[]}}
 */
export function parseLink(hash) {
  /** @type {Record<string, unknown>} */
  const values = {};
  /** @type {Fault[]} */
  const faults = [];
  if (hash.length > LONGEST) {
    return {
      values,
      faults: [{ key: '#', got: String(hash.length), expects: { kind: 'length', params: { most: LONGEST } } }],
    };
  }
  const seen = new Set();
  // URLSearchParams accepts any percent signs and never throws.
  for (const [key, text] of new URLSearchParams(hash.replace(/^#/, ''))) {
    const row = ROWS.get(key);
    if (!row || seen.has(key)) continue;
    seen.add(key);
    const value = row.parse(text);
    if (value === undefined) faults.push({ key, got: cut(text), expects: row.expects });
    else values[key] = value;
  }
  return { values: /** @type {LinkValues} */ (values), faults };
}

/** Whether the link has any keys; '#compare' is only an anchor. @param {string} hash */
export const hasKeys = (hash) =>
  hash.length > LONGEST || [...new URLSearchParams(hash.replace(/^#/, '')).keys()].some((key) => ROWS.has(key));

/** The initial state of the page. */
const FIRST = Object.freeze(createPageState());

/**
 * Formats the values that differ from the initial state.
 * @param {Readonly<PageState>} state
 * @param {Record<string, string>} [orders]   values to add, or to write instead of the state's
 * @returns {string}   '#key=value&…', '' if nothing differs
 */
export function formatLink(state, orders = {}) {
  const parts = [];
  for (const { key, read, standard, format = String } of LINK_TABLE) {
    if (Object.hasOwn(orders, key)) {
      if (orders[key]) parts.push(`${key}=${orders[key]}`);
      continue;
    }
    const value = read?.(state);
    if (value === undefined) continue;
    const usual = typeof standard === 'function' ? standard(state, FIRST) : standard;
    const text = format(value);
    if (usual === undefined || format(usual) !== text) parts.push(`${key}=${text}`);
  }
  return parts.length > 0 ? `#${parts.join('&')}` : '';
}

/** Safari allows at most 100 changes of the URL in 30 seconds; this is 75. */
const WRITE_MS = 400;

/**
 * Updates the page's URL with its state, without a history entry for each change.
 * @param {import('../state/store.js').Store<PageState>} store
 * @param {Pick<Window, 'location' | 'history'>} page
 * @param {(hash: string) => void} onWritten
 */
export function createLinkWriter(store, { location, history }, onWritten) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let armed = false;

  function write() {
    clearTimeout(timer);
    timer = undefined;
    if (!armed) return;
    const hash = formatLink(store.get());
    if (hash !== location.hash) {
      try {
        history.replaceState(history.state, '', hash || `${location.pathname}${location.search}`);
      } catch {
        return; // Rejected because of too many changes: the next change tries again.
      }
    }
    onWritten(location.hash);
  }
  const soon = () => {
    timer ??= setTimeout(write, WRITE_MS);
  };
  store.subscribe(() => {
    if (armed) soon();
  });
  return {
    /** Starts writing: before this, the link's values are not all applied, and must not be lost. */
    arm() {
      armed = true;
      soon();
    },
    soon,
    /** Writes immediately: the page may be about to close. */
    flush: write,
  };
}
