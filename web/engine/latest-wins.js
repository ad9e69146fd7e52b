/** For questions that a newer one makes pointless, such as what a half-drawn digit looks like. */

/**
 * @template Argument, Answer
 * @param {(argument: Argument) => Promise<Answer>} ask
 * @returns {(argument: Argument) => Promise<Answer | null>} at most one question is under way; of those that come
 *   meanwhile only the latest is asked, the others are answered with null
 */
export function latestWins(ask) {
  let busy = false;
  /** @type {{argument: Argument, resolve: (answer: Answer | null) => void, reject: (error: unknown) => void} | null} */
  let waiting = null;

  async function drain() {
    busy = true;
    while (waiting) {
      const { argument, resolve, reject } = waiting;
      waiting = null;
      await ask(argument).then(resolve, reject);
    }
    busy = false;
  }

  return (argument) =>
    new Promise((resolve, reject) => {
      waiting?.resolve(null);
      waiting = { argument, resolve, reject };
      if (!busy) drain();
    });
}
