/**
 * Simulates timers and performance.now, so that a test does not depend on the load of the machine.
 * @param {import('node:test').TestContext} context   restores both when the test ends
 */
export function simulateClock({ mock }) {
  const start = Math.ceil(performance.now());
  let time = start;
  mock.timers.enable({ apis: ['setTimeout'] });
  const now = mock.method(performance, 'now', () => time);
  return {
    /** ms since the simulation began */
    now: () => time - start,
    /** Advances the time by this many ms, and settles promises that need no timer. @param {number} ms */
    async pass(ms) {
      time += ms;
      mock.timers.tick(ms);
      for (let i = 0; i < 1000; i++) await null;
    },
    end() {
      mock.timers.reset();
      now.mock.restore();
    },
  };
}
