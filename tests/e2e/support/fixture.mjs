/**
 * The fixture of an end-to-end test file: one browser context without history, and a server of dist/. Pages that a test
 * opens are closed after it; a page that wrote an error to the console or requested another host fails its test.
 */
import assert from 'node:assert/strict';
import { after, test as nodeTest } from 'node:test';
import { beforeWorker } from './before-worker.mjs';
import { Site, browserName, launch, serve as startServer } from './site.mjs';

/** One for all files that run in this process: a browser takes seconds to start. */
let starting = null;
/** How to close what is there for a whole file, and what the present test has opened. */
const ofFiles = [], ofTest = [];

after(async () => {
  await closeAll(ofFiles);
  await (await starting)?.close();
});

async function closeAll(closers) {
  while (closers.length > 0) await closers.pop()();
}

/** Another visitor, with no storage and no cache from before. Goes with the test. */
export async function newVisitor() {
  const visitor = await (await (starting ??= launch())).createBrowserContext();
  ofTest.push(() => visitor.close());
  return visitor;
}

/**
 * For the many pages that are about something else: threads that wait by turning round keep the processors from whatever
 * is tested beside, and a service worker fetches all of the page at each visitor's first.
 */
const SPARING = { intercept: beforeWorker("Object.defineProperty(WorkerNavigator.prototype, 'hardwareConcurrency', { get: () => 1 })") };
const withoutServiceWorker = () => { delete Navigator.prototype.serviceWorker; };

/**
 * @param {object} [options]
 * @param {boolean | Parameters<typeof startServer>[0]} [options.server]   true: pages have one thread and no service
 *   worker; false: each test serves what it needs
 * @param {boolean} [options.mayComplain]   what the page writes to the console is looked at by the tests themselves
 */
export function createFixture({ server: serving = true, mayComplain = false } = {}) {
  const sites = [], server = {};
  let begun = null, visitor = null;

  async function begin() {
    visitor = await (await (starting ??= launch())).createBrowserContext();
    ofFiles.push(() => visitor.close());
    if (!serving) return;
    Object.assign(server, await startServer(serving === true ? SPARING : serving));
    ofFiles.push(server.close);
  }

  async function end() {
    const pages = sites.splice(0);
    ofTest.push(...pages.map((site) => () => site.close()));
    await closeAll(ofTest);
    const complaints = pages.flatMap(({ errors }) => errors);
    if (!mayComplain) assert.deepEqual(complaints, [], 'nothing complains on the console');
    const foreign = pages.flatMap(({ address, requests }) => requests.filter((url) => !isAtHome(url, address)));
    assert.deepEqual(foreign, [], 'no request leaves the page’s own origin');
  }

  /** As of node:test, but that it cleans up. */
  const test = (name, ...rest) => {
    const body = rest.pop();
    nodeTest(name, ...rest, async (context) => {
      await (begun ??= begin());
      // What comes after a failure must not hide it.
      const failure = await body(context).then(() => null, (error) => error ?? new Error('rejected with nothing'));
      if (failure) await end().catch(() => {});
      else await end();
      if (failure) throw failure;
    });
  };

  return {
    server,
    /** In the place of this file's server; goes with the test, or before it by server.close(). */
    async serve(options) {
      Object.assign(server, await startServer(options), { changesScripts: options?.intercept?.changesScripts ?? false });
      ofTest.push(server.close);
    },
    /**
     * Of this file's server and by its visitor, unless said otherwise.
     * @param {Parameters<typeof Site.open>[2]} [options]
     * @param {{by?: import('puppeteer-core').BrowserContext, address?: string}} [other]
     */
    openPage: async (options, { by = visitor, address = server.address } = {}) => {
      // A service worker refuses scripts that the server has changed.
      const isSpared = (serving === true || server.changesScripts) && address === server.address;
      const site = await Site.open(by, address, isSpared ? { ...options, first: withoutServiceWorker } : options);
      sites.push(site);
      return site;
    },
    /** An empty page of this file's visitor, for what openPage() cannot open. The test closes it. */
    newPage: () => visitor.newPage(),
    test,
    /** What does not depend on the browser, in the one that is named: the two share the work. */
    testIn: (name, ...rest) => { if (name === browserName) test(...rest); },
  };
}

/** @param {string} url @param {string} address  of the page */
function isAtHome(url, address) {
  // Firefox tells of data: addresses as of requests.
  if (/^(data|blob):/.test(url)) return true;
  return address.startsWith('file:') ? url.split('#')[0] === address : new URL(url).origin === new URL(address).origin;
}
