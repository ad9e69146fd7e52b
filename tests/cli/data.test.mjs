// --data and convert: the same images from every format train the same weights.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';

import { idxFile } from '../../scripts/idx.mjs';
import { finish } from '../../web/data/finish.js';
import { readFiles } from '../../web/data/read-files.js';
import {
  barImages,
  crossedBars,
  fileOf,
  npyBytes as npyFile,
  pngBytes as pngFile,
  zipBytes as zipFile,
} from '../support/data-files.mjs';
import { ownFolder, run } from './support.mjs';

const folder = await ownFolder();
const at = (...names) => join(folder, ...names);

/** Writes a file with its folders and returns its path. */
async function put(name, bytes) {
  await mkdir(dirname(at(name)), { recursive: true });
  await writeFile(at(name), bytes);
  return at(name);
}

/** With ink of all strengths. */
const bars = (count, width, height) => ({ count, ...crossedBars(count, width, height, (i) => 255 - (i % 100)) });

const settings = ['--hidden', '16', '--latent', '2', '--batch', '20', '--epochs', '2', '--seed', '3', '--threads', '1'];

/** The result of training: the checksum of the weights, and the numbers of images. */
async function train(data, ...more) {
  const { code, stdout, stderr } = await run(
    'train',
    '--data',
    data,
    ...settings,
    '--out',
    at('w.safetensors'),
    '--json',
    ...more,
  );
  assert.equal(code, 0, stderr);
  const { checksum, train_examples: count, validation } = JSON.parse(stdout);
  return { checksum, count, heldOut: validation?.examples ?? 0 };
}

/** The set in every format that has it exactly: paths by name. */
async function everyFormat(set, prefix) {
  const { count, width, height, images, labels } = set,
    shape = [count, height, width];
  const idx = [idxFile(shape, images), idxFile([count], labels)],
    npy = [npyFile(shape, images), npyFile([count], labels)];
  const image = (i) => images.subarray(i * width * height, (i + 1) * width * height);
  const header = ['label', ...Array.from({ length: width * height }, (_, i) => `p${i}_${height}x${width}`)];
  const rows = Array.from({ length: count }, (_, i) => [labels[i], ...image(i)].join(','));
  const paths = {};
  paths.idx = await put(`${prefix}/idx/some-images-idx3-ubyte`, idx[0]);
  await put(`${prefix}/idx/some-labels-idx1-ubyte`, idx[1]);
  paths.idxFolder = at(prefix, 'idx');
  paths.idxGzip = await put(`${prefix}/gz/a-images.idx3-ubyte.gz`, gzipSync(idx[0]));
  await put(`${prefix}/gz/a-labels.idx1-ubyte.gz`, gzipSync(idx[1]));
  paths.npy = await put(`${prefix}/npy/X.npy`, npy[0]);
  await put(`${prefix}/npy/y.npy`, npy[1]);
  paths.npz = await put(`${prefix}.npz`, zipFile({ 'images.npy': npy[0], 'labels.npy': npy[1] }));
  paths.csv = await put(`${prefix}.csv`, [header.join(','), ...rows].join('\n'));
  paths.csvGzip = await put(`${prefix}.csv.gz`, gzipSync([header.join(','), ...rows].join('\r\n')));
  paths.zip = await put(`${prefix}.zip`, zipFile({ 'in/images-idx3-ubyte': idx[0], 'in/labels-idx1-ubyte': idx[1] }));
  return paths;
}

for (const [width, height, isConverted] of [
  [8, 8, false],
  [12, 20, true],
  [64, 64, false],
]) {
  const what = isConverted ? 'every format, and what convert writes of it, trains' : 'every format trains';
  test(`${width} x ${height}: ${what} the same weights`, async () => {
    const paths = await everyFormat(bars(60, width, height), `bars${width}`);
    const expected = await train(paths.idx);
    assert.deepEqual([expected.count, expected.heldOut], [50, 10]);
    for (const [name, path] of Object.entries(paths)) {
      assert.deepEqual(await train(path), expected, name);
      if (!isConverted) continue;
      const packed = at('converted.bin.gz'),
        idx = `${at(`converted-${width}-${name}`)}/`;
      for (const output of [packed, idx]) {
        const { code, stderr } = await run('convert', path, output);
        assert.equal(code, 0, stderr);
        const { checksum, count } = await train(output);
        assert.deepEqual([checksum, count], [expected.checksum, expected.count], `${name} to ${output}`);
      }
    }
  });
}

