import assert from 'node:assert/strict';
import test from 'node:test';
import { formatLink, hasKeys, parseLink } from '../../../../web/core/link/link.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { firstView, viewPatchOf } from '../../../../web/core/state/view-state.js';

const opened = (hash, usual = 'story') => firstView(parseLink(hash).values, hasKeys(hash), usual);

test('a first visit is the story; later ones open the view that was used last', () => {
  assert.equal(opened(''), 'story');
  assert.equal(opened('', 'bench'), 'bench');
  assert.equal(opened('', 'story'), 'story');
  // Only an anchor.
  assert.equal(opened('#compare'), 'story');
});

test('links of the time before the story open the workbench', () => {
  for (const hash of ['#grid=20', '#lang=ko', '#weights=fresh&seed=3&steps=40', '#at=lab']) {
    assert.equal(opened(hash, 'story'), 'bench', hash);
  }
});

test('a link to a chapter or to presenter mode opens the story; its own view takes precedence', () => {
  assert.equal(opened('#chapter=map', 'bench'), 'story');
  assert.equal(opened('#present=1', 'bench'), 'story');
  assert.equal(opened('#view=bench&chapter=map', 'story'), 'bench');
  assert.equal(opened('#view=story&grid=10', 'bench'), 'story');
  assert.deepEqual(viewPatchOf({ at: 'lab' }), { view: 'bench' });
  assert.deepEqual(viewPatchOf({ at: 'lab', view: 'story' }), { view: 'story' });
  assert.deepEqual(viewPatchOf({}), {});
});

test('the link has the view and the chapter of the story, and nothing of the workbench’s view', () => {
  const state = createPageState();
  assert.equal(formatLink(state), '');
  assert.equal(formatLink({ ...state, chapter: 'map', presenting: true }), '');
  assert.equal(formatLink({ ...state, view: 'story' }), '#view=story');
  // Where the story is usual, the workbench would be lost at a reload.
  assert.equal(formatLink({ ...state, usualView: 'story' }), '#view=bench');
  assert.equal(formatLink({ ...state, view: 'story', usualView: 'story' }), '#view=story');
  assert.equal(
    formatLink({ ...state, view: 'story', chapter: 'map', presenting: true }),
    '#view=story&chapter=map&present=1',
  );
  for (const hash of ['#view=both', '#chapter=9', '#present=yes'])
    assert.deepEqual(
      parseLink(hash).faults.map(({ key }) => key),
      [hash.slice(1).split('=')[0]],
    );
});
