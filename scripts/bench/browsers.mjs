// The two browsers, and their pages.
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { kLaunch as kBrowsers } from '../browsers.mjs';
import { createStaticServer } from '../serve.mjs';

const kLaunch = {
  ...kBrowsers,
  chromium: { ...kBrowsers.chromium, args: [...kBrowsers.chromium.args, '--enable-unsafe-swiftshader'] },
};

/** Timeout of a single answer, including training to a bound. */
const kPatienceMs = 600_000;

async function serve(folder, headers) {
  const server = await createStaticServer(fileURLToPath(new URL(`../../${folder}`, import.meta.url)), { headers });
  await new Promise((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  return server;
}

export class Browsers {
  constructor() {
    this.launched = new Map();
    this.pages = new Map();
    this.versions = {};
  }

  async start() {
    // The threads of TensorFlow.js are workers from blob: URLs, which the page's CSP forbids.
    this.clone = await serve('.', { 'Content-Security-Policy': undefined });
    this.site = await serve('dist');
    return this;
  }

  /** @param {string} name  chromium or firefox */
  async browser(name) {
    if (!this.launched.has(name)) {
      this.launched.set(name, puppeteer.launch({ headless: true, protocolTimeout: kPatienceMs, ...kLaunch[name] }));
      this.versions[name] = await (await this.launched.get(name)).version();
    }
    return this.launched.get(name);
  }

  /** The page of scripts/bench/page/ in this browser; always the same one. */
  async page(name) {
    const browser = await this.browser(name);
    if (!this.pages.has(name)) this.pages.set(name, this.openPage(browser));
    return this.pages.get(name);
  }

  async openPage(browser) {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${this.clone.address().port}/scripts/bench/page/index.html`);
    if (!(await page.evaluate(() => globalThis.crossOriginIsolated))) throw new Error('the page is not isolated');
    return page;
  }

  get siteAddress() {
    return `http://localhost:${this.site.address().port}/`;
  }

  async close() {
    for (const [, browser] of this.launched)
      await browser.then(
        (launched) => launched.close(),
        () => {},
      );
    for (const server of [this.clone, this.site]) {
      server.close();
      server.closeAllConnections();
    }
  }
}
