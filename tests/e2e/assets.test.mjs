// Each file of the build in turn is missing, another page, truncated, or never sent: the page works, or reports it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { beforeWorker } from './support/before-worker.mjs';
import { PATIENCE } from './support/site.mjs';
import { createFixture } from './support/fixture.mjs';
import { isLong } from '../support/long.mjs';

const dist = new URL('../../dist/', import.meta.url);
/** Files that the page does not request. A failure of the page itself is reported by the browser. */
const OTHERS = /^(card\.png|walk\.png|story\.webp|latentpad\.html|index\.html|teaching.*|api\/.*)$/;
const FILES = readdirSync(dist, { recursive: true })
  .filter((name) => !OTHERS.test(name) && statSync(new URL(name, dist)).isFile())
  .sort();
const TYPES = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
};
const HEADERS = {
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

const typeOf = (name) => TYPES[extname(name)] ?? 'application/octet-stream';
const halfOf = (name) =>
  readFileSync(new URL(name, dist)).subarray(0, Math.floor(statSync(new URL(name, dist)).size / 2));
const ANSWERS = {
  missing: (response) => response.writeHead(404, HEADERS).end(),
  'another page': (response) =>
    response
      .writeHead(200, { ...HEADERS, 'Content-Type': 'text/html' })
      .end('<!doctype html><title>Log in</title><p>Welcome to our network'),
  half: (response, name) => response.writeHead(200, { ...HEADERS, 'Content-Type': typeOf(name) }).end(halfOf(name)),
  never: () => {},
};
const KINDS = Object.keys(ANSWERS);

/** The files that are broken, and all requests so far. */
let broken = { names: [], answer: null };
const asked = [];
let most = Infinity;
const sparing = beforeWorker(
  "Object.defineProperty(WorkerNavigator.prototype, 'hardwareConcurrency', { get: () => 1 })",
);

const { newPage, server, testOnceIn } = createFixture({
  mayComplain: true,
  server: {
    intercept(request, response) {
      const name = request.url.slice(1).split(/[?#]/, 1)[0];
      asked.push(name || 'index.html');
      // Counted from the last page load: a page that was just closed may still send requests.
      if (asked.length - Math.max(0, asked.indexOf('index.html')) > most) return response.destroy() || true;
      if (!broken.names.includes(name)) return sparing(request, response);
      broken.answer(response, name);
      return true;
    },
  },
});

/** The page's timeouts pass eight times as fast. On a loaded machine they pass before anything has arrived. */
const hurry = () => {
  const { setTimeout: set } = window;
  window.setTimeout = (work, ms = 0, ...rest) => set(work, ms >= 8000 ? ms / 8 : ms, ...rest);
};
/** Its idle time never passes. */
const withoutIdleTime = () => {
  delete Navigator.prototype.serviceWorker;
  window.requestIdleCallback = () => 0;
  HTMLAnchorElement.prototype.click = () => {
    window.saved = true;
  };
};

/** The page's error message, '' for none; also shortens the delay of messages shown by CSS. */
const complaint = () => {
  for (const animation of document.getAnimations())
    if (animation.animationName === 'boot' && animation.playbackRate !== 8) animation.playbackRate = 8;
  const article = document.querySelector('#article-body');
  const text = [...(document.body?.children ?? [])]
    .map((node) => node.innerText)
    .join('\n')
    .replace(article?.innerText || '\0', '');
  return (
    text
      .split('\n')
      .find((line) =>
        /could not|cannot|has not arrived|did not work|Reload the page|Try again|못했|않았|없습니다\(/i.test(line),
      ) ?? ''
  );
};

/** How to open each part of the page, and the condition that it is loaded. The first entries open a page, the others continue from there. */
const value = `const value = (id) => document.querySelector('[data-testid="' + id + '"]')?.dataset.value`;
const press = (id) => `document.querySelector('[data-testid="${id}"]').click()`;
const choose = (id, value) =>
  `{ const menu = document.querySelector('[data-testid="${id}"]'); menu.value = '${value}'; menu.dispatchEvent(new Event('change', { bubbles: true })); }`;
const show = (id) => `document.querySelector('#${id}').scrollIntoView()`;
const WORKS = `if (!window.isCleared && value('reconstruction') === 'shown' && document.querySelector('[data-testid="latent-map"]').dataset.points === '1000') {
  document.querySelector('[data-testid="pad-clear"]').click(); window.isCleared = true;
} return window.isCleared && value('model-sees') === 'blank' && value('mu') === ''`;
// In English, whatever an earlier visit has selected.
const OPEN = {
  '': '#lang=en',
  exact: '#lang=en&arith=exact&threads=1',
  fused: '#lang=en&arith=fused&threads=1',
  threads: '#lang=en&arith=exact&threads=2',
  'fused threads': '#lang=en&arith=fused&threads=2',
  ko: '#lang=ko',
};
const shipped = (name) => ({
  go: `document.querySelector('[data-testid="shipped-choice"]').value = '${name}'; ${press('load-shipped')}`,
  done: `return document.querySelector('[data-testid="shipped-choice"]').value === '${name}' && document.querySelector('[data-testid="field-model"]').value === '${name.split('-')[0]}' && value('parameters') !== '222612'`,
});
const GO = {
  lesson: { go: `${press('pad-random')}; ${press('lesson-open')}`, done: `return value('lesson') === 'traced'` },
  explore: { go: show('explore'), done: `return Number(value('explore-samples')) > 0` },
  compare: { go: show('compare'), done: `return value('compare-state') === 'idle'` },
  lab: { go: show('lab'), done: `return value('lab-complete') === '4'` },
  article: { go: show('article'), done: `return value('article') === 'en'` },
  share: { go: press('share-hide'), done: `return document.querySelector('#share-panels').children.length > 0` },
  picture: { go: press('picture-spine'), done: 'return window.saved === true' },
  train: {
    go: press('train-step'),
    done: `return value('train-step-count') === '1' && document.querySelector('.uplot') !== null`,
  },
  language: { go: choose('language', 'ko'), done: `return document.documentElement.lang === 'ko'` },
  'vae-20d': shipped('vae-20d'),
  'cvae-2d': shipped('cvae-2d'),
  made: shipped('made'),
};

/** Opens the page as on the first visit in this tab. @param {boolean} [isHurried]  if it has to wait for its timeouts */
async function open(way = '', isHurried = false) {
  const page = await newPage();
  await page.setViewport({ width: 1280, height: 800 });
  await page.evaluateOnNewDocument(withoutIdleTime);
  if (isHurried) await page.evaluateOnNewDocument(hurry);
  // Does not wait for all resources: some may never be sent.
  await page.goto(server.address + OPEN[way], { waitUntil: 'domcontentloaded' }).catch((error) => {
    // The page may reload itself meanwhile.
    if (!/aborted|ERR_ABORTED|navigat/i.test(error.message)) throw error;
  });
  return page;
}

/**
 * Waits until the condition holds or the page reports an error.
 * @param {string} done   the body of a function
 * @param {(said: string) => boolean} [isAwaited]   whether a message is temporary
 * @returns {Promise<string>}  the message; '' on success
 */
async function outcome(page, done, isAwaited = () => false) {
  const until = Date.now() + PATIENCE;
  for (;;) {
    const found = await page
      .evaluate(
        `(() => { ${value}; const complaint = ${complaint}; const done = () => { ${done} }; try { return done() ? 'done' : complaint(); } catch (error) { return complaint(); } })()`,
      )
      .catch((error) => {
        if (/destroyed|navigat|context|detached|no such frame/i.test(error.message)) return '';
        throw error;
      });
    if (found && !isAwaited(found)) return found === 'done' ? '' : found;
    if (Date.now() > until)
      throw new Error(
        `neither does it work nor does it say a word: ${page.url()}, asked for ${asked.slice(0, 15)}, shows ${JSON.stringify((await page.evaluate(() => document.body?.innerText ?? '')).slice(0, 400))}`,
      );
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

/** By file: the way to make the page request it, recorded during a visit with all files intact. */
const ways = new Map();

testOnceIn('chromium', 'with all files intact, everything works and nothing is reported', async () => {
  let seen = 0;
  const note = (way) => {
    for (const name of asked.slice(seen)) if (!ways.has(name)) ways.set(name, way);
    seen = asked.length;
  };
  for (const way of Object.keys(OPEN)) {
    const page = await open(way);
    assert.equal(await outcome(page, WORKS, (words) => /has not arrived|않았/.test(words)), '', way);
    note([way]);
    if (way === '') {
      for (const [name, { go, done }] of Object.entries(GO)) {
        await page.evaluate(go);
        assert.equal(await outcome(page, done), '', name);
        note([way, name]);
      }
      assert.equal(await page.evaluate(complaint), '');
      assert.equal(await page.$('#boot'), null, 'the initial notice is removed');
    }
    await page.close();
  }
  const never = FILES.filter((name) => !ways.has(name));
  console.log(
    `# ${FILES.length} files, of which ${FILES.length - never.length} are asked for here; the others: ${never.join(', ')}`,
  );
  assert.ok(ways.size > 30);
});

/** Visits a page in which these files are broken; returns its message. */
async function visit(names, kind, [way, ...then], isNeeded = true) {
  broken = { names, answer: ANSWERS[kind] };
  const page = await open(way, kind === 'never');
  try {
    // On a slow machine the page reports that it does not work yet.
    const said = await outcome(page, WORKS, isNeeded ? undefined : (words) => /has not arrived/.test(words));
    if (said) return said;
    // A script loaded before any step may be needed only by a later step.
    const steps = then.length === 0 && names.some((name) => /\.js$/.test(name)) && way === '' ? ['explore'] : then;
    for (const name of steps) {
      await page.evaluate(GO[name].go);
      const complained = await outcome(page, GO[name].done);
      if (complained) return complained;
    }
    return '';
  } finally {
    await page.close();
    broken = { names: [], answer: null };
  }
}

/** The visits of a run: files and their faults. A long run breaks each file in each way, a short one two files of each type. @param {string[]} names @returns {[string, string][]} */
function visitsFor(names) {
  if (isLong) return names.flatMap((name) => KINDS.map((kind) => [name, kind]));
  const seen = {};
  const isWanted = (name) => {
    const type = extname(name);
    seen[type] = (seen[type] ?? 0) + 1;
    return seen[type] <= 2;
  };
  return names.filter(isWanted).map((name, i) => [name, KINDS[i % KINDS.length]]);
}

testOnceIn(
  'chromium',
  'if a file is missing, another page, truncated or never sent: the page works or reports it',
  { timeout: 1_800_000 },
  async () => {
    const began = Date.now();
    const said = [];
    const fails = [];
    const wanted = FILES.filter((name) => ways.has(name));
    const visits = visitsFor(wanted);
    for (const [name, kind] of visits) {
      const words = await visit([name], kind, ways.get(name)).catch((error) => {
        fails.push(`${name}, ${kind}: ${error.message}`);
        return null;
      });
      if (words) said.push(`${name}, ${kind}: ${words.slice(0, 60)}`);
    }
    for (const kind of isLong ? KINDS : [KINDS[1]]) {
      const words = await visit(
        FILES.filter((name) => !ways.has(name)),
        kind,
        [''],
        false,
      );
      if (words) fails.push(`what nobody asks for, ${kind}: ${words}`);
    }
    console.log(
      `# ${visits.length} visits for ${wanted.length} files in ${((Date.now() - began) / 1000).toFixed(0)} s; ${said.length} sentences`,
    );
    if (isLong) for (const line of said) console.log(`#   ${line}`);
    assert.deepEqual(fails, []);
    assert.ok(said.length >= visits.length / 8, 'and some of it is missed');
  },
);

testOnceIn('chromium', 'a host that fails after a number of answers: the page reports it, or works', async () => {
  for (const k of [1, 3, 6, 12]) {
    asked.length = 0;
    most = k;
    const page = await open().finally(() => {});
    try {
      assert.notEqual(await outcome(page, WORKS), '', `after ${k}`);
    } finally {
      most = Infinity;
      await page.close();
    }
  }
});

testOnceIn(
  'firefox',
  'a script damaged in a cache is fetched again without it, once; if that does not help, the notice stays and nothing loops',
  async () => {
    const main = FILES.find((name) => /assets\/main-/.test(name));
    const loads = () => asked.filter((name) => name === 'index.html').length;
    let times = 0;
    asked.length = 0;
    broken = {
      names: [main],
      answer: (response, name) => {
        times += 1;
        if (times > 1)
          return void response
            .writeHead(200, { ...HEADERS, 'Content-Type': 'text/javascript' })
            .end(readFileSync(new URL(name, dist)));
        ANSWERS['another page'](response);
      },
    };
    const once = await open();
    // Messages before the reload are ignored.
    await outcome(
      once,
      `return performance.getEntriesByType('navigation')[0].type === 'reload' && !document.querySelector('#boot') && value('reconstruction') === 'shown'`,
      (words) => words !== 'done',
    );
    assert.equal(loads(), 2);
    await once.close();

    for (const [kind, most2] of [
      ['half', 2],
      ['another page', 1],
    ]) {
      asked.length = 0;
      broken = { names: [main], answer: ANSWERS[kind] };
      const page = await open();
      for (;;) {
        const words = await outcome(page, 'return false');
        const isOver = await page.evaluate(() => document.querySelector('#boot button') !== null).catch(() => false);
        if (words && isOver && loads() === most2) break;
      }
      await page.waitForSelector('#boot button:not([hidden])');
      assert.equal(loads(), most2, kind);
      // A manual reload requests it again.
      broken = { names: [], answer: null };
      // In the document of now: the page may have reloaded itself since.
      await page.$eval('#boot button:not([hidden])', (button) => button.click());
      await page.waitForFunction(
        () => document.querySelector('[data-testid="reconstruction"]')?.dataset.value === 'shown',
        { timeout: PATIENCE, polling: 50 },
      );
      assert.equal(loads(), most2 + 1);
      await page.close();
    }
  },
);

testOnceIn('chromium', 'a truncated single-file page reports it', async () => {
  broken = {
    names: ['latentpad.html'],
    answer: (response) =>
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(halfOf('latentpad.html')),
  };
  const page = await newPage();
  await page.goto(`${server.address}latentpad.html`, { waitUntil: 'domcontentloaded' });
  const words = await outcome(page, 'return false');
  assert.match(words, /has not arrived/);
  await page.waitForFunction(() => /새로 고침/.test(document.querySelector('#boot').innerText), {
    timeout: PATIENCE,
    polling: 50,
  });
  broken = { names: [], answer: null };
  await page.close();
});
