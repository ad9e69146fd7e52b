// The browsers that scripts and tests drive, and the built page in one of them.

import { resolve } from 'node:path';
import puppeteer from 'puppeteer-core';
import { createStaticServer } from './serve.mjs';

/** Options of puppeteer.launch() by the browser's name. */
export const kLaunch = {
  chromium: {
    executablePath: process.env.LATENTPAD_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  },
  firefox: { browser: 'firefox', executablePath: process.env.LATENTPAD_FIREFOX ?? '/usr/bin/firefox-esr' },
};

/**
 * Starts a browser, and without a URL a server of dist/.
 * @param {string | undefined} url
 * @param {string} [name]
 */
export async function openSite(url, name = 'chromium') {
  const server = url ? null : await createStaticServer(resolve(import.meta.dirname, '../dist'));
  if (server) await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const browser = await puppeteer.launch(kLaunch[name]);
  return {
    browser,
    url: url ?? `http://localhost:${server.address().port}/`,
    async close() {
      await browser.close();
      server?.close();
    },
  };
}
