import { Dispatcher } from '../../../web/engine/dispatcher.js';

/** A worker of the client that runs the real dispatcher in the test's own thread. */
export class LocalWorker {
  /** @param {() => Promise<import('../../../web/engine/engine.js').Engine>} start */
  constructor(start) {
    this.alive = true;
    this.dispatcher = new Dispatcher({
      createEngine: start,
      schedule: (task) => setImmediate(() => this.alive && task()),
      post: (message) => setImmediate(() => this.alive && this.onmessage({ data: message })),
    });
  }
  postMessage(message) {
    // As in a page, a message that cannot be cloned is an error.
    void this.dispatcher.receive(structuredClone(message));
  }
  terminate() {
    this.alive = false;
    this.dispatcher.session.close();
  }
}
