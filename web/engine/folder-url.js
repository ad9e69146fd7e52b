import { invalidArgument } from './engine-error.js';

/**
 * The URL of a folder, relative to the page or worker, or in Node to this module.
 * @param {string | URL} folder
 */
export function folderUrl(folder) {
  try {
    return new URL(
      `${folder}`.replace(/\/?$/, '/'),
      globalThis.document?.baseURI ?? globalThis.location?.href ?? import.meta.url,
    );
  } catch {
    throw invalidArgument('createEngine', 'wasmUrl as the URL of a folder', `'${folder}'`);
  }
}
