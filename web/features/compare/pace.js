/** Models of different speeds that train side by side stay at about the same epoch: the faster ones wait. */

/** In epochs: maximum lead over the slowest, and the lead at which a waiting model continues. */
const AHEAD = 0.5,
  NEAR = 0.15;

/**
 * @param {{epoch: number, running: boolean, out: boolean}[]} runners   out: diverged or failed, the others do not wait for it
 * @param {number} [atOnce]   maximum that run at a time: one processor is reserved for the page's thread
 * @returns {('wait' | 'go' | 'keep')[]}  the instruction for each
 */
export function pace(runners, atOnce = Infinity) {
  const slowest = Math.min(...runners.filter(({ out }) => !out).map(({ epoch }) => epoch));
  // A running model continues until it is too far ahead; of the others, the slowest start next.
  const turns = new Set(
    runners
      .filter(({ epoch, running, out }) => !out && epoch - slowest <= (running ? AHEAD : NEAR))
      .sort((a, b) => Number(b.running) - Number(a.running) || a.epoch - b.epoch)
      .slice(0, atOnce),
  );
  return runners.map((runner) => {
    if (runner.out || runner.running === turns.has(runner)) return 'keep';
    return runner.running ? 'wait' : 'go';
  });
}
