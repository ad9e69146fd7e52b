// Errors carry a code and parameters from C++ to the page, which has a message for each code in each language.
import assert from 'node:assert/strict';
import test from 'node:test';
import { idxFile } from '../../../scripts/idx.mjs';
import { SENTENCES, deserializeError, serializeError } from '../../../web/engine/engine-error.js';
import { createEngine } from '../../../web/engine/engine.js';
import { gunzip } from '../../../web/engine/gunzip.js';
import * as measures from '../../../web/engine/measures.js';
import en from '../../../web/languages/en/texts.js';
import ko from '../../../web/languages/ko/texts.js';
import { inWords, loadDeferredTexts, setLanguage } from '../../../web/core/texts/translate.js';
import { helpOf } from '../../../web/core/texts/message-of.js';
import { allCodes, coreCodes, engineCodes, namesIn, pageCodes, webSources } from '../support/all-codes.mjs';

await loadDeferredTexts();
const engine = await createEngine({ threads: 1 });

test('the module lists the codes of its source, each with its message', () => {
  const listed = engine.core.errorCodes();
  assert.deepEqual(Object.keys(listed).sort(), [...coreCodes.keys()].sort());
  for (const [code, names] of coreCodes) assert.deepEqual(namesIn(listed[code]), names, code);
});

test('every error has a message in each language, and none uses a parameter that the error does not have', () => {
  assert.ok(
    coreCodes.size > 80 && engineCodes.size > 20 && pageCodes.size >= 3,
    `${coreCodes.size}, ${engineCodes.size}, ${pageCodes.size}`,
  );
  for (const [language, texts] of Object.entries({ en, ko })) {
    for (const [code, names] of allCodes) {
      const text = texts[`message.${code}`];
      assert.equal(typeof text, 'string', `${language} has no said.${code}`);
      assert.deepEqual(
        namesIn(text).filter((name) => !names.includes(name)),
        [],
        `${language}: said.${code}`,
      );
    }
  }
});

test('an error that C++ and JavaScript both raise has the same message', () => {
  const listed = engine.core.errorCodes();
  const both = Object.keys(SENTENCES).filter((code) => coreCodes.has(code));
  assert.ok(both.length >= 3, String(both));
  for (const code of both) assert.equal(SENTENCES[code], listed[code]);
});

