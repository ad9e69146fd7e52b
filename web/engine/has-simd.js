/** Whether WebAssembly has SIMD here. */

/** A function that splats a number over a vector, as a module. */
const splatModule = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
);

/** True also where there is no WebAssembly at all: that is another sentence. */
export const hasSimd = () => typeof WebAssembly !== 'object' || WebAssembly.validate(splatModule);
