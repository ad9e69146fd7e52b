import { t } from '../../core/texts/translate.js';
import { activeUnits, marksOf } from './layer-marks.js';
import { find, svg } from '../../core/dom/dom.js';

const WIDTH = 60,
  HEIGHT = 100;
const MAX_TEXT = 23;
/** More marks could not be distinguished. */
const MAX_MARKS = 28;

/**
 * Height of a layer in the diagram. Logarithmic: both 784 and 2 must be visible.
 * @param {number} size
 * @param {number} pixels   the size of the layer of full height
 */
const heightOf = (size, pixels) => 8 + (HEIGHT - 8) * Math.min(1, Math.log(1 + size) / Math.log(1 + pixels));

/**
 * The layers of one network, with heights that follow their sizes: a code is a line, other layers are
 * columns of marks, darker for more active units.
 * @param {HTMLElement} root
 * @param {'first' | 'last'} code   the end that is not an image: the encoder's last layer, the decoder's first
 */
export function createNetworkView(root, code) {
  const picture = /** @type {SVGElement} */ (find(root, 'svg'));
  const sizesText = find(root, '.sizes');
  picture.setAttribute('viewBox', `-1 0 ${WIDTH + 2} ${HEIGHT}`);
  picture.setAttribute('preserveAspectRatio', 'none');
  /** The marks of each layer, by its index. @type {SVGElement[][]} */
  let marks = [];
  let drawn = '',
    text = '',
    pointedAt = -1;
  /** @type {{sizes: number[], layers: (ArrayLike<number> | null)[], activation: 'relu' | 'tanh'}} */
  let shown = { sizes: [], layers: [], activation: 'relu' };

  picture.addEventListener('pointermove', (event) => {
    const box = picture.getBoundingClientRect();
    pointedAt = Math.round(((event.clientX - box.left) / box.width) * (shown.sizes.length - 1));
    writeText();
  });
  picture.addEventListener('pointerleave', () => {
    pointedAt = -1;
    writeText();
  });

  /** @param {number} layer */
  const isHidden = (layer) => layer > 0 && layer < shown.sizes.length - 1;

  /** @param {number} layer @param {string} key */
  function layerText(layer, key) {
    const values = shown.layers[layer];
    return t(key, {
      index: layer,
      count: shown.sizes[layer],
      active: values ? activeUnits(values, shown.activation) : '–',
    });
  }

  function writeText() {
    const wanted = isHidden(pointedAt) && shown.layers[pointedAt] ? layerText(pointedAt, 'net.short') : text;
    if (sizesText.textContent !== wanted) sizesText.textContent = wanted;
  }

  /** @param {number[]} sizes */
  function draw(sizes) {
    const width = Math.min(6, (0.6 * WIDTH) / (sizes.length - 1)),
      end = code === 'last' ? sizes.length - 1 : 0,
      pixels = code === 'last' ? sizes[0] : sizes[sizes.length - 1];
    const points = sizes.map((size, i) => {
      const x = (i * WIDTH) / (sizes.length - 1);
      return {
        x: i === end ? x : Math.min(WIDTH - width / 2, Math.max(width / 2, x)),
        half: heightOf(size, pixels) / 2,
      };
    });
    const top = points.map(({ x, half }) => `${x},${HEIGHT / 2 - half}`);
    const bottom = points.map(({ x, half }) => `${x},${HEIGHT / 2 + half}`).reverse();
    marks = points.map(({ x, half }, layer) => {
      if (layer === end) return [];
      const count = Math.min(MAX_MARKS, sizes[layer]),
        step = (2 * half) / count;
      return Array.from({ length: count }, (_, mark) =>
        svg('rect', {
          class: 'unit',
          x: x - width / 2,
          y: HEIGHT / 2 - half + mark * step,
          width,
          height: 0.8 * step,
          'fill-opacity': 0.12,
        }),
      );
    });
    const at = points[end];
    picture.replaceChildren(
      svg('polygon', { points: [...top, ...bottom].join(' '), class: 'hull' }),
      svg('line', { x1: at.x, x2: at.x, y1: HEIGHT / 2 - at.half, y2: HEIGHT / 2 + at.half, class: 'layer' }),
      ...marks.flat(),
    );
  }

  return {
    /**
     * @param {{sizes: number[], layers: (ArrayLike<number> | null)[], activation: 'relu' | 'tanh'}} data
     *   from first to last layer; sizes empty while there is no model; layers: activations of each, null where not shown
     */
    update(data) {
      shown = data;
      const { sizes, layers } = data;
      const whole = sizes.join(' → ');
      if (drawn !== whole || picture.childElementCount === 0) {
        drawn = whole;
        // There is space for three short lines.
        text = whole.length <= MAX_TEXT ? whole : `${sizes[0]} → … → ${sizes.at(-1)}`;
        sizesText.setAttribute('data-value', JSON.stringify(sizes));
        draw(sizes.length > 0 ? sizes : code === 'last' ? [784, 2] : [2, 784]);
      }
      marks.forEach((column, layer) => {
        const values = layers[layer];
        const shares = values && values.length === sizes[layer] ? marksOf(values, column.length) : null;
        column.forEach((mark, i) =>
          mark.setAttribute('fill-opacity', (shares ? 0.12 + 0.88 * shares[i] : 0.12).toFixed(2)),
        );
      });
      const hidden = sizes.map((_, layer) => layer).filter(isHidden);
      const name = hidden.length > 0 ? hidden.map((layer) => layerText(layer, 'net.layer')).join('\n') : t('net.none');
      picture.setAttribute('aria-label', name.replaceAll('\n', '; '));
      sizesText.title = [whole, name].join('\n');
      writeText();
    },
  };
}
