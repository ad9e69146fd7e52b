/** Wires up the FVBN lab: its own state and engine, and its view. Loaded when it comes near the viewport. */
import { hasDigitSize } from '../../core/state/image-size.js';
import { shareWithLink } from '../../core/state/section-state.js';
import { createFvbnActions, createFvbnState } from './fvbn-actions.js';
import { t } from '../../core/texts/translate.js';
import { createStore } from '../../core/state/store.js';
import { find } from '../../core/dom/dom.js';
import { createFvbnView } from './fvbn-view.js';
import { createVaeCompletionActions } from './vae-completion-actions.js';
import { createVaeCompletionView } from './vae-completion-view.js';
import { FIRST_KIND, isConditional } from '../../core/model/model-kind.js';
import { announce } from '../../core/dom/announce.js';
import { watch } from '../../core/dom/watch.js';
import { createTrainingAnnouncer } from '../../core/texts/training-announcer.js';

/**
 * @param {import('../../page-context.js').SectionContext} page
 * @param {import('./vae-completion-actions.js').CodeEngine} pageEngine   with the page's model
 */
export function startFvbn({ store: page, colors, openEngine, fetchWeights }, pageEngine) {
  const store = createStore(createFvbnState());
  const actions = createFvbnActions(store, { openEngine, fetchWeights });
  shareWithLink(store, page, 'lab', actions.follow);
  const view = createFvbnView(find(document, '#lab'), {
    onModel: actions.choose,
    onTrain: actions.toggleTraining,
    onAgain: actions.sampleAgain,
    onRows: actions.setRows,
    onCompleteAgain: actions.completeAgain,
  });
  watch(() => view.update({ ...store.whole(), colors: colors() }));

  const besides = createVaeCompletionActions(store, page, pageEngine);
  const completionView = createVaeCompletionView(find(document, '#lab-completer'));
  watch(() => {
    const config = page.state.model?.config ?? { model: FIRST_KIND };
    completionView.update({
      ...besides.store.whole(),
      model: config.model,
      isGiven: isConditional(config),
      colors: colors(),
    });
  });

  const announcer = createTrainingAnnouncer();
  /** The last measurement on the held-out digits. @type {number | undefined} */
  let exact;

  /** @param {ReturnType<typeof store.get>} state */
  function announceRun({ progress }) {
    if (!progress) return;
    exact = progress.heldOut?.negativeElbo ?? exact;
    const sentence = announcer.sentenceFor(progress, exact);
    if (sentence)
      announce(() =>
        t('lab.spoken', {
          sentence: { key: sentence.key, params: { ...sentence.params, what: { key: 'spoken.of.exact', params: {} } } },
        }),
      );
  }

  store.subscribe((state, changed) => changed.has('progress') && announceRun(state));
  // These models are for digits.
  const followPad = () => actions.setDigit(hasDigitSize(page.get()) ? page.get().pixels : null);
  page.subscribe((_, changed) => changed.has('pixels') && followPad());
  followPad();
  void actions.start();
}