test('eval, encode and compare read the held-out images; --split test gives them alone', async () => {
  const { npz } = await everyFormat(bars(60, 8, 8), 'commands'),
    weights = at('commands.safetensors');
  assert.equal((await run('train', '--data', npz, ...settings, '--out', weights)).code, 0);
  const evaluation = await run('eval', '--weights', weights, '--data', npz, '--importance-samples', 'none', '--json');
  assert.equal(JSON.parse(evaluation.stdout).examples, 10, evaluation.stderr);
  const compared = await run('compare', weights, '--data', npz, '--importance-samples', 'none', '--json');
  assert.equal(compared.code, 0, compared.stderr);
  const encode = async (...more) =>
    JSON.parse((await run('encode', '--weights', weights, '--data', npz, '--json', ...more)).stdout).codes;
  const [whole, test] = [await encode('--first', '50'), await encode('--split', 'test')];
  assert.deepEqual(
    test.map(({ mu }) => mu),
    whole.map(({ mu }) => mu),
  );
});

test('pictures: folders and prefixes are classes, and convert names them', async () => {
  const set = bars(24, 9, 7),
    entries = {};
  for (let i = 0; i < 24; i++) {
    const png = pngFile(9, 7, set.images.subarray(i * 63, (i + 1) * 63));
    entries[`${i % 2 ? 'rows' : 'columns'}/${String(i).padStart(2, '0')}.png`] = png;
    await put(`pictures/${i % 2 ? 'rows' : 'columns'}_${String(i).padStart(2, '0')}.png`, png);
  }
  const zip = await put('pictures.zip', zipFile(entries));
  const results = [];
  for (const input of [zip, at('pictures')]) {
    const { code, stdout, stderr } = await run('convert', input, at('pictures.bin'), '--held-out', '6', '--json');
    assert.equal(code, 0, stderr);
    const { width, height, train_examples: count, held_out_examples: heldOut, classes } = JSON.parse(stdout);
    assert.deepEqual([width, height, count, heldOut, classes], [9, 7, 18, 6, ['columns', 'rows']]);
    results.push(await readFile(at('pictures.bin')));
  }
  assert.ok(results[0].equals(results[1]));
});

test('class names are kept by what convert writes, and read from it by program and page', async () => {
  const { count, images, labels } = bars(24, 4, 4),
    names = ['wide, or "rows"', '세로'];
  const input = await put(
    'named.npz',
    zipFile({
      'x.npy': npyFile([count, 4, 4], images),
      'y.npy': npyFile(
        [count],
        Array.from(labels, (label) => names[1 - label]),
        { type: 'U' },
      ),
    }),
  );
  const convert = async (from, to) => {
    const { code, stdout, stderr } = await run('convert', from, to, '--json');
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  };
  const packed = at('named.bin.gz'),
    folder = `${at('named')}/`;
  assert.deepEqual((await convert(input, packed)).classes, names);
  assert.deepEqual((await convert(packed, folder)).files.at(-1), `${folder}class-names.txt`);
  assert.deepEqual((await convert(folder, at('again.bin'))).classes, names);
  const content = gunzipSync(await readFile(packed));
  assert.ok(content.equals(await readFile(at('again.bin'))));
  assert.equal(content.readUInt32LE(8), 2);
  // What follows replaces the names of what was there before.
  const numbers = await put(
    'numbers.npz',
    zipFile({ 'x.npy': npyFile([count, 4, 4], images), 'y.npy': npyFile([count], labels) }),
  );
  await convert(numbers, folder);
  assert.equal(await readFile(`${folder}class-names.txt`, 'utf8'), '0\n1\n');
  assert.equal((await convert(folder, at('again.bin'))).files.length, 1);
  assert.equal((await readFile(at('again.bin'))).readUInt32LE(8), 1);

  assert.deepEqual((await readFiles([fileOf('named.bin', content)])).names, names);
  const cut = Buffer.from(content.subarray(0, -2));
  cut.writeUInt32LE(content.readUInt32LE(28) - 2, 28);
  await assert.rejects(readFiles([fileOf('named.bin', cut)]), { code: 'dataPackedNames' });
  assert.match(
    (await run('convert', await put('cut.bin', cut), at('x.bin'))).stderr,
    /cut\.bin: packed file: class names: /,
  );
});

