import { readFileSync } from 'node:fs';

/**
 * For `intercept` of serve(): a script that runs in the engine's worker before its own.
 * @param {string} script
 * @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean}
 */
export const beforeWorker = (script) =>
  Object.assign(
    (request, response) => {
      if (!/\/worker-[^/]*\.js/.test(request.url)) return false;
      const source = readFileSync(new URL(`../../../dist${request.url}`, import.meta.url), 'utf8');
      response.writeHead(200, { 'Content-Type': 'text/javascript', 'Cross-Origin-Embedder-Policy': 'require-corp' });
      response.end(`${script};${source}`);
      return true;
    },
    { changesScripts: true },
  );
