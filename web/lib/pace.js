/** Models of different speed, trained side by side, stay at about the same epoch: those ahead wait. */

/** In epochs: so far may one be ahead of the slowest, and so near must the slowest come before it goes on. */
const AHEAD = 0.5, NEAR = 0.15;

/**
 * @param {{epoch: number, running: boolean, out: boolean}[]} runners   out: diverged or failed, nobody waits for it
 * @returns {('wait' | 'go' | 'keep')[]}  what each is to do
 */
export function pace(runners) {
  const slowest = Math.min(...runners.filter(({ out }) => !out).map(({ epoch }) => epoch));
  return runners.map(({ epoch, running, out }) => {
    if (out) return 'keep';
    if (running) return epoch - slowest > AHEAD ? 'wait' : 'keep';
    return epoch - slowest <= NEAR ? 'go' : 'keep';
  });
}
