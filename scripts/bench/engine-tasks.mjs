// The requests to the latentpad engine, in a browser's Worker and in Node.
import { createEngine } from '../../web/engine/engine.js';
import { digitLikelihood } from '../../web/engine/measures.js';
import { idxFile } from '../idx.mjs';
import { loadWorkloads } from './bench-module.mjs';
import { kDigits, kSeed, kWeights } from './setups.mjs';

/** Long enough for the optimising compilers of V8 and SpiderMonkey. */
const kWarmUpMs = 700;
/** For another use of code that is mostly warm. */
const kFurtherWarmUpMs = 150;
/** Steps before the timed ones, after which a loss has certainly decreased. */
const kFewestSteps = 20;

function timed(work) {
  const start = performance.now();
  const result = work();
  return { ms: performance.now() - start, result };
}

/** The time of one call in milliseconds, for each group of calls of about groupMs. */
function timeGroups(work, callMs, { groups, groupMs }) {
  const calls = Math.max(1, Math.round(groupMs / callMs));
  return Array.from(
    { length: groups },
    () =>
      timed(() => {
        for (let call = 0; call < calls; ++call) work();
      }).ms / calls,
  );
}

export class EngineTasks {
  /** @param {(path: string) => Promise<Uint8Array | ArrayBuffer>} readFile  of the clone */
  constructor(readFile) {
    this.readFile = readFile;
    this.trainings = new Map();
    this.workloads = new Map();
  }

  /** Milliseconds of one warm call. */
  warmUp(work) {
    const end = performance.now() + (this.warm ? kFurtherWarmUpMs : kWarmUpMs);
    let ms;
    do ({ ms } = timed(work));
    while (performance.now() < end);
    this.warm = true;
    return ms;
  }

  /** @param {any} request */
  async answer(request) {
    return this[request.task](request);
  }

  async start({ arithmetic, threads }) {
    this.engine = await createEngine({ variant: arithmetic, threads });
    const { info } = this.engine;
    if (info.threads !== threads) throw new Error(info.fallback?.message ?? `it has ${info.threads} threads`);
    this.digits = await this.engine.loadDigits({ bytes: await this.readFile(kDigits) });
    return { version: info.version, heapAtRest: this.engine.heapBytes };
  }

  newModel(net, setup, seed = kSeed) {
    return this.engine.createModel(net, { ...setup, seed }, this.digits);
  }

  /** The training digits, repeated until they are that many. */
  async manyDigits(count) {
    const { trainCount } = this.digits;
    if (count === trainCount) return this.digits;
    const pixels = new Uint8Array(count * 784),
      labels = new Uint8Array(count);
    for (let first = 0; first < count; first += trainCount) {
      const part = Math.min(trainCount, count - first);
      pixels.set(this.digits.images(0, part), first * 784);
      labels.set(this.digits.labels.subarray(0, part), first);
    }
    return this.engine.loadDigits({
      images: idxFile([count, 28, 28], pixels),
      labels: idxFile([count], labels),
      heldOut: 0,
    });
  }

  /** Milliseconds per step, the losses of the first steps and the mean over the last ones. */
  async step({ net, setup, images, groups, groupMs }) {
    const key = JSON.stringify([net, setup, images]);
    if (!this.trainings.has(key)) {
      const digits = await this.manyDigits(images ?? this.digits.trainCount);
      const model = this.newModel(net, setup);
      const step = () => model.train(digits, 1).negativeElbo;
      const losses = Array.from({ length: kFewestSteps }, step);
      this.trainings.set(key, { step, losses, stepMs: this.warmUp(step) });
    }
    const { step, losses, stepMs } = this.trainings.get(key);
    const last = [];
    const times = timeGroups(() => last.push(step()), stepMs, { groups, groupMs });
    return { times, losses, last: last.reduce((sum, loss) => sum + loss, 0) / last.length };
  }

  /** Milliseconds of a kernel workload, and the operations and bytes of one call. */
  async workload({ workload, groups, groupMs }) {
    this.makeWorkload ??= await loadWorkloads(this.engine.info.arithmetic);
    const key = JSON.stringify(workload);
    if (!this.workloads.has(key)) {
      const handle = this.makeWorkload(workload);
      this.workloads.set(key, { handle, callMs: this.warmUp(() => handle.run()) });
    }
    const { handle, callMs } = this.workloads.get(key);
    const times = timeGroups(() => handle.run(), callMs, { groups, groupMs });
    return { times, operations: handle.operations(), bytes: handle.bytes() };
  }

  /** Trains until the held-out bound is at most `nats`, evaluated every half epoch; evaluation is timed separately. */
  timeTo({ net, setup, seed, nats, mostHalfEpochs }) {
    const model = this.newModel(net, setup, seed);
    const halfEpoch = Math.floor(this.digits.trainCount / setup.batchSize / 2);
    let [trainingMs, evaluationMs, seen] = [0, 0, Infinity];
    let half = 0;
    for (; half < mostHalfEpochs && seen > nats; ++half) {
      trainingMs += timed(() => model.train(this.digits, halfEpoch)).ms;
      const { ms, result } = timed(() => model.evaluate(this.digits).negativeElbo);
      [evaluationMs, seen] = [evaluationMs + ms, result];
    }
    model.dispose();
    if (!(seen <= nats)) throw new Error(`the bound is ${seen} after ${half / 2} epochs`);
    return { trainingMs, evaluationMs, epochs: half / 2, nats: seen };
  }

  /** Milliseconds per digit for encoding `count` digits and decoding their means. */
  async encodeDecode({ count }) {
    const model = this.engine.loadModel(await this.readFile(kWeights));
    const pixels = Float32Array.from(this.digits.images(this.digits.trainCount, 1), (byte) => byte / 255);
    const once = () => model.decode(model.encode(pixels).mu);
    const picture = once();
    if (!(Math.max(...picture) - Math.min(...picture) > 0.5)) throw new Error('the decoded digit is one shade of grey');
    this.warmUp(once);
    const times = Array.from({ length: count }, () => timed(once).ms);
    model.dispose();
    return { times };
  }

  /** Importance samples per second, for the bound of one digit. */
  async bound({ samples, groups, groupMs }) {
    const model = this.engine.loadModel(await this.readFile(kWeights));
    const pixels = Float32Array.from(this.digits.images(this.digits.trainCount, 1), (byte) => (byte > 127 ? 1 : 0));
    const { elbo, elboError, logLikelihood, logLikelihoodError } = digitLikelihood(model, { pixels, samples });
    if (!(elbo < logLikelihood + 3 * Math.hypot(elboError, logLikelihoodError) && logLikelihood < 0)) {
      throw new Error(`the ELBO is ${elbo} and log p(x) ${logLikelihood}`);
    }
    const once = () => digitLikelihood(model, { pixels, samples });
    const times = timeGroups(once, this.warmUp(once), { groups, groupMs });
    model.dispose();
    return { rates: times.map((ms) => (samples / ms) * 1e3) };
  }

  /** The heap's size after each of these numbers of steps, each with an evaluation of the held-out digits. */
  heap({ net, setup, stepCounts }) {
    const model = this.newModel(net, setup);
    let done = 0;
    const bytes = stepCounts.map((steps) => {
      for (; done < steps; done += 100) model.train(this.digits, 100);
      model.evaluate(this.digits);
      return this.engine.heapBytes;
    });
    model.dispose();
    return { bytes };
  }
}
