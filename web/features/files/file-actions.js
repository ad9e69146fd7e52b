import { originOfShipped, shippedModel } from '../../core/model/shipped-models.js';
import { sizeOfConfig } from '../../core/model/config-size.js';
import { emptyCurve } from '../../core/model/curve.js';
import { ALL_DIGITS, trainCountOf } from '../../core/model/digit-labels.js';
import { classCountOf } from '../../core/model/digit-labels.js';
import { DIGIT_IMAGES, isModelFor } from '../../core/model/model-for-images.js';
import { isSameSize } from '../../core/pictures/digit-image.js';
import { fittingBatch } from '../../core/model/recipe.js';
import { areWeights, nameOfWeights, readWeights, weightsError } from './chosen-weights.js';
import { kindOfDrop } from './dropped-files.js';
import { fetchBytes } from './fetch-bytes.js';
import { stepOfFile } from './file-step.js';
import { helpOf, messageOf } from '../../core/texts/message-of.js';
import { resolved } from '../../core/state/notices.js';

/**
 * @typedef {import('../../core/state/page-state.js').PageState} PageState
 * @typedef {Pick<import('../../engine/client.js').EngineClient, 'loadDigits' | 'saveModel' | 'weightFiles' | 'joinWeights'>} Keeper
 */

/**
 * Loads weights and digits from this site or from the user's files.
 * @param {import('../../core/state/store.js').Store<PageState>} store
 * @param {Keeper} keeper
 * @param {object} page
 * @param {URL} page.weightsUrl
 * @param {URL} page.digitsUrl
 * @param {string} [page.digitsSha256]   in hex
 * @param {(name: string) => string | undefined} page.addressOfWeights   undefined if this site has none of that name
 * @param {Pick<import('../../page-context.js').Page['training'], 'load' | 'replaceModel' | 'refreshScatter' | 'setTraining'>} page.training
 * @param {(file: File) => Promise<void>} [page.openPicture]
 * @param {(files: import('../../core/dom/chosen-files.js').ChosenFile[]) => Promise<void>} [page.openData]   shows files as training data
 * @param {Pick<ReturnType<typeof import('../snapshot/data-store.js').createDataStore>, 'write'>} [page.ownData]   stores images of the user's own
 * @param {(name: string, bytes: Uint8Array | string, type?: string) => void} page.download
 */
