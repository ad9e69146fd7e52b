import assert from 'node:assert/strict';
import test from 'node:test';
import { readingModules, compileReading, formula, readSource } from '../../../../scripts/reading-plugin.mjs';
import { CONTROLS, LINKS } from '../../../../web/features/article/article-links.js';
import { CONTROLS as STORY_CONTROLS, LINKS as STORY_LINKS } from '../../../../web/features/story/story-links.js';
import { parseLink } from '../../../../web/core/link/link.js';

const [en, ko] = ['en', 'ko'].map((language) => compileReading(readSource('article', language), language));
const all = (html, pattern) => [...html.matchAll(pattern)].map((match) => match[1]);

test('both languages have the same structure: headings, formulas, lists, links and tasks, block by block', () => {
  assert.deepEqual(ko.shapes, en.shapes);
  const count = (kind) => en.shapes.filter((shape) => shape.startsWith(kind)).length;
  assert.equal(count('heading'), 10);
  assert.ok(count('display') >= 8 && count('task') >= 6, en.shapes.join('\n'));
  for (const pattern of [/href="(#[^"]*)"/g, /data-testid="([^"]*)"/g, /data-right="(\d)"/g, /href="(https:[^"]*)"/g]) {
    assert.deepEqual(all(ko.html, pattern), all(en.html, pattern));
  }
});

test('no sentence of the Korean text is left in English', () => {
  const [, ...parts] = readSource('article', 'ko').split(/^## /m);
  for (const block of parts.slice(0, -1).join('').split(/\n+/)) {
    if (block && !block.startsWith('$$')) assert.match(block, /[가-힣]|^\( ?x?\) [\d.]+$/, block);
  }
});

test('the answer to a question has at most 80 words', () => {
  const [, questions] = /^## Questions\n([^]*?)^## /m.exec(readSource('article', 'en'));
  const answers = questions
    .replace(/^(?:->|\$\$).*$/gm, '')
    .split(/^\*[^]*?\?\*/m)
    .slice(1);
  assert.equal(answers.length, 9);
  for (const answer of answers) {
    const words = answer.split(/\s+/).filter(Boolean);
    assert.ok(words.length <= 80, `${words.length} words: ${answer}`);
  }
});

test('every formula is converted to MathML, with coloured symbols', () => {
  for (const { html } of [en, ko]) {
    assert.ok(all(html, /(<math)/g).length > 50);
    assert.doesNotMatch(html, /\$|temml-error|merror|\\[a-z]+/i);
  }
  assert.match(
    formula('z = \\mu + \\sigma \\odot \\varepsilon', false),
    /<mi class="sym-z">z<\/mi>.*<mi class="sym-mu">μ<\/mi>.*<mi class="sym-sigma">σ<\/mi>.*<mi class="sym-epsilon">ε<\/mi>/,
  );
  assert.match(formula('\\hat{x}', false), /<mover class="sym-xhat"><mi>x<\/mi>/);
  assert.throws(() => formula('\\notacommand{x}', false));
});

test('no style, script or handler, which the page’s CSP forbids', () => {
  for (const { html } of [en, ko]) assert.doesNotMatch(html, /\sstyle=|<style|<script|\son\w+=/);
  assert.throws(() => compileReading('## A\n\n? x: question\n( ) a\n( ) b\n-> run\n> why'), /expected a question/);
  assert.throws(() => compileReading('## A\n\n-> nowhere: words'), /no link nowhere/);
  // English words within Korean ones are marked as English.
  assert.match(
    compileReading('## 가\n\n*사전분포*(prior) $p(z)$, 하한(evidence lower bound, ELBO)', 'ko').html,
    /\(<span lang="en">prior<\/span>\).*<math.*\(<span lang="en">evidence lower bound<\/span>, ELBO\)/s,
  );
  assert.doesNotMatch(en.html, /lang=/);
  assert.doesNotMatch(compileReading('## A\n\n<img src=x>').html, /<img/);
});

test('every link contains valid keys only, is used, and a run names all settings that it depends on', () => {
  const keys = new Set(
    (
      'lesson loss paint erows cseed csteps cprior lmodel lrows lang theme model hidden latent act seed beta warmup lr batch pixels objective k digits likelihood sigma prior lrwarmup schedule average estimator weights steps play arith threads epochs patience draw '
      + 'digit pen prepare noise mean ink scale z axes show grid range open hide at sum'
    ).split(' '),
  );
  for (const [name, hash] of Object.entries(LINKS)) {
    const link = new URLSearchParams(hash.slice(1));
    for (const key of link.keys()) assert.ok(keys.has(key), `${name}: ${key}`);
    // Without a place, what the link shows stands in the text.
    assert.match(link.get('at') ?? 'article', /^(xhat-stage|nats|map|train|lesson|explore|compare|lab|article)$/, name);
    assert.deepEqual(parseLink(hash).faults, [], name);
    if (link.get('weights') === 'fresh') {
      for (const key of [
        'model',
        'hidden',
        'latent',
        'act',
        'likelihood',
        'sigma',
        'prior',
        'seed',
        'beta',
        'warmup',
        'lr',
        'lrwarmup',
        'schedule',
        'average',
        'estimator',
        'batch',
        'pixels',
        'objective',
        'k',
        'digits',
        'epochs',
        'patience',
        'paint',
        'mean',
        'scale',
        'z',
        'lesson',
      ])
        assert.ok(link.has(key), `${name} lacks ${key}`);
    }
    assert.ok(
      en.shapes.some((shape) => shape === `show ${name}` || shape.startsWith(`task ${name} `)),
      `${name} is used`,
    );
  }
});

test('a control run differs from the task’s run only in what the task is about, and is in the markup', () => {
  const about = {
    article: { latent: ['latent'], beta: ['beta'], weighted: ['objective', 'k'], warmup: ['warmup'], seed: [] },
    story: { collapse: ['beta'] },
  };
  for (const [text, links, controls] of [
    ['article', LINKS, CONTROLS],
    ['story', STORY_LINKS, STORY_CONTROLS],
  ]) {
    const { html } = compileReading(readSource(text, 'en'), 'en', text);
    for (const [name, hash] of Object.entries(controls)) {
      assert.match(
        html,
        new RegExp(`data-testid="run-${name}" href="[^"]*" data-against="${hash.replaceAll('&', '&amp;')}"`),
      );
      const [control, own] = [hash, links[name]].map((link) => new URLSearchParams(link.slice(1)));
      // Shipped weights: only the codes are compared.
      if (control.get('weights') === 'shipped') continue;
      assert.deepEqual(
        [...own.keys()].filter((key) => own.get(key) !== control.get(key)),
        about[text][name],
        name,
      );
      assert.equal(control.size, own.size, name);
    }
    assert.equal((html.match(/data-against/g) ?? []).length, Object.keys(controls).length, text);
  }
});

test('the module of each language equals its HTML', () => {
  assert.equal(readingModules.resolveId('virtual:article/fr'), undefined);
  const id = readingModules.resolveId('virtual:article/ko');
  const watched = [];
  const code = readingModules.load.call({ addWatchFile: (path) => watched.push(path) }, id);
  assert.equal(JSON.parse(code.replace(/^export default /, '').replace(/;$/, '')), ko.html);
  assert.match(watched[0], /ko\/article\.md$/);
});
