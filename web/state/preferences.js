/** What is remembered between visits. Storage may be forbidden: then nothing is kept. */

/** @typedef {Required<import('../engine/messages.js').EngineOptions>} EngineChoice */

const THEME = 'latentpad.theme', ENGINE = 'latentpad.engine';

/** @param {string} name */
function saved(name) {
  try {
    return localStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} name @param {string} value */
function save(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Not kept, and the page works all the same.
  }
}

/** @returns {'light' | 'dark' | null} */
export function savedTheme() {
  const value = saved(THEME);
  return value === 'light' || value === 'dark' ? value : null;
}

/** @param {'light' | 'dark'} theme */
export const saveTheme = (theme) => save(THEME, theme);

/**
 * @param {boolean} canFuse  a browser that could when this was saved may not be able to any more
 * @returns {EngineChoice}
 */
export function savedEngineChoice(canFuse) {
  const [, variant = 'auto', threads = 'auto'] = /^(auto|exact|fused) (auto|[1-8])$/.exec(saved(ENGINE)) ?? [];
  return {
    variant: variant === 'fused' && !canFuse ? 'auto' : /** @type {EngineChoice['variant']} */ (variant),
    threads: threads === 'auto' ? 'auto' : Number(threads),
  };
}

/** @param {EngineChoice} choice */
export const saveEngineChoice = ({ variant, threads }) => save(ENGINE, `${variant} ${threads}`);
