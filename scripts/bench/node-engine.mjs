// latentpad's competitor in Node: reads requests from standard input, one JSON object a line, and answers each with one
// line, {"value": ...} or {"error": "..."}.
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { EngineTasks } from './engine-tasks.mjs';

const tasks = new EngineTasks((path) => readFile(new URL(`../../${path}`, import.meta.url)));

for await (const line of createInterface({ input: process.stdin })) {
  const answered = tasks.answer(JSON.parse(line));
  const answer = await answered.then(
    (value) => ({ value }),
    (error) => ({ error: error.message }),
  );
  console.log(JSON.stringify(answer));
}
// Otherwise the engine's threads would prevent the process from exiting.
process.exit();
