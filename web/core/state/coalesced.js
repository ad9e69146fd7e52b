/**
 * One piece of work at a time, and of those who ask for it meanwhile all get one more when it is done, since what they
 * ask about has changed after it began.
 * @param {() => Promise<void>} work
 * @returns {() => Promise<void>}  settles when the work asked for is done
 */
export function coalesced(work) {
  /** @type {Promise<void> | null} */
  let running = null;
  let again = false;
  async function run() {
    do {
      again = false;
      await work();
    } while (again);
  }
  return () => {
    again = running !== null;
    running ??= run().finally(() => { running = null; });
    return running;
  };
}
