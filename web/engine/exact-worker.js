/** The script of the Worker that has exact arithmetic on one thread. */
import { createEngine } from './exact.js';
import { serveWorker } from './serve-worker.js';

serveWorker((options) => createEngine(/** @type {Parameters<typeof createEngine>[0]} */ (options)));
