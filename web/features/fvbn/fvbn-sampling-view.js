import { t } from '../../core/texts/translate.js';
import { runningSum, surprisals } from './chain-rule.js';
import { PIXELS, SIDE } from '../../core/pictures/digit-image.js';
import { formatNumber } from '../../core/texts/format.js';
import { setText } from '../../core/texts/apply-texts.js';
import { paintDigit } from '../../core/pictures/digit-canvas.js';
import { beginFrame, byTestId, find, setReading } from '../../core/dom/dom.js';
import { announce } from '../../core/dom/announce.js';
import { createPixelPointer } from '../../core/pictures/pixel-pointer.js';

/** Pixels sampled per second at each position of the slider; the last is immediate. */
const SPEEDS = [4, 20, 80, 300, Infinity];

/**
 * Displays sampling pixel by pixel, with the probability of ink at each pixel and the running sum of log p(x). The readings
 * are those of the next pixel, or of the one under the pointer.
 * @param {HTMLElement} root
 * @param {{onAgain: () => void}} callbacks
 */
export function createFvbnSamplingView(root, { onAgain }) {
  const canvas = /** @type {HTMLCanvasElement} */ (byTestId(root, 'lab-paint'));
  const pixel = byTestId(root, 'lab-pixel'),
    probability = byTestId(root, 'lab-probability'),
    sum = byTestId(root, 'lab-log-likelihood');
  const chances = /** @type {HTMLCanvasElement} */ (byTestId(root, 'lab-conditionals')),
    surprisal = byTestId(root, 'lab-pixel-surprise');
  const play = /** @type {HTMLButtonElement} */ (byTestId(root, 'lab-play'));
  const again = /** @type {HTMLButtonElement} */ (byTestId(root, 'lab-again'));
  const speed = /** @type {HTMLInputElement} */ (byTestId(root, 'lab-speed'));
  const curve = find(root, '.sum .line');
  const stillness = window.matchMedia('(prefers-reduced-motion: reduce)');
  const picture = document.createElement('canvas');
  picture.width = picture.height = SIDE;
  /** @type {import('./fvbn-actions.js').ConditionalSample | null} */
  let sample = null;
  /** @type {import('../../core/dom/colors.js').Colors | null} */
  let colors = null;
  /** @type {Float64Array} */
  let sums = new Float64Array(PIXELS + 1);
  /** @type {Float64Array} */
  let each = new Float64Array(PIXELS);
  let pointedAt = /** @type {number | null} */ (null);
  let painted = 0,
    playing = false,
    before = 0,
    frame = 0;

  /** @param {number} now */
  function advance(now) {
    frame = 0;
    const rate = SPEEDS[Number(speed.value)];
    painted = Math.min(PIXELS, rate === Infinity ? PIXELS : painted + (rate * Math.min(100, now - before)) / 1000);
    before = now;
    if (painted >= PIXELS) playing = false;
    draw();
    if (playing) frame = requestAnimationFrame(advance);
  }

  function start() {
    playing = true;
    before = performance.now();
    frame ||= requestAnimationFrame(advance);
  }

  function draw() {
    const count = Math.floor(painted);
    canvas.setAttribute('data-value', sample ? String(count) : '');
    setText(play, t(playing ? 'train.pause' : painted >= PIXELS ? 'lab.replay' : 'lab.play'));
    play.setAttribute('data-on', String(playing));
    if (!colors) return;
    const { context, width } = beginFrame(canvas);
    const size = width / SIDE;
    paintDigit(picture, sample && sample.pixels.map((value, i) => (i < count ? value : 0)), colors);
    context.imageSmoothingEnabled = false;
    context.drawImage(picture, 0, 0, width, width);
    const at = Math.min(count, PIXELS - 1);
    if (sample && count < PIXELS) {
      const x = (at % SIDE) * size,
        y = Math.floor(at / SIDE) * size;
      // All pixels above this line are sampled; the square shows the next pixel, as grey as its probability of ink.
      context.globalAlpha = sample.probabilities[at];
      context.fillStyle = colors.ink;
      context.fillRect(x, y, size, size);
      context.globalAlpha = 1;
      context.strokeStyle = colors.ink;
      context.lineWidth = Math.max(1, size / 7);
      context.strokeRect(x - size * 0.2, y - size * 0.2, size * 1.4, size * 1.4);
    }
    paintDigit(chances, sample && sample.probabilities.map((value, i) => (i < count ? value : 0)), colors);
    read(count);
    curve.setAttribute('d', sample ? path(count) : '');
  }

  /** @param {number} count   pixels that are painted */
  function read(count) {
    const at = pointedAt ?? Math.min(count, PIXELS - 1);
    // Only pixels already sampled, and the next one, have a known probability.
    const isKnown = sample !== null && at <= count,
      isPainted = sample !== null && at < count;
    setReading(pixel, sample ? `${at + 1} / ${PIXELS}` : '–', sample ? at + 1 : '');
    setReading(
      probability,
      sample && isKnown ? formatNumber(sample.probabilities[at], 3) : '–',
      sample && isKnown ? sample.probabilities[at] : '',
    );
    setReading(surprisal, isPainted ? formatNumber(each[at], 3) : '–', isPainted ? each[at] : '');
    setReading(sum, sample ? formatNumber(sums[count], 2) : '–', sample ? sums[count] : '');
  }

  /** The sum over the pixels so far, from the top edge down. @param {number} count */
  function path(count) {
    const deepest = Math.min(-1, sums[PIXELS]);
    const points = [];
    for (let i = 0; i <= count; i += 4)
      points.push(`${((100 * i) / PIXELS).toFixed(2)} ${((100 * sums[i]) / deepest).toFixed(2)}`);
    return points.length > 1 ? `M${points.join('L')}` : '';
  }

  play.addEventListener('click', () => {
    if (playing) playing = false;
    else {
      if (painted >= PIXELS) painted = 0;
      start();
    }
    draw();
  });
  again.addEventListener('click', onAgain);
  for (const map of [canvas, chances]) {
    createPixelPointer(map, (at, byKey) => {
      pointedAt = at;
      read(Math.floor(painted));
      if (byKey && at !== null && sample)
        announce(() =>
          t('lab.pixelReading', {
            pixel: at + 1,
            chance: probability.textContent ?? '',
            surprise: surprisal.textContent ?? '',
          }),
        );
    });
  }
  new ResizeObserver(draw).observe(canvas);

  return {
    /** @param {{sample: import('./fvbn-actions.js').ConditionalSample | null, colors: import('../../core/dom/colors.js').Colors}} data */
    update(data) {
      colors = data.colors;
      play.disabled = again.disabled = !data.sample;
      if (data.sample !== sample) {
        sample = data.sample;
        each = sample ? surprisals(sample.pixels, sample.probabilities) : new Float64Array(PIXELS);
        sums = runningSum(each);
        painted = stillness.matches ? PIXELS : 0;
        if (sample && !stillness.matches) start();
      }
      draw();
    },
  };
}
