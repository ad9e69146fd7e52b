/** Whether this browser has fused multiply-adds. Imports nothing: the page calls it before it has an engine. */

/** madd(a, b, c) by f32x4.relaxed_madd, as a module. */
const maddModule = Uint8Array.of(
  0,
  97,
  115,
  109,
  1,
  0,
  0,
  0,
  1,
  8,
  1,
  96,
  3,
  125,
  125,
  125,
  1,
  125,
  3,
  2,
  1,
  0,
  7,
  8,
  1,
  4,
  109,
  97,
  100,
  100,
  0,
  0,
  10,
  22,
  1,
  20,
  0,
  32,
  0,
  253,
  19,
  32,
  1,
  253,
  19,
  32,
  2,
  253,
  19,
  253,
  133,
  2,
  253,
  31,
  0,
  11,
);

/**
 * Whether a relaxed multiply-add rounds once. Support of the instruction is not enough: on processors without fused
 * multiply-add it rounds twice, and then the weights would equal neither those of exact nor those of fused arithmetic.
 */
export function canFuse() {
  try {
    const { madd } = /** @type {any} */ (new WebAssembly.Instance(new WebAssembly.Module(maddModule)).exports);
    // root² = 1 + 2^-11 + 2^-24; rounding it to single precision would drop the last term.
    const root = 1 + 2 ** -12;
    return madd(root, root, -(1 + 2 ** -11)) === 2 ** -24;
  } catch {
    return false;
  }
}
