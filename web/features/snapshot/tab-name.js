/**
 * Identifies the tab. A browser that duplicates a tab, or opens a window from it, copies the session storage and with it
 * the tab's name; only one living page may have it. The name is held as a Web Lock, which is released with the page in
 * every case. Without locks (an insecure context), living pages are asked over a BroadcastChannel; one
 * that answers late, from a busy machine or a frozen tab, still regains its name.
 */

const LOCK = 'latentpad.tab ',
  CHANNEL = 'latentpad.tabs';
/** After a reload the lock may still be held by the previous page. */
const LOCK_MS = 1000;
/** Maximum time for a living page to answer. */
const ANSWER_MS = 1500;

/**
 * `lost` is called if another page is found to hold the name; this page then has none.
 * @typedef {{hold: (name: string, lost?: () => void) => Promise<boolean>, release: () => void, living: () => Promise<Set<string>>}} Holder
 */

/**
 * @param {LockManager} locks
 * @returns {Holder}
 */
function lockHolder(locks) {
  let release = () => {};
  return {
    hold: (name) =>
      new Promise((resolve) => {
        const patience = new AbortController();
        const timer = setTimeout(() => patience.abort(), LOCK_MS);
        locks
          .request(LOCK + name, { signal: patience.signal }, () => {
            clearTimeout(timer);
            resolve(true);
            return new Promise((/** @type {(value?: undefined) => void} */ done) => {
              release = done;
            });
          })
          .catch(() => resolve(false));
      }),
    release: () => release(),
    async living() {
      const { held = [] } = await locks.query();
      return new Set(held.flatMap(({ name = '' }) => (name.startsWith(LOCK) ? [name.slice(LOCK.length)] : [])));
    },
  };
}

/**
 * @param {BroadcastChannel} channel
 * @param {number} answerMs
 * @returns {Holder}
 */
function channelHolder(channel, answerMs) {
  /** @type {string | null} */
  let mine = null;
  let isHeld = false;
  let onLost = () => {};
  // If two duplicates ask at once, the one with the smaller number gets the name.
  const mark = Math.random();
  /** @type {Set<string>} */
  let heard = new Set();
  channel.addEventListener('message', ({ data }) => {
    if (typeof data?.name !== 'string') return;
    if (data.type === 'mine') {
      heard.add(data.name);
      if (!isHeld || data.name !== mine) return;
      release();
      onLost();
    }
    if (
      data.type === 'who'
      && mine !== null
      && (data.name === '' || (data.name === mine && (isHeld || mark < data.mark)))
    )
      channel.postMessage({ type: 'mine', name: mine });
  });
  /** @param {string} name  '' for all */
  async function ask(name) {
    heard = new Set();
    channel.postMessage({ type: 'who', name, mark });
    await new Promise((done) => {
      setTimeout(done, answerMs);
    });
    return heard;
  }
  function release() {
    mine = null;
    isHeld = false;
  }
  return {
    async hold(name, lost = () => {}) {
      mine = name;
      onLost = lost;
      isHeld = !(await ask(name)).has(name);
      if (!isHeld) mine = null;
      return isHeld;
    },
    release,
    living: () => ask(''),
  };
}

/** A page that can neither lock nor ask assumes that it is the only one. @type {Holder} */
const ALONE = { hold: async () => true, release() {}, living: async () => new Set() };

/**
 * @param {{locks?: LockManager, channel?: () => BroadcastChannel, answerMs?: number}} [browser]
 * @returns {Holder}
 */
export function createTabHolder({
  locks = globalThis.navigator?.locks,
  channel = globalThis.document && globalThis.BroadcastChannel ? () => new BroadcastChannel(CHANNEL) : undefined,
  answerMs = ANSWER_MS,
} = {}) {
  try {
    if (locks) return lockHolder(locks);
    if (channel) return channelHolder(channel(), answerMs);
  } catch {
    // Not allowed here.
  }
  return ALONE;
}
