// The built page on a server, in a real browser.
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { kLaunch } from '../../../scripts/browsers.mjs';
import { createStaticServer } from '../../../scripts/serve.mjs';

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));

/** Longest wait, in milliseconds: more than a loaded machine needs. Only a failure takes that long. */
export const PATIENCE = 120_000;

/**
 * Search for tests that depend on the clock, without loading the machine: each question of a test to the page is delayed by up
 * to this many milliseconds, so that states pass unseen; and (Chromium) the page's main thread is slower by this factor.
 */
const SLOW_TEST = Number(process.env.LATENTPAD_SLOW_TEST ?? 0),
  SLOW_PAGE = Number(process.env.LATENTPAD_SLOW_PAGE ?? 1);

const QUESTIONS = ['evaluate', '$', '$$', '$eval', '$$eval', 'select', 'waitForFunction', 'waitForSelector'];

/** @template {object} T @param {T} page @returns {T} */
const delayed = (page) =>
  new Proxy(page, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (!QUESTIONS.includes(String(name))) return value.bind(target);
      return async (...all) => {
        await new Promise((resolve) => {
          setTimeout(resolve, Math.random() * SLOW_TEST);
        });
        return value.apply(target, all);
      };
    },
  });

export const browserName = process.env.LATENTPAD_BROWSER ?? 'chromium';

/** @returns {Promise<import('puppeteer-core').Browser>} */
export const launch = () =>
  puppeteer.launch({ headless: true, protocolTimeout: 2 * PATIENCE, ...kLaunch[browserName] });

const CLOSING_MS = 10_000;

/**
 * A page whose close() asks again while it stays open: Chromium loses the request if the page is about to reload itself, and
 * Puppeteer waits for good.
 * @param {import('puppeteer-core').BrowserContext} visitor
 */
export async function newPage(visitor) {
  const page = await visitor.newPage(),
    close = page.close.bind(page);
  page.close = async () => {
    const again = setInterval(() => void close().catch(() => {}), CLOSING_MS);
    await close().finally(() => clearInterval(again));
  };
  return page;
}

/**
 * Serves dist/. `intercept` may answer a request itself by returning true.
 * @param {{headers?: Record<string, string | undefined>,
 *   intercept?: (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean}} [options]
 */
