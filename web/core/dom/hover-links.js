/**
 * When a symbol, or a number in place of one, is hovered or focused, all occurrences of the symbol are highlighted
 * on the page: the root gets the class is-linked-NAME, which the style sheet uses; canvases are notified by `onLink`.
 * Numbers and lines that belong to one dimension (data-dimension, or their position in a column of .numbers) also highlight
 * that dimension.
 */

const NAMES = Object.freeze(['mu', 'sigma', 'epsilon', 'z', 'xhat', 'reconstruction', 'kl', 'elbo', 'loglik', 'gap']);

/** @param {Element} element @returns {string | null} */
function nameOf(element) {
  const name = element.getAttribute('data-symbol') ?? (element.classList.contains('sym-hat') ? 'xhat' : '');
  return NAMES.find((known) => known === name || element.classList.contains(`sym-${known}`)) ?? null;
}

const SYMBOLS = ['[data-symbol]', '.sym-hat', ...NAMES.map((name) => `.sym-${name}`)].join(',');
const DIMENSIONS = '[data-dimension], .numbers > span';

/** @param {Element} element @returns {string} */
function dimensionOf(element) {
  return (
    element.getAttribute('data-dimension') ?? String([...(element.parentElement?.children ?? [])].indexOf(element))
  );
}

/**
 * @param {Document} page
 * @param {(names: readonly string[]) => void} onLink   the highlighted symbols
 */
export function createHoverLinks(page, onLink) {
  const root = page.documentElement;

  let marked = '';

  /** @param {readonly string[]} names @param {string | null} dimension */
  function mark(names, dimension) {
    // Formulas are rewritten while the user draws, so only an empty selection that stays empty is certainly unchanged.
    const wanted = [...names, dimension ?? ''].join();
    if (wanted === '' && marked === '') return;
    if (wanted !== marked) onLink(names);
    marked = wanted;
    for (const name of NAMES) root.classList.toggle(`is-linked-${name}`, names.includes(name));
    for (const element of page.querySelectorAll(DIMENSIONS))
      element.classList.toggle('is-linked', dimensionOf(element) === dimension);
    for (const plot of page.querySelectorAll('.plot'))
      plot.classList.toggle('has-linked', plot.querySelector('.is-linked') !== null);
  }

  /** @param {Event} event */
  function point(event) {
    const target = event.target instanceof Element ? event.target : null;
    const symbol = target?.closest(SYMBOLS);
    const name = symbol && nameOf(symbol);
    mark(
      name ? [name] : [],
      target?.closest(DIMENSIONS) && name ? dimensionOf(/** @type {Element} */ (target.closest(DIMENSIONS))) : null,
    );
  }

  page.addEventListener('pointerover', point);
  root.addEventListener('pointerleave', () => mark([], null));
  page.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element) || !target.matches('[tabindex]')) return;
    const found = target.querySelectorAll(SYMBOLS);
    // A heading names several symbols; an image or a plot names none.
    if (/^H\d$/.test(target.tagName))
      mark(
        [...found].map(nameOf).filter((name) => name !== null),
        null,
      );
  });
  page.addEventListener('focusout', () => mark([], null));

  return {
    /** Highlights the symbol of a canvas under the pointer. @param {string | null} name */
    point: (name) => mark(name ? [name] : [], null),
  };
}
