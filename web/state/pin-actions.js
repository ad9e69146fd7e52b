import { resolved } from './notices.js';

/**
 * Runs that stay in the charts to be compared with the next.
 * @typedef {import('./page-state.js').PageState} PageState
 *
 * @typedef {object} Pin
 * @property {number} id
 * @property {number} slot     0 … 3, a free one: which dashes it has in the charts
 * @property {import('../engine/messages.js').ModelConfig} config
 * @property {import('../engine/messages.js').TrainingConfig} training
 * @property {import('../lib/curve.js').Curve} curve   of the held-out digits
 */

export const MOST_PINS = 4;

/** @param {import('./store.js').Store<PageState>} store */
export function createPinActions(store) {
  const next = () => Math.max(0, ...store.get().pins.map(({ id }) => id)) + 1;
  return {
    /** Keeps the curve as it is now. */
    pin() {
      const { model, heldOutCurve, pins } = store.get();
      if (!model || heldOutCurve.step.length === 0) return;
      if (pins.length >= MOST_PINS) return store.set({ notice: { kind: 'error', key: 'pins.full', params: {} } });
      const slot = [0, 1, 2, 3].find((free) => pins.every((pin) => pin.slot !== free)) ?? 0;
      store.set({ pins: [...pins, { id: next(), slot, config: model.config, training: model.training, curve: heldOutCurve }] });
    },
    /** @param {number} id */
    unpin: (id) => store.set({ pins: store.get().pins.filter((pin) => pin.id !== id), ...resolved(store.get(), ({ key }) => key === 'pins.full') }),
  };
}
