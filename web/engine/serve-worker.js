/** Connects the dispatcher to the page, in a Worker's script. */
import { Dispatcher } from './dispatcher.js';
import { WorkerEvent } from './messages.js';
import { ThreadProxy } from './thread-proxy.js';

/**
 * @param {(options: import('./messages.js').EngineOptions, makeThreads: import('./threads.js').MakeThreads) =>
 *   Promise<import('./core-engine.js').Engine>} createEngine
 */
export function serveWorker(createEngine) {
  // A background tab throttles timers, but not messages.
  const { port1, port2 } = new MessageChannel();
  /** @type {(() => void)[]} */
  const tasks = [];
  port1.onmessage = () => tasks.shift()?.();

  const threadProxy = new ThreadProxy((detail) => self.postMessage({ event: WorkerEvent.threads, detail }));
  const dispatcher = new Dispatcher({
    createEngine: (options) => createEngine(options, threadProxy.makeThreads),
    post: (message, transfer = []) => self.postMessage(message, { transfer }),
    schedule(task) {
      tasks.push(task);
      port2.postMessage(null);
    },
  });

  self.onmessage = ({ data }) => {
    if (data?.event === WorkerEvent.threads) threadProxy.onMessage(data.detail);
    else dispatcher.receive(data);
  };
}
