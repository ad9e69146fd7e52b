import { labelName } from '../../core/model/digit-labels.js';
import { classCount } from '../../core/scatter/class-marks.js';
import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { formatNumber, formatPercent, formatSigned } from '../../core/texts/format.js';
import { hasCode, hasSpread, kindName } from '../../core/model/model-kind.js';
import { createPicture, paintDigit } from '../../core/pictures/digit-canvas.js';
import { byTestId, find } from '../../core/dom/dom.js';
import { createPictureGrid } from '../../core/pictures/picture-grid.js';

const NAMES = ['A', 'B', 'C', 'D'];
/** Duration of an animation frame of the walk. */
const FRAME_MS = 160;
/** A dimension with a lower KL for the digit, in nats, carries no information about it. */
const UNUSED_KL = 0.05;

/** The id of the element that names a row of one dimension and shows its KL. @param {number} dimension */
const nameOfRow = (dimension) => `row-name-${dimension + 1}`;

/**
 * labelCount: of a conditional VAE; 0 for other models. decodedAs: the one label with which it decodes walks and differences.
 * @typedef {import('./explore-actions.js').ExploreState & {kind: string, isPriorLearned: boolean, latentDim: number, klOfDigit: number[], ownZ: Float32Array | null,
 *   canKeep: boolean, labelCount: number, decodedAs: number, columns: number, fewRows: number, mostRows: number, strengths: readonly number[],
 *   classNames: readonly string[] | null, size: import('../../core/pictures/digit-image.js').ImageSize, colors: import('../../core/dom/colors.js').Colors}} ExploreData
 */

/**
 * Samples, traversals, walks and differences: images along paths through the latent space.
 * @param {HTMLElement} root
 * @param {{columns: number, line: number, grid: number, strengths: readonly number[]}} sizes
 * @param {{onResample: () => void, onMore: () => void, onKeep: (slot: number) => void, onChange: (patch: {slot?: number, from?: number, to?: number}) => void,
 *   onProbe: (z: Float32Array, decodeAs?: number) => void}} callbacks
 */
