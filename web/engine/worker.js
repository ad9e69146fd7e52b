/** The Worker: wires the dispatcher to the page. */
import { Dispatcher } from './dispatcher.js';
import { createEngine } from './engine.js';
import { Event } from './messages.js';
import { ThreadBorrower } from './thread-lending.js';

// Messages are not throttled in a background tab, timers are.
const { port1, port2 } = new MessageChannel();
/** @type {(() => void)[]} */
const tasks = [];
port1.onmessage = () => tasks.shift()?.();

const borrower = new ThreadBorrower((detail) => self.postMessage({ event: Event.threads, detail }));
const dispatcher = new Dispatcher({
  createEngine: (options) => createEngine(options, borrower.makeThreads),
  post: (message, transfer = []) => self.postMessage(message, { transfer }),
  schedule(task) {
    tasks.push(task);
    port2.postMessage(null);
  },
});

self.onmessage = ({ data }) => {
  if (data?.event === Event.threads) borrower.receive(data.detail);
  else dispatcher.receive(data);
};
