// The state that the sections below the first screen share with the link.
import assert from 'node:assert/strict';
import test from 'node:test';
import { shareWithLink } from '../../../../web/core/state/section-state.js';
import { createCompareActions } from '../../../../web/features/compare/compare-actions.js';
import { createCompareState } from '../../../../web/features/compare/compare-state.js';
import { createFvbnState } from '../../../../web/features/fvbn/fvbn-actions.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createStore } from '../../../../web/core/state/store.js';
import { PretendedEngine } from '../../support/pretended-engine.mjs';
import { settled } from '../../support/settled.mjs';

test('a part of the page’s state and a section’s state are synchronized in both directions', () => {
  const page = createStore({ ...createPageState(), lab: { ...createPageState().lab, rows: 5 } }),
    lab = createStore(createFvbnState());
  const told = [];
  shareWithLink(lab, page, 'lab', (changed) => told.push([...changed]));
  assert.equal(lab.get().rows, 5, 'the value of a link applied before the section was loaded');
  lab.set({ seed: 9, phase: 'ready' });
  assert.deepEqual([page.get().lab, told], [{ kind: 'fvbn', rows: 5, seed: 9, completionSeed: 1 }, []]);
  page.set({ lab: { ...page.get().lab, kind: 'made', rows: 6 } });
  assert.deepEqual([lab.get().kind, lab.get().rows, lab.get().seed, told], ['made', 6, 9, [['kind', 'rows']]]);
});

/** Trains one step at each poll, up to the given step. */
class SteppingEngine extends PretendedEngine {
  async play({ untilStep }) {
    this.until = untilStep;
    return this.progress({ state: untilStep !== null && untilStep <= this.now.step ? 'paused' : 'running' });
  }
  async createModel(what) {
    this.now = { ...this.now, state: 'idle', step: 0, epoch: 0 };
    return super.createModel(what);
  }
  advance() {
    if (this.now.state !== 'running') return;
    const step = this.now.step + 1;
    this.progress({ step, epoch: step / 10, state: step === this.until ? 'paused' : 'running' });
  }
}

function racing(goal) {
  const engines = [],
    store = createStore({ ...createCompareState(), goal });
  const actions = createCompareActions(store, {
    openEngine: async () => {
      engines.push(new SteppingEngine());
      return { engine: engines.at(-1), digits: { labels: Uint8Array.of(1), width: 28, height: 28 } };
    },
    fetchWeights: async () => null,
    fetchClassifier: async () => null,
  });
  /** The last engine is slow. */
  const run = async (rounds) => {
    for (let round = 0; round < rounds; round++) {
      engines.forEach((engine, i) => (i < 2 || round % 3 === 0) && engine.advance());
      await settled();
    }
  };
  const steps = () => engines.map(({ now }) => now.step);
  return { engines, store, actions, run, steps };
}

test('a link trains all three, at the same pace, to exactly its step; past it they are restarted', async () => {
  const { engines, store, actions, run, steps } = racing({ seed: 7, steps: 12 });
  const started = actions.start();
  await settled(20);
  await started;
  assert.deepEqual(
    engines.map(({ asked }) => asked.filter(([what]) => what === 'create')),
    ['ae', 'vae', 'fvbn'].map((name) => [['create', name, 7]]),
  );
  await run(15);
  assert.ok(steps()[0] - steps()[2] <= 6, `in pace: ${steps()}`);
  await run(40);
  assert.deepEqual(
    [steps(), store.get().steps, store.get().playing, store.get().goal],
    [[12, 12, 12], 12, false, null],
  );
  const made = () => engines[0].asked.filter(([what]) => what === 'create').length;
  store.set({ goal: { seed: 7, steps: 5 } });
  actions.follow(new Set(['goal']));
  await settled(20);
  await run(40);
  assert.deepEqual([steps(), store.get().steps, made()], [[5, 5, 5], 5, 1]);
  store.set({ goal: { seed: 8, steps: 0 } });
  actions.follow(new Set(['goal']));
  await settled(20);
  assert.deepEqual(
    [steps(), store.get().seed, store.get().steps, store.get().playing, made()],
    [[0, 0, 0], 8, 0, false, 2],
  );
});

test('when paused, the slower ones continue to the step of the furthest; a modified run has no step for a link', async () => {
  const { store, actions, run, steps } = racing(null);
  await actions.start();
  await actions.fromScratch(3);
  await run(6);
  const [furthest] = steps();
  assert.ok(steps()[2] < furthest, `one is behind: ${steps()}`);
  await actions.togglePlay();
  await run(40);
  assert.deepEqual(
    [steps(), store.get().steps, store.get().playing],
    [[furthest, furthest, furthest], furthest, false],
  );
  // A second press pauses all immediately.
  await actions.togglePlay();
  await run(6);
  await actions.togglePlay();
  await actions.togglePlay();
  const stood = steps();
  await run(10);
  assert.deepEqual([steps(), store.get().playing, store.get().steps], [stood, false, null]);
  actions.markModified();
  await actions.reset();
  assert.equal(store.get().steps, 0);
  await actions.step();
  actions.markModified();
  assert.equal(store.get().steps, null);
});
