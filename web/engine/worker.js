/** The Worker's script. */
import { createEngine } from './engine.js';
import { serveWorker } from './serve-worker.js';

serveWorker(createEngine);
