import assert from 'node:assert/strict';
import test from 'node:test';
import { DEFAULT_DIGIT } from '../../../../web/core/pictures/default-digit.js';
import { createDrawing, isBlank, showPicture, undoDrawing } from '../../../../web/core/pictures/drawing.js';
import { standardNormal, uniformFrom, reparameterize } from '../../../../web/core/model/gaussian.js';
import { inkOfPicture } from '../../../../web/features/pad/picture-ink.js';
import { pictureSize } from '../../../../web/features/pad/picture-size.js';
import { prepareDigit } from '../../../../web/core/pictures/prepare-digit.js';
import { rasterizeStrokes } from '../../../../web/core/pictures/rasterize-strokes.js';
import { PictureError } from '../../../../web/features/pad/read-picture.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { createPictureActions } from '../../../../web/features/pad/picture-actions.js';
import { createStore } from '../../../../web/core/state/store.js';

const SIDE = 140;
const drawn = rasterizeStrokes(
  DEFAULT_DIGIT.map((stroke) => stroke.map(([x, y]) => [0.15 + 0.7 * x, 0.15 + 0.7 * y])),
  [0.06],
);
const wanted = prepareDigit(drawn);

/** An image whose pixel at (x, y), with this amount of ink, is the result of `of`: [r, g, b, alpha]. */
function picture(of) {
  const data = new Uint8ClampedArray(SIDE * SIDE * 4);
  for (let i = 0; i < SIDE * SIDE; i++) data.set(of(drawn.data[i], i % SIDE, Math.floor(i / SIDE)), 4 * i);
  return { data, width: SIDE, height: SIDE };
}
const grey = (value) => [value, value, value, 255];
const noise = uniformFrom(7);

for (const [name, of] of Object.entries({
  'black on white': (ink) => grey(255 * (1 - ink)),
  'white on black': (ink) => grey(255 * ink),
  'black on transparent': (ink) => [0, 0, 0, 255 * ink],
  'white on transparent': (ink) => [255, 255, 255, 255 * ink],
  'pencil in a photo: uneven light, noise, a dark table at the edge': (ink, x, y) =>
    grey(x < 6 ? 40 : (220 - 0.7 * x - 0.3 * y) * (1 - 0.5 * ink) + 12 * (noise() - 0.5)),
})) {
  test(`an image is read as it was drawn: ${name}`, () => {
    const ink = inkOfPicture(picture(of));
    assert.ok(ink);
    const got = prepareDigit(ink);
    const difference =
      got.reduce((sum, value, i) => sum + Math.abs(value - wanted[i]), 0)
      / wanted.reduce((sum, value) => sum + value, 0);
    assert.ok(difference < 0.3, `differs by ${difference.toFixed(2)} of its ink`);
  });
}

test('a blank sheet, noise, and one pixel are rejected', () => {
  for (const of of [
    () => grey(255),
    () => grey(0),
    () => [0, 0, 0, 0],
    (_, x) => grey(150 + x / 5),
    () => grey(200 + 8 * (noise() - 0.5)),
  ]) {
    assert.equal(inkOfPicture(picture(of)), null);
  }
  assert.equal(inkOfPicture({ data: new Uint8ClampedArray(4), width: 1, height: 1 }), null);
});

test('the size of an image is read from its header', () => {
  const png = new Uint8Array(40);
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  new DataView(png.buffer).setUint32(16, 70_000);
  new DataView(png.buffer).setUint32(20, 3);
  assert.deepEqual(pictureSize(png), { width: 70_000, height: 3 });
  const jpeg = Uint8Array.of(
    0xff,
    0xd8,
    0xff,
    0xe0,
    0,
    4,
    0,
    0,
    0xff,
    0xc0,
    0,
    17,
    8,
    0x01,
    0x00,
    0x02,
    0x00,
    3,
    0,
    0,
    0,
  );
  assert.deepEqual(pictureSize(jpeg), { width: 512, height: 256 });
  const box = (name, ...bytes) => [
    0,
    0,
    0,
    8 + bytes.length,
    ...[...name].map((letter) => letter.charCodeAt(0)),
    ...bytes,
  ];
  // A thumbnail before the image itself.
  const avif = Uint8Array.from([
    ...box('ftyp', 0x61, 0x76, 0x69, 0x66),
    ...box('ispe', 0, 0, 0, 0, 0, 0, 0, 90, 0, 0, 0, 60),
    ...box('ispe', 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0),
  ]);
  assert.deepEqual(pictureSize(avif), { width: 65_536, height: 512 });
  assert.equal(pictureSize(avif.subarray(0, 24)), null);
  for (const junk of [
    new Uint8Array(0),
    Uint8Array.of(0xff, 0xd8),
    Uint8Array.of(0xff, 0xd8, 0xff, 0xc0),
    new Uint8Array(64),
  ])
    assert.equal(pictureSize(junk), null);
});

test('a rejected image leaves the drawing; an accepted one can be undone', async () => {
  const store = createStore(createPageState());
  const { drawing } = store.get();
  let read = async () => {
    throw new PictureError('tooLarge', '');
  };
  const pictures = createPictureActions(store, {
    refresh() {},
    onUnavailable: assert.ifError,
    read: (file) => read(file),
  });
  await pictures.open({ name: 'big.png' });
  assert.deepEqual([store.get().notice.key, store.get().drawing], ['picture.tooLarge', drawing]);
  read = async () => picture(() => grey(255));
  await pictures.open({ name: 'white.png' });
  assert.deepEqual([store.get().notice.key, store.get().drawing], ['picture.noInk', drawing]);
  read = async () => picture((ink) => grey(255 * (1 - ink)));
  await pictures.open({ name: 'two.png' });
  assert.equal(store.get().notice, null);
  assert.ok(store.get().drawing.picture && !isBlank(store.get().drawing));
  assert.equal(undoDrawing(store.get().drawing), drawing);
  assert.equal(isBlank(undoDrawing(showPicture(createDrawing(), drawn))), true);
});

test('the noise of a seed never changes, and is standard normal', () => {
  const random = uniformFrom(1);
  assert.deepEqual(
    [random(), random(), random()].map((value) => value * 2 ** 32),
    [2527132011, 314344336, 2535364964],
  );
  assert.deepEqual(
    standardNormal(3, 5),
    standardNormal(5, 5).subarray(0, 3),
    'a dimension keeps its noise when others are added',
  );
  assert.notDeepEqual(standardNormal(3, 5), standardNormal(3, 6));
  const many = Array.from({ length: 5000 }, (_, seed) => standardNormal(1, seed)[0]);
  const mean = many.reduce((sum, value) => sum + value, 0) / many.length;
  const variance = many.reduce((sum, value) => sum + (value - mean) ** 2, 0) / many.length;
  assert.ok(Math.abs(mean) < 0.06 && Math.abs(variance - 1) < 0.08, `over seeds: ${mean}, ${variance}`);
});

test('the factor of sigma: 0 is the mean, 2 twice as far', () => {
  const of = (scale) => reparameterize(Float32Array.of(1), Float32Array.of(0), Float32Array.of(0.5), scale)[0];
  assert.deepEqual(
    [of(0), of(1), of(2), reparameterize(Float32Array.of(1), Float32Array.of(0), Float32Array.of(0.5))[0]],
    [1, 1.5, 2, 1.5],
  );
});
