import { find, svg } from './dom.js';

const WIDTH = 60, HEIGHT = 100;
const MOST_TEXT = 23;

/**
 * Height of a layer in the picture. Logarithmic: 784 and 2 must both be seen.
 * @param {number} size
 */
const heightOf = (size) => 8 + (HEIGHT - 8) * Math.min(1, Math.log(1 + size) / Math.log(785));

/**
 * One half of the network as its layers: upright lines, as high as they are wide in numbers.
 * @param {HTMLElement} root
 */
export function createNetworkView(root) {
  const picture = /** @type {SVGElement} */ (find(root, 'svg'));
  const sizesText = find(root, '.sizes');
  picture.setAttribute('viewBox', `-1 0 ${WIDTH + 2} ${HEIGHT}`);
  picture.setAttribute('preserveAspectRatio', 'none');

  return {
    /** @param {{sizes: number[]}} data  from first to last layer; empty while there is no model */
    update({ sizes }) {
      const whole = sizes.join(' → ');
      if (sizesText.title === whole && picture.childElementCount > 0) return;
      sizesText.title = whole;
      // There is room for three short lines.
      sizesText.textContent = whole.length <= MOST_TEXT ? whole : `${sizes[0]} → … → ${sizes.at(-1)}`;
      sizesText.setAttribute('data-value', JSON.stringify(sizes));
      const shown = sizes.length > 0 ? sizes : [784, 2];
      const points = shown.map((size, i) => ({ x: (i * WIDTH) / (shown.length - 1), half: heightOf(size) / 2 }));
      const top = points.map(({ x, half }) => `${x},${HEIGHT / 2 - half}`);
      const bottom = points.map(({ x, half }) => `${x},${HEIGHT / 2 + half}`).reverse();
      picture.replaceChildren(
        svg('polygon', { points: [...top, ...bottom].join(' '), class: 'hull' }),
        ...points.map(({ x, half }) => svg('line', { x1: x, x2: x, y1: HEIGHT / 2 - half, y2: HEIGHT / 2 + half, class: 'layer' })),
      );
    },
  };
}
