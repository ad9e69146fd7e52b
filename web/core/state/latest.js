/**
 * When the requested run may start: by default immediately.
 * @typedef {{restMs?: undefined, everyMs?: undefined} | {restMs: number} | {everyMs: number}} Pace
 *   restMs: after this time without another request with a rest; everyMs: minimum time since the last run ended.
 *   Of several requests, the run that may start first serves all.
 */

/**
 * @typedef {object} Latest
 * @property {(pace?: Pace) => Promise<void>} request   requests a run; settles when a run that started after
 *   the request has ended, or when the requests are canceled
 * @property {() => void} cancel                        drops the due run; an active one becomes outdated
 */

/**
 * Updates an answer when its inputs change, for example the engine's answer about the drawing. One run
 * of the work at a time: requests during a run, however many, cause one more run, so that the last answer is for the latest
 * state.
 * @param {(isOutdated: () => boolean) => Promise<void>} work   reads the state when it starts; `isOutdated` returns whether
 *   another run was requested, or the requests were canceled, since then. It must not reject.
 * @param {object} [options]
 * @param {number} [options.maxShare]   runs that have an `everyMs` take at most this share of the time
 * @returns {Latest}
 */
export function latest(work, { maxShare = 1 } = {}) {
  let version = 0,
    ended = -Infinity,
    took = 0,
    isRunning = false;
  /** When the requests with a rest are due, and the minimum interval of the others. */
  let restedAt = Infinity,
    interval = Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** Of the requests that no run has served yet. @type {(() => void)[]} */
  let waiting = [];

  function forgetRequests() {
    clearTimeout(timer);
    restedAt = interval = Infinity;
  }

  function takeWaiting() {
    const all = waiting;
    waiting = [];
    return all;
  }

  async function run() {
    forgetRequests();
    isRunning = true;
    const began = performance.now(),
      mine = version,
      served = takeWaiting();
    try {
      await work(() => version !== mine);
    } catch (error) {
      reportError(error);
    }
    isRunning = false;
    ended = performance.now();
    took = ended - began;
    for (const done of served) done();
    schedule();
  }

  function schedule() {
    const pacedAt = interval > 0 ? ended + Math.max(interval, took * (1 / maxShare - 1)) : -Infinity;
    const due = Math.min(restedAt, interval === Infinity ? Infinity : pacedAt),
      at = performance.now();
    clearTimeout(timer);
    if (due <= at) void run();
    else if (due < Infinity) timer = setTimeout(run, due - at);
  }

  return {
    request(pace = {}) {
      version += 1;
      const done = new Promise((/** @type {(value?: undefined) => void} */ resolve) => waiting.push(resolve));
      if ('restMs' in pace && pace.restMs) restedAt = performance.now() + pace.restMs;
      else interval = Math.min(interval, ('everyMs' in pace && pace.everyMs) || 0);
      if (!isRunning) schedule();
      return done;
    },
    cancel() {
      version += 1;
      forgetRequests();
      for (const done of takeWaiting()) done();
    },
  };
}
