/** Workers whose scripts are on another origin than the page, such as a CDN. Browsers start only scripts of the page's own origin. */

// A variable: in new URL(name, import.meta.url) bundlers look for a file to copy.
const here = import.meta.url;

/** Whether the engine's modules are on another origin. (Bundlers may give them a file: URL, which says nothing.) */
export function isElsewhere() {
  const { protocol, origin } = new URL(here);
  return protocol.startsWith('http') && origin !== globalThis.origin;
}

/**
 * Starts a script of the page's origin that imports the other.
 * @param {string} name   of the file beside this module
 * @param {WorkerOptions} options
 * @returns {Worker}
 */
export function startElsewhere(name, options) {
  const script = `import ${JSON.stringify(new URL(name, here).href)};`;
  return new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })), options);
}
