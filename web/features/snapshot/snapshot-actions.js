import { emptyCurve } from '../../core/model/curve.js';
import { parseLink } from '../../core/link/link.js';
import { hasRun } from '../../core/link/link-run.js';
import { resolved } from '../../core/state/notices.js';
import { BUILT_IN } from '../../core/model/run-record.js';
import { isWorthKeeping, readSnapshot, writeSnapshot } from './snapshot.js';

/**
 * Saves the current run in this browser, and restores it.
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {import('./snapshot.js').Snapshot} Snapshot
 */

/**
 * During training a snapshot is written after FIRST_MS and then every RUNNING_MS, so that closing the page costs less
 * than a second of work; a paused run is written after RESTING_MS.
 */
const FIRST_MS = 300,
  RUNNING_MS = 500,
  RESTING_MS = 300;
/** Slow snapshots are written less often: maximum share of the time, and of the disk. */
const SHARE = 0.05,
  BYTES_PER_MS = 4096;
/** The engine answers between two slices of training; waiting for the slice is not counted. */
const SLICE_MS = 30;

/**
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {object} page
 * @param {ReturnType<typeof import('./snapshot-store.js').createSnapshotStore>} page.kept
 * @param {Pick<import('../../engine/client.js').EngineClient, 'saveForRestore' | 'restoreModel'>} page.keeper
 * @param {Pick<ReturnType<typeof import('./data-store.js').createDataStore>, 'read'>} page.data   the user's own images
 * @param {import('../../page-context.js').Page['training']} page.training
 * @param {{loadShippedWeights: () => Promise<boolean>, loadShippedDigits: () => Promise<boolean>}} page.files
 * @param {() => number} [page.clock]   in milliseconds
 */
