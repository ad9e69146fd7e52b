import { beginFrame } from '../../core/dom/dom.js';
import { onceAFrame } from '../../core/dom/once-a-frame.js';
import { plainText } from '../../core/texts/apply-texts.js';

/** Minimum share of the samples at the top of the bars: with ten labels the expected share is a tenth. */
const MIN_TOP = 0.3;

/** The scale of the bars, the same for all models. @param {(import('./label-entropy.js').LabelCounts | null)[]} all */
export const topOf = (all) =>
  Math.max(MIN_TOP, ...all.map((labels) => (labels ? Math.max(...labels.counts) / labels.samples : 0)));

/**
 * Ten bars: how many samples have each label. A dashed line marks equal frequencies.
 * @param {HTMLCanvasElement} canvas   role="img"; its name is the text alternative
 */
export function createLabelBars(canvas) {
  /** @type {{labels: import('./label-entropy.js').LabelCounts | null, top: number, colors: import('../../core/dom/colors.js').Colors} | null} */
  let shown = null;
  const requestDraw = onceAFrame(draw);

  function draw() {
    if (!shown || canvas.clientWidth === 0) return;
    const { labels, top, colors } = shown;
    const { fontSize, fontFamily } = getComputedStyle(canvas);
    const { context, width, height } = beginFrame(canvas);
    const size = parseFloat(fontSize),
      line = 1.25 * size,
      base = height - line,
      scale = (base - line) / top,
      step = width / 10;
    context.font = `${fontSize} ${fontFamily}`;
    context.textAlign = 'center';
    context.textBaseline = 'alphabetic';
    context.strokeStyle = colors.quiet;
    context.lineWidth = 1;
    horizontal(context, base, width);
    context.setLineDash([2, 3]);
    if (labels) horizontal(context, base - scale / 10, width);
    context.setLineDash([]);
    // The numbers stay legible on the dashed line.
    context.strokeStyle = colors.paper;
    context.lineWidth = 3;
    context.lineJoin = 'round';
    for (let label = 0; label < 10; label++) {
      const middle = (label + 0.5) * step;
      context.fillStyle = colors.quiet;
      context.fillText(String(label), middle, height - 0.25 * size);
      if (!labels) continue;
      const tall = (labels.counts[label] / labels.samples) * scale;
      context.fillStyle = colors.digits[label];
      context.fillRect(middle - 0.3 * step, base - tall, 0.6 * step, tall);
      const count = String(labels.counts[label]),
        above = base - tall - 0.25 * size;
      context.strokeText(count, middle, above);
      context.fillStyle = colors.ink;
      context.fillText(count, middle, above);
    }
  }

  new ResizeObserver(requestDraw).observe(canvas);

  return {
    /**
     * @param {{labels: import('./label-entropy.js').LabelCounts | null, top: number, name: string, colors: import('../../core/dom/colors.js').Colors}} data
     *   top: the share of samples at the top of the picture
     */
    update({ labels, top, name, colors }) {
      const value = labels ? labels.counts.join(',') : '';
      const isShown = shown !== null && value === canvas.dataset.value && top === shown.top && colors === shown.colors;
      canvas.setAttribute('aria-label', plainText(name));
      canvas.setAttribute('data-value', value);
      shown = { labels, top, colors };
      if (!isShown) requestDraw();
    },
  };
}

/** @param {CanvasRenderingContext2D} context @param {number} y @param {number} width */
function horizontal(context, y, width) {
  context.beginPath();
  context.moveTo(0, Math.round(y) - 0.5);
  context.lineTo(width, Math.round(y) - 0.5);
  context.stroke();
}
