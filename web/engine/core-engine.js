/**
 * The engine of a core: the C++ core as a JavaScript interface, the same in a page, a Worker and Node. Everything except loading is
 * synchronous, but for the methods that end in `Async`; in a page, use it from a Worker (client.js does) so that drawing is not blocked.
 *
 * Arrays are laid out [example][feature]; pixels are in [0, 1] with ink = 1; losses are in nats, summed over pixels and
 * latent dimensions, mean over examples. Every method throws an Error that names the function, the expected value and
 * the given one; the state is then unchanged.
 */
import { ImageSet, digitsHandle, fittedTo } from './image-set.js';
import { EngineError, invalidArgument } from './engine-error.js';
import { bytes, bytesByName, floats, text, wholeNumber } from './expect.js';
import { gunzip, isGzip } from './gunzip.js';
import { MAX_DIGIT_BYTES, MAX_INDEX_BYTES, MAX_WEIGHT_BYTES } from './limits.js';
import { Model } from './model.js';
import { checkedOptions } from './slices.js';
import { withoutUndefined } from './without-undefined.js';

/** @typedef {import('./messages.js').ModelConfig} ModelConfig */
/** @typedef {import('./messages.js').TrainingConfig} TrainingConfig */
/** @typedef {import('./image-set.js').RawImages} RawImages */
/** @typedef {Uint8Array | ArrayBuffer} Bytes */

/** The maximum header length that the core reads. */
const MOST_HEADER = 2 ** 21 + 1;

/** A list in an error has at most this many names. */
const MAX_LISTED = 8;

/** @param {number} size @param {number} most @returns {number} the size */
function expectBytes(size, most) {
  if (size > most)
    throw new EngineError('fileTooLarge', { megabytes: Math.ceil(size / 2 ** 20), most: most / 2 ** 20 });
  return size;
}

/** @param {string} where @param {unknown} index */
function indexBytes(where, index) {
  const content = bytes(where, index);
  expectBytes(content.length, MAX_INDEX_BYTES);
  return content;
}

export class Engine {
  /** @type {import('./start-core.js').Core | null} */
  #core;
  /** @type {ReadonlySet<string | undefined> | undefined} */
  #conditional;
  /** Its models and sets of images that have not been disposed of. @type {Set<{dispose(): void}>} */
  owned = new Set();

  /** @param {{core: import('./start-core.js').Core} & Omit<import('./messages.js').EngineInfo, 'version'>} loaded */
  constructor({ core, ...info }) {
    this.#core = core;
    /** @type {import('./messages.js').EngineInfo} */
    this.info = { ...info, version: core.version() };
  }

