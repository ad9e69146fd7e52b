/** Whether fused multiply-adds can be had. Imports nothing: the page asks too, before it has an engine. */

/** madd(a, b, c) by f32x4.relaxed_madd, as a module. */
const maddModule = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 125, 125, 125, 1, 125, 3, 2, 1, 0, 7, 8, 1, 4, 109, 97, 100, 100, 0, 0,
  10, 22, 1, 20, 0, 32, 0, 253, 19, 32, 1, 253, 19, 32, 2, 253, 19, 253, 133, 2, 253, 31, 0, 11,
);

/**
 * Whether a relaxed multiply-add rounds once here. Understanding the instruction is not enough: an engine may also round
 * twice, as it does on processors that have nothing better, and then the weights would be of neither class.
 */
export function canFuse() {
  try {
    const { madd } = /** @type {any} */ (new WebAssembly.Instance(new WebAssembly.Module(maddModule)).exports);
    // The square is 1 + 2^-11 + 2^-24, of which single precision would drop the last part.
    const root = 1 + 2 ** -12;
    return madd(root, root, -(1 + 2 ** -11)) === 2 ** -24;
  } catch {
    return false;
  }
}
