// The weight files of the first published version in the engine: equal to its native program's numbers, bit for bit, in exact
// arithmetic.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createEngine } from '../../../web/engine/engine.js';
import { DIGITS, readRecords, weightFiles } from '../files.mjs';
import { FURTHER_STEPS, hashOf } from '../measure.mjs';

const records = readRecords();
const engine = await createEngine({ variant: 'exact', threads: 1 });
const digits = await engine.loadDigits({ bytes: readFileSync(DIGITS) });
const pixels = Float32Array.from(digits.images(0, 2), (byte) => byte / 255);
const labels = [...digits.labels.slice(0, 2)];

for (const [name, bytes] of weightFiles()) {
  test(`${name}: checksum, codes, decoded image, samples and further training`, () => {
    const { info, codes, decoded, samples, resumed } = records[name];
    const conditional = info.config.model === 'cvae';
    const model = engine.loadModel(bytes);
    assert.equal(model.checksum(), info.checksum);
    if (codes) {
      const { mu, logVar } = model.encode(pixels, conditional ? labels : undefined);
      assert.deepEqual(
        [...mu],
        codes.flatMap((code) => code.mu),
      );
      assert.deepEqual(
        [...(logVar ?? [])],
        codes.flatMap((code) => code.log_var),
      );
      assert.equal(hashOf(model.decode(Float32Array.of(0.5, -1), conditional ? [7] : undefined)), decoded);
    }
    assert.equal(hashOf(model.samplePrior({ count: 2, seed: 3 })), samples);
    model.train(digits, FURTHER_STEPS);
    assert.deepEqual([model.describe().step, model.checksum()], [resumed.step, resumed.checksum]);
    model.dispose();
  });
}
