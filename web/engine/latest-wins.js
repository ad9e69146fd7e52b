/** For requests that a newer one makes useless, such as the code of a drawing that has changed since. */

/**
 * @template Argument, Reply
 * @param {(argument: Argument) => Promise<Reply>} send
 * @returns {(argument: Argument) => Promise<Reply | null>} at most one request is pending; of those made meanwhile, only the
 *   latest is sent, and the others return null
 */
export function latestWins(send) {
  let isSending = false;
  /** @type {{argument: Argument, resolve: (reply: Reply | null) => void, reject: (error: unknown) => void} | null} */
  let waiting = null;

  async function sendWaiting() {
    isSending = true;
    while (waiting) {
      const { argument, resolve, reject } = waiting;
      waiting = null;
      await send(argument).then(resolve, reject);
    }
    isSending = false;
  }

  return (argument) =>
    new Promise((resolve, reject) => {
      waiting?.resolve(null);
      waiting = { argument, resolve, reject };
      if (!isSending) sendWaiting();
    });
}
