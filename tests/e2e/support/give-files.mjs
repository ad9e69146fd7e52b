// Files for the page, chosen by an input or dropped.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserName } from './site.mjs';

/** @typedef {import('./site.mjs').Site} Site */
/** @typedef {Record<string, Uint8Array>} Files   by their names */

/** Runs in the page: sets the files of an input, or drops them if there is none. */
function give(input, list) {
  const transfer = new DataTransfer();
  for (const { name, base64 } of list)
    transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
  if (input) {
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    return;
  }
  document
    .querySelector('main, body')
    .dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
}

/** @param {Files} files */
const asText = (files) =>
  Object.entries(files).map(([name, bytes]) => ({ name, base64: Buffer.from(bytes).toString('base64') }));

/** @param {Files} files @param {(folder: string, paths: string[]) => Promise<void>} use */
async function onDisk(files, use) {
  const folder = await mkdtemp(join(tmpdir(), 'latentpad-files-'));
  try {
    const paths = Object.keys(files).map((name) => join(folder, name));
    await Promise.all(Object.values(files).map((bytes, i) => writeFile(paths[i], bytes)));
    await use(folder, paths);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Chooses files by an input, in Chromium as by its dialog, which allows several only if the input does. They exist until `read` is done.
 * @param {Site} site @param {string} id @param {Files} files @param {() => Promise<void>} read
 */
export async function chooseFiles(site, id, files, read) {
  const input = await site.$(id);
  if (browserName === 'chromium') {
    await onDisk(files, async (_, paths) => {
      await input.uploadFile(...paths);
      await read();
    });
    return;
  }
  await input.evaluate(give, asText(files));
  await read();
}

/** Drops files on the page. @param {Site} site @param {Files} files */
export const dropFiles = (site, files) => site.page.evaluate(give, null, asText(files));

/**
 * Drops a folder of files on the page, as from a file manager; in Chromium only. They exist until `read` is done.
 * @param {Site} site @param {Files} files @param {() => Promise<void>} read
 */
export async function dropFolder(site, files, read) {
  const session = await site.page.createCDPSession();
  await onDisk(files, async (folder) => {
    const data = { items: [], files: [folder], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'])
      await session.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
    await read();
  });
  await session.detach();
}
