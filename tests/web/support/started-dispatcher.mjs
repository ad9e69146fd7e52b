// A dispatcher with a real engine, in the test's own thread.
import assert from 'node:assert/strict';
import { Dispatcher } from '../../../web/engine/dispatcher.js';

/**
 * @param {import('../../../web/engine/engine.js').Engine} engine
 * @returns a started dispatcher; `ask` makes a request and returns its value or throws its error with code and parameters;
 *   `events`: all events posted; `of`: the details of those of one name; `until` waits for a condition
 */
export async function startDispatcher(engine) {
  const events = [],
    replies = new Map();
  const dispatcher = new Dispatcher({
    createEngine: async () => engine,
    schedule: (task) => setImmediate(task),
    post: (message) => (message.event ? events.push(message) : replies.set(message.id, message)),
  });
  let nextId = 1;
  const ask = async (type, fields = {}) => {
    const id = nextId++;
    await dispatcher.receive({ ...fields, id, type });
    const { ok, value, error } = replies.get(id);
    if (!ok) throw Object.assign(new Error(error.message), error);
    return value;
  };
  const until = async (condition) => {
    for (let i = 0; i < 4000 && !condition(); ++i) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(condition(), `waited for ${condition}`);
  };
  const of = (name) => events.filter(({ event }) => event === name).map(({ detail }) => detail);
  await ask('start');
  return { ask, until, of, events, dispatcher };
}
