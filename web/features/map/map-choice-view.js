import { classCount, glyphOf } from '../../core/scatter/class-marks.js';
import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { byTestId, disable, find } from '../../core/dom/dom.js';
import { labelName } from '../../core/model/digit-labels.js';

/**
 * Selects the digits that the map shows: a legend of switches.
 * @param {HTMLElement} root
 * @param {{onToggle: (digit: number) => void, onAll: () => void}} callbacks
 */
export function createLegendView(root, { onToggle, onAll }) {
  const legend = byTestId(root, 'legend');
  /** @param {number} label */
  function createButton(label) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = `mark digit-${label % 10}`;
    button.addEventListener('click', () => onToggle(label));
    return button;
  }
  /** One for each class. @type {HTMLButtonElement[]} */
  let buttons = [];
  const all = document.createElement('button');
  all.type = 'button';
  all.className = 'word';
  all.addEventListener('click', onAll);

  return {
    /** @param {{hiddenLabels: ReadonlySet<number>, digits: Parameters<typeof labelName>[0]}} data */
    update({ hiddenLabels, digits }) {
      const names = digits?.labelNames ?? null,
        count = classCount(names);
      if (buttons.length !== count) {
        buttons = Array.from({ length: count }, (_, label) => createButton(label));
        legend.replaceChildren(...buttons, all);
      }
      legend.classList.toggle('has-names', names !== null);
      legend.classList.toggle('has-many', count > 10);
      buttons.forEach((button, digit) => {
        button.textContent = glyphOf(names, digit);
        // Beside its mark, unless the mark is the name.
        const name = names?.[digit] ?? '';
        if (name && name !== button.textContent)
          button.append(Object.assign(document.createElement('small'), { textContent: name }));
        button.setAttribute('aria-pressed', String(!hiddenLabels.has(digit)));
        button.setAttribute(
          'aria-label',
          names ? t('legend.class', { name: labelName(digits, digit) }) : t('legend.digit', { digit }),
        );
      });
      all.textContent = t('legend.all');
      all.setAttribute('aria-label', t('legend.allLabel'));
      disable(all, hiddenLabels.size === 0, buttons[0]);
    },
  };
}

/**
 * Selects the map's axes: two latent dimensions, or the two leading principal components.
 * @param {HTMLElement} root
 * @param {{onAxes: (axes: [number, number]) => void, onProjection: (projection: 'axes' | 'pca') => void}} callbacks
 */
export function createAxesView(root, { onAxes, onProjection }) {
  const box = find(root, '#axes-choice'),
    note = byTestId(root, 'map-projection-note');
  const projections = /** @type {HTMLSelectElement} */ (byTestId(root, 'map-projection'));
  projections.append(new Option('', 'axes'), new Option('PCA', 'pca'));
  projections.addEventListener('change', () => onProjection(projections.value === 'pca' ? 'pca' : 'axes'));
  const selects = ['axis-horizontal', 'axis-vertical'].map(
    (id) => /** @type {HTMLSelectElement} */ (byTestId(root, id)),
  );
  selects.forEach((select, which) =>
    select.addEventListener('change', () => {
      const other = selects[1 - which];
      // The two axes must differ: selecting the dimension of the other axis swaps them.
      if (select.value === other.value) other.value = select.getAttribute('data-last') ?? '0';
      onAxes([Number(selects[0].value), Number(selects[1].value)]);
    }),
  );

  return {
    /**
     * @param {{latentDim: number, axes: readonly [number, number], projection: 'axes' | 'pca', shares: readonly number[] | null}} data
     *   shares: of the variance, of each component
     */
    update({ latentDim, axes, projection, shares }) {
      box.hidden = latentDim <= 2;
      projections.options[0].text = t('map.twoDimensions');
      projections.value = projection;
      for (const label of box.querySelectorAll('.of-axes'))
        /** @type {HTMLElement} */ (label).hidden = projection === 'pca';
      selects.forEach((select, which) => {
        if (select.options.length !== latentDim) {
          select.replaceChildren(
            ...Array.from({ length: latentDim }, (_, i) => new Option(t('map.axis', { index: i + 1 }), String(i))),
          );
        }
        select.value = String(axes[which]);
        select.setAttribute('data-last', select.value);
      });
      setText(note, projection === 'pca' ? t('map.components') : '');
      note.setAttribute('data-value', shares ? JSON.stringify(shares) : '');
    },
  };
}
