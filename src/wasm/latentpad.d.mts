// What bindings.cpp exports, for the type checker; copied beside the module by the build.

export interface DigitsHandle {
  count(): number;
  trainCount(): number;
  labels(): Uint8Array;
  images(first: number, count: number): Uint8Array;
  delete(): void;
}

export interface CodeArrays {
  mu: Float32Array;
  logVar: Float32Array;
}

export interface PosteriorGrid {
  side: number;
  left: number;
  right: number;
  bottom: number;
  top: number;
  /** log of the integral of p(x | z) p(z) over the grid, in nats: log p(x), since the grid holds the mass. */
  logIntegral: number;
  density: Float32Array;
}

export interface PaintedImage {
  pixels: Float32Array;
  probabilities: Float32Array;
}

export interface TracedStep {
  /** `{before, after, beta, learningRate, step, dZ, dMu, dLogVar, parameters}`; before and after without pictures. */
  json: string;
  probabilitiesBefore: Float32Array;
  probabilitiesAfter: Float32Array;
}

export interface LayerActivations {
  /** All hidden layers' numbers, the encoder's from the pixels inwards, then the decoder's from the code outwards. */
  values: Float32Array;
  encoderSizes: number[];
  decoderSizes: number[];
}

/** What a kind of model has; see src/models/model_kind.h. */
export interface ModelTraits {
  code: boolean;
  posterior: boolean;
  conditional: boolean;
  exactLikelihood: boolean;
  bound: boolean;
  generates: boolean;
}

export interface NumberSetting {
  least: number;
  most: number;
  usual: number;
  isWhole: boolean;
  /** `least` itself is not allowed. */
  isAboveLeast: boolean;
}

export interface CoreDescription {
  kinds: { name: string; traits: ModelTraits; leastHidden: number; mostHidden: number; usualUnits: number; likelihoods: string[] }[];
  /** By their names in files. */
  settings: Record<string, NumberSetting>;
  likelihoods: string[];
  layers: string[];
}

export interface ModelHandle {
  describe(): string;
  traits(): ModelTraits;
  checksum(): string;
  encode(pixels: Float32Array): CodeArrays;
  decode(z: Float32Array): Float32Array;
  encodeHeldOut(digits: DigitsHandle, first: number, count: number): CodeArrays;
  samplePrior(count: number, seed: number): Float32Array;
  digitLikelihood(pixels: Float32Array, samples: number, seed: number): string;
  beginPosteriorGrid(pixels: Float32Array, side: number): void;
  /** null while points are left. */
  advancePosteriorGrid(points: number): PosteriorGrid | null;
  paint(given: Float32Array, seed: number, index: number): PaintedImage;
  conditionals(pixels: Float32Array): { probabilities: Float32Array; logLikelihood: number };
  traceStep(pixels: Float32Array, epsilon: Float32Array): TracedStep;
  activations(pixels: Float32Array, z: Float32Array): LayerActivations;
  latentMetrics(digits: DigitsHandle, seed: number): string;
  sampleQuality(digits: DigitsHandle, classifier: Uint8Array, count: number, seed: number): string;
  trainStep(pixels: Float32Array): string;
  train(digits: DigitsHandle, steps: number): string;
  beginEvaluation(digits: DigitsHandle, seed: number): void;
  advanceEvaluation(examples: number): string;
  epochs(digits: DigitsHandle): number;
  setTraining(json: string): void;
  reset(): void;
  resume(file: Uint8Array): void;
  save(digits: DigitsHandle | null, half: boolean, resumable: boolean): Uint8Array;
  delete(): void;
}

/** The codes of errors, each with its English sentence, in which {name} stands for a parameter. */
export type ErrorCodes = Record<string, string>;

export interface Core {
  version(): string;
  arithmetic(): 'exact' | 'fused';
  /** Threads that compute, the caller's among them: at most threadPoolSize + 1. */
  startThreads(count: number): void;
  heapBytes(): number;
  /** Calls the listener where the core has computed for 200 ms or more since the last call; undefined: no more. */
  onHeartbeat(listener: (() => void) | undefined): void;
  /** Cost (src/training/cost.h) as JSON, of a model that need not be there. */
  costOf(configJson: string, trainingJson: string): string;
  /** JSON {config, training} that the first bytes of a weight file tell: its length, its header. */
  fileSettings(head: Uint8Array): string;
  errorCodes(): ErrorCodes;
  describeCore(): CoreDescription;
  digitsFileSize(head: Uint8Array): number;
  Digits: {
    fromPacked(file: Uint8Array, name: string): DigitsHandle;
    fromIdx(images: Uint8Array, labels: Uint8Array, heldOut: number, name: string): DigitsHandle;
  };
  Model: {
    create(configJson: string, trainingJson: string, digits: DigitsHandle | null): ModelHandle;
    load(file: Uint8Array, trainingJson: string): ModelHandle;
  };
}

export default function createLatentpad(options: {
  /** Of a module with threads: workers made with it, and never later. */
  threadPoolSize?: number;
  instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void): object;
}): Promise<Core>;
