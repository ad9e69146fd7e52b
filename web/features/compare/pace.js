/** Models of different speed, trained side by side, stay at about the same epoch: those ahead wait. */

/** In epochs: so far may one be ahead of the slowest, and so near must the slowest come before it goes on. */
const AHEAD = 0.5, NEAR = 0.15;

/**
 * @param {{epoch: number, running: boolean, out: boolean}[]} runners   out: diverged or failed, nobody waits for it
 * @param {number} [atOnce]   so many run at a time: the page's own thread wants a processor too
 * @returns {('wait' | 'go' | 'keep')[]}  what each is to do
 */
export function pace(runners, atOnce = Infinity) {
  const slowest = Math.min(...runners.filter(({ out }) => !out).map(({ epoch }) => epoch));
  // Who runs goes on until it is ahead; of the others, the slowest are the next.
  const turns = new Set(runners.filter(({ epoch, running, out }) => !out && epoch - slowest <= (running ? AHEAD : NEAR))
    .sort((a, b) => Number(b.running) - Number(a.running) || a.epoch - b.epoch).slice(0, atOnce));
  return runners.map((runner) => {
    if (runner.out || runner.running === turns.has(runner)) return 'keep';
    return runner.running ? 'wait' : 'go';
  });
}
