// Which chosen or dropped files are weights, and what is said of those that are incomplete. The engine is the real one.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createEngine } from '../../../../web/engine/engine.js';
import { messageOf } from '../../../../web/core/texts/message-of.js';
import { readWeights, siblingsOf, weightsError } from '../../../../web/features/files/chosen-weights.js';
import { kindOfDrop } from '../../../../web/features/files/dropped-files.js';
import { INDEX, indexOf, shard } from '../../../support/sharded-weights.mjs';

const engine = await createEngine({ variant: 'exact', threads: 1 });
const model = engine.createModel({ hidden: [6], latentDim: 2 }, { seed: 1 });
const whole = model.saveWeights();
const { files, map, index } = shard(whole, 3),
  names = Object.keys(files),
  list = names.join(', ');

/** Files as a user chooses them, by their paths. @param {Record<string, Uint8Array | string>} contents */
const chosen = (contents) =>
  Object.entries(contents).map(([name, content]) => {
    return { name, file: new File([content], name.slice(name.lastIndexOf('/') + 1)) };
  });
const inFolder = (folder, contents) =>
  Object.fromEntries(Object.entries(contents).map(([name, content]) => [`${folder}/${name}`, content]));

/** Reads and loads as the page does. @returns the checksum, or the message's key and parameters */
async function open(contents) {
  const list = chosen(contents);
  assert.equal(kindOfDrop(list), 'weights');
  try {
    const loaded = engine.loadModel(await readWeights(list, engine)),
      checksum = loaded.checksum();
    loaded.dispose();
    return checksum;
  } catch (error) {
    const { key, params } = messageOf(weightsError(list, error));
    return { key, params };
  }
}

test('what is dropped is weights, data, a picture or unknown', () => {
  const kind = (...given) =>
    kindOfDrop(
      given.map((name) => ({ name, file: new File([], name, { type: name.endsWith('.png') ? 'image/png' : '' }) })),
    );
  for (const [expected, ...given] of [
    ['weights', 'a.safetensors'],
    ['weights', 'A.SAFETENSORS'],
    ['weights', INDEX],
    ['weights', INDEX, names[0]],
    ['weights', `in/${INDEX}`, `in/${names[0]}`, 'in/README.md', 'in/config.json'],
    ['weights', 'vae.json', 'a.safetensors', 'b.safetensors'],
    ['weights', names[0], names[1]],
    ['weights', `in/${names[0]}`, 'in/README.md'],
    ['unknown', 'a.safetensors', 'b.safetensors'],
    ['unknown', 'a.safetensors', 'notes.txt'],
    ['unknown'],
    ['data', 'images.json'],
    ['data', 'images', 'labels'],
    ['data', 'images.gz', 'labels.gz'],
    ['data', 'a.zip'],
    ['data', 'a', 'b', 'c'],
    ['picture', 'a.png'],
    ['data', 'a.png', 'b.png'],
  ])
    assert.equal(kind(...given), expected, String(given));
});

test('an index and its files are opened, in any order, from its folder, whatever else is there', async () => {
  const expected = model.checksum();
  assert.equal(await open({ 'a.safetensors': whole }), expected);
  assert.equal(await open({ ...files, [INDEX]: index }), expected);
  assert.equal(await open({ [INDEX]: index, ...Object.fromEntries(Object.entries(files).reverse()) }), expected);
  assert.equal(await open({ ...files, 'vae.json': index }), expected);
  assert.equal(
    await open({
      ...inFolder('hub', { ...files, [INDEX]: index, 'README.md': '# A model', 'config.json': '{}' }),
      ...inFolder('hub/old', { [names[0]]: 'of another model', [names[1]]: whole }),
    }),
    expected,
  );
  // By its name one of several, and yet whole.
  assert.equal(await open({ [names[0]]: whole }), expected);
});

test('what must be chosen together is named', async () => {
  const part = { key: 'message.weightsPart', params: { count: 3, files: list, index: INDEX } };
  for (const name of names) assert.deepEqual(await open({ [name]: files[name] }), part, name);
  assert.deepEqual(await open({ [names[0]]: files[names[0]], [names[2]]: files[names[2]] }), part);
  assert.deepEqual(await open(files), part);
  assert.deepEqual(await open(inFolder('in', { ...files, 'README.md': '' })), part);
  const missing = (...some) => ({ key: 'message.weightsFilesMissing', params: { count: 3, missing: some.join(', ') } });
  assert.deepEqual(await open({ [INDEX]: index }), missing(...names));
  assert.deepEqual(await open({ [INDEX]: index, [names[1]]: files[names[1]] }), missing(names[0], names[2]));
  assert.deepEqual(await open({ [`a/${INDEX}`]: index, ...inFolder('b', files) }), missing(...names));
  const two = await open({ ...files, [INDEX]: index, 'fp16.safetensors.index.json': index });
  assert.deepEqual(two, {
    key: 'message.weightsIndexes',
    params: { first: INDEX, second: 'fp16.safetensors.index.json' },
  });
});

test('other errors are those of the engine', async () => {
  const keyOf = async (contents) => (await open(contents)).key;
  // Damaged, not incomplete.
  assert.equal(await keyOf({ [names[0]]: files[names[0]].subarray(0, -1) }), 'message.safetensorsCutOff');
  assert.equal(await keyOf({ 'a.safetensors': files[names[1]] }), 'message.weightsMissingTensor');
  assert.equal(await keyOf({ 'a.safetensors': whole, 'config.json': '{}' }), 'message.weightIndexMalformed');
  assert.equal(await keyOf({ ...files, [INDEX]: indexOf({ ...map, x: '../a' }) }), 'message.weightIndexFile');
  const partly = Object.fromEntries(Object.entries(map).slice(1));
  assert.equal(await keyOf({ ...files, [INDEX]: indexOf(partly) }), 'message.weightsFileOtherTensor');
  // The index names one file of three, which is no model; its name is no reason to ask for the others.
  const alone = Object.fromEntries(Object.entries(map).filter(([, name]) => name === names[1]));
  assert.equal(await keyOf({ [names[1]]: files[names[1]], [INDEX]: indexOf(alone) }), 'message.weightsMissingTensor');
});

test('a name says how many files there are; a long list is shortened', () => {
  assert.deepEqual(siblingsOf('in/fp16.model-00002-of-00002.safetensors'), {
    count: 2,
    files: 'fp16.model-00001-of-00002.safetensors, fp16.model-00002-of-00002.safetensors',
    index: 'fp16.model.safetensors.index.json',
  });
  const many = siblingsOf('m-00012-of-00030.safetensors');
  assert.equal(many.count, 30);
  assert.match(
    many.files,
    /^m-00001-of-00030\.safetensors, .*, m-00006-of-00030\.safetensors, …, m-00030-of-00030\.safetensors$/,
  );
  assert.equal(many.files.split(', ').length, 8);
  for (const name of [
    'model.safetensors',
    'm-00001-of-00001.safetensors',
    'm-00003-of-00002.safetensors',
    'm-00000-of-00002.safetensors',
    'm-1-of-2.bin',
    '-1-of-2.safetensors',
  ])
    assert.equal(siblingsOf(name), null, name);
});
