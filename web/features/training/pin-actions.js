import { inTime } from '../../core/state/in-time.js';
import { resolved } from '../../core/state/notices.js';
import { MAX_PINS } from '../../core/model/pin.js';

/** @typedef {import('../../core/state/page-state.js').PageState} PageState */

/**
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {Pick<import('../../engine/client.js').EngineClient, 'decodeBatch'>} decoder
 */
export function createPinActions(store, decoder) {
  const next = () => Math.max(0, ...store.get().pins.map(({ id }) => id)) + 1;
  const full = () => store.set({ notice: { kind: 'error', key: 'pins.full', params: {} } });

  /** Of the state when the run was pinned. Without them the curve is still worth keeping. @param {Readonly<PageState>} state */
  const picturesOf = (state) =>
    inTime(import('./pin-pictures.js'))
      .then(({ takePictures }) => takePictures(state, decoder))
      .catch(() => null);

  return {
    /** Pins the current run, with its settings and, once they are decoded, its pictures. */
    async pin() {
      const state = store.get(),
        { model, heldOutCurve, progress, run } = state;
      if (!model || heldOutCurve.step.length === 0) return;
      if (state.pins.length >= MAX_PINS) return full();
      const pictures = await picturesOf(state);
      const { pins } = store.get();
      if (pins.length >= MAX_PINS) return full();
      const slot = [0, 1, 2, 3].find((free) => pins.every((pin) => pin.slot !== free)) ?? 0;
      const { weights, altered } = run,
        checksum = progress?.checksum ?? model.checksum;
      store.set({
        pins: [
          ...pins,
          {
            id: next(),
            slot,
            config: model.config,
            training: model.training,
            origin: { weights, altered },
            ...(checksum ? { checksum } : {}),
            curve: heldOutCurve,
            pictures,
          },
        ],
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
