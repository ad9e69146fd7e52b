import { openReader, OtherFile } from '../../data/reader.js';
import { helpOf } from '../../core/texts/message-of.js';

/**
 * An error, after the name of the file unless it names one itself, as within an archive.
 * @param {string} name
 * @param {unknown} error
 * @returns {import('../../core/texts/message-of.js').Message}
 */
function inFile(name, error) {
  const message = helpOf(error);
  const isNamed = typeof message === 'object' && 'name' in message.params;
  return isNamed ? message : { key: 'data.ofFile', params: { name, message } };
}

/**
 * @typedef {import('../../core/dom/chosen-files.js').ChosenFile} ChosenFile
 * @param {Pick<ReturnType<typeof import('./own-data-view.js').createOwnDataView>, 'progress' | 'failed' | 'read' | 'hide'>} view
 * @param {Pick<ReturnType<typeof import('../files/file-actions.js').createFileActions>, 'useImages' | 'nameOther'>} files
 */
export function createOwnDataActions(view, files) {
  /** @type {ReturnType<typeof openReader> | null} */
  let reader = null;
  /** @type {import('../../data/summary.js').Summary | null} */
  let summary = null;

  function end() {
    reader?.close();
    reader = summary = null;
  }

  /**
   * Reads files in place of those that were shown. The data in use stays.
   * @param {ChosenFile[]} list
   */
  async function open(list) {
    end();
    if (list.length === 0) return;
    view.progress(0);
    const mine = openReader(list, (done, all) => reader === mine && view.progress(done / all));
    reader = mine;
    try {
      const found = await mine.summary;
      if (reader !== mine) return;
      summary = found;
      view.read(found);
    } catch (error) {
      if (reader !== mine) return;
      end();
      const reason = error instanceof OtherFile ? await files.nameOther(error.bytes) : error;
      view.failed(inFile(list[0].name, reason));
    }
  }

  /** @param {import('../../data/finish.js').Choices} choices */
  async function use(choices) {
    const mine = reader,
      used = summary;
    if (!mine || !used) return;
    view.progress(1);
    try {
      const set = await mine.finish(choices);
      await files.useImages(set, used.name);
      if (reader !== mine) return;
      end();
      view.hide();
    } catch (error) {
      if (reader === mine) view.failed(inFile(used.name, error));
    }
  }

  return { open, use, close: end };
}
