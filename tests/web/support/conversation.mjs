// The worker's side of the conversation with a real engine; only the thread is left out.
import assert from 'node:assert/strict';
import { Dispatcher } from '../../../web/engine/dispatcher.js';

/**
 * A dispatcher that has started, what it says unasked, and a way to ask it: an answer that is an error is thrown, with its
 * code and parameters.
 * @param {import('../../../web/engine/engine.js').Engine} engine
 */
export async function converse(engine) {
  const events = [], answers = new Map();
  const dispatcher = new Dispatcher({
    createEngine: async () => engine,
    schedule: (task) => setImmediate(task),
    post: (message) => (message.event ? events.push(message) : answers.set(message.id, message)),
  });
  let id = 0;
  const ask = async (type, fields = {}) => {
    const mine = ++id;
    await dispatcher.receive({ ...fields, id: mine, type });
    const { ok, value, error } = answers.get(mine);
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
