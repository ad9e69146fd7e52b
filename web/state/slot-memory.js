import { PIXELS } from '../lib/digit-image.js';
import { SLOTS } from './snapshot-store.js';

/**
 * The digits that the visitor has kept as A … D, in the tab's session: a reload leaves them where they were.
 * @typedef {import('./explore-actions.js').Slot} Slot
 */

const COUNT = 4;

/** @param {Slot | null} slot */
const written = (slot) => (slot?.own ? { label: slot.label, ink: btoa(String.fromCharCode(...new Uint8Array(Float32Array.from(slot.pixels).buffer))) } : null);

/** @param {any} kept  of whatever the storage holds @returns {Slot | null} */
function read(kept) {
  if (typeof kept?.ink !== 'string') return null;
  const bytes = Uint8Array.from(atob(kept.ink), (letter) => letter.charCodeAt(0));
  if (bytes.length !== 4 * PIXELS) return null;
  const pixels = new Float32Array(bytes.buffer);
  const label = Number.isInteger(kept.label) && kept.label >= 0 && kept.label <= 9 ? kept.label : null;
  return pixels.every((ink) => ink >= 0 && ink <= 1) ? { pixels, label, mu: null, own: true } : null;
}

/** @param {{get: (name: string) => string | null, set: (name: string, text: string) => void}} session */
export function createSlotMemory(session) {
  return {
    /** @param {readonly (Slot | null)[]} slots */
    write: (slots) => session.set(SLOTS, JSON.stringify(slots.map(written))),
    /** @returns {(Slot | null)[]}  what is damaged is dropped in silence */
    read() {
      try {
        const kept = JSON.parse(session.get(SLOTS) ?? '[]');
        return Array.from({ length: COUNT }, (_, i) => read(kept?.[i]));
      } catch {
        return Array.from({ length: COUNT }, () => null);
      }
    },
  };
}
