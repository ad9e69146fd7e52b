import assert from 'node:assert/strict';
import test from 'node:test';
import { DEFAULT_DIGIT } from '../../../../web/core/pictures/default-digit.js';
import { createDrawing, showPicture } from '../../../../web/core/pictures/drawing.js';
import { uniformFrom } from '../../../../web/core/model/gaussian.js';
import { asInLink, decodePicture, encodePicture } from '../../../../web/core/pictures/picture-code.js';
import { prepareDigit } from '../../../../web/core/pictures/prepare-digit.js';
import { rasterizeStrokes } from '../../../../web/core/pictures/rasterize-strokes.js';
import { formatLink, parseLink } from '../../../../web/core/link/link.js';
import { patchOf } from '../../../../web/features/share/link-actions.js';
import { createPageState } from '../../../../web/core/state/page-state.js';

/** A digit as from a photograph, filling this share of the frame. */
const photographed = (share) =>
  rasterizeStrokes(
    DEFAULT_DIGIT.map((stroke) => stroke.map(([x, y]) => [share * x, share * y])),
    [0.08 * share],
  );
const furthest = (one, other) => one.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i])), 0);

test('an image is preserved by the link: the page shows the decoded image, bit for bit', () => {
  for (const share of [1, 0.5, 0.3]) {
    const ink = photographed(share),
      shown = asInLink(ink),
      text = encodePicture(shown);
    assert.ok(text.length > 50 && text.length <= 2048, `${share} of the frame: ${text.length} letters`);
    assert.deepEqual(decodePicture(text), shown);
    assert.equal(encodePicture(decodePicture(text)), text);
    const difference = furthest(prepareDigit(ink), prepareDigit(shown));
    assert.ok(difference < 0.06, `sixteen greys are as good as all: ${difference}`);
  }
});

test('the link of a page with an image shows it on another page, and hostile text is rejected', () => {
  const drawing = showPicture(createDrawing(), asInLink(photographed(0.7)));
  const hash = formatLink({ ...createPageState(), drawing });
  assert.match(hash, /^#picture=[\w-]+$/);
  const { values, faults } = parseLink(hash);
  assert.deepEqual(faults, []);
  const patched = patchOf(values, createPageState());
  assert.deepEqual(patched.drawing.picture, drawing.picture);
  assert.ok(patched.drawing.before, 'and can be undone');

  const good = encodePicture(drawing.picture),
    base64url = (...bytes) =>
      btoa(String.fromCharCode(...bytes))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '');
  assert.deepEqual(decodePicture(base64url(1, 2, 0xf3)).data, Float32Array.of(1, 1, 1, 1));
  for (const text of [
    '',
    '!',
    '<svg>',
    'A',
    good.slice(0, -4),
    `${good}AAAA`,
    `B${good.slice(1)}`,
    'A'.repeat(9000),
    base64url(1),
    base64url(1, 0),
    base64url(1, 2, 0x03),
    base64url(1, 2, 0xf4),
    base64url(1, 2, 0xf2),
    base64url(1, 200, 0xff, 1),
    base64url(1, 2, 0xff),
    base64url(1, 140, 0xff, 255, 255, 255, 127),
    base64url(2, 2, 2, 0xf3),
    base64url(2, 3, 2, 0xf3),
    base64url(2, 3),
    base64url(3, 2, 0xf3),
  ]) {
    assert.equal(decodePicture(text), null, text.slice(0, 20));
    assert.equal(parseLink(`#picture=${text}`).values.picture, undefined);
  }
});

test('an image that is not square is preserved, and no picture for the pad', () => {
  const ink = { data: Float32Array.from({ length: 60 }, (_, i) => (i % 16) / 15), width: 6, height: 10 },
    text = encodePicture(ink);
  assert.deepEqual(decodePicture(text), ink);
  assert.notEqual(encodePicture({ ...ink, width: 10, height: 6 }), text);
  assert.equal(parseLink(`#picture=${text}`).values.picture, undefined);
});

test('a detailed image is halved in resolution, and then preserved', () => {
  for (const pixel of [(i) => (Math.floor((i % 140) / 4) + Math.floor(i / 560)) % 2, uniformFrom(3)]) {
    const ink = { data: Float32Array.from({ length: 140 * 140 }, (_, i) => pixel(i)), width: 140, height: 140 };
    const shown = asInLink(ink),
      text = encodePicture(ink);
    assert.equal(shown.width, 70);
    assert.ok(text.length > 2048 && text.length <= 8192, `${text.length} letters`);
    assert.equal(encodePicture(shown), text);
  }
});
