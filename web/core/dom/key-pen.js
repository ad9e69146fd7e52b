/** A pen moved by the arrow keys: two keys move it diagonally, Shift moves it further. Points are in units of the pad's side. */

/** @typedef {[number, number]} Point */

const STEP = 1 / 40,
  FAR = 4;
/** @type {Record<string, Point>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function createKeyPen() {
  /** @type {Point} */
  let at = [0.5, 0.5];
  /** @type {Set<string>} */
  const held = new Set();
  const inside = (/** @type {number} */ value) => Math.min(1, Math.max(0, value));

  return {
    at: () => at,
    /** @param {string} key @param {boolean} far @returns {Point | null}  the pen's position; null for other keys */
    press(key, far) {
      if (!Object.hasOwn(WAYS, key)) return null;
      held.add(key);
      const step = STEP * (far ? FAR : 1);
      const [x, y] = [...held].reduce(([dx, dy], name) => [dx + WAYS[name][0], dy + WAYS[name][1]], [0, 0]);
      at = [inside(at[0] + step * x), inside(at[1] + step * y)];
      return at;
    },
    /** @param {string} key */
    release: (key) => held.delete(key),
    releaseAll: () => held.clear(),
  };
}
