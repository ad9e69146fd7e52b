import { plainText, setText } from '../../core/texts/apply-texts.js';
import { formatNumber } from '../../core/texts/format.js';
import { byTestId } from '../../core/dom/dom.js';
import { inWords, t } from '../../core/texts/translate.js';
import { DIGIT_SIZE } from '../../core/pictures/digit-image.js';
import { LEVELS, LEVEL_SAMPLES, linkToLevel } from './levels-actions.js';
import { paintStrip } from './sample-strip.js';

const COLUMNS = ['model', 'nats', 'published', 'samples'];

/**
 * The table of shipped models by likelihood: each name starts from that model.
 * @param {HTMLElement} root
 * @param {{onSample: () => void}} callbacks
 */
export function createLevelsView(root, { onSample }) {
  const table = byTestId(root, 'levels-table'),
    button = /** @type {HTMLButtonElement} */ (byTestId(root, 'levels-sample'));
  button.addEventListener('click', onSample);
  const caption = table.appendChild(document.createElement('caption'));
  const heads = COLUMNS.map((name) => {
    const head = document.createElement('th');
    head.scope = 'col';
    return { name, head };
  });
  const headRow = table.appendChild(document.createElement('thead')).appendChild(document.createElement('tr'));
  headRow.append(...heads.map(({ head }) => head));
  const body = table.appendChild(document.createElement('tbody'));
  const rows = LEVELS.map(({ name, isNamed, values, level }) => {
    const row = body.appendChild(document.createElement('tr')),
      header = row.appendChild(document.createElement('th'));
    header.scope = 'row';
    const link = header.appendChild(document.createElement('a'));
    link.className = 'word';
    link.href = linkToLevel({ name, isNamed, values });
    const cell = (/** @type {string} */ of) => {
      const made = row.appendChild(document.createElement('td'));
      made.className = `level-${of}`;
      made.setAttribute('data-testid', `level-${of}-${name}`);
      return made;
    };
    const nats = cell('nats'),
      published = cell('published'),
      drawn = cell('samples'),
      strip = drawn.appendChild(document.createElement('canvas'));
    strip.className = 'level-strip';
    strip.setAttribute('role', 'img');
    const failure = drawn.appendChild(document.createElement('span'));
    return { name, level: /** @type {NonNullable<typeof level>} */ (level), link, nats, published, strip, failure };
  });

  return {
    /** @param {import('./levels-actions.js').LevelsState & {colors: import('../../core/dom/colors.js').Colors}} data */
    update({ isSampling, samples, failures, colors }) {
      setText(caption, t('levels.caption'));
      for (const { name, head } of heads) setText(head, t(`levels.${name}`));
      setText(button, t(isSampling ? 'levels.sampling' : 'levels.sample'));
      button.disabled = isSampling;
      for (const { name, level, link, nats, published, strip, failure } of rows) {
        const title = t(`shipped.${name}`);
        link.textContent = title;
        // A narrow window has no head row.
        nats.setAttribute('data-model', plainText(t('levels.nats')));
        published.setAttribute('data-model', t('levels.published'));
        setText(
          nats,
          `${level.isExact ? '=' : '≤'} ${formatNumber(level.nats, 1)} ± ${formatNumber(level.standardError, 1)}`,
        );
        setText(
          published,
          level.published === undefined
            ? '–'
            : t('levels.publishedBy', {
                nats: formatNumber(level.published, 1),
                source: t(`shipped.source.${level.source}`),
              }),
        );
        strip.hidden = !samples[name];
        if (samples[name]) paintStrip(strip, samples[name], LEVEL_SAMPLES, 1, colors, DIGIT_SIZE);
        strip.setAttribute('aria-label', t('levels.samplesOf', { name: title }));
        failure.textContent = failures[name] ? inWords(failures[name]) : '';
      }
    },
  };
}
