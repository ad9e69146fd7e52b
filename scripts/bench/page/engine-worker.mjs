// latentpad's competitor in a browser: the engine in a Worker, as in the page.
import { EngineTasks } from '../engine-tasks.mjs';

const tasks = new EngineTasks(async (path) => {
  const response = await fetch(new URL(`../../../${path}`, import.meta.url));
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
  return response.arrayBuffer();
});

self.onmessage = async ({ data: { id, request } }) => {
  try {
    self.postMessage({ id, value: await tasks.answer(request) });
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
};
