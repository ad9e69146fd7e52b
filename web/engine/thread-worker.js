/** A worker in which one thread of a core computes. Told which core, it becomes what that core's glue makes of it. */
import { buildOf } from './core-variants.js';
import { saidOf } from './engine-error.js';

self.onmessage = async ({ data: { arithmetic } }) => {
  self.postMessage({ runs: true });
  try {
    // Named as the glue's own threads are, it is taken for one: the glue listens from here on.
    await buildOf(arithmetic, true).glue();
    self.postMessage({});
  } catch (error) {
    self.postMessage({ error: saidOf(error) });
  }
};
