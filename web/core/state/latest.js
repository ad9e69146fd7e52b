/**
 * When the requested run may start: by default immediately.
 * @typedef {{restMs?: undefined, everyMs?: undefined} | {restMs: number} | {everyMs: number}} Pace
 *   restMs: after this time without another request with a rest; everyMs: minimum time since the last run started.
 *   Of several requests, the run that may start first serves all.
 */

/**
 * @typedef {object} Latest
 * @property {(pace?: Pace) => Promise<void>} request   requests a run; settles when no run is active or due
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
    began = -Infinity,
    took = 0,
    isRunning = false;
  /** When the requests with a rest are due, and the minimum interval of the others. */
  let restedAt = Infinity,
    interval = Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {(() => void)[]} */
  let waiting = [];

  function forgetRequests() {
    clearTimeout(timer);
    restedAt = interval = Infinity;
  }

  function settle() {
    const settled = waiting;
    waiting = [];
    for (const done of settled) done();
  }

  async function run() {
    forgetRequests();
    isRunning = true;
    began = performance.now();
    const mine = version;
    try {
      await work(() => version !== mine);
    } catch (error) {
      reportError(error);
    }
    isRunning = false;
    took = performance.now() - began;
    schedule();
  }

  function schedule() {
    const pacedAt = interval > 0 ? began + Math.max(interval, took / maxShare) : -Infinity;
    const due = Math.min(restedAt, interval === Infinity ? Infinity : pacedAt),
      at = performance.now();
    clearTimeout(timer);
    if (due === Infinity) settle();
    else if (due <= at) void run();
    else timer = setTimeout(run, due - at);
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
      if (!isRunning) settle();
    },
  };
}
