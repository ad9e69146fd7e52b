/**
 * The fixture of an end-to-end test file: one browser context without history, and a server of dist/. Pages that a test
 * opens are closed after it; a page that wrote an error to the console or requested another host fails its test.
 */
import assert from 'node:assert/strict';
import { after, test as nodeTest } from 'node:test';
import { beforeWorker } from './before-worker.mjs';
import { isLong } from '../../support/long.mjs';
import { follow, initialState, returnTo } from './initial-state.mjs';
import { Site, browserName, launch, newPage, serve as startServer } from './site.mjs';

/** One browser for all files that run in this process: it takes seconds to start. */
let starting = null;
/** Cleanup functions of the file, and of the current test. */
const ofFiles = [],
  ofTest = [];

after(async () => {
  await closeAll(ofFiles);
  await (await starting)?.close();
});

async function closeAll(closers) {
  while (closers.length > 0) await closers.pop()();
}

/** A new browser context, without storage and cache. Closed after the test. */
export async function newVisitor() {
  const visitor = await (await (starting ??= launch())).createBrowserContext();
  ofTest.push(() => visitor.close());
  return visitor;
}

/**
 * For pages that test other things: busy-waiting threads take processor time from the
 * tested code, and a service worker fetches the whole page for each new visitor.
 */
const SPARING = {
  intercept: beforeWorker("Object.defineProperty(WorkerNavigator.prototype, 'hardwareConcurrency', { get: () => 1 })"),
};
const withoutServiceWorker = () => {
  delete Navigator.prototype.serviceWorker;
};
/** Without a link, the page opens in the view that was used last. */
const prefersBench = () => {
  try {
    if (!localStorage.getItem('latentpad.view')) localStorage.setItem('latentpad.view', 'bench');
  } catch {
    // Tests without storage open the workbench by their links.
  }
};

/**
 * @param {object} [options]
 * @param {boolean | Parameters<typeof startServer>[0]} [options.server]   true: pages have one thread and no service
 *   worker; false: each test serves what it needs
 * @param {boolean} [options.mayComplain]   the tests themselves check the console output
 */
export function createFixture({ server: serving = true, mayComplain = false } = {}) {
  const sites = [],
    server = {};
  /** The pages that tests share, by whether they have touch input, and the state in which each opened. */
  const shared = new Map();
  let begun = null,
    visitor = null;

  async function begin() {
    // The tests of the file before are done.
    await closeAll(ofFiles);
    visitor = await (await (starting ??= launch())).createBrowserContext();
    ofFiles.push(() => visitor.close());
    if (!serving) return;
    Object.assign(server, await startServer(serving === true ? SPARING : serving));
    ofFiles.push(server.close);
  }

  async function end() {
    const own = sites.splice(0),
      pages = [...own, ...[...shared.values()].map(({ site }) => site)];
    ofTest.push(...own.map((site) => () => site.close()));
    await closeAll(ofTest);
    const complaints = pages.flatMap(({ errors }) => errors.splice(0));
    if (!mayComplain) assert.deepEqual(complaints, [], 'no errors on the console');
    const foreign = pages.flatMap(({ address, requests }) =>
      requests.splice(0).filter((url) => !isAtHome(url, address)),
    );
    assert.deepEqual(foreign, [], 'no request leaves the page’s own origin');
  }

  /** As in node:test, with cleanup. */
  const test = (name, ...rest) => {
    const body = rest.pop();
    nodeTest(name, ...rest, async (context) => {
      await (begun ??= begin());
      // An error during cleanup must not hide a failure.
      const failure = await body(context).then(
        () => null,
        (error) => error ?? new Error('rejected with nothing'),
      );
      if (failure) await end().catch(() => {});
      else await end();
      if (!failure) return;
      for (const { site } of shared.values()) await site.close();
      shared.clear();
      throw failure;
    });
  };

  /** @param {Parameters<typeof Site.open>[2] & {view?: 'story'}} [options] */
  const open = (options, { by = visitor, address = server.address } = {}) => {
    // A service worker rejects scripts that the server has changed.
    const isSpared = (serving === true || server.changesScripts) && address === server.address;
    const first = [...(isSpared ? [withoutServiceWorker] : []), ...(options?.view === 'story' ? [] : [prefersBench])];
    return Site.open(by, address, { ...options, first });
  };

  return {
    server,
    /** Replaces this file's server; closed after the test, or before it by server.close(). */
    async serve(options) {
      Object.assign(server, await startServer(options), {
        changesScripts: options?.intercept?.changesScripts ?? false,
      });
      ofTest.push(server.close);
    },
    /**
     * By default uses this file's server and visitor, who prefers the workbench.
     * @param {Parameters<typeof Site.open>[2] & {view?: 'story'}} [options]   view: a visitor without preference
     * @param {{by?: import('puppeteer-core').BrowserContext, address?: string}} [other]
     */
    openPage: async (options, other) => {
      const site = await open(options, other);
      sites.push(site);
      return site;
    },
    /**
     * A ready page in its initial state, for tests that need no load of their own: one for all tests of the file that ask for it.
     * Sections below the first screen may be loaded. Tests must undo what a link does not set, see initial-state.mjs.
     * @param {{width?: number, height?: number, touch?: boolean, hash?: string}} [options]   hash: followed as a link in the page
     */
    async sharedPage({ width = 1280, height = 800, touch = false, hash = '' } = {}) {
      // Firefox takes touches anyway; in Chromium this changes with a load only.
      const hasTouch = touch && browserName === 'chromium';
      if (!shared.has(hasTouch)) {
        const site = await (await open({ width, height, touch })).ready();
        await site.waitFor(() => document.querySelector('[data-testid="train-state"]').dataset.value === 'idle');
        shared.set(hasTouch, { site, state: await initialState(site) });
      }
      const { site, state } = shared.get(hasTouch);
      await site.page.setViewport({ width, height, hasTouch });
      await returnTo(site, state);
      if (hash) await follow(site, hash);
      return site.ready();
    },
    /** An empty page of this file's visitor, for pages that openPage() cannot open. The test closes it. */
    newPage: () => newPage(visitor),
    test,
    /** For tests that need a browser's own means, or do not depend on the browser. */
    testIn: (name, ...rest) => {
      if (name === browserName) test(...rest);
    },
    /** For tests of the page's own logic, to divide the work: in the given browser; in a long run in both, see long.mjs. */
    testOnceIn: (name, ...rest) => {
      if (name === browserName || isLong) test(...rest);
    },
  };
}

/** @param {string} url @param {string} address  of the page */
function isAtHome(url, address) {
  // Firefox reports data: URLs as requests.
  if (/^(data|blob):/.test(url)) return true;
  return address.startsWith('file:') ? url.split('#')[0] === address : new URL(url).origin === new URL(address).origin;
}
