/** An engine that answers immediately, and records its requests. */
export class PretendedEngine extends EventTarget {
  constructor() {
    super();
    this.asked = [];
    this.now = {
      state: 'idle',
      step: 0,
      epoch: 0,
      imagesPerSecond: 0,
      train: null,
      heldOut: null,
      divergedStep: null,
      checksum: 'c',
    };
  }
  model(config) {
    return { config, training: { seed: 1 }, parameters: 9, step: 0, epoch: 0, checksum: 'c', record: null };
  }
  async createModel({ config, training }) {
    this.asked.push(['create', config.model, training.seed]);
    return this.model(config);
  }
  async loadModel() {
    this.asked.push(['load']);
    return this.model({ model: 'vae', hidden: [], latentDim: 2 });
  }
  progress(patch) {
    this.now = { ...this.now, ...patch };
    this.dispatchEvent(new CustomEvent('progress', { detail: this.now }));
    return this.now;
  }
  async play() {
    return this.progress({ state: 'running' });
  }
  async pause() {
    return this.progress({ state: 'paused' });
  }
  async step() {
    return this.progress({ state: 'paused', step: this.now.step + 1 });
  }
  async reset() {
    return this.progress({ state: 'idle', step: 0, epoch: 0 });
  }
  async encodeHeldOut() {
    return { step: 0, latentDim: 2, mu: Float32Array.of(0, 0, 1, 1), logVar: new Float32Array(4) };
  }
  async encodeTraining({ count }) {
    this.asked.push(['training codes', count]);
    return { step: this.now.step, latentDim: 2, mu: Float32Array.of(4, 0, 6, 0, 4, 2, 6, 2) };
  }
  async decodeBatch(z) {
    this.asked.push(['decode', [...z]]);
    return new Float32Array((z.length / 2) * 784).map((_, i) => Number(z[2 * Math.floor(i / 784)] > 0));
  }
  /** A blank image is a 0, all others are ones. */
  async classify({ pixels }) {
    return Float32Array.from({ length: 10 * (pixels.length / 784) }, (_, i) =>
      Number(i % 10 === pixels[784 * Math.floor(i / 10)]),
    );
  }
  async decode(z) {
    return new Float32Array((z.length / 2) * 784).map((_, i) => Math.floor(i / 784));
  }
  async samplePrior({ count, seed }) {
    this.asked.push(['sample', seed]);
    return new Float32Array(count * 784);
  }
  async latentMetrics() {
    return { centredness: 0.5, why: {} };
  }
  async unevenness() {
    return 1.5;
  }
  async sampleQuality({ count, seed }) {
    this.asked.push(['quality', seed]);
    const labelHistogram = [0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 0];
    return { samples: count, classifierConfidence: 0.9, labelEntropy: Math.LN2, labelHistogram };
  }
  async sampleGiven({ given, seed, index }) {
    this.asked.push(['sampleGiven', given.length, seed, index]);
    return { pixels: new Float32Array(784), probabilities: new Float32Array(784).fill(0.5) };
  }
  async conditionals() {
    return { probabilities: new Float32Array(784).fill(0.5), logLikelihood: -543 };
  }
}
