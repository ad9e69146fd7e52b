// Shared functions of the native program's tests: LATENTPAD_PROGRAM is its path.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

export const program = process.env.LATENTPAD_PROGRAM;
export const digits = fileURLToPath(new URL('../../build/data/digits.bin.gz', import.meta.url));
export const shipped = fileURLToPath(new URL('../../weights/vae-2d.safetensors', import.meta.url));

/** A folder for the test file, deleted at its end. */
export async function ownFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'latentpad-cli-'));
  after(() => rm(folder, { recursive: true }));
  return folder;
}

/** Runs a program to its end; `code` is null and `signal` set when a signal ended it. */
export const execute = (file, args, options = {}) =>
  new Promise((resolve) => {
    const child = execFile(file, args, { maxBuffer: 64 << 20, ...options }, (error, stdout, stderr) =>
      resolve({ code: child.exitCode, signal: child.signalCode, stdout, stderr }),
    );
  });

export const run = (...args) => execute(program, args);

/** Starts latentpad and, when its stderr first matches `pattern`, calls `act` with the child. */
export async function runAndAct(args, pattern, act, options = {}, file = program) {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const result = { stdout: '', stderr: '' };
  let acted = null; // a promise once it has
  child.stdout.on('data', (data) => (result.stdout += data));
  child.stderr.on('data', (data) => {
    result.stderr += data;
    if (!acted && pattern.test(result.stderr)) acted = Promise.resolve(act(child));
  });
  await new Promise((resolve) => child.on('close', resolve));
  await acted;
  return { ...result, acted: acted !== null, code: child.exitCode, signal: child.signalCode };
}

/** The position of a run whose file is of --resumable or a checkpoint: steps and epochs. */
export async function positionOf(path) {
  const { code, stdout, stderr } = await run('info', path, '--json');
  if (code !== 0) throw new Error(`${path}: ${stderr}`);
  const { step, epochs } = JSON.parse(stdout).training;
  return { step, epochs };
}

/** The checksum of a file that `latentpad info` accepts. */
export async function checksumOf(path) {
  const { code, stdout, stderr } = await run('info', path, '--json');
  if (code !== 0) throw new Error(`${path}: ${stderr}`);
  const { checksum, self_test: selfTest } = JSON.parse(stdout);
  if (selfTest !== 'passed') throw new Error(`${path}: self-test ${selfTest}`);
  return checksum;
}
