// The file of weights that the page offers for download.

/**
 * Saves by the button and returns the bytes; their name is in window.offeredAs.
 * @param {import('./site.mjs').Site} site
 * @returns {Promise<Buffer>}
 */
export async function savedWeights(site) {
  await site.page.evaluate(() => {
    const original = URL.createObjectURL;
    window.offered = [];
    HTMLAnchorElement.prototype.click = function () {
      window.offeredAs = this.download;
    };
    URL.createObjectURL = (blob) => {
      window.offered.push(blob);
      return original.call(URL, blob);
    };
  });
  await site.click('save-weights');
  await site.waitFor(() => window.offered.length > 0);
  const base64 = await site.page.evaluate(async () => {
    const bytes = new Uint8Array(await window.offered.at(-1).arrayBuffer());
    let text = '';
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return btoa(text);
  });
  return Buffer.from(base64, 'base64');
}
