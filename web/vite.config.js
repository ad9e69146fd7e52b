import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { articleModules } from '../scripts/article-plugin.mjs';
import { lessonCodeModule } from '../scripts/lesson-code.mjs';
import { writeServiceWorker } from '../scripts/service-worker.mjs';
import en from './i18n/en.js';

/** Puts the English text into the page itself, so that it can be read before any script has run. */
const textInPage = {
  name: 'text-in-page',
  /** @param {string} html */
  transformIndexHtml: (html) => html.replace(/data-t="([\w.]+)">(?=<)/g, (whole, key) => {
    const text = en[/** @type {keyof typeof en} */ (key)];
    if (text === undefined) throw new Error(`index.html asks for the text ${key}, which i18n/en.js lacks`);
    return whole + text.replace('{xhat}', 'x̂').replaceAll('{xi}', 'xᵢ').replaceAll('{before}', 'x₁…xᵢ₋₁').replace('{mu}', 'μ').replace('{sigma}', 'σ').replace('{epsilon}', 'ε').replace(/[{}]/g, '');
  }),
};

/** Puts parts/NAME.html where index.html has `<!-- part: NAME -->`. */
const partsInPage = {
  name: 'parts-in-page',
  transformIndexHtml: {
    order: /** @type {const} */ ('pre'),
    /** @param {string} html */
    handler: (html) => html.replace(/ *<!-- part: (\w+) -->\n/g, (_, name) => readFileSync(resolve(import.meta.dirname, `parts/${name}.html`), 'utf8')),
  },
};

/**
 * The glue of a core with threads knows how to make its own workers, from its own file. A page never lets it
 * (engine/thread-pool.js), yet the bundler would make a second file of it for them.
 */
const threadsFromSameFile = {
  name: 'threads-from-same-file',
  enforce: /** @type {const} */ ('pre'),
  /** @param {string} code @param {string} id */
  transform(code, id) {
    if (!/latentpad-\w+-threads\.mjs/.test(id)) return null;
    const changed = code.replace(/(new Worker\()new URL\("[^"]+", ?import\.meta\.url\)/, '$1import.meta.url');
    if (changed === code) throw new Error(`${id}: expected it to make its workers by new URL("…", import.meta.url)`);
    return { code: changed, map: null };
  },
};

/** Writes sw.js once all that it lists is there. */
const serviceWorker = {
  name: 'service-worker',
  apply: /** @type {const} */ ('build'),
  /** @param {{dir?: string}} output */
  writeBundle: ({ dir }) => writeServiceWorker(/** @type {string} */ (dir)),
};

export default defineConfig({
  root: import.meta.dirname,
  // Relative addresses, so that the built page works from any folder of any host.
  base: './',
  plugins: [partsInPage, textInPage, lessonCodeModule, articleModules, serviceWorker],
  worker: { format: 'es', plugins: () => [threadsFromSameFile] },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    // light-dark() as it is: the fallback for older browsers would not follow the theme switch.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The page's policy allows no data: address but pictures.
    assetsInlineLimit: 0,
  },
});
