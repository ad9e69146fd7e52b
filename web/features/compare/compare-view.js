import { setText } from '../../core/texts/apply-texts.js';
import { t } from '../../core/texts/translate.js';
import { LIMITS } from '../../core/model/validate-config.js';
import { COMPARED_MODELS, generationVerdict, reconstructionVerdict } from './compare-rows.js';
import { formatCount, formatEpoch, formatNumber, formatPercent } from '../../core/texts/format.js';
import { createCompareCodesView } from './compare-codes-view.js';
import { createCompareScatter } from './compare-scatter.js';
import { createCompareTableView } from './compare-table-view.js';
import { createLabelBars, topOf } from './label-bars.js';
import { labelCountsOf, mostFrequent } from './label-entropy.js';
import { QUALITY_SAMPLES } from './compare-state.js';
import { byTestId, find, setReading } from '../../core/dom/dom.js';
import { paintStrip } from './sample-strip.js';

/**
 * @typedef {import('./compare-state.js').CompareState} CompareState
 * @typedef {import('./compare-state.js').ComparedModel} ComparedModel
 * @typedef {import('./label-entropy.js').LabelCounts} LabelCounts
 */

const WHOLE = /^\d{1,10}$/;

/**
 * AE, VAE and FVBN side by side.
 * @param {HTMLElement} root
 * @param {{onToggle: () => void, onStep: () => void, onReset: () => void, onScratch: (seed: number) => void, onResample: () => void,
 *   onAxes: (axes: 'same' | 'fit') => void, onDensity: (density: CompareState['density']) => void}} callbacks
 */
