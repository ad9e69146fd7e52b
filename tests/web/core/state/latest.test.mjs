// Requests of which only the latest answer counts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latest } from '../../../../web/core/state/latest.js';
import { simulateClock } from '../../support/clock.mjs';

/** Work whose runs end on request, in simulated time. */
function workOf(context, options) {
  const runs = [],
    clock = simulateClock(context);
  const { request, cancel } = latest(
    (isOutdated) => new Promise((end) => runs.push({ isOutdated, end, at: clock.now() })),
    options,
  );
  return { runs, request, cancel, pass: clock.pass };
}

test('requests during a run cause one more run, however many they are', async (context) => {
  const { runs, request, pass } = workOf(context);
  const first = request();
  void request();
  const last = request();
  assert.equal(runs.length, 1, 'one at a time');
  runs[0].end();
  await pass(0);
  assert.equal(runs.length, 2);
  runs[1].end();
  await Promise.all([first, last]);
  void request();
  assert.equal(runs.length, 3, 'and again when it is requested again');
});

test('a run is outdated once another is requested or the requests are canceled', async (context) => {
  const { runs, request, cancel, pass } = workOf(context);
  void request();
  assert.equal(runs[0].isOutdated(), false);
  void request();
  assert.equal(runs[0].isOutdated(), true);
  runs[0].end();
  await pass(0);
  assert.equal(runs[1].isOutdated(), false);
  cancel();
  assert.equal(runs[1].isOutdated(), true);
  runs[1].end();
  await pass(1000);
  assert.equal(runs.length, 2, 'nothing more was requested');
});

test('with a rest, the run starts once no request was made for that time', async (context) => {
  const { runs, request, pass } = workOf(context);
  void request({ restMs: 250 });
  await pass(200);
  void request({ restMs: 250 });
  await pass(200);
  assert.equal(runs.length, 0);
  await pass(50);
  assert.equal(runs.length, 1);
});

test('requests with an interval start no sooner, and do not postpone each other', async (context) => {
  const { runs, request, pass } = workOf(context);
  void request({ everyMs: 500 });
  runs[0].end();
  await pass(0);
  for (let i = 0; i < 4; i++) {
    await pass(100);
    void request({ everyMs: 500 });
  }
  assert.equal(runs.length, 1);
  await pass(100);
  assert.equal(runs.length, 2);
  assert.equal(runs[1].at, 500);
});

test('a request that waits for its interval does not postpone one that rests, and one without either runs immediately', async (context) => {
  const { runs, request, pass } = workOf(context);
  void request();
  runs[0].end();
  await pass(10);
  void request({ restMs: 250 });
  await pass(10);
  void request({ everyMs: 3000 });
  await pass(240);
  assert.equal(runs.length, 2);
  runs[1].end();
  await pass(0);
  void request({ everyMs: 3000 });
  assert.equal(runs.length, 2);
  void request();
  assert.equal(runs.length, 3);
});

test('of the requests during a run, the one that is due first is served', async (context) => {
  const { runs, request, pass } = workOf(context);
  void request({ everyMs: 500 });
  void request();
  void request({ everyMs: 500 });
  runs[0].end();
  await pass(0);
  assert.equal(runs.length, 2);
});

test('a request settles with the run that serves it, although others are due', async (context) => {
  const { runs, request, pass } = workOf(context);
  let settled = 0;
  void request().then(() => (settled += 1));
  void request({ everyMs: 500 }).then(() => (settled += 1));
  runs[0].end();
  await pass(0);
  assert.equal(settled, 1);
  await pass(500);
  runs[1].end();
  await pass(0);
  assert.equal(settled, 2);
});

test('the interval begins when a run ends, so that slow runs leave time', async (context) => {
  const { runs, request, pass } = workOf(context);
  void request();
  await pass(3000);
  runs[0].end();
  await pass(0);
  void request({ everyMs: 3000 });
  await pass(2999);
  assert.equal(runs.length, 1);
  await pass(1);
  assert.equal(runs.length, 2);
});

test('long runs with an interval leave time for other work', async (context) => {
  const { runs, request, pass } = workOf(context, { maxShare: 0.25 });
  void request({ everyMs: 500 });
  await pass(400);
  runs[0].end();
  await pass(0);
  void request({ everyMs: 500 });
  await pass(1199);
  assert.equal(runs.length, 1);
  await pass(1);
  assert.equal(runs.length, 2);
});

test('a canceled request settles, and its run does not start', async (context) => {
  const { runs, request, cancel, pass } = workOf(context);
  const done = request({ restMs: 100 });
  cancel();
  await done;
  await pass(1000);
  assert.equal(runs.length, 0);
  void request();
  assert.equal(runs.length, 1, 'it can be requested again');
});

test('work that fails is reported, and the next run starts', async (context) => {
  const reported = [];
  globalThis.reportError = (error) => reported.push(error.message);
  context.after(() => delete globalThis.reportError);
  let fails = true,
    runs = 0;
  const { request } = latest(async () => {
    runs += 1;
    if (fails) throw new Error('unexpected');
  });
  await request();
  fails = false;
  await request();
  assert.deepEqual([reported, runs], [['unexpected'], 2]);
});
