import { defineConfig } from 'vite';
import en from './i18n/en.js';

/** Puts the English text into the page itself, so that it can be read before any script has run. */
const textInPage = {
  name: 'text-in-page',
  /** @param {string} html */
  transformIndexHtml: (html) => html.replace(/data-t="([\w.]+)">(?=<)/g, (whole, key) => {
    const text = en[/** @type {keyof typeof en} */ (key)];
    if (text === undefined) throw new Error(`index.html asks for the text ${key}, which i18n/en.js lacks`);
    return whole + text.replace('{xhat}', 'x̂').replace('{mu}', 'μ').replace('{sigma}', 'σ').replace('{epsilon}', 'ε').replace(/[{}]/g, '');
  }),
};

export default defineConfig({
  root: import.meta.dirname,
  // Relative addresses, so that the built page works from any folder of any host.
  base: './',
  plugins: [textInPage],
  worker: { format: 'es' },
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
