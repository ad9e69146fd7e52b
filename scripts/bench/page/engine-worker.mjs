// latentpad's competitor in a browser: the engine in a Worker, as in the page.
import { EngineTasks } from '../engine-tasks.mjs';
import { answer } from './answer.mjs';

const tasks = new EngineTasks(async (path) => {
  const response = await fetch(new URL(`../../../${path}`, import.meta.url));
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
  return response.arrayBuffer();
});

self.onmessage = (event) => answer(event, (request) => tasks.answer(request));
