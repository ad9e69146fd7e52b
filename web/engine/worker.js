/** The Worker: wires the dispatcher to the page. */
import { Dispatcher } from './dispatcher.js';
import { createEngine } from './engine.js';

// Messages are not throttled in a background tab, timers are.
const { port1, port2 } = new MessageChannel();
/** @type {(() => void)[]} */
const tasks = [];
port1.onmessage = () => tasks.shift()?.();

const dispatcher = new Dispatcher({
  createEngine,
  post: (message, transfer = []) => self.postMessage(message, { transfer }),
  schedule(task) {
    tasks.push(task);
    port2.postMessage(null);
  },
});

self.onmessage = ({ data }) => {
  dispatcher.receive(data);
};
