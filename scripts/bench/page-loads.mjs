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

/**
 * A page in a new profile, with an empty cache.
 * @template T
 * @param {import('./measuring.mjs').Measuring} bench
 * @param {string} where   chromium or firefox
 * @param {{prepare?: () => void, use: (page: import('puppeteer-core').Page) => Promise<T>}} options
 *   `prepare` runs in the page before its own scripts
 * @returns {Promise<T>}
 */
export async function loadPage(bench, where, { prepare, use }) {
  const browser = await bench.browsers.browser(where);
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    if (prepare) await page.evaluateOnNewDocument(prepare);
    await page.goto(bench.browsers.siteAddress, { waitUntil: 'load' });
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
