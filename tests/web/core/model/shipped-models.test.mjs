import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { planModel } from '../../../../web/core/link/link-run.js';
import {
  SHIPPED_MODELS,
  originOfShipped,
  shippedModel,
  shippedNameOf,
} from '../../../../web/core/model/shipped-models.js';

const WEIGHTS = new URL('../../../../weights/', import.meta.url);

/** The configuration and training record in a file of weights. @param {string} name */
function metadataOf(name) {
  const bytes = readFileSync(new URL(`${name}.safetensors`, WEIGHTS));
  const { __metadata__: metadata } = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString());
  return { config: JSON.parse(metadata['latentpad.config']), training: JSON.parse(metadata['latentpad.training']) };
}

test('every shipped file of a generative model is listed, and has the listed architecture', () => {
  const files = readdirSync(WEIGHTS).filter((name) => name.endsWith('.safetensors') && !name.startsWith('classifier'));
  assert.deepEqual(
    files.map((name) => name.replace('.safetensors', '')).sort(),
    SHIPPED_MODELS.map(({ name }) => name).sort(),
  );
  for (const { name, values } of SHIPPED_MODELS) {
    const { config } = /** @type {any} */ (planModel({ ...values, weights: 'fresh' }, null)),
      shipped = metadataOf(name).config;
    assert.equal(config.model, shipped.model, name);
    assert.equal(config.latentDim, shipped.latent_dim ?? 0, name);
    assert.deepEqual(config.hidden, shipped.hidden ?? [], name);
    assert.equal(config.prior ?? 'standard', shipped.prior ?? 'standard', name);
    if (shipped.prior) assert.equal(config.components, shipped.components, name);
    assert.deepEqual(
      config.lowerLayers?.map(({ hidden, latentDim }) => ({ hidden, latent_dim: latentDim })),
      shipped.lower_layers,
      name,
    );
  }
});

test('the levels of the shipped models are those of weights/README.md', () => {
  const readme = readFileSync(new URL('README.md', WEIGHTS), 'utf8');
  for (const { name, level } of SHIPPED_MODELS) {
    const [, bound, error] =
      readme.match(new RegExp(`^\\| \`${name}\`[^\\n]* −log p\\(x\\) (?:≤|=) ([\\d.]+) ± ([\\d.]+)`, 'm')) ?? [];
    assert.equal(level?.nats.toFixed(2), bound, name);
    assert.equal(level?.standardError.toFixed(2), error, name);
  }
});

test('only shipped weights that links state by name have one in the record of a run', () => {
  assert.deepEqual(originOfShipped('vae-2d'), { weights: 'shipped' });
  assert.deepEqual(originOfShipped(undefined), { weights: 'shipped' });
  assert.deepEqual(originOfShipped('hvae-50d'), { weights: 'shipped', name: 'hvae-50d' });
  assert.equal(shippedModel('vae-51d'), undefined);
});

test('the shipped model of a run follows from its record, or from its kind and the size of its code', () => {
  const nameOf = (origin, model, latentDim) => shippedNameOf(/** @type {any} */ (origin), { model, latentDim });
  assert.equal(nameOf({ weights: 'shipped', name: 'vae-50d' }, 'vae', 50), 'vae-50d');
  for (const { name, isNamed, values } of SHIPPED_MODELS)
    if (!isNamed)
      assert.equal(nameOf({ weights: 'shipped' }, values.model, name.endsWith('d') ? (values.latent ?? 2) : 0), name);
  assert.equal(nameOf({ weights: 'fresh' }, 'vae', 2), undefined);
  assert.equal(nameOf({ weights: 'file' }, 'vae', 20), undefined);
});
