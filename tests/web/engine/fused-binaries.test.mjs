// The modules of the class "fused" contain fused multiply-adds in the kernel of the matrix product; those
// of the class "exact" do not.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const codeSection = 10;

/** The bodies of all functions of a module. */
function functionBodies(bytes) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  const bodies = [];
  while (at < bytes.length) {
    const id = bytes[at++],
      size = number(),
      end = at + size;
    if (id === codeSection) {
      for (let count = number(); count > 0; --count) {
        const length = number();
        bodies.push(bytes.subarray(at, at + length));
        at += length;
      }
    }
    at = end;
  }
  return bodies;
}

/** Number of occurrences of f32x4.relaxed_madd (0xfd, 0x105 as LEB128) in a function. */
const maddsIn = (body) =>
  body.reduce((count, byte, i) => count + (byte === 0xfd && body[i + 1] === 0x85 && body[i + 2] === 0x02), 0);

const most = (file) =>
  Math.max(...functionBodies(readFileSync(new URL(`../../../build/${file}`, import.meta.url))).map(maddsIn));

for (const [folder, suffix] of [
  ['wasm', ''],
  ['wasm-threads', '-threads'],
]) {
  test(`fused${suffix}: the tile of the matrix product, 6 x 2 vectors, is made of fused multiply-adds`, () => {
    assert.ok(most(`${folder}/latentpad-fused${suffix}.wasm`) >= 12);
  });

  test(`exact${suffix}: no tile of fused multiply-adds`, () => {
    // Searches bytes, not instructions: occasionally they are part of a number.
    assert.ok(most(`${folder}/latentpad-exact${suffix}.wasm`) < 3);
  });
}