export function createExploreView(root, sizes, callbacks) {
  /** @type {ExploreData | null} */
  let shown = null;
  const still = window.matchMedia('(prefers-reduced-motion: reduce)');
  /** @param {'samples' | 'rows' | 'line' | 'grid' | 'changed' | 'classes'} walk */
  const pick = (walk) => (/** @type {number} */ index) => {
    const z = shown?.[walk]?.codes[index];
    // If each image has its own label, the decoder gets that label.
    const { labelCount = 0 } = shown ?? {},
      isTold = labelCount > 0 && (walk === 'classes' || walk === 'samples');
    if (z) callbacks.onProbe(z, isTold ? index % labelCount : undefined);
  };
  const samples = createPictureGrid(byTestId(root, 'explore-samples'), { columns: 12, onPick: pick('samples') });
  const rows = createPictureGrid(byTestId(root, 'explore-rows'), { columns: sizes.columns, onPick: pick('rows') });
  const line = createPictureGrid(byTestId(root, 'explore-line'), { columns: sizes.line, onPick: pick('line') });
  const grid = createPictureGrid(byTestId(root, 'explore-grid'), { columns: sizes.grid, onPick: pick('grid') });
  const changed = createPictureGrid(byTestId(root, 'explore-change'), {
    columns: sizes.strengths.length,
    onPick: pick('changed'),
  });
  const classes = createPictureGrid(byTestId(root, 'explore-classes'), { columns: 10, onPick: pick('classes') });
  const codes = find(root, '#explore-codes'),
    none = find(root, '#explore-none'),
    rowNames = find(root, '#row-names');
  const more = byTestId(root, 'explore-more'),
    play = byTestId(root, 'explore-play');
  const labelNotes = [...root.querySelectorAll('.one-label')];
  const moving = /** @type {HTMLCanvasElement} */ (byTestId(root, 'explore-moving'));
  const [slotChoice, to, from] = ['change-slot', 'change-to', 'change-from'].map(
    (id) => /** @type {HTMLSelectElement} */ (byTestId(root, id)),
  );
  slotChoice.append(...NAMES.map((name, i) => new Option(name, String(i))));
  /** The classes of the other two choices. @type {readonly string[] | null | undefined} */
  let named;
  slotChoice.addEventListener('change', () => callbacks.onChange({ slot: Number(slotChoice.value) }));
  to.addEventListener('change', () => callbacks.onChange({ to: Number(to.value) }));
  from.addEventListener('change', () => callbacks.onChange({ from: Number(from.value) }));
  byTestId(root, 'explore-resample').addEventListener('click', callbacks.onResample);
  more.addEventListener('click', callbacks.onMore);

  const slots = NAMES.map((name, i) => {
    const box = document.createElement('div'),
      canvas = createPicture(),
      button = document.createElement('button');
    box.className = 'slot';
    canvas.className = 'digit';
    canvas.setAttribute('role', 'img');
    button.type = 'button';
    button.className = 'word';
    button.setAttribute('data-testid', `explore-keep-${name.toLowerCase()}`);
    button.addEventListener('click', () => callbacks.onKeep(i));
    const title = document.createElement('strong');
    title.textContent = name;
    box.append(title, canvas, button);
    return { box, canvas, button };
  });
  find(root, '#slots').append(...slots.map(({ box }) => box));

  let frame = 0,
    direction = 1;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let player;
  function showFrame() {
    const { line: walk, size, colors } = /** @type {ExploreData} */ (shown),
      pixels = size.width * size.height;
    paintDigit(moving, walk ? walk.images.subarray(frame * pixels, (frame + 1) * pixels) : null, colors, size);
  }
  function stop() {
    clearInterval(player);
    player = undefined;
    setText(play, t('explore.play'));
  }
  play.addEventListener('click', () => {
    if (player !== undefined) return stop();
    setText(play, t('explore.stop'));
    player = setInterval(() => {
      if (frame + direction < 0 || frame + direction >= sizes.line) direction = -direction;
      frame += direction;
      showFrame();
    }, FRAME_MS);
  });

  return {
    /** @param {ExploreData} data */
    update(data) {
      shown = data;
      const { colors, size, kind, latentDim, labelCount } = data,
        nameOf = (/** @type {number} */ label) => labelName({ labelNames: data.classNames }, label),
        coded = hasCode({ model: kind });
      codes.hidden = !coded;
      none.hidden = coded;
      setText(play, t(player === undefined ? 'explore.play' : 'explore.stop'));
      setText(none, coded ? '' : t('explore.noCode', { name: kindName(kind) }));
      setText(find(root, '#explore-seed'), t('explore.seed', { seed: String(data.seed) }));
      setText(find(root, '#explore-caption'), t(coded ? 'explore.caption' : 'explore.captionExact'));
      setText(
        find(root, '#samples-caption'),
        t(`explore.samples.${!coded ? 'exact' : data.isPriorLearned ? 'learned' : kind}`),
      );
      samples.update({
        images: data.samples?.images ?? null,
        size,
        canPick: coded,
        names: (i) => t('explore.sample', { index: i + 1 }),
        colors,
      });
      const values = Array.from(
        { length: sizes.columns },
        (_, i) => (data.reach * (2 * i - (sizes.columns - 1))) / (sizes.columns - 1),
      );
      // The column nearest to the digit's own code.
      const nearest = (/** @type {number} */ dimension) => {
        const own = data.ownZ?.[dimension];
        return own === undefined
          ? -1
          : values.reduce((best, value, i) => (Math.abs(value - own) < Math.abs(values[best] - own) ? i : best), 0);
      };
      rows.update({
        images: data.rows?.images ?? null,
        size,
        colors,
        names: (i) =>
          t('explore.at', {
            index: Math.floor(i / sizes.columns) + 1,
            value: formatNumber(values[i % sizes.columns], 1),
          }),
        rowName: nameOfRow,
        marked: (i) => nearest(Math.floor(i / sizes.columns)) === i % sizes.columns,
      });
      const count = (data.rows?.codes.length ?? 0) / sizes.columns;
      rowNames.replaceChildren(
        ...Array.from({ length: count }, (_, dimension) => {
          const name = document.createElement('p'),
            kl = data.klOfDigit[dimension];
          name.id = nameOfRow(dimension);
          const index = dimension + 1;
          setText(
            name,
            kl === undefined
              ? `{z}${index}`
              : t(kl < UNUSED_KL ? 'explore.unused' : 'explore.dimension', { index, kl: formatNumber(kl, 2) }),
          );
          return name;
        }),
      );
      more.hidden = latentDim <= data.fewRows;
      setText(
        more,
        t(data.allRows ? 'explore.fewer' : latentDim > data.mostRows ? 'explore.moreFirst' : 'explore.more', {
          count: latentDim,
          most: data.mostRows,
        }),
      );
      setText(
        find(root, '#rows-caption'),
        t(data.ownZ ? 'explore.rowsCaption' : 'explore.rowsCaptionBlank', {
          reach: formatNumber(data.reach, 0),
          own: hasSpread({ model: kind }) ? '{mu}' : '{z}',
        }),
      );
      for (const note of labelNotes) {
        note.toggleAttribute('hidden', labelCount === 0);
        note.setAttribute('data-value', labelCount > 0 ? String(data.decodedAs) : '');
        setText(note, labelCount > 0 ? t('explore.oneLabel', { label: nameOf(data.decodedAs) }) : '');
      }
      slots.forEach(({ canvas, button }, i) => {
        const slot = data.slots[i];
        paintDigit(canvas, slot?.pixels ?? null, colors, size);
        canvas.setAttribute('aria-label', t('explore.slot', { name: NAMES[i] }));
        setText(button, t('explore.keep'));
        button.setAttribute('aria-label', t('pad.keepIn', { name: NAMES[i] }));
        button.disabled = !data.canKeep;
      });
      line.update({
        images: data.line?.images ?? null,
        size,
        names: (i) => t('explore.share', { share: formatPercent(i / (sizes.line - 1)) }),
        colors,
      });
      showFrame();
      play.hidden = still.matches;
      if (still.matches && player !== undefined) stop();
      grid.update({
        images: data.grid?.images ?? null,
        size,
        names: (i) => t('explore.cell', { row: Math.floor(i / sizes.grid) + 1, column: (i % sizes.grid) + 1 }),
        colors,
      });
      if (named !== data.classNames) {
        named = data.classNames;
        for (const select of [to, from])
          select.replaceChildren(
            ...Array.from(
              { length: classCount(named) },
              (_, label) => new Option(named?.[label] ?? String(label), String(label)),
            ),
          );
      }
      [slotChoice.value, to.value, from.value] = [data.change.slot, data.change.to, data.change.from].map(String);
      changed.update({
        images: data.changed?.images ?? null,
        size,
        names: (i) => t('explore.strength', { value: formatSigned(sizes.strengths[i]) }),
        colors,
      });
      classes.update({
        images: data.classes?.images ?? null,
        size,
        names: (i) => t('explore.class', { digit: nameOf(i) }),
        colors,
      });
      setText(
        find(root, '#classes-caption'),
        t(data.classes ? 'explore.classesCaption' : 'explore.noClasses', { labels: String(labelCount) }),
      );
    },
  };
}
