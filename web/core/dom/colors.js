/**
 * The theme's colours, as defined in the style sheet, for canvases.
 * @typedef {object} Colors
 * @property {string} paper
 * @property {string} ink
 * @property {string} quiet
 * @property {string} rule
 * @property {string} mu
 * @property {string} sigma
 * @property {string} epsilon
 * @property {string} z
 * @property {string[]} digits  ten
 */

/** @param {boolean} [forPaper]  the colours for printing, independent of the screen @returns {Colors} */
export function readColors(forPaper = false) {
  // A custom property (also light-dark()) is only resolved where it is used as a colour.
  const probe = document.createElement('span');
  probe.classList.toggle('for-paper', forPaper);
  document.body.append(probe);
  /** @param {string} name */
  const read = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colors = {
    paper: read('paper'),
    ink: read('ink'),
    quiet: read('quiet'),
    rule: read('rule'),
    mu: read('mu'),
    sigma: read('sigma'),
    epsilon: read('epsilon'),
    z: read('z'),
    digits: Array.from({ length: 10 }, (_, digit) => read(`digit-${digit}`)),
  };
  probe.remove();
  return colors;
}

/**
 * @param {string} color  'rgb(1, 2, 3)'
 * @returns {number[]}
 */
export function channels(color) {
  return (color.match(/[\d.]+/g) ?? ['0', '0', '0']).slice(0, 3).map(Number);
}