test('no code in web/ matches the text of an error', () => {
  const reads = [
    /\.(test|exec)\(\s*(String\()?[\w.]*([mM]essage|error|reason|detail)\b/,
    /\b([mM]essage|reason|detail|error)\)?\.(match|includes|startsWith|endsWith|search|indexOf)\(/,
    /\.message\s*[!=]==?\s*['"`]/,
  ];
  // Whether a stack has overflowed is only in the text of a RangeError; it selects no message.
  const allowed = ['engine/engine-error.js: .test(error.message'];
  const found = webSources.flatMap(({ path, text }) =>
    reads.flatMap((pattern) => text.match(new RegExp(pattern, 'g'))?.map((hit) => `${path}: ${hit}`) ?? []),
  );
  assert.deepEqual(found, allowed);
  assert.ok(
    reads[0].test('begins.test(message)')
      && reads[1].test("error.message.includes('x')")
      && reads[2].test("error.message === 'x'"),
  );
});

test('an error of the engine must have a code', () => {
  const plain = webSources
    .filter(({ path }) => path.startsWith('engine/'))
    .flatMap(
      ({ path, text }) =>
        text.match(/\bthrow new (?!EngineError\b)\w+[^;]{0,60}/g)?.map((hit) => `${path}: ${hit}`) ?? [],
    );
  assert.deepEqual(plain, []);
});

// Real errors.

const bytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** A safetensors file with a header, as an object or as text, followed by data. */
function safetensors(header, data = new Uint8Array(0)) {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + data.length);
  new DataView(file.buffer).setUint32(0, json.length, true);
  file.set(json, 8);
  file.set(data, 8 + json.length);
  return file;
}

/** The same file after a change of its header and data. */
function changed(file, change) {
  const length = new DataView(file.buffer, file.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  const data = file.slice(8 + length);
  change(header, new DataView(data.buffer), header.__metadata__);
  return safetensors(header, data);
}

const images = (count, side = 28) => idxFile([count, side, side], new Uint8Array(count * side * side));
const labels = (list) => idxFile([list.length], list);
function packed({ count = 2, train = 1, version = 1, rows = 28, label = 0, names = '', size = undefined }) {
  const file = new Uint8Array(size ?? 32 + count * 785 + names.length),
    view = new DataView(file.buffer);
  file.set(bytes('LPDIGITS'));
  if (file.length < 32) return file;
  [version, count, train, rows, rows, names.length].forEach((value, i) => view.setUint32(8 + 4 * i, value, true));
  if (file.length > 32) file[32] = label;
  file.set(bytes(names), file.length - names.length);
  return file;
}

const small = { hidden: [4], latentDim: 2 };
const model = engine.createModel(small, { seed: 1, batchSize: 2 });
const fvbn = engine.createModel({ model: 'fvbn', hidden: [], latentDim: 0 });
const ae = engine.createModel({ ...small, model: 'ae' });
const wide = engine.createModel({ hidden: [4], latentDim: 3 });
const saved = model.saveWeights(),
  resumable = model.saveWeights({ resumable: true });
const pixels = new Float32Array(784);
const create = (config, training) => () => engine.createModel({ ...small, ...config }, training).dispose();
const load = (file) => () => engine.loadModel(file).dispose();
const oneTensor = safetensors({ 'mu.bias': { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, new Uint8Array(4));
/** Joins files by an index, as an object or as bytes. */
const joined = (index, files = {}) => {
  const content = index instanceof Uint8Array ? index : bytes(JSON.stringify(index));
  return () => engine.joinWeights({ index: content, files });
};
const edited = (change, file = saved) => load(changed(file, change));
const digits = (source) => async () => (await engine.loadDigits({ heldOut: 1, ...source })).dispose();
/** A conditional model, and a class more than it has labels. */
async function beyondLabels() {
  const set = await engine.loadDigits({ images: images(3), labels: labels([1, 10, 2]), heldOut: 1 }),
    cvae = engine.createModel({ ...small, model: 'cvae', labels: 10 }, { batchSize: 1 }, set);
  try {
    cvae.train(set, 1);
  } finally {
    for (const one of [cvae, set]) one.dispose();
  }
}
const withoutConfig = (change) =>
  edited((header, data, metadata) => {
    for (const key of Object.keys(metadata)) if (key !== 'format') delete metadata[key];
    change(header, data);
  });
const floatAt = (header, name) => header[name].data_offsets[0];

/** The cases by error code, or by a path of codes if one error is the reason of another. */
const CASES = {
  invalidArgument: [() => model.encode([1]), () => model.encode(new Float32Array(783)), () => engine.loadModel('x')],
  notFinite: [() => model.encode(pixels.map(() => NaN))],
  pixelOutOfRange: [() => model.trainStep(pixels.map(() => 2))],
  needsCode: [() => fvbn.encode(pixels)],
  needsPosterior: [() => measures.digitLikelihood(ae, { pixels })],
  needsExactLikelihood: [() => measures.sampleGiven(model, { given: new Float32Array(0) })],
  needsTwoDimensions: [() => measures.posteriorGrid(wide, { pixels })],
  samplesOutOfRange: [() => model.samplePrior({ count: 1e6 })],
  'inSettings.unknownName': [create({ model: 'gan' }), create({}, { pixels: 'gray' })],
  'inSettings.countOutOfRange': [
    create({ latentDim: 0 }),
    create({ hidden: [0] }),
    create({}, { batchSize: 1e9 }),
    create({}, { seed: 2 ** 40 }),
  ],
  'inSettings.settingOutOfRange': [create({}, { beta: -1 })],
  'inSettings.settingNotAbove': [create({}, { learningRate: 0 })],
  'inSettings.iwaeSamples': [create({}, { objective: 'iwae' })],
  'inSettings.elboSamples': [create({}, { importanceSamples: 5 })],
  'inSettings.iwaeBeta': [create({}, { objective: 'iwae', importanceSamples: 5, beta: 2 })],
  'inSettings.scheduleExcludes': [
    create({}, { scheduleEpochs: 3 }),
    create({}, { schedule: 'burda', scheduleFactor: 0.5 }),
    create({}, { schedule: 'cosine', scheduleEpochs: 3, scheduleAt: [2] }),
  ],
  'inSettings.scheduleNeedsEpochs': [create({}, { schedule: 'cosine' })],
  'inSettings.scheduleStepsWhen': [
    create({}, { schedule: 'steps', scheduleFactor: 0.1 }),
    create({}, { schedule: 'steps', scheduleFactor: 0.1, scheduleEpochs: 2, scheduleAt: [3] }),
  ],
  'inSettings.scheduleNeedsFactor': [create({}, { schedule: 'steps', scheduleEpochs: 2 })],
  'inSettings.scheduleAtOrder': [create({}, { schedule: 'steps', scheduleFactor: 0.1, scheduleAt: [3, 3] })],
  scheduleNeedsEpoch: [
    () => {
      const scheduled = engine.createModel({ hidden: [4], latentDim: 2 }, { schedule: 'burda' });
      try {
        scheduled.trainStep(new Float32Array(784));
      } finally {
        scheduled.dispose();
      }
    },
  ],
  'inSettings.shardsOfBatch': [create({}, { shards: 3 })],
  'inSettings.digitsChoice': [create({}, { digits: [] })],
  settingType: [create({ latentDim: 2.5 }), create({}, { learningRate: NaN })],
  unknownSetting: [create({ depth: 3 })],
  'inSettings.priorNeedsVae': [create({ model: 'ae', prior: 'vamp' })],
  'inSettings.componentsNeedPrior': [create({ components: 5 })],
  'inSettings.dregNeedsIwae': [create({}, { estimator: 'dreg' })],
  estimatorNeedsPosterior: [create({ model: 'ae' }, { estimator: 'stl' })],
  iwaeNeedsPosterior: [create({ model: 'ae' }, { objective: 'iwae', importanceSamples: 5 })],
  safetensorsHeaderTooSmall: [load(new Uint8Array(3))],
  safetensorsHeaderTooLarge: [load(bytes('\xff\xff\xff\xff\xff\xff\xff\xff{}'))],
  safetensorsHeaderLength: [load(bytes('\x80\0\0\0\0\0\0\0{}'))],
  safetensorsHeaderStart: [load(safetensors('[]'))],
  'safetensorsHeaderJson.jsonMalformed': [load(safetensors('{"a"'))],
  'safetensorsHeaderJson.jsonDuplicateKey': [load(safetensors('{"a":1,"a":2}'))],
  'safetensorsHeaderJson.jsonTooDeep': [load(safetensors(`{"a":${'['.repeat(20)}${']'.repeat(20)}}`))],
  safetensorsHeaderEntry: [load(safetensors({ a: 3 })), load(safetensors({ __metadata__: { a: 1 } }))],
  safetensorsDtype: [load(safetensors({ a: { dtype: 'F3', shape: [], data_offsets: [0, 0] } }))],
  safetensorsOverflow: [load(safetensors({ a: { dtype: 'F32', shape: [2 ** 40, 2 ** 40], data_offsets: [0, 0] } }))],
  safetensorsOffset: [load(safetensors({ a: { dtype: 'F32', shape: [1], data_offsets: [4, 8] } }, new Uint8Array(8)))],
  safetensorsTensorBytes: [
    load(safetensors({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 8] } }, new Uint8Array(8))),
  ],
  safetensorsCutOff: [load(saved.subarray(0, saved.length - 1))],
  safetensorsTooLong: [load(Uint8Array.from([...saved, 0]))],
  'inMetadata.jsonNulByte': [
    edited((header, data, metadata) => {
      metadata['latentpad.config'] += '\0';
    }),
  ],
  'inWeightIndex.jsonMalformed': [joined(bytes('{'))],
  weightIndexMalformed: [joined({}), joined({ weight_map: {} }), joined([])],
  weightIndexFile: [joined({ weight_map: { 'mu.bias': '../a' } }), joined({ weight_map: { 'mu.bias': 1 } })],
  weightsFilesMissing: [joined({ weight_map: { 'mu.bias': 'a', 'mu.weight': 'b' } })],
  weightsFileLacksTensor: [joined({ weight_map: { 'mu.bias': 'a', 'mu.weight': 'a' } }, { a: oneTensor })],
  weightsFileOtherTensor: [joined({ weight_map: { 'mu.weight': 'a' } }, { a: oneTensor })],
  'inFile.safetensorsCutOff': [joined({ weight_map: { 'mu.bias': 'a' } }, { a: oneTensor.subarray(0, -1) })],
  fileIsEmpty: [load(new Uint8Array(0))],
  fileIsArchive: [load(bytes('PK\x03\x04 and more')), load(bytes('\x1f\x8b\b and more'))],
  fileIsPytorch: [load(bytes('\x80\x02}q\0 and more'))],
  fileIsGguf: [load(bytes('GGUF\x03\0\0\0 and more'))],
  fileIsPicture: [load(bytes('\x89PNG\r\n\x1a\n and more')), digits({ bytes: bytes('\xff\xd8\xff\xe0 and more') })],
  fileIsWebPage: [load(bytes('<!doctype html><title>404</title>'))],
  fileIsPdf: [load(bytes('%PDF-1.7 and more'))],
  fileIsHdf5: [load(bytes('\x89HDF\r\n\x1a\n and more'))],
  fileIsNumpy: [load(bytes('\x93NUMPY\x01\0 and more'))],
  fileIsCsv: [load(bytes('label,1x1,1x2\n5,0,0\n'))],
  fileIsText: [load(bytes('no weights at all')), digits({ bytes: bytes('no digits at all, but some text') })],
  fileIsWeights: [digits({ bytes: saved })],
  fileIsDigits: [load(packed({}))],
  'inMetadata.jsonMalformed': [
    edited((header, data, metadata) => {
      metadata['latentpad.config'] = '{';
    }),
  ],
  'inWeights.countOutOfRange': [
    load(
      safetensors(
        { 'mu.weight': { dtype: 'F32', shape: [600, 784], data_offsets: [0, 600 * 784 * 4] } },
        new Uint8Array(600 * 784 * 4),
      ),
    ),
  ],
  'inWeights.weightsNotMasked': [
    edited((header, data, metadata) => {
      delete metadata['latentpad.checksum'];
      data.setFloat32(floatAt(header, 'direct.weight') + 4 * 700, 1, true);
    }, fvbn.saveWeights()),
  ],
  weightsVersion: [
    edited((header, data, metadata) => {
      metadata['latentpad.version'] = '2';
    }),
  ],
  weightsMissingTensor: [load(safetensors({}))],
  weightsUnexpectedTensor: [
    edited((header) => {
      header.other = { dtype: 'F32', shape: [0], data_offsets: header['mu.bias'].data_offsets.map(() => 0) };
    }),
  ],
  weightsNotTwoDimensions: [
    withoutConfig((header) => {
      header['mu.weight'].shape = [8];
    }),
  ],
  weightsLayerSize: [load(safetensors({ 'mu.weight': { dtype: 'F32', shape: [0, 784], data_offsets: [0, 0] } }))],
  weightsWrongShape: [
    edited((header) => {
      header['mu.weight'].shape.reverse();
    }),
  ],
  weightsWrongType: [
    edited((header) => {
      header['mu.weight'].dtype = 'I32';
    }),
  ],
  weightsTooFewNumbers: [
    edited((header, data, metadata) => {
      metadata['latentpad.config'] = JSON.stringify({
        ...JSON.parse(metadata['latentpad.config']),
        hidden: [4096, 4096],
      });
    }),
  ],
  weightsNotFinite: [edited((header, data) => data.setFloat32(floatAt(header, 'mu.weight'), NaN, true))],
  weightsChecksum: [edited((header, data) => data.setFloat32(floatAt(header, 'mu.bias'), 0.5, true))],
  weightsSelfTest: [
    edited((header, data, metadata) => {
      delete metadata['latentpad.checksum'];
      data.setFloat32(floatAt(header, 'mu.bias'), 0.5, true);
    }),
  ],
  weightsSelfTestMalformed: [
    edited((header, data, metadata) => {
      metadata['latentpad.self_test'] = '{}';
    }),
  ],
  weightsResultsNotFinite: [
    withoutConfig((header, data) => {
      for (let i = 0; i < 4 * 784; ++i) data.setFloat32(floatAt(header, 'encoder.0.weight') + 4 * i, 3e38, true);
      for (let i = 0; i < 8; ++i) data.setFloat32(floatAt(header, 'mu.weight') + 4 * i, 3e38, true);
    }),
  ],
  weightsCounter: [
    edited((header, data, metadata) => {
      metadata['latentpad.optimizer'] = '{"steps":-1}';
    }, resumable),
  ],
  weightsNegativeMoment: [
    edited((header, data) => data.setFloat32(floatAt(header, 'optimizer.second.mu.bias'), -1, true), resumable),
  ],
  weightsWithoutTraining: [
    edited((header, data, metadata) => {
      delete metadata['latentpad.training'];
    }, resumable),
  ],
  weightsNotResumable: [() => model.resume(saved)],
  weightsOtherArchitecture: [() => model.resume(wide.saveWeights({ resumable: true }))],
  idxHeader: [digits({ images: images(2).subarray(0, 9), labels: labels([1, 2]) })],
  idxEmpty: [digits({ images: images(0), labels: labels([1]) })],
  idxTooLarge: [digits({ images: idxFile([1e9, 28, 28], []), labels: labels([1]) })],
  idxMagic: [
    digits({ images: labels([1]), labels: labels([1]) }),
    digits({ images: new Uint8Array(2), labels: labels([1]) }),
  ],
  idxLength: [digits({ images: images(2).subarray(0, 900), labels: labels([1, 2]) })],
  idxCounts: [digits({ images: images(2), labels: labels([1]) })],
  digitsLabel: [digits({ images: images(2), labels: labels([1, 62]) }), digits({ bytes: packed({ label: 62 }) })],
  labelBeyondModel: [beyondLabels],
  imageSetSide: [
    digits({ images: new Uint8Array(12), labels: labels([1]), width: 3, height: 4 }),
    digits({ images: images(2, 3), labels: labels([1, 2]) }),
    digits({ bytes: packed({ rows: 65 }) }),
  ],
  imageSetSize: [digits({ images: new Uint8Array(17), width: 4, height: 4, labels: new Uint8Array(1) })],
  holdOutAll: [digits({ images: images(2), labels: labels([1, 2]), heldOut: 2 })],
  packedMagic: [digits({ bytes: new Uint8Array(40) })],
  packedHeader: [digits({ bytes: packed({ size: 20 }) })],
  packedVersion: [digits({ bytes: packed({ version: 2 }) })],
  packedCounts: [digits({ bytes: packed({ train: 3 }) })],
  'packedNamesJson.jsonMalformed': [digits({ bytes: packed({ version: 2, names: '["a' }) })],
  packedNames: [digits({ bytes: packed({ version: 2, label: 2, names: '["a"]' }) })],
  packedLength: [digits({ bytes: packed({ size: 900 }) })],
  digitsFormat: [() => engine.core.digitsFileSize(new Uint8Array(40))],
  gzipUnreadable: [() => gunzip(new Uint8Array([0x1f, 0x8b, 8, 0, 1, 2, 3]), () => 100)],
  shortOfMemory: [() => new Float32Array(1e15)],
};

/** An error as another thread receives it. */
const thrown = (task) =>
  Promise.resolve()
    .then(task)
    .then(
      () => null,
      (error) => deserializeError(structuredClone(serializeError(error))),
    );

/** The codes from the outermost to the innermost. */
const codesOf = ({ code, params }) => [
  code,
  ...Object.entries(params ?? {})
    .filter(([name, value]) => ['hint', 'reason'].includes(name) && typeof value === 'object')
    .filter(([name], _, all) => name === 'hint' || all.length === 1)
    .flatMap(([, value]) => codesOf(value)),
];

for (const [path, tasks] of Object.entries(CASES)) {
  test(`${path}: the error is readable in English and in Korean, and nothing is changed`, async () => {
    const before = model.checksum();
    for (const [number, task] of tasks.entries()) {
      const error = await thrown(task);
      assert.ok(error, `${number}: expected an error`);
      assert.equal(codesOf(error).join('.'), path, `${number}: ${error.message}`);
      const message = helpOf(error);
      for (const language of ['en', 'ko']) {
        await setLanguage(language);
        const text = inWords(message);
        await setLanguage('en');
        assert.doesNotMatch(text, /\{\w+\}|undefined|\[object|said\.|field\.|NaN %/, `${language}: ${text}`);
        assert.ok(text.length > 20, text);
        if (language === 'ko') assert.match(text, /[가-힣]/);
      }
    }
    assert.equal(model.checksum(), before);
  });
}

test('a run that has started cannot change its seed or digits; after the rejection it continues as if never asked', async () => {
  const asked = engine.createModel(small, { seed: 3, batchSize: 1 }),
    twin = engine.createModel(small, { seed: 3, batchSize: 1 });
  const image = pixels.map((_, i) => Number(i % 7 === 0));
  for (const one of [asked, twin]) one.trainStep(image);
  for (const training of [{ seed: 4 }, { digits: [1, 2] }]) {
    const error = await thrown(() => asked.setTraining(training));
    assert.equal(codesOf(error).at(-1), 'settingFixed', error.message);
    assert.match(inWords(helpOf(error)), /^(seed|digits): a run that has begun keeps/);
  }
  for (const one of [asked, twin]) one.trainStep(image);
  assert.equal(asked.checksum(), twin.checksum());
  for (const one of [asked, twin]) one.dispose();
});

test('numbers in an error are formatted in the page’s language', async () => {
  const error = await thrown(create({}, { batchSize: 1e9 }));
  assert.deepEqual(
    [error.params.reason.params.least, error.params.reason.params.most, error.params.reason.params.got],
    [1, 65536, 1e9],
  );
  assert.equal(
    inWords(helpOf(error)),
    'these settings are not possible: batch size: enter a whole number from 1 to 65,536, not 1,000,000,000',
  );
  await setLanguage('ko');
  assert.equal(
    inWords(helpOf(error)),
    '이 설정은 쓸 수 없습니다. 배치 크기: 1,000,000,000 대신 1부터 65,536까지의 정수를 입력하세요',
  );
  await setLanguage('en');
});
