import { t } from '../../core/texts/translate.js';
import { byTestId, find, setReading } from '../../core/dom/dom.js';

/**
 * @typedef {import('../../engine/messages.js').EngineInfo} EngineInfo
 * @typedef {import('../../core/state/preferences.js').EngineChoice} EngineChoice
 */

/**
 * Shows and selects the engine. Unavailable options are listed too, with the reason below.
 * @param {HTMLElement} root
 * @param {{onChoose: (choice: EngineChoice) => void}} callbacks
 */
export function createEngineView(root, { onChoose }) {
  const reading = byTestId(root, 'engine');
  const arithmetic = /** @type {HTMLSelectElement} */ (byTestId(root, 'engine-arithmetic'));
  const threads = /** @type {HTMLSelectElement} */ (byTestId(root, 'engine-threads'));
  const noFused = find(root, '#engine-no-fused'),
    notIsolated = find(root, '#engine-not-isolated'),
    noSimd = find(root, '#engine-no-simd');
  for (const select of [arithmetic, threads]) {
    select.addEventListener('change', () =>
      onChoose({
        variant: /** @type {EngineChoice['variant']} */ (arithmetic.value),
        threads: threads.value === 'auto' ? 'auto' : Number(threads.value),
      }),
    );
  }

  return {
    /** @param {{engine: EngineInfo | null, choice: EngineChoice}} data */
    update({ engine, choice }) {
      arithmetic.disabled = threads.disabled = engine === null;
      if (!engine) return;
      const { simd, sharedMemory, processors, maxThreads, arithmetic: classes } = engine.possible;
      const { threads: count, version } = engine;
      const inWords = count === 1 && !simd ? t('footer.noSimd') : t('footer.threads', { count });
      const text = t('footer.engineText', {
        version,
        arithmetic: t(`arithmetic.${engine.arithmetic}`),
        threads: inWords,
      });
      setReading(
        reading,
        text,
        JSON.stringify({ arithmetic: engine.arithmetic, threads: count, ...(simd ? {} : { simd }) }),
      );
      fill(arithmetic, choice.variant, [
        { value: 'auto', text: t('engine.auto') },
        ...['exact', 'fused'].map((value) => ({
          value,
          text: t(`arithmetic.${value}`),
          off: !classes.some((one) => one === value),
        })),
      ]);
      const most = Math.min(maxThreads, Math.max(processors, Number(choice.threads) || 1));
      fill(threads, String(choice.threads), [
        { value: 'auto', text: t('engine.auto') },
        ...Array.from({ length: most }, (_, i) => ({
          value: String(i + 1),
          text: String(i + 1),
          off: i > 0 && !(simd && sharedMemory),
        })),
      ]);
      noFused.hidden = classes.length > 1;
      notIsolated.hidden = sharedMemory;
      noSimd.hidden = simd || !sharedMemory;
    },
  };
}

/**
 * @param {HTMLSelectElement} select
 * @param {string} chosen
 * @param {{value: string, text: string, off?: boolean}[]} options
 */
function fill(select, chosen, options) {
  select.replaceChildren(
    ...options.map(({ value, text, off = false }) => {
      const option = new Option(text, value, false, value === chosen);
      option.disabled = off;
      return option;
    }),
  );
}
