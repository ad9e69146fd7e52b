import { messageOf } from '../../core/texts/message-of.js';
import { saveEngineChoice } from '../../core/state/preferences.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {import('../../core/state/preferences.js').EngineChoice} EngineChoice
 * @typedef {import('../../engine/messages.js').EngineInfo} EngineInfo
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'choose'>} Chooser
 */

/**
 * The build of the core that runs, and its number of threads.
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {Chooser} chooser
 * @param {(error: unknown) => void} showError
 */
export function createEngineActions(store, chooser, showError) {
  /** The engines of the sections below: one thread each, since they already run side by side. @type {Chooser[]} */
  const others = [];

  /** Shows the running build; reports it if it is not the requested one. @param {EngineInfo} engine */
  function adopt(engine) {
    store.set({ engine });
    if (engine.fallback === null) return;
    const key = engine.possible.sharedMemory ? 'notice.noThreads' : 'notice.notIsolated';
    store.set({ notice: { kind: 'news', key, params: { reason: messageOf(engine.fallback) } } });
  }

  const besides = () => ({ variant: store.get().engine?.arithmetic, threads: 1 });

  return {
    adopt,
    /** Options for the engines of the sections below. */
    besides,
    /** @param {Chooser} other */
    follow: (other) => void others.push(other),
    /** @param {EngineChoice} choice */
    async choose(choice) {
      const before = store.get().engineChoice;
      store.set({ engineChoice: choice });
      try {
        adopt(await chooser.choose(choice));
        saveEngineChoice(choice);
        await Promise.allSettled(others.map((other) => other.choose(besides())));
      } catch (error) {
        store.set({ engineChoice: before });
        showError(error);
      }
    },
  };
}
