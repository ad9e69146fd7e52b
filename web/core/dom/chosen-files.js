/** Files that a user chose or dropped, with their paths in a folder. */

/** @typedef {{name: string, file: File}} ChosenFile   name: with the path in the folder, separated by / */

/** @param {Iterable<File>} files   of an input @returns {ChosenFile[]} */
export const filesIn = (files) => [...files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));

/**
 * The files of a drop, with all of a dropped folder. Entries must be asked for before the event ends.
 * @param {DataTransfer} data
 * @returns {Promise<ChosenFile[]>}
 */
export async function filesOfDrop(data) {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (entries.length === 0) return filesIn(data.files);
  const found = await Promise.all(entries.map((entry) => filesOf(entry, '')));
  return found.flat();
}

/** @param {FileSystemEntry} entry @param {string} path @returns {Promise<ChosenFile[]>} */
async function filesOf(entry, path) {
  const name = path + entry.name;
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) =>
      /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject),
    );
    return [{ name, file: /** @type {File} */ (file) }];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  const files = [];
  for (;;) {
    // A browser returns them by hundreds, and none at the end.
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    for (const one of some) files.push(...(await filesOf(one, `${name}/`)));
  }
}
