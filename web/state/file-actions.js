import { sortDigitFiles } from '../lib/idx.js';
import { messageOf } from '../lib/message-of.js';

/**
 * @typedef {import('./page-state.js').PageState} PageState
 * @typedef {Pick<import('../engine/client.js').EngineClient, 'loadDigits' | 'saveModel'>} Keeper
 */

/**
 * @param {string | URL} url
 * @returns {Promise<ArrayBuffer>}
 */
export async function fetchBytes(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.arrayBuffer();
}

/**
 * Weights and digits, from this site or from the visitor's files.
 * @param {import('./store.js').Store<PageState>} store
 * @param {Keeper} keeper
 * @param {object} page
 * @param {URL} page.weightsUrl
 * @param {URL} page.digitsUrl
 * @param {{load: (bytes: ArrayBuffer, weights?: 'shipped' | 'file') => Promise<void>, refreshScatter: () => Promise<void>}} page.training
 * @param {(name: string, bytes: Uint8Array) => void} page.download
 */
export function createFileActions(store, keeper, { weightsUrl, digitsUrl, training, download }) {
  /** @type {(kind: 'error' | 'news', key: string, params?: Record<string, string | number>) => void} */
  const say = (kind, key, params = {}) => store.set({ notice: { kind, key, params } });

  /** @param {Parameters<Keeper['loadDigits']>[0]} source */
  async function useDigits(source) {
    store.set({ digits: await keeper.loadDigits(source), digitsSource: source });
    await training.refreshScatter();
  }

  /** What was fetched ahead of its use. @type {Map<URL, Promise<ArrayBuffer>>} */
  const ahead = new Map();
  /** @param {URL} url */
  function take(url) {
    const bytes = ahead.get(url) ?? fetchBytes(url);
    ahead.delete(url);
    return bytes;
  }

  return {
    /** Begins to fetch while the engine still starts; the digits, which are larger, after the weights. */
    prefetch() {
      const weights = fetchBytes(weightsUrl);
      const digits = weights.catch(() => null).then(() => fetchBytes(digitsUrl));
      ahead.set(weightsUrl, weights).set(digitsUrl, digits);
      // Whoever takes them hears of a failure; it is not unheard just because nobody has taken them yet.
      for (const bytes of ahead.values()) bytes.catch(() => {});
    },
    async loadShippedWeights() {
      try {
        await training.load(await take(weightsUrl), 'shipped');
      } catch (error) {
        say('error', 'notice.noShipped', { message: messageOf(error) });
      }
    },
    async loadShippedDigits() {
      try {
        await useDigits({ bytes: await take(digitsUrl) });
      } catch (error) {
        say('error', 'notice.noDigits', { message: messageOf(error) });
      }
    },
    /** @param {File} file */
    async openWeights(file) {
      if (!file.name.endsWith('.safetensors')) return say('error', 'notice.dropUnknown', { name: file.name });
      try {
        await training.load(await file.arrayBuffer());
        say('news', 'notice.loaded', { name: file.name });
      } catch (error) {
        say('error', 'notice.loadFailed', { name: file.name, message: messageOf(error) });
      }
    },
    /** @param {File[]} files */
    async openDigits(files) {
      if (files.length !== 2) return say('error', 'notice.digitFiles');
      try {
        const [first, second] = await Promise.all(files.map(async (file) => ({ name: file.name, bytes: await file.arrayBuffer() })));
        const { images, labels, heldOut } = sortDigitFiles([first, second]);
        await useDigits({ images: images.bytes, labels: labels.bytes, heldOut, name: images.name });
        say('news', 'notice.loaded', { name: images.name });
      } catch (error) {
        say('error', 'notice.loadFailed', { name: files.map((file) => file.name).join(', '), message: messageOf(error) });
      }
    },
    async save() {
      const { model, progress } = store.get();
      if (!model) return;
      try {
        const bytes = await keeper.saveModel({ resumable: true });
        download(`latentpad-${model.config.model}-${model.config.latentDim}d-step-${progress?.step ?? model.step}.safetensors`, bytes);
      } catch (error) {
        say('error', 'notice.command', { message: messageOf(error) });
      }
    },
  };
}