test('convert holds out N images, exchanges rows and columns, and inverts', async () => {
  const images = Uint8Array.from({ length: 6 * 20 }, (_, i) => i);
  const input = await put('grid.npy', npyFile([6, 4, 5], images)),
    output = at('grid.bin');
  const convert = async (...more) => {
    const { code, stderr } = await run('convert', input, output, ...more);
    assert.equal(code, 0, stderr);
    const file = await readFile(output);
    return {
      fields: [12, 16, 20, 24].map((offset) => file.readUInt32LE(offset)),
      images: file.subarray(32 + file.readUInt32LE(12)),
    };
  };
  assert.deepEqual((await convert()).fields, [6, 5, 4, 5]);
  assert.deepEqual((await convert('--held-out', '0')).fields, [6, 6, 4, 5]);
  const turned = await convert('--held-out', '3', '--transpose', '--invert');
  assert.deepEqual(turned.fields, [6, 3, 5, 4]);
  assert.deepEqual(
    [...turned.images.subarray(0, 5)],
    [0, 5, 10, 15, 1].map((value) => 255 - value),
  );
  const emnist = await put('emnist-letters-train-images-idx3-ubyte', idxFile([6, 4, 5], images));
  await put('emnist-letters-train-labels-idx1-ubyte', idxFile([6], Uint8Array.from([1, 2, 3, 26, 5, 26])));
  const { stdout } = await run('convert', emnist, at('emnist.bin'), '--json');
  assert.deepEqual(JSON.parse(stdout).classes, ['A', 'B', 'C', 'E', 'Z']);
  assert.equal(JSON.parse(stdout).width, 4);
  const kept = await run('convert', emnist, at('emnist.bin'), '--no-transpose', '--json');
  assert.equal(JSON.parse(kept.stdout).width, 5);
});

test('convert refuses outputs that it cannot write, and writes nothing', async () => {
  const input = await put('in/a.npy', npyFile([6, 4, 4], new Uint8Array(96).fill(9)));
  const cases = [
    [2, /ends in \.bin or \.bin\.gz, or a folder/, input, at('out.csv')],
    [2, /OUTPUT: expected another file than that of INPUT/, await put('same.bin', new Uint8Array(9)), at('same.bin')],
    [2, /--held-out: expected fewer than the 6 images/, input, at('never.bin'), '--held-out', '6'],
    [1, /No such file/, input, at('nowhere', 'never.bin')],
    [1, /No such file/, at('missing.npz'), at('never.bin')],
  ];
  for (const [code, message, ...args] of cases) {
    const result = await run('convert', ...args);
    assert.equal(result.code, code, result.stderr);
    assert.match(result.stderr, message);
  }
  assert.ok(!existsSync(at('never.bin')));
  await put('old/t10k-images-idx3-ubyte', new Uint8Array(1));
  const stale = await run('convert', input, at('old'), '--held-out', '0');
  assert.match(stale.stderr, /would be read as the test set/);
});

test('MNIST’s folder is read as before: one split, nothing held out; converted, t10k is held out', async () => {
  const set = bars(60, 28, 28),
    part = (first, count) => [
      idxFile([count, 28, 28], set.images.subarray(first * 784, (first + count) * 784)),
      idxFile([count], set.labels.subarray(first, first + count)),
    ];
  for (const [name, first, count] of [
    ['train', 0, 40],
    ['t10k', 40, 20],
  ]) {
    const [images, labels] = part(first, count);
    await put(`mnist/${name}-images-idx3-ubyte.gz`, gzipSync(images));
    await put(`mnist/${name}-labels-idx1-ubyte`, labels);
  }
  const original = await train(at('mnist'));
  assert.deepEqual([original.count, original.heldOut], [40, 0]);
  assert.equal((await run('convert', at('mnist'), at('mnist.bin'))).code, 0);
  const converted = await train(at('mnist.bin'));
  assert.deepEqual(converted, { ...original, heldOut: 20 });
  assert.equal((await train(at('mnist'), '--split', 'test')).count, 20);
});