export function createSnapshotActions(
  store,
  { kept, keeper, data: ownData, training, files, clock = () => performance.now() },
) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let due = Infinity,
    armed = false;
  /** Delay of the next write during a run. */
  let pause = FIRST_MS;
  /** Minimum cost of a write: longer times include waiting for a busy machine. @type {{config: unknown, ms: number}} */
  let cost = { config: null, ms: Infinity };
  let writing = false;
  /** Whether another write was requested during one. */
  let isAgain = false;
  /** Key of the stored snapshot: nothing is written twice. */
  let standing = '';
  /** A run that cannot continue until the digits are loaded. @type {Snapshot | null} */
  let waiting = null;

  /** Keys of the snapshot: the model, and then the measurements of it and of the pinned runs. */
  const modelKey = () => `${store.get().model?.checksum} ${store.get().progress?.step ?? 0}`;
  const measuredKey = () =>
    `${store.get().heldOutCurve.step.length} ${store
      .get()
      .pins.map(({ id }) => id)
      .join()}`;
  const keyOf = () => `${modelKey()} ${measuredKey()}`;

  /** Writes a snapshot of the run. */
  async function write() {
    clearTimeout(timer);
    timer = undefined;
    due = Infinity;
    if (!armed) return;
    if (writing) {
      isAgain = true;
      return;
    }
    if (!isWorthKeeping(store.get())) return void forget();
    const isRunning = store.get().progress?.state === 'running',
      modelAsked = modelKey();
    let key = keyOf();
    if (!isRunning && key === standing) return;
    writing = true;
    isAgain = false;
    let size = 0;
    try {
      const { model: asked, progress } = store.get();
      const began = clock();
      const answer = await keeper.saveForRestore();
      // Training pauses only for this time; storage writes concurrently.
      const ms = Math.max(0, clock() - began - SLICE_MS);
      cost = { config: asked?.config, ms: cost.config === asked?.config ? Math.min(cost.ms, ms) : ms };
      const state = store.get();
      // Otherwise the bytes belong to a model that was replaced.
      if (answer && state.model?.config === asked?.config) {
        const snapshot = writeSnapshot(kept.tab, state, answer, progress?.step ?? asked?.step ?? 0);
        key = `${modelAsked} ${measuredKey()}`;
        size = snapshot?.bytes.length ?? 0;
        const isKept = snapshot !== null && (await kept.write(snapshot));
        if (isKept) standing = isRunning ? '' : key;
        store.set({ kept: isKept ? snapshot.step : null });
      }
    } catch {
      // The engine has stopped, which is reported elsewhere.
    } finally {
      if (isRunning) pause = Math.max(RUNNING_MS, cost.ms / SHARE, size / BYTES_PER_MS);
      writing = false;
    }
    if (isAgain) return void write();
    if (store.get().progress?.state === 'running' || keyOf() !== key) later();
  }

  async function forget() {
    standing = '';
    if (store.get().kept !== null) store.set({ kept: null });
    await kept.remove();
  }

  function later() {
    // The pending write checks whether there is more to write.
    if (writing) return;
    const isRunning = store.get().progress?.state === 'running';
    const wait = isRunning ? pause : RESTING_MS;
    if (!isRunning) pause = FIRST_MS;
    const now = clock(),
      at = now + wait;
    // In a background tab the browser throttles timers, but not the engine's messages.
    if (now >= due) return void write();
    if (at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(write, wait);
  }

  store.subscribe((_, changed) => {
    if (waiting && changed.has('digits') && store.get().digits) void goOn(waiting);
    if (
      armed
      && ['model', 'progress', 'heldOutCurve', 'pins', 'dataId'].some((key) => changed.has(/** @type {any} */ (key)))
    )
      later();
  });

  kept.onCopy(() => {
    standing = '';
    if (armed) later();
  });

  return {
    /** Starts saving changes, but never over a run that is waiting. */
    arm() {
      armed = waiting === null;
      if (armed && kept.isCopy()) later();
    },
    /** The page may be about to close. */
    flush: () => (armed && isWorthKeeping(store.get()) ? write() : undefined),

    /**
     * Returns the tab's snapshot, unless the link is about another run. Starts reading while the engine starts.
     * @param {string} hash
     * @returns {Promise<Snapshot | null>}
     */
    async find(hash) {
      if (!kept.hasWritten(hash) && hasRun(parseLink(hash).values)) return null;
      const blob = await kept.read();
      if (blob === null) return null;
      const snapshot = readSnapshot(blob);
      if (!snapshot) await kept.remove();
      return snapshot;
    },

    /**
     * @param {Snapshot} snapshot
     * @returns {Promise<boolean>}  false if the engine rejects it, which deletes it, or if it has to wait
     */
    async restore(snapshot) {
      if (await files.loadShippedDigits()) return bringBack(snapshot);
      waiting = snapshot;
      return false;
    },
  };

  /** Continues once the digits have been loaded. @param {Snapshot} snapshot */
  async function goOn(snapshot) {
    waiting = null;
    if (!isWorthKeeping(store.get())) await bringBack(snapshot);
    armed = true;
  }

  /** @param {Snapshot} snapshot @returns {Promise<boolean>} */
  async function bringBack({ made, bytes, run, arithmetic, digits, data, trainCurve, heldOutCurve, pins, step }) {
    const own = digits !== BUILT_IN && data ? await ownData.read(data) : null,
      isOfOthers = digits !== BUILT_IN && !own;
    try {
      /** @type {import('../../engine/messages.js').Progress | undefined} */
      let progress;
      /** @type {PageState['digits']} */
      let loaded = null;
      const changedEngine = step > 0 && arithmetic !== store.get().engine?.arithmetic;
      const altered = run.altered ?? (isOfOthers ? 'digits' : changedEngine ? 'engine' : null);
      await training.restore(
        async () => {
          const restored = await keeper.restoreModel({ made, bytes }, own?.source);
          progress = restored.progress;
          if (own && restored.digits) {
            const { model: _, ...found } = restored.digits;
            loaded = { ...found, labelNames: own.labelNames };
          }
          return restored.info;
        },
        { ...run, altered },
        () => (own && loaded ? { digits: loaded, digitsSource: own.source, dataId: data } : {}),
      );
      // Measurements on other digits start a new curve.
      store.set({
        ...(isOfOthers ? { trainCurve: emptyCurve(), heldOutCurve: emptyCurve() } : { trainCurve, heldOutCurve }),
        pins,
        kept: step,
      });
      if (progress) training.onProgress(progress);
    } catch {
      await kept.remove();
      if (isOfOthers) store.set({ notice: { kind: 'error', key: 'snapshot.dataLost', params: { digits } } });
      return false;
    }
    // A copied snapshot is stored under another tab's name.
    standing = kept.isCopy() ? '' : keyOf();
    const key = isOfOthers ? 'snapshot.backOtherDigits' : 'snapshot.back',
      params = { step: store.get().progress?.step ?? step, ...(isOfOthers ? { digits } : {}) };
    store.set({ notice: { kind: 'news', key, params, action: { key: 'snapshot.startFresh', run: startFresh } } });
    return true;
  }

  /** Resets the page to its shipped state and drops the run. */
  async function startFresh() {
    if (store.get().progress?.state === 'running') await training.pause();
    if (!(await files.loadShippedWeights())) return;
    await forget();
    store.set(resolved(store.get(), ({ key }) => key.startsWith('snapshot.')));
  }
}
