// How every competitor's Worker answers the requests of bench-page.mjs.

/**
 * @param {MessageEvent<{id: number, request: any}>} event
 * @param {(request: any) => any} ask   returns the value, or throws an Error, whose message is the answer
 */
export async function answer({ data: { id, request } }, ask) {
  try {
    self.postMessage({ id, value: await ask(request) });
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
}
