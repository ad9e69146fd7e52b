// The code of images in links: a decoded image is encoded to exactly the same image.
import assert from 'node:assert/strict';
import { asInLink, decodePicture, encodePicture } from '../../../web/core/pictures/picture-code.js';
import { mutateCode, mutateText } from './mutate-text.mjs';
import { expectFinite } from './oracles.mjs';

/** @param {import('./random.mjs').Random} random */
export function makePicture(random) {
  const side = random.pick([1, 2, 28, 70, 139, 140, 140]);
  const noise = random.chance(0.3);
  let grey = random.next();
  const height = random.chance(0.2) ? random.pick([1, 6, 64]) : side;
  const data = new Float32Array(side * height).map(() => {
    if (noise || random.chance(0.05)) grey = random.chance(0.5) ? 0 : random.next();
    return grey;
  });
  data[random.below(data.length)] = 1;
  return { data, width: side, height };
}

/** @param {import('./random.mjs').Random} random */
export function generate(random) {
  const ink = makePicture(random);
  // As in the page: with a side that can be halved, or small.
  const text = encodePicture(ink);
  return random.chance(0.2) ? text : random.chance(0.7) ? mutateCode(text, random) : mutateText(text, random);
}

/** @param {string} text @returns {boolean} whether it was accepted */
export function check(text) {
  const ink = decodePicture(text);
  if (ink === null) return false;
  expectFinite(ink, 'the picture');
  assert.ok(
    [ink.width, ink.height].every((side) => side >= 1 && side <= 140) && ink.data.length === ink.width * ink.height,
    'sides of 1 to 140',
  );
  assert.ok(
    ink.data.every((value) => value >= 0 && value <= 1) && ink.data.some((value) => value > 0),
    'ink in [0, 1], and some',
  );
  const again = encodePicture(ink),
    back = decodePicture(again);
  assert.ok(back, 'a written value can be parsed');
  if (back.width === ink.width) assert.deepEqual(back.data, ink.data, 'the same image');
  else assert.equal(back.width, ink.width / 2, 'a detailed image is halved in resolution');
  assert.deepEqual(asInLink(back), back, 'an image from a link is unchanged');
  return true;
}
