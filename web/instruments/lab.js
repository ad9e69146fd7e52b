/** Wiring of the FVBN lab: its own state and engine, and the view that shows it. Loaded when it comes near. */
import { shareWithLink } from '../state/below.js';
import { createLabActions, createLabState } from '../state/lab-actions.js';
import { createStore } from '../state/store.js';
import { find } from '../views/dom.js';
import { createLabView } from '../views/lab-view.js';
import { onceAFrame } from '../views/once-a-frame.js';

/** @param {import('./page.js').Below} page */
export function startLab({ store: page, colors, openEngine, fetchWeights }) {
  const store = createStore(createLabState());
  const actions = createLabActions(store, { openEngine, fetchWeights });
  shareWithLink(store, page, 'lab', actions.follow);
  const view = createLabView(find(document, '#lab'), {
    onModel: actions.choose, onTrain: actions.toggleTraining, onAgain: actions.paintAnother, onRows: actions.setRows, onCompleteAgain: actions.completeAgain,
  });
  const render = () => view.update({ ...store.get(), colors: colors() });
  const soon = onceAFrame(render);

  store.subscribe(soon);
  page.subscribe(({ pixels }, changed) => {
    if (changed.has('pixels')) actions.setDigit(pixels);
    if (changed.has('language') || changed.has('scheme')) soon();
  });
  actions.setDigit(page.get().pixels);
  render();
  void actions.start();
}