export function createCompareView(root, callbacks) {
  /** @param {string} id */
  const button = (id) => /** @type {HTMLButtonElement} */ (byTestId(root, id));
  const play = button('compare-play'),
    step = button('compare-step'),
    reset = button('compare-reset');
  const scratch = button('compare-scratch'),
    resample = button('compare-resample');
  const seed = /** @type {HTMLInputElement} */ (byTestId(root, 'compare-seed'));
  const seedError = find(root, '#compare-seed-error');
  const notKept = find(root, '#compare-not-kept'),
    schedule = find(root, '#compare-schedule'),
    axesText = find(root, '#compare-axes');
  const axes = /** @type {const} */ (['same', 'fit']).map((name) => ({ name, choice: button(`compare-axes-${name}`) }));
  const densities = /** @type {const} */ (['normal', 'gaussian', 'mixture']).map((name) => ({
    name,
    choice: button(`compare-prior-${name}`),
  }));
  const ofAe = find(root, '#compare-samples-of-ae');
  const epoch = byTestId(root, 'compare-epoch'),
    state = byTestId(root, 'compare-state');
  const claim = byTestId(root, 'compare-claim');
  const table = createCompareTableView(byTestId(root, 'compare-table'));
  const codes = createCompareCodesView(root);
  const scatter = createCompareScatter(['ae', 'vae'].map((name) => byTestId(root, `compare-scatter-${name}`)));
  const columns = COMPARED_MODELS.map((name) => ({
    name,
    strip: /** @type {HTMLCanvasElement} */ (byTestId(root, `compare-samples-${name}`)),
    bars: createLabelBars(/** @type {HTMLCanvasElement} */ (byTestId(root, `compare-labels-${name}`))),
    ofLabels: find(root, `#compared-model-${name} .of-labels`),
    standing: find(root, `#compared-model-${name} .standing`),
    /** On the map while it is empty; an FVBN has no map. */
    note: root.querySelector(`#compared-model-${name} .plane-note`),
  }));

  /** The seed last written into the field. @type {number | null} */
  let shownSeed = null;

  play.addEventListener('click', callbacks.onToggle);
  step.addEventListener('click', callbacks.onStep);
  reset.addEventListener('click', callbacks.onReset);
  resample.addEventListener('click', callbacks.onResample);
  for (const { name, choice } of axes) choice.addEventListener('click', () => callbacks.onAxes(name));
  for (const { name, choice } of densities) choice.addEventListener('click', () => callbacks.onDensity(name));
  find(root, '#compare-scratch-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const good = WHOLE.test(seed.value.trim()) && Number(seed.value) <= LIMITS.seed;
    showSeedError(!good);
    if (good) callbacks.onScratch(Number(seed.value));
    else seed.focus();
  });

  /** @param {boolean} wrong */
  function showSeedError(wrong) {
    seed.setAttribute('aria-invalid', String(wrong));
    seedError.textContent = wrong ? t('error.whole', { low: 0, high: LIMITS.seed }) : '';
  }

  /** @param {ComparedModel} model */
  function noteOf({ failure, scatter: codes }) {
    if (codes) return '';
    return failure ? t('message.failure', { message: failure }) : t('state.loading');
  }

  /** @param {ComparedModel} model */
  function standing({ failure, info, origin, progress }) {
    if (failure) return t('message.failure', { message: failure });
    if (!info) return t('state.loading');
    const weights = formatCount(info.parameters);
    if (progress?.state === 'diverged') return t('state.diverged');
    return t(origin === 'shipped' ? 'compare.shipped' : 'compare.fresh', {
      count: progress?.step ?? info.step,
      weights,
      seed: String(info.training.seed),
    });
  }

  /** @param {CompareState} data */
  function claimText(data) {
    const [reconstruction, generation] = [reconstructionVerdict(data), generationVerdict(data)];
    const parts = [t('compare.claim')];
    if (reconstruction)
      parts.push(
        t(reconstruction.key, { ae: formatNumber(reconstruction.ae, 1), vae: formatNumber(reconstruction.vae, 1) }),
      );
    if (generation) {
      if (data.density !== 'normal') parts.push(t(`compare.codesFrom.${data.density}`));
      parts.push(t(generation.key, variety(generation.ae, generation.vae)));
    }
    return { text: parts.join(' '), key: reconstruction?.key ?? '', generation: generation?.key ?? '' };
  }

  /** The text of the bars for screen readers. @param {typeof COMPARED_MODELS[number]} name @param {LabelCounts | null} labels */
  function barsName(name, labels) {
    const title = t(`compare.labels.${name}`);
    if (!labels) return title;
    const list = labels.counts.map((count, label) => `${label}: ${formatCount(count)}`).join(', ');
    return t('compare.bars', { name: title, samples: formatCount(labels.samples), list });
  }

  return {
    /**
     * @param {CompareState & {hiddenLabels: ReadonlySet<number>, classNames: readonly string[] | null, epoch: number, size: import('../../core/pictures/digit-image.js').ImageSize, colors: import('../../core/dom/colors.js').Colors}} data
     */
    update(data) {
      const ready = data.phase === 'ready';
      // Shows the seed from a link; text being edited is left unchanged.
      if (data.seed !== shownSeed && data.seed !== null && document.activeElement !== seed)
        seed.value = String(data.seed);
      shownSeed = data.seed;
      const name = t(data.playing ? 'train.pause' : 'compare.play');
      play.setAttribute('aria-label', name);
      play.title = name;
      play.setAttribute('data-on', String(data.playing));
      play.disabled = reset.disabled = scratch.disabled = resample.disabled = !ready;
      step.disabled = !ready || data.playing;
      setReading(epoch, formatEpoch(data.epoch), data.epoch);
      const stateName = !ready ? 'loading' : data.playing ? 'running' : data.epoch > 0 ? 'paused' : 'idle';
      setReading(state, t(`state.${stateName}`), stateName);
      notKept.hidden = data.epoch === 0;
      // Weights that are shipped were trained by different schedules, new ones all by the same.
      setText(schedule, t(areFresh(data) ? 'compare.caption.fresh' : 'compare.caption'));
      const labels = COMPARED_MODELS.map((one) => labelCountsOf(data[one].quality)),
        top = topOf(labels);
      columns.forEach(({ name: compared, strip, bars, ofLabels, standing: line, note }, i) => {
        paintStrip(strip, data[compared].samples, 8, 2, data.colors, data.size);
        bars.update({ labels: labels[i], top, name: barsName(compared, labels[i]), colors: data.colors });
        setText(ofLabels, t('compare.bars.caption', { samples: formatCount(labels[i]?.samples ?? QUALITY_SAMPLES) }));
        setText(line, standing(data[compared]));
        if (note) setText(note, noteOf(data[compared]));
      });
      showSeedError(seed.getAttribute('aria-invalid') === 'true');
      for (const { name: choice, choice: option } of axes)
        option.setAttribute('aria-pressed', String(choice === data.axes));
      for (const { name: choice, choice: option } of densities)
        option.setAttribute('aria-pressed', String(choice === data.density));
      setText(ofAe, t(data.density === 'normal' ? 'compare.samples.ae' : `compare.samples.${data.density}`));
      const [ae, vae] = scatter.update({
        points: [data.ae.scatter, data.vae.scatter],
        fitted: [data.ae.fitted, null],
        axes: data.axes,
        labels: data.labels,
        hiddenLabels: data.hiddenLabels,
        classNames: data.classNames,
        colors: data.colors,
      });
      setText(axesText, t(`compare.axes.${data.axes}`, { ae: formatNumber(ae, 1), vae: formatNumber(vae, 1) }));
      table.update(data);
      codes.update(data);
      const { text, key, generation } = claimText(data);
      setText(claim, text);
      claim.setAttribute('data-value', key);
      claim.setAttribute('data-generation', generation);
    },
  };
}

/** The values of the sentence on the samples. @param {LabelCounts} ae @param {LabelCounts} vae */
function variety(ae, vae) {
  const [ofAe, ofVae] = [mostFrequent(ae), mostFrequent(vae)];
  return {
    ae: formatNumber(ae.entropy),
    vae: formatNumber(vae.entropy),
    highest: formatNumber(Math.log(ae.counts.length)),
    samples: formatCount(ae.samples),
    aeLabels: ofAe.labels.join(', '),
    aeShare: formatPercent(ofAe.share),
    vaeLabels: ofVae.labels.join(', '),
    vaeShare: formatPercent(ofVae.share),
  };
}

/** @param {CompareState} data */
function areFresh(data) {
  const loaded = COMPARED_MODELS.filter((name) => data[name].info);
  return loaded.length > 0 && loaded.every((name) => data[name].origin === 'fresh');
}