/** Images of 8 x 8 whose bar is at the place of the class, as IDX. */
async function classes(count, name) {
  const { images, labels } = barImages(20 * count, 8, 8, count);
  await put(`${name}/train-images-idx3-ubyte`, idxFile([labels.length, 8, 8], images));
  await put(`${name}/train-labels-idx1-ubyte`, idxFile([labels.length], labels));
  return at(name);
}
const configOf = async (path) => JSON.parse((await run('info', path, '--json')).stdout).config;

test('a conditional model has as many labels as the data has classes, and decodes each of them', async () => {
  for (const count of [2, 5, 26, 62]) {
    const data = await classes(count, `of-${count}`),
      weights = at('w.safetensors');
    assert.equal((await train(data, '--model', 'cvae')).count, 20 * count);
    assert.equal((await configOf(weights)).labels, count);
    const decode = (label) =>
      run('decode', '--weights', weights, '--z', '0,0', '--label', String(label), '--json').then(
        ({ stdout, ...end }) => ({
          ...end,
          image: end.code === 0 ? JSON.parse(stdout).images[0].reconstruction : null,
        }),
      );
    const [first, last] = [await decode(0), await decode(count - 1)];
    assert.equal(last.image.length, 64);
    assert.notDeepEqual(last.image, first.image);
    const beyond = await decode(count);
    assert.equal(beyond.code, 2);
    const wanted =
      count === 62 ? /--label: expected a whole number from 0 to 61, got "62"/ : /--label: expected the label/;
    assert.match(beyond.stderr, wanted);
    if (count < 62) assert.match(beyond.stderr, new RegExp(`0 to ${count - 1}, got ${count}`));
    const missing = await run('decode', '--weights', weights, '--z', '0,0', '--json');
    assert.match(
      missing.stderr,
      new RegExp(`--label: expected the label that the cvae is to decode as, 0 to ${count - 1}\n`),
    );
    const scored = await run(
      'eval',
      '--weights',
      weights,
      '--data',
      data,
      '--validation',
      '9',
      '--importance-samples',
      'none',
      '--json',
    );
    assert.equal(scored.code, 0, scored.stderr);
    const codes = JSON.parse((await run('encode', '--weights', weights, '--data', data, '--json')).stdout).codes;
    assert.equal(codes[0].mu.length, 2);
    assert.equal((await run('sample', '--weights', weights, '--count', '70', '--out', at('samples.png'))).code, 0);
    const exported = await run('export', '--weights', weights, '--onnx', at('cvae'));
    assert.equal(exported.code, 0, exported.stderr);
  }
  // Without labels there is one class, and a condition has two.
  const bare = await put('bare.npy', npyFile([60, 8, 8], bars(60, 8, 8).images));
  await train(bare, '--model', 'cvae');
  assert.equal((await configOf(at('w.safetensors'))).labels, 2);
});

test('26 classes train the weights that the engine trains of them', async () => {
  const sums = JSON.parse(await readFile(new URL('../golden/checksums.json', import.meta.url), 'utf8'));
  const { checksum } = await train(await classes(26, 'letters'), '--model', 'cvae', '--arithmetic', 'exact');
  assert.equal(checksum, sums['cvae of 26 classes, 52 steps, seed 3'].exact);
});

test('--labels sets the number of labels; a choice of digits does not, nor does it change what ten give', async () => {
  const data = await classes(10, 'ten'),
    usual = await train(data, '--model', 'cvae');
  assert.deepEqual(await train(data, '--model', 'cvae', '--labels', '10'), usual);
  assert.equal((await configOf(at('w.safetensors'))).labels, undefined);
  const more = await train(data, '--model', 'cvae', '--labels', '12');
  assert.notEqual(more.checksum, usual.checksum);
  assert.equal((await configOf(at('w.safetensors'))).labels, 12);
  await train(data, '--model', 'cvae', '--digits', '0,1');
  assert.equal((await configOf(at('w.safetensors'))).labels, undefined);
  const refused = async (...more) => {
    const { code, stderr } = await run('train', '--data', data, ...settings, '--out', at('never'), ...more);
    assert.ok(code > 0 && !existsSync(at('never')));
    return stderr;
  };
  assert.match(await refused('--labels', '10'), /labels: expected a whole number from 0 to 0, got 10/);
  assert.match(
    await refused('--model', 'cvae', '--labels', '63'),
    /--labels: expected a whole number from 2 to 62, got "63"/,
  );
  const few = /the model has 9 labels and the data 10 classes, image 9 has the label 9; make a model with labels = 10/;
  assert.match(await refused('--model', 'cvae', '--labels', '9'), few);
  const classifier = await run('train-classifier', '--data', data, '--steps', '1', '--out', at('never'));
  assert.match(classifier.stderr, /expected images of 28 x 28, got 8 x 8/);
});