export async function serve({ headers, intercept } = {}) {
  const server = await createStaticServer(dist, { headers });
  if (intercept) {
    const [answer] = server.listeners('request');
    server.removeAllListeners('request');
    server.on('request', (request, response) => intercept(request, response) || answer(request, response));
  }
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://localhost:${server.address().port}/`;
  return {
    address,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/**
 * Firefox's errors for requests that were active during a reload: a font (NS_BINDING_ABORTED), or a request that the
 * service worker was handling, which has no URL.
 */
const abortedByReload =
  /^downloadable font: download failed .*status=2152398850|^Failed to load ‘’\. A ServiceWorker intercepted the request/;

/**
 * Resolves once the element keeps its place for four frames: a click takes longer than a frame, and what loads above would put
 * another control under the pointer.
 * @param {Element} node
 */
const atRest = (node) =>
  new Promise((resolve) => {
    let last = '',
      frames = 0;
    const look = () => {
      const { left, top } = node.getBoundingClientRect(),
        place = `${left} ${top}`;
      frames = place === last ? frames + 1 : 0;
      last = place;
      if (frames === 4 || document.hidden) resolve(null);
      else requestAnimationFrame(look);
    };
    look();
  });

const byTestId = (id) => `[data-testid="${id}"]`;

/** Chromium's warning some seconds after loading, in which a busy machine has not yet come to use what was preloaded. */
const latePreload = /was preloaded using link preload but not used within a few seconds/;

/** A page, its errors, and the gestures that the tests share. */
export class Site {
  /**
   * @param {import('puppeteer-core').Page} page
   * @param {string} address
   */
  constructor(page, address) {
    this.page = page;
    this.address = address;
    this.errors = [];
    this.requests = [];
    page.on('console', (message) => {
      const isComplaint = ['error', 'warn', 'warning'].includes(message.type()) && !latePreload.test(message.text());
      if (isComplaint) this.errors.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => {
      if (!abortedByReload.test(error.message)) this.errors.push(`page: ${error.message}`);
    });
    page.on('request', (request) => this.requests.push(request.url()));
    // The browser acknowledges a gesture when the page has received it; the page renders its result in the next frame, and
    // on a busy machine later evaluations would run before that.
    for (const [device, gesture] of [
      [page.keyboard, 'press'],
      [page.mouse, 'up'],
    ]) {
      const perform = device[gesture].bind(device);
      device[gesture] = async (...all) => {
        await perform(...all);
        if (all[0] !== 'Tab') await this.drawn();
      };
    }
  }

  /**
   * Waits until the page has rendered its state; a hidden or closing page renders nothing.
   * @param {number} [frames]   a busy page draws one view in each
   */
  async drawn(frames = 1) {
    await this.page
      .evaluate(
        (count) =>
          new Promise((resolve) => {
            const timer = setTimeout(resolve, 5000 * count);
            requestAnimationFrame(function next() {
              count -= 1;
              if (count > 0) return requestAnimationFrame(next);
              setTimeout(() => {
                clearTimeout(timer);
                resolve();
              });
            });
          }),
        frames,
      )
      .catch(() => {});
  }

  /**
   * @param {import('puppeteer-core').BrowserContext} visitor
   * @param {string} address
   * @param {{width?: number, height?: number, hash?: string, touch?: boolean, before?: [(argument: any) => void, any?],
   *   first?: (() => void)[]}} [options]   `first` and `before` run in each document before its own scripts
   */
  static async open(
    visitor,
    address,
    { width = 1280, height = 800, hash = '', touch = false, before, first = [] } = {},
  ) {
    const page = await newPage(visitor);
    // Firefox accepts touches without touch emulation, and does not support it.
    await page.setViewport({ width, height, hasTouch: touch && browserName === 'chromium' });
    for (const script of first) await page.evaluateOnNewDocument(script);
    if (before) await page.evaluateOnNewDocument(...before);
    if (SLOW_PAGE > 1 && browserName === 'chromium') await page.emulateCPUThrottling(SLOW_PAGE);
    const site = new Site(SLOW_TEST > 0 ? delayed(page) : page, address);
    await page.goto(address + hash, { waitUntil: 'load' });
    return site;
  }

  /** Waits until the shipped model has encoded the first digit and its scatter is there. */
  async ready() {
    await this.waitFor(() => document.querySelector('[data-testid="reconstruction"]')?.dataset.value === 'shown');
    await this.waitFor(() => document.querySelector('[data-testid="latent-map"]')?.dataset.points === '1000');
    return this;
  }

  $(id) {
    return this.page.waitForSelector(byTestId(id), { timeout: PATIENCE });
  }

  /**
   * As a user does: waits until the button is enabled, and repeats a click if the button moved away from under the pointer because a
   * section above it loaded. A click on a disabled or moved button has no effect.
   */
  async click(id) {
    const element = await this.$(id);
    await this.waitFor((selector) => !document.querySelector(selector).disabled, byTestId(id));
    for (let attempt = 0; ; attempt++) {
      await element.evaluate((node) => {
        node.scrollIntoView({ block: 'center' });
        node.wasClicked = false;
        node.addEventListener(
          'click',
          () => {
            node.wasClicked = true;
          },
          { capture: true, once: true },
        );
      });
      await element.evaluate(atRest);
      const error = await element.click().then(
        () => null,
        (problem) => problem,
      );
      if (error && !/not clickable/.test(error.message)) throw error;
      // An element that cannot be queried has been replaced by this click's navigation.
      const arrived = !error && (await element.evaluate((node) => node.wasClicked).catch(() => true));
      if (arrived) return this.drawn();
      if (attempt === 4) throw error ?? new Error(`a click on ${id} did not arrive`);
      await new Promise((resolve) => {
        setTimeout(resolve, 200);
      });
    }
  }

  /** Trains until the run has done its epochs. */
  async trainToEnd() {
    await this.click('train-play');
    await this.waitFor(() =>
      document.querySelector('[data-testid="train-advice"]').dataset.value.startsWith('stopped.epochs'),
    );
  }

  /** The exact value an instrument shows. */
  async value(id) {
    const selector = byTestId(id);
    // waitFor() survives a page that reloads itself to become isolated; waitForSelector() does not in Firefox.
    await this.waitFor((one) => document.querySelector(one) !== null, selector);
    const read = () => this.page.$eval(selector, (node) => node.dataset.value ?? node.textContent.trim());
    return read().catch(read);
  }

  /** Chooses an option of a menu. */
  async choose(id, value) {
    await this.$(id);
    await this.page.select(byTestId(id), value);
    await this.drawn();
  }

  async number(id) {
    return Number(await this.value(id));
  }

  async type(id, text) {
    const element = await this.$(id);
    await element.evaluate((node) => {
      node.scrollIntoView({ block: 'center' });
      node.focus();
      node.select();
    });
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Tab');
  }

  /**
   * @param {(argument: any) => any} condition  evaluated in the page
   * @param {any} [argument]
   * @param {number} [timeout]
   */
  async waitFor(condition, argument, timeout = PATIENCE) {
    const wait = () => this.page.waitForFunction(condition, { timeout, polling: 50 }, argument);
    try {
      // A page that reloads itself to become isolated ends a pending wait.
      await wait().catch((error) => (error.name === 'TimeoutError' ? Promise.reject(error) : wait()));
    } catch (error) {
      const told = async (selector) =>
        this.page.$eval(selector, (node) => node.dataset.value ?? node.textContent.trim()).catch(() => '');
      throw new Error(
        `${error.message} while waiting for ${condition} (${JSON.stringify(argument)}); the notice says `
          + `"${await told(byTestId('notice'))}", the announcement "${await told('#announcement')}"; training is `
          + `${await told(byTestId('train-state'))} at step ${await told(byTestId('train-step-count'))}; `
          + `errors: ${this.errors.join(' | ')}`,
        { cause: error },
      );
    }
  }

  waitForValue(id, value, timeout) {
    return this.waitFor(
      ([test, wanted]) => document.querySelector(`[data-testid="${test}"]`)?.dataset.value === wanted,
      [id, value],
      timeout,
    );
  }

  async box(id) {
    const element = await this.$(id);
    await element.evaluate((node) => node.scrollIntoView({ block: 'center' }));
    return element.evaluate((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      return { x, y, width, height };
    });
  }

  /** Draws a stroke through points given as shares of the pad. */
  async drawWithMouse(points) {
    const { x, y, width, height } = await this.box('pad');
    const at = ([u, v]) => [x + u * width, y + v * height];
    await this.page.mouse.move(...at(points[0]));
    await this.page.mouse.down();
    for (const point of points.slice(1)) await this.page.mouse.move(...at(point), { steps: 4 });
    await this.page.mouse.up();
  }

  /** The same by touch. */
  async drawWithFinger(points) {
    const { x, y, width, height } = await this.box('pad');
    const at = ([u, v]) => [x + u * width, y + v * height];
    await this.page.touchscreen.touchStart(...at(points[0]));
    for (const point of points.slice(1)) await this.page.touchscreen.touchMove(...at(point));
    await this.page.touchscreen.touchEnd();
  }

  /**
   * Repeats a gesture by touch until the page has its result: Chromium cancels the touches that the thread of a page does
   * not answer within a second.
   * @param {(shows: (condition: () => any) => Promise<void>) => Promise<void>} gesture   without the end of the touch;
   *   shows() waits for a result within it, and begins the gesture again if there is none
   * @param {() => any} condition   evaluated in the page
   */
  async touchUntil(gesture, condition) {
    const shows = (wanted) => this.waitFor(wanted, undefined, PATIENCE / 10);
    for (let left = PATIENCE; ; left -= PATIENCE / 10) {
      const found = await gesture(shows)
        .then(() => shows(condition))
        .then(
          () => null,
          (error) => error,
        );
      await this.page.touchscreen.touchEnd();
      if (!found) return;
      if (left <= 0 || found.cause?.name !== 'TimeoutError') throw found;
    }
  }

  /** Taps with a finger. Both events are sent at once: on a busy machine a long time between them is another gesture. */
  async tap(id) {
    const element = await this.$(id);
    if (browserName !== 'chromium') return element.tap();
    const { x, y } = await element.clickablePoint();
    const session = await this.page.createCDPSession();
    await Promise.all([
      session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] }),
      session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] }),
    ]);
    await session.detach();
  }

  /** The numbers of mu, sigma, epsilon or z. */
  async numbers(id) {
    return JSON.parse(await this.value(id));
  }

  async close() {
    if (!this.page.isClosed()) await this.page.close();
  }
}
