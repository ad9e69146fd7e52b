import { resolved } from '../../core/state/notices.js';
import { MAX_PINS } from '../../core/model/pin.js';

/** @typedef {import('../../core/state/page-state.js').PageState} PageState */

/** @param {import('../../core/state/store.js').Store<PageState>} store */
export function createPinActions(store) {
  const next = () => Math.max(0, ...store.get().pins.map(({ id }) => id)) + 1;
  return {
    /** Pins the current curve. */
    pin() {
      const { model, heldOutCurve, pins } = store.get();
      if (!model || heldOutCurve.step.length === 0) return;
      if (pins.length >= MAX_PINS) return store.set({ notice: { kind: 'error', key: 'pins.full', params: {} } });
      const slot = [0, 1, 2, 3].find((free) => pins.every((pin) => pin.slot !== free)) ?? 0;
      store.set({
        pins: [...pins, { id: next(), slot, config: model.config, training: model.training, curve: heldOutCurve }],
      });
    },
    /** @param {number} id */
    unpin: (id) =>
      store.set({
        pins: store.get().pins.filter((pin) => pin.id !== id),
        ...resolved(store.get(), ({ key }) => key === 'pins.full'),
      }),
  };
}