test('a run of a conditional model goes on with the labels of its file', async () => {
  const data = await classes(12, 'twelve'),
    half = at('half.safetensors');
  const options = settings.filter((_, i) => ![6, 7].includes(i));
  const whole = await run(
    'train',
    '--data',
    data,
    '--model',
    'cvae',
    ...options,
    '--epochs',
    '4',
    '--out',
    at('whole'),
    '--json',
  );
  await train(data, '--model', 'cvae', '--resumable');
  await put('half.safetensors', await readFile(at('w.safetensors')));
  const resume = (...more) =>
    run(
      'train',
      '--data',
      data,
      '--resume',
      half,
      '--epochs',
      '4',
      '--threads',
      '1',
      '--out',
      at('on.safetensors'),
      '--json',
      ...more,
    );
  const refused = await resume('--labels', '10');
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /--labels: expected 12, as the file of --resume has it, got 10/);
  for (const more of [[], ['--labels', '12']]) {
    const { code, stdout, stderr } = await resume(...more);
    assert.equal(code, 0, stderr);
    assert.equal((await configOf(at('on.safetensors'))).labels, 12);
    assert.equal(JSON.parse(stdout).checksum, JSON.parse(whole.stdout).checksum);
  }
  const recipe = await put(
    'recipe.json',
    JSON.stringify({ model: { model: 'cvae', hidden: [16], latent_dim: 2 }, training: { batch_size: 20 }, epochs: 2 }),
  );
  const byRecipe = async (...more) => {
    const { code, stderr } = await run(
      'train',
      '--data',
      data,
      '--recipe',
      recipe,
      '--seed',
      '3',
      '--threads',
      '1',
      '--out',
      at('r.safetensors'),
      ...more,
    );
    return code === 0 ? JSON.parse((await run('info', at('r.safetensors'), '--json')).stdout) : stderr;
  };
  const { checksum, config } = await byRecipe();
  assert.equal(config.labels, 12);
  assert.equal(checksum, (await train(data, '--model', 'cvae')).checksum);
  assert.match(await byRecipe('--labels', '12'), /--recipe: .* states it; leave out --labels/);
});

test('wrong files are refused with name and reason, and nothing is trained', async () => {
  const cases = {
    'page.csv.gz': [gzipSync('<!doctype html><title>404</title>'), /page\.csv: this is a web page/],
    'weights.pt': [zipFile({ 'archive/data.pkl': Buffer.from('x') }), /weights\.pt: this is a PyTorch file/],
    'a.h5': [Buffer.from('\x89HDF\r\n\x1a\n and more', 'latin1'), /a\.h5: this is an HDF5 file/],
    'large.npy': [npyFile([1e9, 28, 28], new Uint8Array(0)), /large\.npy: its header says 1000000000 x 28 x 28/],
    'bomb.csv.gz': [gzipSync(Buffer.alloc(600 << 20, '0,')), /bomb\.csv\.gz: its content is larger than the 512 MiB/],
    'range.npy': [npyFile([4, 4, 4], Array(64).fill(-5), { type: 'f8' }), /range\.npy: expected pixels/],
    'sides.npy': [npyFile([1, 65, 65], new Uint8Array(65 * 65)), /expected images of 4 to 64 pixels a side/],
  };
  for (const [name, [bytes, message]] of Object.entries(cases)) {
    const path = await put(`wrong/${name}`, bytes);
    const { code, stderr } = await run('train', '--data', path, ...settings, '--out', at('never'));
    assert.equal(code, 1, `${name}: ${stderr}`);
    assert.match(stderr, message);
  }
  assert.ok(!existsSync(at('never')));
});

