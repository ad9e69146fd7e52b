/** The content of an image that the page offers for download: its text, and its pixels under an element of the page. */

/** Records text drawn on offscreen canvases, and the last file offered. @param {import('puppeteer-core').Page} page */
export const watchPictures = (page) =>
  page.evaluate(() => {
    const { fillText } = CanvasRenderingContext2D.prototype,
      { createObjectURL } = URL;
    window.picture = { words: [], blob: null };
    CanvasRenderingContext2D.prototype.fillText = function (words, ...rest) {
      if (!this.canvas.isConnected) window.picture.words.push(words);
      return fillText.call(this, words, ...rest);
    };
    URL.createObjectURL = (blob) => {
      window.picture.blob = blob;
      return createObjectURL.call(URL, blob);
    };
    HTMLAnchorElement.prototype.click = () => {};
  });

/** Text without spaces, since line breaks depend on the width. @param {string} text */
export const letters = (text) => text.replace(/[\s\u0302]+/g, '');

/** Saves by the button. @param {import('./site.mjs').Site} site @param {string} id @returns {Promise<string>}  the text in the image */
export async function savedLetters(site, id) {
  await site.page.evaluate(() => Object.assign(window.picture, { words: [], blob: null }));
  await site.click(id);
  await site.waitFor(() => window.picture.blob !== null);
  return letters((await site.page.evaluate(() => window.picture.words)).join(''));
}

/**
 * Dark (1) and light (0) pixels of the last saved image along the middle of an element, from its left edge for `width` CSS
 * pixels. The image's upper left is a dozen pixels above and left of the visible content of its panels.
 * @param {import('./site.mjs').Site} site
 * @param {string[]} panels   their selectors
 * @param {string} place
 * @param {number} width
 */
export const inkAlong = (site, panels, place, width) =>
  site.page.evaluate(
    async ([all, selector, length]) => {
      const seen = all
        .flatMap((panel) => [...document.querySelectorAll(`${panel} :is(canvas, svg, span, dd, figcaption)`)])
        .filter((node) => !node.closest('button, .for-ears') && getComputedStyle(node).visibility === 'visible')
        .map((node) => node.getBoundingClientRect())
        .filter((box) => box.width > 0 && box.height > 0);
      const left = Math.min(...seen.map((box) => box.left)) - 12,
        top = Math.min(...seen.map((box) => box.top)) - 12;
      const bitmap = await createImageBitmap(new Blob([window.picture.blob], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
      context.drawImage(bitmap, 0, 0);
      const box = document.querySelector(selector).getBoundingClientRect();
      // Several rows around the middle: the position of a thin rule varies by half a pixel.
      const rows = [-3, -2, -1, 0, 1, 2, 3].map(
        (row) =>
          context.getImageData(2 * (box.left - left), 2 * (box.top + box.height / 2 - top) + row, 2 * length, 1).data,
      );
      return Array.from({ length: 2 * length }, (_, x) => Number(rows.some((data) => data[4 * x] < 160)));
    },
    [panels, place, width],
  );
