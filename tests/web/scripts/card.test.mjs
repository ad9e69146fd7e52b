// The preview of a link on other sites: tags of Open Graph, and an image of the stated size.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { cardTags, kCard } from '../../../scripts/card-tags.mjs';
import en from '../../../web/languages/en/texts.js';

const texts = { title: en['page.title'], description: en['page.description'], alt: en['page.cardAlt'] };
const said = (tags) =>
  Object.fromEntries(tags.map(({ attrs }) => [attrs.property ?? attrs.name ?? attrs.rel, attrs.content ?? attrs.href]));

test('the card is a PNG of the size in its tags, wide enough for a large card', () => {
  const png = readFileSync(new URL('../../../web/public/card.png', import.meta.url));
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  assert.deepEqual({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) }, kCard);
  assert.ok(kCard.width >= 1200 && png.length < 1_000_000, `${png.length} bytes`);
});

test('a site with a known URL has absolute addresses, whichever of its files the URL names', () => {
  for (const address of ['https://example.org/pad/', 'https://example.org/pad/index.html?a=1#b']) {
    const tags = said(cardTags(texts, address));
    assert.equal(tags['og:image'], 'https://example.org/pad/card.png');
    assert.deepEqual([tags['og:url'], tags.canonical], ['https://example.org/pad/', 'https://example.org/pad/']);
  }
});

test('without a known URL the address of the card is relative', () => {
  const tags = said(cardTags(texts));
  assert.deepEqual([tags['og:image'], 'og:url' in tags, 'canonical' in tags], ['./card.png', false, false]);
});

test('the structured data name the page, its languages and, for a known site, its address', () => {
  const dataOf = (...site) => JSON.parse(cardTags(texts, ...site).find(({ tag }) => tag === 'script').children);
  const { name, description, inLanguage, image, url } = dataOf('https://example.org/pad/');
  assert.deepEqual(
    { name, description, inLanguage, image, url },
    {
      name: 'latentpad',
      description: texts.description,
      inLanguage: ['en', 'ko'],
      image: 'https://example.org/pad/card.png',
      url: 'https://example.org/pad/',
    },
  );
  assert.equal('url' in dataOf(), false);
  assert.doesNotMatch(JSON.stringify(dataOf()), /</);
});