test('--exclude of another size is refused', async () => {
  const [small, large] = [await everyFormat(bars(20, 4, 4), 'four'), await everyFormat(bars(20, 5, 5), 'five')];
  const { code, stderr } = await run('train', '--data', small.npy, '--exclude', large.npy, '--out', at('never'));
  assert.equal(code, 2);
  assert.match(stderr, /--exclude: expected images of 4 x 4 as those of --data, got 5 x 5/);
});

test('the packed file that convert writes is the same each time, and gunzips to the one that is not gzipped', async () => {
  const input = await put('again.npy', npyFile([6, 4, 4], new Uint8Array(96).fill(9)));
  for (const name of ['one.bin.gz', 'two.bin.gz', 'plain.bin'])
    assert.equal((await run('convert', input, at(name))).code, 0);
  const [one, two, plain] = await Promise.all(
    ['one.bin.gz', 'two.bin.gz', 'plain.bin'].map((name) => readFile(at(name))),
  );
  assert.ok(one.equals(two));
  assert.ok(gunzipSync(one).equals(plain));
});

test('the program reads every file as the page does: the same images, labels and held-out part', async () => {
  const set = bars(60, 8, 8),
    { images, labels } = set;
  const sorted = Uint8Array.from(labels).sort();
  const files = {
    'p.npz': zipFile({ 'x.npy': npyFile([60, 8, 8], images), 'y.npy': npyFile([60], labels, { type: 'i8' }) }),
    'sorted.npz': zipFile({ 'x.npy': npyFile([60, 8, 8], images), 'y.npy': npyFile([60], sorted) }),
    'texts.npz': zipFile({
      'x.npy': npyFile(
        [60, 64],
        Float64Array.from(images, (value) => value / 255),
        { type: 'f4', order: '>' },
      ),
      'y.npy': npyFile(
        [60],
        Array.from(labels, (label) => ['one', 'other'][label]),
        { type: 'U' },
      ),
    }),
    'split.npz': zipFile({
      'x_train.npy': npyFile([40, 8, 8], images.subarray(0, 2560)),
      'y_train.npy': npyFile([40], labels.subarray(0, 40)),
      'x_test.npy': npyFile([20, 8, 8], images.subarray(2560)),
      'y_test.npy': npyFile([20], labels.subarray(40)),
    }),
    'p.csv': Buffer.from(
      Array.from(labels, (label, i) => [label, ...images.subarray(64 * i, 64 * i + 64)].join(',')).join('\n'),
    ),
    'sixteen.csv': Buffer.from(
      Array.from(labels, (label, i) =>
        [...images.subarray(64 * i, 64 * i + 64).map((v) => v >> 4), label].join(';'),
      ).join('\r\n'),
    ),
    'named.zip': zipFile({
      'train-images-idx3-ubyte': idxFile([60, 8, 8], images),
      'train-labels-idx1-ubyte': idxFile([60], labels),
      'class-names.txt': Buffer.from('columns\r\n\nrows\nunused\n'),
    }),
    'emnist-letters-set.zip': zipFile({
      'train-images-idx3-ubyte': idxFile([60, 8, 8], images),
      'train-labels-idx1-ubyte': idxFile(
        [60],
        labels.map((label) => label + 1),
      ),
    }),
  };
  for (const [name, bytes] of Object.entries(files)) {
    const input = await put(`same/${name}`, bytes),
      output = at(`same-${name}.bin`);
    const { code, stderr } = await run('convert', input, output);
    assert.equal(code, 0, `${name}: ${stderr}`);
    const read = await readFiles([fileOf(name, bytes)]);
    const made = finish(read, { isTransposed: read.isTransposed, isInverted: false, isScaled: false, classes: null });
    const packed = await readFile(output);
    const view = new DataView(packed.buffer, packed.byteOffset);
    assert.deepEqual(
      [12, 16, 20, 24].map((offset) => view.getUint32(offset, true)),
      [made.labels.length, made.labels.length - made.heldOut, made.height, made.width],
      name,
    );
    assert.ok(packed.subarray(32, 32 + 60).equals(made.labels), `${name}: labels`);
    const end = 92 + made.images.length;
    assert.ok(packed.subarray(92, end).equals(made.images), `${name}: images`);
    const names = end === packed.length ? ['0', '1'] : JSON.parse(packed.subarray(end).toString());
    assert.deepEqual(names, read.names, `${name}: class names`);
  }
});
