/** Renders the tokens of features/lesson/lesson-formulas.js: coloured symbols, and numbers labelled with their symbol. */

/**
 * @param {import('./lesson-formulas.js').Token} token
 * @returns {Node | string}
 */
export function nodeOf(token) {
  if (typeof token === 'string') return token;
  const { text, symbol, dimension, sub, sup, value } = token;
  const element = document.createElement(value || !symbol ? 'span' : 'i');
  if (symbol) {
    element.className = value ? `sym-${symbol}` : symbol === 'xhat' ? 'sym sym-hat' : `sym sym-${symbol}`;
    element.setAttribute('data-symbol', symbol);
  }
  if (dimension !== undefined) element.setAttribute('data-dimension', String(dimension));
  element.textContent = text;
  // Both in one position: x with an index and a power.
  if (sub) element.appendChild(document.createElement('sub')).textContent = sub;
  if (sup) element.appendChild(document.createElement('sup')).textContent = sup;
  return element;
}

/**
 * @param {HTMLElement} root
 * @param {import('./lesson-formulas.js').Token[][]} lines  one paragraph each
 */
export function writeTokens(root, lines) {
  root.replaceChildren(
    ...lines.map((tokens) => {
      const line = document.createElement('p');
      line.append(...tokens.map(nodeOf));
      return line;
    }),
  );
}
