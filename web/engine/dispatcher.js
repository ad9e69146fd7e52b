/**
 * Serves requests one after the other: finds the call (calls.js) and its implementation (call-handlers.js), checks the
 * arguments, and posts the reply. Independent of Worker, so that tests run it in their own thread.
 */
import { callOf, unpackArgs } from './calls.js';
import { handlers as allHandlers } from './call-handlers.js';
import { invalidArgument, isTrap, serializeError } from './engine-error.js';
import { WorkerEvent } from './messages.js';
import { Session } from './session.js';
import { runInSlices } from './slices.js';

export class Dispatcher {
  /**
   * @param {object} environment
   * @param {(options: import('./messages.js').EngineOptions) => Promise<import('./engine.js').Engine>} environment.createEngine
   * @param {(message: object, transfer?: Transferable[]) => void} environment.post
   * @param {(task: () => void) => void} environment.schedule  runs a task after the messages that have arrived
   * @param {() => number} [environment.now]  milliseconds
   * @param {Record<string, (session: Session, ...args: any[]) => any>} [environment.handlers]  by the names of the calls
   */
  constructor({ createEngine, post, schedule, now = () => performance.now(), handlers = allHandlers }) {
    this.post = post;
    this.schedule = schedule;
    this.now = now;
    this.handlers = handlers;
    this.session = new Session({
      createEngine,
      emit: (event, detail) => this.emit(event, detail),
      schedule: (task) => schedule(() => this.runTask(task)),
    });
    /** @type {{request: any, onServed: () => void}[]} */
    this.queue = [];
    this.isServing = false;
    /** The request that is being served and can be aborted. @type {{id: any, controller: AbortController} | null} */
    this.current = null;
  }

  /** @param {any} request @returns {Promise<void>} when its reply has been posted */
  receive(request) {
    if (request?.abort !== undefined) {
      this.abort(request.abort);
      return Promise.resolve();
    }
    return new Promise((onServed) => {
      this.queue.push({ request, onServed });
      if (!this.isServing) this.serve();
    });
  }

  /**
   * Takes a request out of the queue, or ends it between two pieces of its work. Its reply is `{id, ok: false, aborted: true}`;
   * a request that has been answered, or is not in pieces, is not affected.
   * @param {unknown} id
   */
  abort(id) {
    const { current } = this;
    if (current && current.id === id) {
      current.controller.abort();
      return;
    }
    const at = this.queue.findIndex(({ request }) => request?.id === id);
    if (at === -1) return;
    const [{ onServed }] = this.queue.splice(at, 1);
    this.post({ id, ok: false, aborted: true });
    onServed();
  }

  async serve() {
    this.isServing = true;
    // Requests made in the same task are all queued before the first one is served, as messages to a worker are.
    await null;
    while (this.queue.length > 0) await this.serveNext();
    this.isServing = false;
  }

  async serveNext() {
    const { request, onServed } = /** @type {{request: any, onServed: () => void}} */ (this.queue.shift());
    await this.reply(request);
    onServed();
  }

  /** @param {any} request */
  async reply(request) {
    const { id, type, onProgress, ...fields } = request ?? {};
    const controller = new AbortController(),
      { signal } = controller,
      report = onProgress && ((/** @type {any} */ progress) => this.post({ id, progress }));
    try {
      const call = callOf(type);
      if (!call) throw invalidArgument('engine', 'a known request', JSON.stringify(type));
      for (const need of call.needs) this.session.expect(need);
      // Requests that are served between the pieces of another leave that one the current.
      if (!call.betweenPieces) this.begin({ id, controller, onProgress: report });
      const result = this.handlers[type](this.session, ...unpackArgs(type, call, fields));
      const value = await (call.inPieces ? this.runInPieces(result, signal, report) : result);
      const buffers = new Set(call.transfers?.(value) ?? []);
      this.post(
        { id, ok: true, value },
        [...buffers].filter((buffer) => buffer instanceof ArrayBuffer),
      );
    } catch (error) {
      const isAborted = signal.aborted && error === signal.reason;
      this.post(isAborted ? { id, ok: false, aborted: true } : { id, ok: false, error: serializeError(error) });
      if (isTrap(error)) this.crash(error);
    } finally {
      if (this.current?.controller === controller) this.begin(null);
    }
  }

  /** @param {{id: any, controller: AbortController, onProgress?: (progress: any) => void} | null} current */
  begin(current) {
    this.current = current;
    this.session.signal = current?.controller.signal;
    this.session.onProgress = current?.onProgress;
  }

  /**
   * Does long work piece by piece. No training step is taken meanwhile. Between pieces, the next requests in the queue are
   * served if their calls allow it (`betweenPieces`).
   * @template Result
   * @param {import('./slices.js').Advance<Result>} advance  does a piece; null while some work is left
   * @param {AbortSignal} signal
   * @param {(progress: import('./slices.js').WorkProgress) => void} [onProgress]
   * @returns {Promise<Result>}
   */
  async runInPieces(advance, signal, onProgress) {
    this.session.holdTraining();
    const pause = async () => {
      await new Promise((resolve) => this.schedule(() => resolve(null)));
      while (callOf(this.queue[0]?.request?.type)?.betweenPieces) await this.serveNext();
    };
    try {
      return await runInSlices(advance, { signal, onProgress, pause, now: this.now });
    } finally {
      this.session.releaseTraining();
    }
  }

  /**
   * Runs a task of the training loop. It belongs to no request, so its errors are posted as events.
   * @param {() => void} task
   */
  runTask(task) {
    try {
      task();
    } catch (error) {
      if (isTrap(error)) this.crash(error);
      else this.session.interruptTraining(error);
    }
  }

  /** @param {unknown} error */
  crash(error) {
    this.session.close();
    this.post({ event: WorkerEvent.crashed, detail: serializeError(error) });
  }

  /**
   * @param {string} event
   * @param {any} [detail]
   */
  emit(event, detail) {
    const buffers = [detail?.mu?.buffer, detail?.bytes?.buffer].filter((buffer) => buffer instanceof ArrayBuffer);
    this.post({ event, detail }, buffers);
  }
}
