// Weights in several files, chosen or dropped together with their index.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createEngine } from '../../web/engine/engine.js';
import { INDEX, indexOf, shard } from '../support/sharded-weights.mjs';
import { createFixture } from './support/fixture.mjs';
import { chooseFiles, dropFiles, dropFolder } from './support/give-files.mjs';
import { browserName } from './support/site.mjs';

const { sharedPage, testOnceIn } = createFixture();

testOnceIn(
  'chromium',
  'weights in several files are chosen or dropped with their index; a refusal says what is missing, and the model stays',
  async () => {
    const site = await sharedPage({ hash: '#lang=en' });
    const engine = await createEngine({ variant: JSON.parse(await site.value('engine')).arithmetic, threads: 1 });
    const digits = await engine.loadDigits({
      bytes: await readFile(new URL('../../build/data/digits.bin.gz', import.meta.url)),
    });
    const [first, second, third] = [1, 2, 3].map((seed) => {
      const model = engine.createModel({ hidden: [8 * seed], latentDim: 2 }, { seed }, digits);
      return { model, ...shard(model.saveWeights({ resumable: true, digits }), 3) };
    });
    const says = (pattern) =>
      site.waitFor(
        (source) => new RegExp(source).test(document.querySelector('[data-testid="notice"]').textContent),
        pattern.source,
      );
    const choose = (files, read) => chooseFiles(site, 'load-weights', files, read);

    await choose({ ...first.files, [INDEX]: first.index }, () => site.waitForValue('checksum', first.model.checksum()));
    await says(/model\.safetensors\.index\.json is loaded/);
    const { parameters } = first.model.describe();
    assert.equal(await site.number('parameters'), parameters);

    const names = Object.keys(first.files),
      [one, two, three] = names,
      all = names.map((name) => name.replaceAll('.', '\\.')).join(', ');
    const some = (...wanted) => Object.fromEntries(wanted.map((name) => [name, first.files[name]]));
    for (const [files, pattern] of [
      [{ [INDEX]: first.index }, new RegExp(`index\\.json was not loaded: .*in 3 files.*missing: ${all}$`)],
      [{ [INDEX]: first.index, ...some(one, three) }, /in 3 files.*missing: model-00002-of-00003\.safetensors$/],
      [
        some(two),
        new RegExp(`00002-of-00003\\.safetensors was not loaded: .*3 files.*index: ${all}, model\\.saf.*index`),
      ],
      [some(one, three), new RegExp(`00001-of-00003\\.safetensors was not loaded: .*3 files.*index: ${all}`)],
      [{ [INDEX]: indexOf({ ...first.map, more: three }), ...first.files }, /model-00003.*"more" is missing/],
      [{ [INDEX]: first.index, ...first.files, [two]: first.files[one] }, /model-00002.*does not belong to this index/],
      [{ [INDEX]: first.index, ...first.files, [two]: Buffer.from('<!doctype html>') }, /model-00002.*web page/],
      [{ 'notes.json': Buffer.from('{}'), ...some(one) }, /notes\.json was not loaded: it is not an index/],
      [
        { 'model.pth': Buffer.from('?'), 'notes.txt': Buffer.from('?') },
        /model\.pth, notes\.txt cannot be opened as weights/,
      ],
    ]) {
      await choose(files, () => says(pattern));
      await site.click('notice-dismiss');
      await site.waitForValue('notice', '');
    }
    await dropFiles(site, { [INDEX]: first.index, ...some(two) });
    await says(/missing: model-00001-of-00003\.safetensors, model-00003-of-00003\.safetensors$/);
    await site.click('notice-dismiss');
    await dropFiles(site, some(one));
    await says(/one of the 3 files/);
    await site.choose('language', 'ko');
    await says(/^model-00001-of-00003\.safetensors 파일을 불러오지 못했습니다: 파일 3개로 나뉜 .*model-00003-of-00003/);
    await site.choose('language', 'en');
    await site.click('notice-dismiss');
    assert.equal(await site.value('checksum'), first.model.checksum());
    // Training goes on as if nothing had been refused.
    first.model.train(digits, 1);
    await site.click('train-step');
    await site.waitForValue('checksum', first.model.checksum());

    await dropFiles(site, { [INDEX]: second.index, ...second.files });
    await site.waitForValue('checksum', second.model.checksum());
    if (browserName !== 'chromium') return;
    const folder = { [INDEX]: third.index, ...third.files, 'README.md': Buffer.from('# A model') };
    await dropFolder(site, folder, () => site.waitForValue('checksum', third.model.checksum()));
  },
);
