import { defineConfig } from 'vite';
import { browserGluePlugin } from '../scripts/browser-glue.mjs';
import { cardTags } from '../scripts/card-tags.mjs';
import { digitsDigestModule } from '../scripts/digits-digest.mjs';
import { lessonCodeModule } from '../scripts/lesson-code.mjs';
import { insertParts } from '../scripts/page-parts.mjs';
import { readingModules } from '../scripts/reading-plugin.mjs';
import { teachingPages } from '../scripts/teaching-pages.mjs';
import { writeServiceWorker } from '../scripts/service-worker.mjs';
import below from './languages/en/deferred-texts.js';
import en from './languages/en/texts.js';
import ko from './languages/ko/texts.js';
import { PLAIN } from './core/texts/symbol-texts.js';

/** @param {Record<string, string>} texts @param {string} key */
function plainTextOf(texts, key) {
  if (texts[key] === undefined)
    throw new Error(`index.html asks for the text ${key}, which languages/en/texts.js lacks`);
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => PLAIN[name] ?? name);
}

/**
 * Writes the English text into the page, so that it can be read before any script has run, and marks Korean
 * text as Korean; also names that must precede the elements they name.
 */
const textInPage = {
  name: 'text-in-page',
  /** @param {string} html */
  transformIndexHtml: (html) =>
    html
      .replace(
        /data-(?:t|built)="([\w.-]+)"([^<>]*)>(?=<)/g,
        (whole, key, others) => whole + plainTextOf(others.includes('lang="ko"') ? ko : en, key),
      )
      .replace(/data-t-label="([\w.]+)"/g, (whole, key) =>
        key in below ? `${whole} aria-label="${plainTextOf(en, key)}"` : whole,
      ),
};

/** The features' markup and the form's fields. */
const partsInPage = {
  name: 'parts-in-page',
  transformIndexHtml: { order: /** @type {const} */ ('pre'), handler: insertParts },
};

/** Preloads the files of the first decoded digit, before any script has run. */
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
      /** Modules that the page's code imports must not wait until that code has loaded. */
      const modules = [main, ...(bundle[main].imports ?? []).filter((file) => !/index-[^/]+\.js$/.test(file))];
      return {
        html,
        tags: [
          ...modules.map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: '', href: `./${file}` },
            injectTo: /** @type {const} */ ('head'),
          })),
          {
            tag: 'link',
            attrs: {
              rel: 'preload',
              as: 'fetch',
              crossorigin: '',
              href: `./${address(/\/vae-2d\.safetensors-[^/]+\.gz$/)}`,
            },
            injectTo: /** @type {const} */ ('head'),
          },
        ],
      };
    },
  },
};

/** The card of a site needs its URL: set LATENTPAD_URL=https://example.org/latentpad/ for the build. */
const card = {
  name: 'card',
  transformIndexHtml: () =>
    cardTags(
      { title: en['page.title'], description: en['page.description'], alt: en['page.cardAlt'] },
      process.env.LATENTPAD_URL,
    ),
};

/** Writes sw.js after all listed files. */
const serviceWorker = {
  name: 'service-worker',
  apply: /** @type {const} */ ('build'),
  /** @param {{dir?: string}} output */
  writeBundle: ({ dir }) => writeServiceWorker(/** @type {string} */ (dir)),
};

/** The plugins that assemble the page's HTML, also used by vite.single.config.js. */
export const htmlPlugins = [partsInPage, textInPage, lessonCodeModule, digitsDigestModule, readingModules];

/** Preserves light-dark(): the fallback for older browsers would not follow the theme switch. */
export const targets = { target: 'es2022', cssTarget: ['chrome123', 'firefox120', 'safari17.5'] };

export default defineConfig({
  root: import.meta.dirname,
  // Relative URLs, so that the built page works in any folder of any host.
  base: './',
  plugins: [...htmlPlugins, preloads, card, teachingPages, serviceWorker],
  worker: { format: 'es', plugins: () => [browserGluePlugin] },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    ...targets,
    // The page's CSP allows data: URLs for images only.
    assetsInlineLimit: 0,
  },
});
