/** The script of a worker in which one thread of a core runs. The first message names the core, whose glue takes over. */
import { buildOf } from './core-variants.js';
import { serializeError } from './engine-error.js';

self.onmessage = async ({ data: { arithmetic } }) => {
  self.postMessage({ runs: true });
  try {
    // The glue recognises its threads by the worker's name (start-thread.js) and sets its own onmessage.
    await buildOf(arithmetic, true).glue();
    self.postMessage({});
  } catch (error) {
    self.postMessage({ error: serializeError(error) });
  }
};
