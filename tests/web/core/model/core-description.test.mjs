// The page's description of the core, used before the engine has started, equals the core's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { coreDescription } from '../../../../scripts/describe-core.mjs';
import { createEngine } from '../../../../web/engine/engine.js';
import { KINDS, SETTINGS } from '../../../../web/core/model/core-description.js';
import {
  MODEL_KINDS,
  hasClosedForm,
  hasCode,
  hasDensity,
  hasSpread,
  isConditional,
  isExact,
  isHierarchical,
  kindOf,
} from '../../../../web/core/model/model-kind.js';
import { LIMITS } from '../../../../web/core/model/validate-config.js';

test('the description equals the core’s; if not, run: node scripts/describe-core.mjs', async () => {
  assert.equal(
    readFileSync(new URL('../../../../web/core/model/core-description.js', import.meta.url), 'utf8'),
    await coreDescription(),
  );
});

test('a model has the traits of its kind, and the core enforces its declared limits', async () => {
  const engine = await createEngine({ threads: 1 });
  for (const { name, traits, minHidden, defaultUnits } of KINDS) {
    const model = engine.createModel({
      model: name,
      hidden: minHidden > 0 ? [4] : [],
      latentDim: traits.code ? 2 : 0,
      ...(traits.hierarchical && { lowerLayers: [{ hidden: [], latentDim: 3 }] }),
    });
    assert.deepEqual(model.traits, traits, name);
    assert.equal(defaultUnits === 0, kindOf({ model: name }).maxHidden === 0);
    model.dispose();
  }
  assert.throws(() => engine.createModel({ model: 'vae', hidden: [LIMITS.layerSize + 1], latentDim: 2 }), {
    code: 'inSettings',
  });
  assert.throws(
    () => engine.createModel({ model: 'vae', hidden: [4], latentDim: 2 }, { beta: SETTINGS.beta.max + 1 }),
    { code: 'inSettings' },
  );
});

test('traits of the known kinds, and none of an unknown one', () => {
  const of = (trait) => MODEL_KINDS.filter((model) => trait({ model }));
  assert.deepEqual(of(hasCode), ['vae', 'cvae', 'hvae', 'ae']);
  assert.deepEqual(of(hasSpread), ['vae', 'cvae', 'hvae']);
  assert.deepEqual(of(isConditional), ['cvae']);
  assert.deepEqual(of(isHierarchical), ['hvae']);
  assert.deepEqual(of(hasClosedForm), ['vae', 'cvae']);
  assert.deepEqual(of(isExact), ['fvbn', 'made']);
  assert.deepEqual(of(hasDensity), ['vae', 'cvae', 'hvae', 'fvbn', 'made']);
  assert.deepEqual(
    [hasCode, hasSpread, isExact, hasDensity].map((trait) => trait({ model: 'constructor' })),
    [false, false, false, false],
  );
});
