import { defineConfig } from 'vite';
import { articleModules } from '../scripts/article-plugin.mjs';
import { cardTags } from '../scripts/card-tags.mjs';
import { digitsDigestModule } from '../scripts/digits-digest.mjs';
import { lessonCodeModule } from '../scripts/lesson-code.mjs';
import { insertParts } from '../scripts/page-parts.mjs';
import { writeServiceWorker } from '../scripts/service-worker.mjs';
import below from './languages/en/deferred-texts.js';
import en from './languages/en/texts.js';
import ko from './languages/ko/texts.js';
import { PLAIN } from './core/texts/symbol-texts.js';

/** @param {Record<string, string>} texts @param {string} key */
function plainTextOf(texts, key) {
  if (texts[key] === undefined) throw new Error(`index.html asks for the text ${key}, which languages/en/texts.js lacks`);
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => PLAIN[name] ?? name);
}

/**
 * Puts the English text into the page itself, so that it can be read before any script has run, and what is marked as
 * Korean in Korean; and names, where they would come after what they name can be reached.
 */
const textInPage = {
  name: 'text-in-page',
  /** @param {string} html */
  transformIndexHtml: (html) => html
    .replace(/data-(?:t|built)="([\w.]+)"( lang="ko")?>(?=<)/g, (whole, key, korean) => whole + plainTextOf(korean ? ko : en, key))
    .replace(/data-t-label="([\w.]+)"/g, (whole, key) => (key in below ? `${whole} aria-label="${plainTextOf(en, key)}"` : whole)),
};

/** The features' markup and the form's fields. */
const partsInPage = {
  name: 'parts-in-page',
  transformIndexHtml: { order: /** @type {const} */ ('pre'), handler: insertParts },
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

/** What the first decoded digit needs is asked for by the page itself, before any script has run. */
const preloads = {
  name: 'preloads',
  transformIndexHtml: {
    order: /** @type {const} */ ('post'),
    /** @param {string} html @param {{bundle?: Record<string, {fileName: string, imports?: string[]}>}} context */
    handler(html, { bundle }) {
      if (!bundle) return html;
      /** @param {RegExp} name */
      const address = (name) => {
        const found = Object.keys(bundle).find((file) => name.test(file));
        if (!found) throw new Error(`the build has no ${name}`);
        return found;
      };
      const main = address(/main-[^/]+\.js$/);
      /** What the page's code needs itself is not to be asked for only when that code has come. */
      const modules = [main, ...(bundle[main].imports ?? []).filter((file) => !/index-[^/]+\.js$/.test(file))];
      return {
        html,
        tags: [
          ...modules.map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: '', href: `./${file}` }, injectTo: /** @type {const} */ ('head') })),
          { tag: 'link', attrs: { rel: 'preload', as: 'fetch', crossorigin: '', href: `./${address(/\/vae-2d-[^/]+\.safetensors$/)}` }, injectTo: /** @type {const} */ ('head') },
        ],
      };
    },
  },
};

/** A site that wants its card says where it is: LATENTPAD_URL=https://example.org/latentpad/ before the build. */
const card = {
  name: 'card',
  transformIndexHtml: () => cardTags({ description: en['page.description'], alt: en['page.cardAlt'] }, process.env.LATENTPAD_URL),
};

/** Writes sw.js once all that it lists is there. */
const serviceWorker = {
  name: 'service-worker',
  apply: /** @type {const} */ ('build'),
  /** @param {{dir?: string}} output */
  writeBundle: ({ dir }) => writeServiceWorker(/** @type {string} */ (dir)),
};

/** What makes the page's HTML out of its parts, for vite.single.config.js as well. */
export const htmlPlugins = [partsInPage, textInPage, lessonCodeModule, digitsDigestModule, articleModules];

/** light-dark() as it is: the fallback for older browsers would not follow the theme switch. */
export const targets = { target: 'es2022', cssTarget: ['chrome123', 'firefox120', 'safari17.5'] };

export default defineConfig({
  root: import.meta.dirname,
  // Relative addresses, so that the built page works from any folder of any host.
  base: './',
  plugins: [...htmlPlugins, preloads, card, serviceWorker],
  worker: { format: 'es', plugins: () => [threadsFromSameFile] },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    ...targets,
    // The page's policy allows no data: address but pictures.
    assetsInlineLimit: 0,
  },
});