  /** Throws after dispose(). */
  get core() {
    if (this.#core) return this.#core;
    throw invalidArgument('engine', 'an engine in use', 'one after dispose()');
  }

  /**
   * Disposes of its models and sets of images, and ends the workers of its threads. The heap is freed with the engine by garbage
   * collection. Later calls throw; a second dispose() has no effect.
   */
  dispose() {
    for (const holder of [...this.owned]) holder.dispose();
    /** @type {any} */ (this.#core)?.PThread?.terminateAllThreads();
    this.#core = null;
  }

  /** For `using engine = …`, which browsers without Symbol.dispose do not have. */
  [Symbol.dispose]() {
    this.dispose();
  }

  /** Size of the WebAssembly heap. */
  get heapBytes() {
    return this.core.heapBytes();
  }

  /**
   * Calls `listener` about every 200 ms from within computations that take longer.
   * @param {(() => void) | undefined} listener  undefined: removes it
   */
  onHeartbeat(listener) {
    this.core.onHeartbeat(listener);
  }

  /**
   * The cost of a model before it is built: numbers, multiply-adds and bytes.
   * @param {{config: Partial<ModelConfig>, training?: Partial<TrainingConfig>}} settings
   * @returns {import('./messages.js').Cost}
   */
  costOf({ config, training = {} }) {
    return this.core.costOf(config, training);
  }

  /**
   * The plane of maximum variance of codes (src/eval/principal_components.h).
   * @param {object} options
   * @param {Float32Array} options.codes     latentDim numbers for each code
   * @param {number} options.latentDim       at least 2
   * @param {{first: ArrayLike<number>, second: ArrayLike<number>} | null} [options.last]  the previous plane: the new
   *   one points the same way
   * @param {boolean} [options.turned]       the directions in the components' plane that are nearest to `last`, and not the
   *   components themselves
   * @returns {{first: Float64Array, second: Float64Array, shares: [number, number]} | null}  orthonormal directions, and their
   *   shares of the variance; null if a code is not finite
   */
  principalComponents({ codes, latentDim, last = null, turned = false }) {
    const plane = last ? [...Array.from(last.first), ...Array.from(last.second)] : [];
    const found = this.core.principalComponents(
      floats('principalComponents', codes),
      wholeNumber('principalComponents', 'latentDim', latentDim, 2),
      plane,
      turned,
    );
    if (!found) return null;
    const [across, up] = found.shares;
    return { first: Float64Array.from(found.first), second: Float64Array.from(found.second), shares: [across, up] };
  }

  /**
   * A mixture of Gaussians with any covariances, fitted to codes by expectation maximization, and samples of it: a density of an
   * autoencoder's codes, from which its decoder makes images (Ghosh et al. 2020; src/eval/code_density.h).
   * @param {object} options
   * @param {Float32Array} options.codes     latentDim numbers for each code
   * @param {number} options.latentDim
   * @param {number} [options.components]    number of Gaussians, 1 to 1000 and not above that of codes; one has the mean and the
   *   covariance of the codes
   * @param {number} [options.seed]          of the start
   * @param {number} [options.samples]       number of samples, to 10,000
   * @param {number} [options.sampleSeed]
   * @returns {import('./messages.js').CodeDensity}
   */
  codeDensity({ codes, latentDim, components = 1, seed = 1, samples = 0, sampleSeed = 1 }) {
    return this.core.codeDensity(
      floats('codeDensity', codes),
      wholeNumber('codeDensity', 'latentDim', latentDim, 1),
      wholeNumber('codeDensity', 'components', components, 1),
      wholeNumber('codeDensity', 'seed', seed),
      wholeNumber('codeDensity', 'samples', samples, 0, 10_000),
      wholeNumber('codeDensity', 'sampleSeed', sampleSeed),
    );
  }

  /**
   * Which digit images show, by a classifier's weights (src/models/classifier.h).
   * @param {object} options
   * @param {Float32Array} options.pixels      in [0, 1], one image or several
   * @param {Bytes} options.classifier         its file
   * @returns {Float32Array}                   for each image p(0), …, p(9)
   */
  classify({ pixels, classifier }) {
    return Float32Array.from(this.core.classify(floats('classify', pixels), bytes('classify', classifier)));
  }

  /**
   * Reads the settings in the header of a .safetensors file, without its weights.
   * @param {Bytes} file
   * @returns {{config: ModelConfig, training: TrainingConfig | null}}  training: null if the file has none
   */
  settingsOf(file) {
    const all = bytes('settingsOf', file);
    const length = all.length < 8 ? 0 : Number(new DataView(all.buffer, all.byteOffset).getBigUint64(0, true));
    // The core rejects a header that is too long or ends beyond the file, and needs its first bytes for that.
    const { config, training } = this.core.fileSettings(all.subarray(0, 8 + Math.min(length, MOST_HEADER)));
    // Texts of the core that are names.
    return /** @type {any} */ ({ config: withoutUndefined(config), training: training ?? null });
  }

  /**
   * Reads labelled digits: the project's packed file, or MNIST's two IDX files of which the last `heldOut` are held
   * out of training. Each may be gzipped. Or your own images, as bytes.
   * @param {{bytes: Bytes, name?: string} | {images: Bytes, labels: Bytes, heldOut: number, name?: string} | RawImages} source
   * @param {{signal?: AbortSignal}} [options]
   * @returns {Promise<ImageSet>}
   */
  async loadDigits(source, options = {}) {
    const { signal } = checkedOptions('loadDigits', options);
    signal?.throwIfAborted();
    /** @param {unknown} file */
    const unpacked = async (file) => {
      const raw = bytes('loadDigits', file);
      expectBytes(raw.length, MAX_DIGIT_BYTES);
      if (!isGzip(raw)) return raw;
      return gunzip(raw, (head) => expectBytes(this.core.digitsFileSize(head), MAX_DIGIT_BYTES), signal);
    };
    if ('bytes' in source) {
      return new ImageSet(
        this.core.Digits.fromPacked(
          await unpacked(source.bytes),
          text('loadDigits', 'name', source.name ?? 'built-in'),
        ),
        undefined,
        this.owned,
      );
    }
    if ('width' in source || 'height' in source) return ImageSet.from(this, /** @type {RawImages} */ (source));
    const { heldOut, name = 'own digits' } = source;
    wholeNumber('loadDigits', 'heldOut', heldOut);
    text('loadDigits', 'name', name);
    const [images, labels] = [await unpacked(source.images), await unpacked(source.labels)];
    return new ImageSet(this.core.Digits.fromIdx(images, labels, heldOut, name), undefined, this.owned);
  }

  /** The names of the kinds that read a label. @returns {ReadonlySet<string | undefined>} */
  get conditionalKinds() {
    return (this.#conditional ??= new Set(
      this.core.describeCore().kinds.flatMap(({ name, traits }) => (traits.conditional ? [name] : [])),
    ));
  }

  /**
   * The settings from which createModel() makes a model for these images: with their size, and for a cvae with as many labels
   * as they have classes, unless the settings give others.
   * @param {Partial<ModelConfig>} config
   * @param {ImageSet | null} [digits]
   */
  configFor(config, digits) {
    // The core says what is wrong with settings that are no object.
    if (!digits || typeof config !== 'object' || config === null) return config;
    return fittedTo(config, digits, this.conditionalKinds.has(config.model));
  }

  /**
   * Creates a model with weights sampled from training.seed. With digits, its settings are those of configFor()
   * and its output bias starts at their mean image.
   * @param {Partial<ModelConfig>} config
   * @param {Partial<TrainingConfig>} [training]
   * @param {ImageSet} [digits]
   */
  createModel(config, training = {}, digits) {
    return new Model(
      this.core.Model.create(
        this.configFor(config, digits),
        training,
        digits ? digitsHandle('createModel', digits) : null,
      ),
      this.owned,
    );
  }

  /**
   * The model of a .safetensors file. Training continues exactly if the file holds optimiser state.
   * @param {Bytes} file
   * @param {Partial<TrainingConfig>} [training]  instead of the file's own settings
   */
  loadModel(file, training) {
    const content = bytes('loadModel', file);
    expectBytes(content.length, MAX_WEIGHT_BYTES);
    return new Model(this.core.Model.load(content, training ?? null), this.owned);
  }

  /**
   * The names of the files of weights in several files, from their index: model.safetensors.index.json, as Hugging Face's libraries
   * write it. All are names of files in the index's folder.
   * @param {{index: Bytes}} weights
   * @returns {string[]}
   */
  weightFiles({ index }) {
    return this.core.weightFiles(indexBytes('weightFiles', index));
  }

  /**
   * One .safetensors file, for loadModel(), of weights in several files. Its tensors and metadata are those of the files that the
   * index names; other files are ignored. Errors: `weightsFilesMissing`, and `weightsFileLacksTensor` or `weightsFileOtherTensor` for
   * a file that does not match the index.
   * @param {{index: Bytes, files: Record<string, Bytes>}} weights   files: by their names in the index
   * @returns {Uint8Array}
   */
  joinWeights({ index, files }) {
    const named = bytesByName('joinWeights', 'files', files),
      content = indexBytes('joinWeights', index),
      names = this.weightFiles({ index: content });
    const missing = names.filter((name) => !Object.hasOwn(named, name));
    if (missing.length > 0) {
      const listed = missing.length > MAX_LISTED ? [...missing.slice(0, MAX_LISTED), '…'] : missing;
      throw new EngineError('weightsFilesMissing', { count: names.length, missing: listed.join(', ') });
    }
    expectBytes(
      names.reduce((sum, name) => sum + named[name].length, 0),
      MAX_WEIGHT_BYTES,
    );
    return this.core.joinWeights(content, new Map(names.map((name) => [name, named[name]])));
  }
}