export function createFileActions(
  store,
  keeper,
  { weightsUrl, digitsUrl, digitsSha256, addressOfWeights, training, download, openPicture, openData, ownData },
) {
  /** @type {(kind: 'error' | 'news', key: string, params?: import('../../core/texts/message-of.js').MessageParams) => void} */
  const say = (kind, key, params = {}) => store.set({ notice: { kind, key, params } });

  /** @typedef {Parameters<Keeper['loadDigits']>[0]} Source */

  /** @param {Source} source @param {readonly string[] | null} [labelNames] */
  async function useDigits(source, labelNames = null) {
    const isChange = store.get().digits !== null;
    const digits = await keeper.loadDigits(source);
    // Measurements on other digits start a new curve.
    store.set({
      digits: { ...digits, labelNames },
      digitsSource: source,
      dataId: null,
      ...(isChange ? { trainCurve: emptyCurve(), heldOutCurve: emptyCurve(), dimensions: null } : {}),
    });
    await training.refreshScatter();
  }

  /**
   * Images that need another model, and a model for them in the same step.
   * @param {Source} source
   * @param {NonNullable<Source['model']>} model
   * @param {import('../../core/model/run-record.js').Origin} origin
   * @param {readonly string[] | null} [labelNames]
   */
  async function useDigitsAndModel(source, model, origin, labelNames = null) {
    /** @type {PageState['digits']} */
    let loaded = null;
    await training.replaceModel(
      async () => {
        const { model: info, ...digits } = await keeper.loadDigits({ ...source, model });
        loaded = { ...digits, labelNames };
        return /** @type {import('../../engine/messages.js').ModelInfo} */ (info);
      },
      origin,
      () => ({ digits: loaded, digitsSource: source, dataId: null }),
    );
  }

  /** Stores images of the user's own, so that a run on them survives a reload. @param {any} source @param {readonly string[] | null} labelNames */
  async function keepData(source, labelNames) {
    const dataId = (await ownData?.write({ source, labelNames })) ?? null;
    if (store.get().digitsSource === source) store.set({ dataId });
  }

  /** @typedef {import('../../core/model/model-for-images.js').Images} Images */
  /** Whether images fit the model in use. @param {Images} images */
  function fitsModel(images) {
    const { model } = store.get();
    return model === null || isModelFor(model.config, images);
  }

  /**
   * The settings of the model in use, for images of another size or of other classes. The engine sets the number of labels.
   * @param {import('../../core/pictures/digit-image.js').ImageSize} size
   * @param {number} count   of training images
   * @returns {NonNullable<Source['model']>}
   */
  function settingsFor({ width, height }, count) {
    const { config, training: now } = /** @type {import('../../engine/messages.js').ModelInfo} */ (store.get().model);
    const { model, hidden, latentDim, activation, likelihood, sigma } = config,
      batchSize = Math.min(now.batchSize, fittingBatch(count));
    return {
      config: { model, hidden, latentDim, activation, likelihood, sigma, width, height },
      training: { ...now, digits: [...ALL_DIGITS], batchSize },
    };
  }

  /** The page's own weights, fetched before they are needed. @type {Promise<ArrayBuffer> | null} */
  let ahead = null;
  /** @param {URL | string} url @param {boolean} again */
  function takeWeights(url, again) {
    if (url !== weightsUrl || !ahead) return fetchBytes(url, { again, isPacked: true });
    const bytes = ahead;
    ahead = null;
    return bytes;
  }

  /** Loading a file successfully pauses a run; a failed load does not affect it. @param {string} name @param {boolean} wasRunning */
  const sayLoaded = (name, wasRunning) => say('news', wasRunning ? 'notice.loadedPaused' : 'notice.loaded', { name });
  const isRunning = () => store.get().progress?.state === 'running';

  /** @typedef {import('../../core/dom/chosen-files.js').ChosenFile} ChosenFile */
  /** The first of their names, for a message. @param {readonly ChosenFile[]} chosen */
  const namesOf = (chosen) =>
    chosen
      .map(({ file }) => file.name)
      .slice(0, 4)
      .join(', ');

  /** @param {readonly ChosenFile[]} chosen */
  async function openWeights(chosen) {
    if (!areWeights(chosen)) return say('error', 'notice.notWeights', { name: namesOf(chosen) });
    const name = nameOfWeights(chosen);
    try {
      const bytes = await readWeights(chosen, keeper);
      const wasRunning = isRunning();
      await training.load(bytes);
      if (store.get().model?.types?.includes('F64'))
        say('news', wasRunning ? 'notice.loadedRoundedPaused' : 'notice.loadedRounded', { name });
      else sayLoaded(name, wasRunning);
    } catch (error) {
      say('error', 'notice.loadFailed', { name, message: messageOf(weightsError(chosen, error)) });
    }
  }

  /** Makes the batch smaller if there are fewer training images. @returns {Promise<number | null>}  its new size; null: it fits */
  async function fitBatch() {
    const { model, digits } = store.get();
    if (!model || !digits) return null;
    const count = trainCountOf(digits, model.training.digits ?? ALL_DIGITS);
    if (model.training.batchSize <= count) return null;
    const batchSize = fittingBatch(count);
    return (await training.setTraining({ batchSize })) ? batchSize : null;
  }

  /**
   * Replaces the training data by images of the user's own.
   * @param {import('../../data/finish.js').DataSet} set
   * @param {string} name
   */
  async function useImages({ images, labels, width, height, heldOut, names }, name) {
    const wasRunning = isRunning();
    // Without labels there is one class.
    const areDigits = names.length <= ALL_DIGITS.length && names.every((one, i) => one === String(i));
    const labelNames = names.length === 0 ? ['–'] : areDigits ? null : names;
    const source = { images, labels, width, height, heldOut, name },
      classCount = classCountOf(labels);
    if (!fitsModel({ width, height, classCount })) {
      const { config } = /** @type {import('../../engine/messages.js').ModelInfo} */ (store.get().model),
        isSize = !isSameSize(sizeOfConfig(config), source);
      await useDigitsAndModel(source, settingsFor(source, labels.length - heldOut), { weights: 'fresh' }, labelNames);
      void keepData(source, labelNames);
      return isSize
        ? say('news', 'notice.loadedSize', { name, width, height })
        : say('news', 'notice.loadedClasses', { name, count: classCount });
    }
    await useDigits(source, labelNames);
    void keepData(source, labelNames);
    const batchSize = await fitBatch();
    if (batchSize === null) sayLoaded(name, wasRunning);
    else say('news', 'notice.loadedBatch', { name, batchSize });
  }

  /**
   * The engine's error about a file that contains no images, which names what it is. The data in use stays.
   * @param {Uint8Array} bytes
   */
  const nameOther = (bytes) =>
    keeper.loadDigits({ bytes: /** @type {Uint8Array<ArrayBuffer>} */ (bytes) }).then(
      () => null,
      (error) => error,
    );

  /**
   * Loads files of this site; if they are unavailable or invalid, the user can retry.
   * @param {string} key
   * @param {(again: boolean) => Promise<void>} load
   * @param {boolean} [again]
   * @returns {Promise<boolean>}  whether they were loaded
   */
  async function fromSite(key, load, again = false) {
    try {
      await load(again);
      store.set(resolved(store.get(), (notice) => notice.key === key));
      return true;
    } catch (error) {
      const run = () => {
        store.set(resolved(store.get(), (notice) => notice.key === key));
        void fromSite(key, load, true);
      };
      store.set({
        notice: { kind: 'error', key, params: { message: messageOf(error) }, action: { key: 'notice.retry', run } },
      });
      return false;
    }
  }
  /** Whether the images in use fit the shipped model of a name in link-run.js: its kind, and the size of its code. @param {string} name */
  function fitsShipped(name) {
    const { digits } = store.get(),
      model = shippedModel(name)?.values.model ?? name;
    return digits === null || isModelFor({ model }, digits);
  }
  /**
   * @param {string} [name]  of a file in weights/ on this site; by default the page's own
   * @param {boolean} [withDigits]   also the digits of this site; otherwise only if the images in use do not fit the model
   */
  function loadShippedWeights(name, withDigits = false) {
    const url = (name && name !== 'vae-2d' && addressOfWeights(name)) || weightsUrl;
    return fromSite('notice.noShipped', async (again) => {
      const bytes = await takeWeights(url, again);
      if (!withDigits && fitsShipped(name ?? 'vae-2d')) return training.load(bytes, originOfShipped(name));
      await useDigitsAndModel(await builtIn(again), { bytes }, originOfShipped(name));
      say('news', 'notice.digitsBack');
    });
  }
  /** @param {boolean} again @returns {Promise<Source>} */
  const builtIn = async (again) => ({ bytes: await fetchBytes(digitsUrl, { again, sha256: digitsSha256 }) });
  const loadShippedDigits = () => fromSite('notice.noDigits', async (again) => useDigits(await builtIn(again)));

  return {
    /** Starts fetching the weights while the engine starts. The digits, which are larger, must not delay them. */
    prefetch() {
      ahead = fetchBytes(weightsUrl, { isPacked: true });
      // The caller that awaits the weights handles a failure; this prevents an unhandled rejection before that.
      ahead.catch(() => {});
    },
    loadShippedWeights,
    fitsShipped,
    /** @param {string} name */
    hasShipped: (name) => addressOfWeights(name) !== undefined,
    loadShippedDigits,
    /** The digits of this site again, after images of the user's own. */
    returnToDigits: () => (fitsModel(DIGIT_IMAGES) ? loadShippedDigits() : loadShippedWeights(undefined, true)),
    openWeights,
    useImages,
    nameOther,
    /** @param {ChosenFile[]} chosen  dropped on the page */
    open(chosen) {
      const kind = kindOfDrop(chosen);
      if (kind === 'weights') return openWeights(chosen);
      if (kind === 'data') return openData?.(chosen);
      if (kind === 'picture') return openPicture?.(chosen[0].file);
      say('error', 'notice.dropUnknown', { name: namesOf(chosen) });
    },
    /** @param {string} text */
    saveCurves: (text) => download('latentpad-curves.csv', text, 'text/csv;charset=utf-8'),
    async save() {
      const { model } = store.get();
      if (!model) return;
      try {
        const bytes = await keeper.saveModel({ resumable: true });
        download(
          `latentpad-${model.config.model}-${model.config.latentDim}d-step-${stepOfFile(bytes)}.safetensors`,
          bytes,
        );
      } catch (error) {
        say('error', 'notice.command', { message: helpOf(error) });
      }
    },
  };
}
