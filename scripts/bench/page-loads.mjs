// Loads of the built page, each in a new profile.

export const kPatienceMs = 30_000;

/** For a page that returned nothing. */
export const unknownEngine = (where) => ({ who: 'latentpad', where, arithmetic: null, threads: 0 });

/** The engine that the page selected. */
export async function engineOf(page, where) {
  const reading = await page.waitForFunction(() => document.querySelector('[data-testid="engine"]')?.dataset.value, {
    timeout: kPatienceMs,
  });
  return { who: 'latentpad', where, ...JSON.parse(await reading.jsonValue()) };
}

/** A slow network and processor: 1.6 Mbit/s each way, 150 ms until an answer begins, a quarter of the processor. */
export const kSlow = { bytesPerSecond: 1.6e6 / 8, latencyMs: 150, cpuSlowdown: 4 };

/**
 * Makes a page and its workers slow (Chromium only). A worker is a target of its own, paused until it is slow too: it fetches
 * the WebAssembly module.
 * @param {import('puppeteer-core').Page} page
 * @param {typeof kSlow} slow
 */
export async function slowDown(page, { bytesPerSecond, latencyMs, cpuSlowdown }) {
  /** @param {import('puppeteer-core').CDPSession} session */
  async function apply(session) {
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: latencyMs,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    });
    // Workers without this method run at the full speed of the processor.
    await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown }).catch(() => {});
  }
  const session = await page.createCDPSession();
  session.on('sessionattached', async (/** @type {import('puppeteer-core').CDPSession} */ worker) => {
    // A target that ends meanwhile needs nothing.
    await apply(worker).catch(() => {});
    await worker.send('Runtime.runIfWaitingForDebugger').catch(() => {});
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
  await apply(session);
}

/**
 * A page in a new profile, with an empty cache.
 * @template T
 * @param {import('./measuring.mjs').Measuring} bench
 * @param {string} where   chromium or firefox
 * @param {{hash?: string, prepare?: () => void, slow?: typeof kSlow, use: (page: import('puppeteer-core').Page) => Promise<T>}} options
 *   `hash`: the link that opens it; `prepare` runs in the page before its own scripts; `slow` as in slowDown
 * @returns {Promise<T>}
 */
export async function loadPage(bench, where, { hash = '', prepare, slow, use }) {
  const browser = await bench.browsers.browser(where);
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    if (prepare) await page.evaluateOnNewDocument(prepare);
    if (slow) await slowDown(page, slow);
    await page.goto(bench.browsers.siteAddress + hash, { waitUntil: 'load' });
    return await use(page);
  } finally {
    await context.close();
  }
}

/** Presses a button once it is enabled. */
export async function press(page, id) {
  const selector = `[data-testid="${id}"]`;
  await page.waitForFunction(
    (wanted) => document.querySelector(wanted)?.disabled === false,
    { timeout: kPatienceMs },
    selector,
  );
  await page.$eval(selector, (button) => button.click());
}
