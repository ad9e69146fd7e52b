import assert from 'node:assert/strict';
import test from 'node:test';
import { parseLink } from '../../../../web/core/link/link.js';
import { createPageState } from '../../../../web/core/state/page-state.js';
import { PANELS } from '../../../../web/core/state/panels.js';
import { PRESETS } from '../../../../web/features/share/class-presets.js';
import { shareLink } from '../../../../web/features/share/share-link.js';

const linkOf = (name) => parseLink(shareLink(createPageState(), PRESETS[name]).hash);

test('a preset hides every part that is not for its purpose', () => {
  const shownBy = (name) => PANELS.filter((panel) => !linkOf(name).values.hide.includes(panel));
  assert.deepEqual(shownBy('map'), ['map']);
  assert.deepEqual(shownBy('training'), ['map', 'train', 'settings']);
});

test('the preset for a lecture opens the story in presenter mode', () => {
  const { values, faults } = linkOf('lecture');
  assert.deepEqual([values.view, values.present, values.hide, faults], ['story', true, undefined, []]);
});
