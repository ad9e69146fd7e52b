import { t } from '../i18n/translate.js';
import { classMeans } from '../lib/class-means.js';
import { createDisclosure } from './disclosure.js';
import { byTestId, find } from './dom.js';
import { writeClassMeans } from './table.js';

/** While training, the tables are written anew this often. */
const REST_MS = 500;
/** An FVBN has no codes. */
const CODED = /** @type {const} */ (['ae', 'vae']);

/**
 * What the two maps of the comparison show, as text: where each lays the ten digits.
 * @param {HTMLElement} root
 */
export function createCompareCodesView(root) {
  const tables = CODED.map((name) => ({ name, table: byTestId(root, `compare-codes-${name}`) }));
  const disclosure = createDisclosure(byTestId(root, 'compare-codes-open'), [find(root, '#compare-codes')], () => write());
  /** @type {import('../state/compare-state.js').CompareState | null} */
  let shown = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function write() {
    clearTimeout(timer);
    timer = undefined;
    if (!disclosure.isOpen() || !shown) return;
    for (const { name, table } of tables) {
      const { scatter } = shown[name], { labels } = shown;
      writeClassMeans(table, t(`compare.scatter.${name}`), ['{z}1', '{z}2'], scatter && labels ? classMeans(scatter, labels) : []);
    }
  }

  return {
    /** @param {import('../state/compare-state.js').CompareState} data */
    update(data) {
      shown = data;
      if (disclosure.isOpen()) timer ??= setTimeout(write, REST_MS);
    },
  };
}
